import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import type { CompletionItem } from 'vscode-languageserver';
import type { Environment } from '../../server/src/environment';
import { environmentWith } from '../support/environment';
import { startLanguageClient, type ClientOptions, type LanguageClient } from '../support/languageClient';
import { IMAGE_RULES } from '../support/imageRules';
import { onlyRules } from '../support/onlyRules';

const FOLDER = 'file:///shop';
const DOCKERFILE = 'file:///shop/app/Dockerfile';
const PROJECT = 'file:///shop/immutable-infra.yaml';
const EVERYWHERE = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };

describe('the language server, with a project file', () => {
  onlyRules(...IMAGE_RULES);
  let client: LanguageClient;
  let disk: Map<string, string>;
  const environment = (): Environment =>
    environmentWith({
      readText: (path) => disk.get(path) ?? null,
      fileNames: (folder) =>
        [...disk.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path)),
    });
  const start = async (options: Partial<ClientOptions> = {}) =>
    (client = await startLanguageClient({ environment: environment(), folder: FOLDER, ...options }));
  const found = async (uri: string) =>
    (await client.diagnostics(uri)).map(({ severity, code }) => `${severity ?? 0} ${code ?? ''}`);
  beforeEach(() => (disk = new Map()));
  afterEach(() => client.dispose());

  it('judges by it as it is on disk, and then as it is typed', async () => {
    disk.set('/shop/immutable-infra.yaml', 'rules:\n  moving-tag: error\n');
    await start();
    await client.open(DOCKERFILE, 'dockerfile', 'FROM node:20\n');
    assert.deepEqual(await found(DOCKERFILE), ['1 moving-tag']);
    const refreshed = client.refreshed();
    await client.open(PROJECT, 'yaml', 'rules:\n  moving-tag: hint\n');
    await refreshed;
    assert.deepEqual(await found(DOCKERFILE), ['4 moving-tag']);
    const again = client.refreshed();
    await client.change(PROJECT, 2, 'profiles:\n  app/**: development\n');
    await again;
    assert.deepEqual(await found(DOCKERFILE), ['3 moving-tag']);
    await client.close(PROJECT);
    disk.delete('/shop/immutable-infra.yaml');
    assert.deepEqual(await found(DOCKERFILE), ['2 moving-tag']);
  });

  it('does not look above the folder that was opened', async () => {
    disk.set('/immutable-infra.yaml', 'rules:\n  latest-tag: error\n');
    await start();
    await client.open(DOCKERFILE, 'dockerfile', 'FROM node\n');
    assert.deepEqual(await found(DOCKERFILE), ['2 latest-tag']);
  });

  it('lets what the editor sets win', async () => {
    disk.set('/shop/immutable-infra.yaml', 'rules:\n  latest-tag: error\n  moving-tag: "off"\n');
    const rules = { 'latest-tag': 'information', 'moving-tag': 'default' };
    await start({ settings: () => ({ rules }) });
    await client.open(DOCKERFILE, 'dockerfile', 'FROM node\nFROM node:20\n');
    assert.deepEqual(await found(DOCKERFILE), ['3 latest-tag']);
  });

  it('shows in the file what is wrong with it', async () => {
    await start();
    await client.open(PROJECT, 'yaml', 'rules:\n  latest: error\n');
    const [diagnostic, ...more] = await client.diagnostics(PROJECT);
    assert.deepEqual(more, []);
    assert.deepEqual(diagnostic!.range, {
      start: { line: 1, character: 2 },
      end: { line: 1, character: 8 },
    });
    assert.match(diagnostic!.message as string, /^There is no rule 'latest'\./);
  });

  it('completes in the file, and in no other', async () => {
    await start();
    await client.open(PROJECT, 'yaml', 'rules:\n  latest-tag: w\n');
    await client.open('file:///shop/other.yaml', 'yaml', 'rules:\n  latest-tag: w\n');
    const complete = (uri: string) =>
      client.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
        ...{ textDocument: { uri }, position: { line: 1, character: 15 } },
      });
    assert.deepEqual(
      (await complete(PROJECT)).map(({ label }) => label),
      ['default', 'off', 'hint', 'information', 'warning', 'error'],
    );
    assert.deepEqual(await complete('file:///shop/other.yaml'), []);
  });

  it('says once what is wrong with one that is not open', async () => {
    disk.set('/shop/immutable-infra.yaml', '\nrule: {}\n');
    await start();
    await client.open(DOCKERFILE, 'dockerfile', 'FROM node\n');
    await client.diagnostics(DOCKERFILE);
    await client.change(DOCKERFILE, 2, 'FROM node:20\n');
    await client.diagnostics(DOCKERFILE);
    assert.equal(client.messages.length, 1);
    assert.match(client.messages[0]!, /^\/shop\/immutable-infra\.yaml, line 2: There is no setting 'rule'/);
  });

  it('judges each folder by its own settings, and one that is turned off not at all', async () => {
    const uris = ['file:///shop', 'file:///lab'];
    const settings = (folder?: string) =>
      folder === 'file:///lab'
        ? { enable: false }
        : { rules: { 'latest-tag': folder === undefined ? 'hint' : 'error' } };
    await start({ settings });
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: uris[1], name: 'lab' }], removed: [] },
    });
    const open = async (uri: string) => {
      await client.open(uri, 'dockerfile', 'FROM node\n');
      return found(uri);
    };
    assert.deepEqual(await open(DOCKERFILE), ['1 latest-tag']);
    assert.deepEqual(await open('file:///elsewhere/Dockerfile'), ['4 latest-tag']);
    assert.deepEqual(await open('file:///lab/Dockerfile'), []);
    assert.deepEqual(await client.codeActions('file:///lab/Dockerfile', EVERYWHERE), []);
    assert.notDeepEqual(await client.codeActions(DOCKERFILE, EVERYWHERE), []);
  });
});
