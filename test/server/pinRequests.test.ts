import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver';
import type { Environment } from '../../server/src/environment';
import {
  CHECK_PINS,
  DESCRIBE_IMAGE,
  ENGINE_DIGEST,
  PLAN_PINS,
  RESOLVE_DIGEST,
  TAG_HISTORY,
  type DescribeImageResult,
  type EngineDigest,
  type PinPlan,
  type PinReport,
  type ResolveDigestResult,
  type TagHistory,
} from '../../server/src/protocol';
import { pushImage, pushIndex, sha256, type FakeRegistry } from '../support/fakeRegistry';
import { startLanguageClient, type ClientOptions, type LanguageClient } from '../support/languageClient';
import { IMAGE_RULES, PIN_RULES } from '../support/imageRules';
import { onlyRules } from '../support/onlyRules';
import { fakeRegistries, registryUser } from '../support/registryUser';

const URI = 'file:///shop/Dockerfile';
const COMPOSE = 'file:///shop/compose.yaml';

describe('requests about pins', () => {
  onlyRules(...IMAGE_RULES, ...PIN_RULES);
  const start = fakeRegistries();
  let client: LanguageClient;
  let registry: FakeRegistry;
  afterEach(() => client.dispose());

  const serve = async (options: Partial<ClientOptions> = {}, environment: Partial<Environment> = {}) => {
    registry = await start();
    const user = registryUser({ environment });
    client = await startLanguageClient({ environment: user.environment, folder: 'file:///shop', ...options });
  };
  const ask = <T>(method: string, params: object): Promise<T> =>
    client.connection.sendRequest<T>(method, params);
  const plan = (action: string, uri = URI) =>
    ask<PinPlan>(PLAN_PINS, { action, scope: { kind: 'file', uri } });
  const openPinned = async (tag: string, digest: string): Promise<string> => {
    const text = `FROM ${registry.host}/app:${tag}@${digest}\n`;
    await client.open(URI, 'dockerfile', text);
    return text;
  };

  it('plan the pins of an open file, as typed, and say why one has none', async () => {
    await serve();
    const digest = pushImage(registry, 'app', '1');
    const name = `${registry.host}/app:1`;
    await client.open(URI, 'dockerfile', `FROM ${name}\nFROM ${registry.host}/absent:2\nARG X\nFROM $X\n`);
    const { files, problems, unchanged, caution } = await plan('pin');
    assert.deepEqual(files, [
      {
        uri: URI,
        version: 1,
        edits: [
          {
            range: { start: { line: 0, character: 5 }, end: { line: 0, character: 5 + name.length } },
            newText: `${name}@${digest}`,
            reference: name,
            before: name,
          },
        ],
      },
    ]);
    assert.deepEqual(
      problems.map(({ place }) => place),
      ['Dockerfile:2', 'Dockerfile:4'],
    );
    assert.deepEqual([unchanged, caution], [0, null]);
  });

  it('plan the update and the removal of pins', async () => {
    await serve();
    const old = sha256('old');
    const digest = pushImage(registry, 'app', '1');
    await openPinned('1', old);
    const change = async (action: string) => {
      const [file] = (await plan(action)).files;
      const [edit] = file!.edits;
      return [edit!.before, edit!.newText];
    };
    const name = `${registry.host}/app:1`;
    assert.deepEqual(await change('update'), [`${name}@${old}`, `${name}@${digest}`]);
    assert.deepEqual(await change('unpin'), [`${name}@${old}`, name]);
  });

  it('plan the pins of the workspace from its files, and tell how far they are', async () => {
    let text = '';
    const path = '/shop/compose.yaml';
    const disk: Partial<Environment> = {
      readFolder: (folder) =>
        Promise.resolve(
          folder === '/shop'
            ? { found: true, files: ['compose.yaml', 'notes.txt'], folders: [] }
            : { found: false, reason: 'absent', detail: '' },
        ),
      fileNames: (folder) => (folder === '/shop' ? ['compose.yaml', 'notes.txt'] : []),
      readText: (asked) => (asked === path ? text : null),
    };
    await serve({}, disk);
    const digest = pushImage(registry, 'app', '1');
    text = `services:\n  web:\n    image: "${registry.host}/app:1"\n`;
    const told: unknown[] = [];
    client.connection.onNotification('$/progress', (params) => void told.push(params));
    const { files: planned } = await ask<PinPlan>(PLAN_PINS, {
      ...{ action: 'pin', scope: { kind: 'workspace' }, workDoneToken: 'work' },
    });
    assert.deepEqual(
      planned.map(({ uri, version, edits }) => [uri, version, edits[0]!.newText]),
      [['file:///shop/compose.yaml', null, `${registry.host}/app:1@${digest}`]],
    );
    assert.deepEqual(told, [
      { token: 'work', value: { kind: 'report', message: '1 of 1 asked', percentage: 100 } },
    ]);
  });

  it('write the style and the platform that are set', async () => {
    await serve({ settings: () => ({ pinStyle: 'digest # tag', pinPlatform: 'linux/arm64' }) });
    pushIndex(registry, 'app', '1');
    await client.open(COMPOSE, 'dockercompose', `services:\n  web:\n    image: ${registry.host}/app:1\n`);
    const [file] = (await plan('pin', COMPOSE)).files;
    const written = file!.edits[0]!.newText;
    assert.match(written, /\/app@sha256:[0-9a-f]{64} # 1$/);
    const [action] = await client.codeActions(COMPOSE, {
      start: { line: 2, character: 12 },
      end: { line: 2, character: 12 },
    });
    const resolved = await ask<CodeAction>('codeAction/resolve', action!);
    assert.match(resolved.edit!.changes![COMPOSE]![0]!.newText, /^@sha256:[0-9a-f]{64} # 1$/);
    assert.ok(written.endsWith(resolved.edit!.changes![COMPOSE]![0]!.newText));
  });

  it('check pins, and show what is found in open files', async () => {
    await serve();
    const old = pushImage(registry, 'app', '1', 'old');
    pushImage(registry, 'app', '1', 'new');
    await openPinned('1', old);
    assert.deepEqual(await client.diagnostics(URI), []);
    const report = await ask<PinReport>(CHECK_PINS, { scope: { kind: 'file', uri: URI } });
    assert.equal(report.summary, '1 pin checked: 1 is behind its tag.');
    assert.deepEqual(
      report.problems.map(({ place }) => place),
      ['Dockerfile:1'],
    );
    assert.deepEqual(
      (await client.diagnostics(URI)).map(({ code }) => code),
      ['outdated-pin'],
    );
    await client.change(URI, 2, 'FROM scratch\n');
    assert.deepEqual(await client.diagnostics(URI), []);
  });

  it('check pins when a file is opened, where that is set, and ask for the findings again', async () => {
    await serve({ settings: () => ({ checkPins: 'onOpen' }) });
    const old = pushImage(registry, 'app', '1', 'old');
    pushImage(registry, 'app', '1', 'new');
    const refreshed = client.refreshed();
    await openPinned('1', old);
    await refreshed;
    assert.deepEqual(
      (await client.diagnostics(URI)).map(({ code }) => code),
      ['outdated-pin'],
    );
  });

  it('tell what a tag has named', async () => {
    await serve();
    const reference = `${registry.host}/app:1`;
    const digests: string[] = [];
    for (const text of ['first', 'second']) {
      digests.push(pushImage(registry, 'app', '1', text));
      await ask(RESOLVE_DIGEST, { reference });
    }
    const { runs } = await ask<TagHistory>(TAG_HISTORY, { reference: `${reference}@${digests[0]!}` });
    assert.deepEqual(
      runs.map(({ digest }) => digest),
      digests,
    );
  });

  it('resolve with the platforms of an index, and describe an image', async () => {
    await serve();
    const digest = pushIndex(registry, 'app', '1');
    const reference = `${registry.host}/app:1`;
    const resolved = await ask<ResolveDigestResult>(RESOLVE_DIGEST, { reference });
    assert.ok(resolved.found);
    assert.deepEqual(
      resolved.platforms.map(({ platform }) => platform),
      ['linux/amd64', 'linux/arm64/v8'],
    );
    const described = await ask<DescribeImageResult>(DESCRIBE_IMAGE, { reference, platform: null });
    assert.ok(described.found);
    assert.ok(described.markdown.includes(digest));
  });

  describe('where a registry cannot be asked', () => {
    const withEngine = async (answer: EngineDigest | null): Promise<string> => {
      await serve({ initializationOptions: { engine: true } });
      registry.misbehave({ kind: 'status', status: 403 });
      client.connection.onRequest(ENGINE_DIGEST, () => answer);
      const reference = `${registry.host}/app:1`;
      await client.open(URI, 'dockerfile', `FROM ${reference}\n`);
      return reference;
    };

    it('pin with what the engine has asked of it', async () => {
      const digest = sha256('engine');
      const reference = await withEngine({ digest, mediaType: null, by: 'registry' });
      const resolved = await ask<ResolveDigestResult>(RESOLVE_DIGEST, { reference });
      assert.ok(resolved.found);
      assert.deepEqual(
        [resolved.digest, resolved.caution],
        [digest, 'The registry could not be asked from here; the container engine asked it.'],
      );
      const [file] = (await plan('pin')).files;
      assert.equal(file!.edits[0]!.newText, `${reference}@${digest}`);
    });

    it('show what the engine has pulled once, with a caution, and never pin with it', async () => {
      const digest = sha256('pulled');
      const reference = await withEngine({ digest, mediaType: null, by: 'pulled' });
      const resolved = await ask<ResolveDigestResult>(RESOLVE_DIGEST, { reference });
      assert.ok(resolved.found);
      assert.match(resolved.caution!, /pulled once/);
      assert.deepEqual((await plan('pin')).files, []);
    });

    it('say why the registry did not answer where the engine knows nothing, or nonsense', async () => {
      const nonsense = { digest: 'sha256:nonsense', mediaType: null, by: 'registry' } as const;
      const reference = await withEngine(nonsense);
      const resolved = await ask<ResolveDigestResult>(RESOLVE_DIGEST, { reference });
      assert.ok(!resolved.found);
      assert.match(resolved.message, /without a login/);
    });
  });

  it('reach no registry in a workspace that is not trusted, and still remove pins', async () => {
    await serve({ initializationOptions: { trusted: false } });
    await openPinned('1', sha256('old'));
    await assert.rejects(plan('pin'), /not trusted/);
    await assert.rejects(ask(CHECK_PINS, { scope: { kind: 'file', uri: URI } }), /not trusted/);
    const described = await ask<DescribeImageResult>(DESCRIBE_IMAGE, {
      reference: `${registry.host}/app:1`,
      platform: null,
    });
    assert.ok(!described.found);
    assert.equal((await plan('unpin')).files.length, 1);
    assert.deepEqual(registry.requests, []);
  });

  it('offer to update or remove a pin where somebody opens the menu', async () => {
    await serve();
    await openPinned('1', sha256('old'));
    const range = { start: { line: 0, character: 8 }, end: { line: 0, character: 8 } };
    const offered = (triggerKind: number) =>
      ask<CodeAction[]>('textDocument/codeAction', {
        ...{ textDocument: { uri: URI }, range, context: { diagnostics: [], triggerKind } },
      });
    assert.deepEqual(await offered(2), []);
    const actions = await offered(1);
    assert.deepEqual(
      actions.map(({ title }) => title.replace(registry.host, 'HOST')),
      ["Update the pin of 'HOST/app:1' to its current digest", "Remove the digest of 'HOST/app:1'"],
    );
  });
});
