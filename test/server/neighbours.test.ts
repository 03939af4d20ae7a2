import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import type { CodeAction } from 'vscode-languageserver';
import type { Environment } from '../../server/src/environment';
import { environmentWith } from '../support/environment';
import { startLanguageClient, type ClientOptions, type LanguageClient } from '../support/languageClient';
import { IMAGE_RULES } from '../support/imageRules';
import { onlyRules } from '../support/onlyRules';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const COMPOSE = 'file:///shop/compose.yaml';
const ENV = 'file:///shop/.env';
const OVERRIDE = 'file:///shop/compose.override.yaml';
const TEXT = 'services:\n  web:\n    image: ${IMAGE}\n';
const AT_IMAGE = { start: { line: 2, character: 12 }, end: { line: 2, character: 12 } };

describe('the language server, of a file among others', () => {
  onlyRules(...IMAGE_RULES);
  let client: LanguageClient;
  let disk: Map<string, string>;
  const environment = (): Environment =>
    environmentWith({
      readText: (path) => disk.get(path) ?? null,
      fileNames: (folder) =>
        [...disk.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path)),
      fetch: () =>
        Promise.resolve(
          new Response(null, {
            headers: {
              'docker-content-digest': DIGEST,
              'content-type': 'application/vnd.oci.image.index.v1+json',
            },
          }),
        ),
    });
  const start = async (options: Partial<ClientOptions> = {}) =>
    (client = await startLanguageClient({ environment: environment(), ...options }));
  const codes = async (uri: string) => (await client.diagnostics(uri)).map(({ code }) => code);
  beforeEach(() => (disk = new Map()));
  afterEach(() => client.dispose());

  it('takes a variable from .env on disk, and shows the line there', async () => {
    disk.set('/shop/.env', '# images\nIMAGE=nginx:1.27\n');
    await start();
    await client.open(COMPOSE, 'dockercompose', TEXT);
    const [diagnostic] = await client.diagnostics(COMPOSE);
    assert.match(diagnostic!.message as string, /'nginx:1.27' \(from '\$\{IMAGE\}'\)/);
    assert.deepEqual(diagnostic!.relatedInformation, [
      {
        location: { uri: ENV, range: { start: { line: 1, character: 6 }, end: { line: 1, character: 16 } } },
        message: 'Its text comes from here.',
      },
    ]);
  });

  it('sees at once what changed on disk', async () => {
    await start();
    await client.open(COMPOSE, 'dockercompose', TEXT);
    assert.deepEqual(await codes(COMPOSE), ['unset-image-variable']);
    disk.set('/shop/.env', 'IMAGE=nginx');
    assert.deepEqual(await codes(COMPOSE), ['latest-tag']);
    disk.delete('/shop/.env');
    assert.deepEqual(await codes(COMPOSE), ['unset-image-variable']);
  });

  it('asks the client to pull again when a file changed that others depend on, and only then', async () => {
    await start();
    await client.open(COMPOSE, 'dockercompose', TEXT);
    assert.deepEqual(await codes(COMPOSE), ['unset-image-variable']);
    let asked = 0;
    const refreshed = client.refreshed().then(() => asked++);
    const changed = (uri: string) =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    await changed('file:///shop/values.yaml');
    assert.deepEqual(await codes(COMPOSE), ['unset-image-variable']);
    assert.equal(asked, 0);
    disk.set('/shop/.env', 'IMAGE=nginx');
    await changed(ENV);
    await refreshed;
  });

  it('asks the client to pull again for what was judged anew since, as for a light bulb', async () => {
    disk.set('/shop/.env', '');
    await start();
    await client.open(COMPOSE, 'dockercompose', TEXT);
    assert.deepEqual(await codes(COMPOSE), ['unset-image-variable']);
    disk.set('/shop/.env', 'IMAGE=nginx');
    await client.codeActions(COMPOSE, AT_IMAGE);
    const refreshed = client.refreshed();
    const changes = [{ uri: ENV, type: 2 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await refreshed;
    assert.deepEqual(await codes(COMPOSE), ['latest-tag']);
  });

  it('asks the client to pull again when a text changes that is not judged itself', async () => {
    disk.set('/shop/.env', 'IMAGE=nginx:1.27');
    await start();
    await client.open(COMPOSE, 'dockercompose', TEXT);
    await client.open(ENV, 'properties', 'IMAGE=nginx:1.27');
    assert.deepEqual(await codes(COMPOSE), ['unpinned-image']);
    const refreshed = client.refreshed();
    await client.change(ENV, 2, `IMAGE=nginx@${DIGEST}\n`);
    await refreshed;
    assert.deepEqual(await codes(COMPOSE), []);
  });

  it('asks the client to pull again when a text comes or goes that differs from the disk', async () => {
    disk.set('/shop/.env', 'IMAGE=nginx:1.27');
    await start();
    await client.open(COMPOSE, 'dockercompose', TEXT);
    assert.deepEqual(await codes(COMPOSE), ['unpinned-image']);
    let refreshed = client.refreshed();
    await client.open(ENV, 'properties', `IMAGE=nginx@${DIGEST}\n`);
    await refreshed;
    assert.deepEqual(await codes(COMPOSE), []);
    refreshed = client.refreshed();
    await client.close(ENV);
    await refreshed;
    assert.deepEqual(await codes(COMPOSE), ['unpinned-image']);
  });

  it('lets a text that is open win over the disk, saved or not', async () => {
    disk.set('/shop/.env', 'IMAGE=nginx:1.27');
    await start();
    await client.open(COMPOSE, 'dockercompose', TEXT);
    await client.open(ENV, 'properties', 'IMAGE=nginx\n');
    assert.deepEqual(await codes(COMPOSE), ['latest-tag']);
    await client.change(ENV, 2, `IMAGE=nginx@${DIGEST}\n`);
    assert.deepEqual(await codes(COMPOSE), []);
    await client.close(ENV);
    assert.deepEqual(await codes(COMPOSE), ['unpinned-image']);
    assert.deepEqual(await client.diagnostics(ENV), []);
  });

  it('pushes what changed in one file by typing in another', async () => {
    disk.set('/shop/compose.yaml', '');
    disk.set('/shop/compose.override.yaml', '');
    await start({ pull: false });
    let pushed = client.pushed();
    await client.open(COMPOSE, 'dockercompose', 'services:\n  web:\n    image: nginx\n');
    assert.equal((await pushed).diagnostics.length, 1);
    pushed = client.pushed();
    await client.open(OVERRIDE, 'dockercompose', 'services:\n  web:\n    build: .\n');
    const told = [await pushed];
    while (!told.some(({ uri }) => uri === COMPOSE)) told.push(await client.pushed());
    assert.deepEqual(told.find(({ uri }) => uri === COMPOSE)!.diagnostics, []);
  });

  for (const open of [true, false]) {
    it(`pins in .env what stands there, ${open ? 'open' : 'not open'}`, async () => {
      disk.set('/shop/.env', 'A=1\nIMAGE=nginx:1.27\n');
      await start();
      await client.open(COMPOSE, 'dockercompose', TEXT);
      if (open) await client.open(ENV, 'properties', 'IMAGE=nginx:1.27\n');
      const [action] = await client.codeActions(COMPOSE, AT_IMAGE);
      assert.equal(action!.title, "Pin 'nginx:1.27' to its current digest in .env");
      const { edit } = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
      const at = { line: open ? 0 : 1, character: 16 };
      assert.deepEqual(edit!.documentChanges, [
        {
          textDocument: { uri: ENV, version: open ? 1 : null },
          edits: [{ range: { start: at, end: at }, newText: `@${DIGEST}` }],
        },
      ]);
    });
  }

  it('drops a pin for .env when that changed meanwhile', async () => {
    disk.set('/shop/.env', 'IMAGE=nginx:1.27\n');
    await start();
    await client.open(COMPOSE, 'dockercompose', TEXT);
    const [action] = await client.codeActions(COMPOSE, AT_IMAGE);
    disk.set('/shop/.env', 'X=1\nIMAGE=nginx:1.27\n');
    const { edit } = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    assert.equal(edit, undefined);
    assert.match(client.messages.join(), /The file changed/);
  });

  it('reads names that a person has set, and variables of the process where they are let in', async () => {
    const settings = { composeFileNames: ['stack-*.yaml'], processVariables: true };
    await start({
      environment: { ...environment(), variables: { IMAGE: 'redis' } },
      settings: () => settings,
    });
    const uri = 'file:///shop/stack-a.yaml';
    await client.open(uri, 'yaml', TEXT);
    assert.deepEqual(await codes(uri), ['latest-tag']);
    settings.processVariables = false;
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await codes(uri), ['unset-image-variable']);
  });

  it('looks at nothing around a text that is no file yet', async () => {
    const asked: string[] = [];
    const readText = (path: string) => {
      asked.push(path);
      return null;
    };
    await start({ environment: { ...environment(), readText } });
    await client.open('untitled:Untitled-1', 'dockercompose', TEXT);
    assert.deepEqual(await codes('untitled:Untitled-1'), ['unset-image-variable']);
    assert.deepEqual(asked, []);
  });
});
