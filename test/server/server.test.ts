import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver';
import type { Environment, RequestOptions } from '../../server/src/environment';
import { REFERENCE_AT, RESOLVE_DIGEST, WORKSPACE_TRUSTED } from '../../server/src/protocol';
import { environmentWith } from '../support/environment';
import { startLanguageClient, type ClientOptions, type LanguageClient } from '../support/languageClient';
import { IMAGE_RULES } from '../support/imageRules';
import { onlyRules } from '../support/onlyRules';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const URI = 'file:///home/ann/shop/Dockerfile';
const AT_REFERENCE = { start: { line: 0, character: 6 }, end: { line: 0, character: 6 } };

/** A registry that has every image, and counts what it is asked for. */
function registry(answer = found): { environment: Environment; asked: string[] } {
  const asked: string[] = [];
  const fetch = (url: string, { method }: RequestOptions) => {
    asked.push(`${method} ${url}`);
    return Promise.resolve(answer());
  };
  return { environment: environmentWith({ fetch }), asked };
}

const found = () =>
  new Response(null, {
    headers: { 'docker-content-digest': DIGEST, 'content-type': 'application/vnd.oci.image.index.v1+json' },
  });

describe('the language server', () => {
  onlyRules(...IMAGE_RULES);
  let client: LanguageClient;
  const start = async (options: ClientOptions) => (client = await startLanguageClient(options));
  afterEach(() => client.dispose());

  it('answers pulled diagnostics with place, code and documentation, and asks nobody', async () => {
    const { environment, asked } = registry();
    await start({ environment });
    await client.open(URI, 'dockerfile', 'FROM node:20\n');
    const [diagnostic, ...more] = await client.diagnostics(URI);
    assert.deepEqual(more, []);
    assert.deepEqual(diagnostic!.range, {
      start: { line: 0, character: 5 },
      end: { line: 0, character: 12 },
    });
    assert.equal(diagnostic!.source, 'immutable-infra');
    assert.equal(diagnostic!.code, 'moving-tag');
    assert.equal(diagnostic!.severity, 2);
    assert.match(diagnostic!.codeDescription!.href, /^file:\/\/\/docs\/rules\.md#L\d+:moving-tag$/);
    assert.deepEqual(asked, []);
  });

  it('pushes diagnostics to a client that does not pull, and takes them back when the file is closed', async () => {
    await start({ environment: registry().environment, pull: false });
    let pushed = client.pushed();
    await client.open(URI, 'dockerfile', 'FROM node:20\n');
    assert.deepEqual(
      (await pushed).diagnostics.map(({ code }) => code),
      ['moving-tag'],
    );
    pushed = client.pushed();
    await client.change(URI, 2, `FROM node:20@${DIGEST}\n`);
    assert.deepEqual((await pushed).diagnostics, []);
    pushed = client.pushed();
    await client.close(URI);
    assert.deepEqual(await pushed, { uri: URI, diagnostics: [] });
  });

  it('offers a pin, asks the registry only when it is chosen, and inserts the digest and nothing else', async () => {
    const { environment, asked } = registry();
    await start({ environment });
    await client.open(URI, 'dockerfile', 'FROM node:20 AS build\n');
    const [action] = await client.codeActions(URI, AT_REFERENCE);
    assert.equal(action!.title, "Pin 'node:20' to its current digest");
    assert.equal(action!.edit, undefined);
    assert.deepEqual(asked, []);
    const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    assert.deepEqual(asked, ['HEAD https://registry-1.docker.io/v2/library/node/manifests/20']);
    const place = { line: 0, character: 12 };
    assert.deepEqual(resolved.edit!.changes, {
      [URI]: [{ range: { start: place, end: place }, newText: `@${DIGEST}` }],
    });
    assert.deepEqual(resolved.edit!.documentChanges, [
      {
        textDocument: { uri: URI, version: 1 },
        edits: [{ range: { start: place, end: place }, newText: `@${DIGEST}` }],
      },
    ]);
  });

  it('makes the edit itself for a client that cannot resolve actions', async () => {
    await start({ environment: registry().environment, resolves: false });
    await client.open(URI, 'dockerfile', 'FROM node:20\n');
    const [action] = await client.codeActions(URI, AT_REFERENCE);
    const applied = client.applied();
    await client.connection.sendRequest('workspace/executeCommand', action!.command);
    const place = { line: 0, character: 12 };
    assert.deepEqual((await applied).documentChanges, [
      {
        textDocument: { uri: URI, version: 1 },
        edits: [{ range: { start: place, end: place }, newText: `@${DIGEST}` }],
      },
    ]);
  });

  it('leaves the file as it was and says why when the registry does not know the image', async () => {
    await start({ environment: registry(() => new Response(null, { status: 404 })).environment });
    await client.open(URI, 'dockerfile', 'FROM node:20\n');
    const [action] = await client.codeActions(URI, AT_REFERENCE);
    const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    assert.equal(resolved.edit, undefined);
    assert.equal(client.messages.length, 1);
    assert.match(client.messages[0]!, /node:20/);
  });

  it('drops a pin when the text changed while the registry was asked', async () => {
    let answer: (response: Response) => void = () => assert.fail();
    const fetch = () => new Promise<Response>((settle) => (answer = settle));
    await start({ environment: environmentWith({ fetch }) });
    await client.open(URI, 'dockerfile', 'FROM node:20\n');
    const [action] = await client.codeActions(URI, AT_REFERENCE);
    const resolving = client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    await client.change(URI, 2, '\nFROM node:20\n');
    await client.diagnostics(URI);
    answer(found());
    assert.equal((await resolving).edit, undefined);
    assert.match(client.messages[0]!, /changed while the registry was asked/);
  });

  it('asks no registry in a workspace that is not trusted, until it is', async () => {
    const { environment, asked } = registry();
    await start({ environment, initializationOptions: { trusted: false } });
    await client.open(URI, 'dockerfile', 'FROM node:20\n');
    const [action] = await client.codeActions(URI, AT_REFERENCE);
    await client.connection.sendRequest('codeAction/resolve', action);
    assert.match(client.messages[0]!, /not trusted/);
    assert.deepEqual(asked, []);
    await client.connection.sendNotification(WORKSPACE_TRUSTED);
    const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    assert.ok(resolved.edit);
  });

  it('tells the reference at a position, and resolves one', async () => {
    await start({ environment: registry().environment });
    await client.open(URI, 'dockerfile', 'FROM node:20 AS build\nFROM build\n');
    const at = (line: number, character: number) =>
      client.connection.sendRequest(REFERENCE_AT, {
        textDocument: { uri: URI },
        position: { line, character },
      });
    assert.deepEqual(await at(0, 7), {
      reference: 'node:20',
      range: { start: { line: 0, character: 5 }, end: { line: 0, character: 12 } },
      digest: null,
      insertAt: { line: 0, character: 12 },
      version: 1,
    });
    assert.equal(await at(1, 7), null);
    assert.deepEqual(await client.connection.sendRequest(RESOLVE_DIGEST, { reference: 'node:20' }), {
      found: true,
      digest: DIGEST,
      pinned: `node:20@${DIGEST}`,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      platforms: [],
      caution: null,
    });
  });

  it('follows the settings', async () => {
    let rules: Record<string, string> = { 'moving-tag': 'error' };
    await start({ environment: registry().environment, settings: () => ({ rules }) });
    await client.open(URI, 'dockerfile', 'FROM node:20\n');
    assert.deepEqual(
      (await client.diagnostics(URI)).map(({ severity }) => severity),
      [1],
    );
    rules = { 'moving-tag': 'off' };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await client.diagnostics(URI), []);
  });

  it('judges a file of development more mildly', async () => {
    await start({ environment: registry().environment, folder: 'file:///home/ann/shop' });
    const uri = 'file:///home/ann/shop/compose.override.yaml';
    await client.open(uri, 'dockercompose', 'services:\n  db:\n    image: postgres:16\n');
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ severity }) => severity),
      [3],
    );
  });

  it('does not judge a text of over 1 MB, and says so once', async () => {
    await start({ environment: registry().environment });
    const large = `FROM node:20\n${'#'.repeat(1_000_000)}`;
    await client.open(URI, 'dockerfile', large);
    assert.deepEqual(await client.diagnostics(URI), []);
    await client.change(URI, 2, `${large}#`);
    assert.deepEqual(await client.diagnostics(URI), []);
    assert.equal(client.messages.length, 1);
    assert.match(client.messages[0]!, /over 1 MB/);
  });
});
