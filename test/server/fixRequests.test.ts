import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver';
import type { Environment, ProgramRun } from '../../server/src/environment';
import type { PendingQuestion } from '../../server/src/features/codeActions';
import type { Question } from '../../server/src/rules/rule';
import { environmentWith } from '../support/environment';
import { startLanguageClient, type ClientOptions, type LanguageClient } from '../support/languageClient';
import { IMAGE_RULES } from '../support/imageRules';
import { onlyRules } from '../support/onlyRules';

const FOLDER = 'file:///w';
const URI = `${FOLDER}/shop/Dockerfile`;
const URL_OF_TOOL = 'https://example.com/tool';
const TEXT = `FROM node:20\nADD ${URL_OF_TOOL} /bin/\n`;
const COMMIT = 'ab'.repeat(20);
const AT_REFERENCE = { start: { line: 0, character: 6 }, end: { line: 0, character: 6 } };

/** A fix that waits for an answer, as an action carries it. */
function pending(question: Question): PendingQuestion {
  const start = TEXT.indexOf(URL_OF_TOOL);
  const span = { start, end: start };
  return { uri: URI, version: 1, question, span, before: '--checksum=sha256:', after: ' ' };
}

const checksum: Question = { kind: 'checksum', url: URL_OF_TOOL };
const commit: Question = { kind: 'commit', repository: 'https://example.com/shop.git', reference: 'main' };

/** Servers that answer every question, and what they were asked. */
function servers(given: Partial<Environment> = {}): { environment: Environment; asked: string[] } {
  const asked: string[] = [];
  const environment = environmentWith({
    fetch: (url) => {
      asked.push(url);
      return Promise.resolve(new Response('content'));
    },
    runProgram: ({ name, words }: ProgramRun) => {
      asked.push([name, ...words.slice(0, 4)].join(' '));
      return Promise.resolve({ end: 'done', output: `${COMMIT}\trefs/heads/main\n` });
    },
    ...given,
  });
  return { environment, asked };
}

describe('fixes in the editor', () => {
  let client: LanguageClient;
  const start = async (options: ClientOptions) => {
    client = await startLanguageClient(options);
    await client.open(URI, 'dockerfile', TEXT);
  };
  afterEach(() => client.dispose());

  const resolve = (question: Question): Promise<CodeAction> =>
    client.connection.sendRequest('codeAction/resolve', { title: 'x', data: pending(question) });
  const place = { line: 1, character: 4 };
  const editWith = (answer: string) => [
    {
      textDocument: { uri: URI, version: 1 },
      edits: [{ range: { start: place, end: place }, newText: `--checksum=sha256:${answer} ` }],
    },
  ];

  it('download what is asked for only when the fix is chosen, and write its checksum', async () => {
    const { environment, asked } = servers();
    await start({ environment });
    await client.diagnostics(URI);
    await client.codeActions(URI, AT_REFERENCE);
    assert.deepEqual(asked, []);
    const { edit } = await resolve(checksum);
    assert.deepEqual(asked, [URL_OF_TOOL]);
    assert.deepEqual(edit!.documentChanges, editWith(createHash('sha256').update('content').digest('hex')));
  });

  it('ask git for a commit', async () => {
    const { environment, asked } = servers();
    await start({ environment });
    assert.deepEqual((await resolve(commit)).edit!.documentChanges, editWith(COMMIT));
    assert.deepEqual(asked, ['git ls-remote --quiet -- https://example.com/shop.git']);
  });

  it('ask nobody in a workspace that is not trusted', async () => {
    const { environment, asked } = servers();
    await start({ environment, initializationOptions: { trusted: false } });
    for (const question of [checksum, commit]) assert.equal((await resolve(question)).edit, undefined);
    assert.deepEqual(asked, []);
    assert.equal(client.messages.length, 2);
    assert.match(client.messages[0]!, /This workspace is not trusted/);
  });

  it('say why there is no answer', async () => {
    await start(servers({ fetch: () => Promise.resolve(new Response(null, { status: 404 })) }));
    assert.equal((await resolve(checksum)).edit, undefined);
    assert.deepEqual(client.messages, [`There is nothing at '${URL_OF_TOOL}'. Check the address.`]);
  });

  it('are dropped when the text changed while the server was asked', async () => {
    let answer: (response: Response) => void = () => assert.fail();
    await start(servers({ fetch: () => new Promise<Response>((settle) => (answer = settle)) }));
    const resolving = resolve(checksum);
    await client.change(URI, 2, `# new\n${TEXT}`);
    await client.diagnostics(URI);
    answer(new Response('content'));
    assert.equal((await resolving).edit, undefined);
    assert.deepEqual(client.messages, [
      'The file changed while its checksum was asked for. Choose the fix again.',
    ]);
  });

  it('are made by the server for a client that cannot resolve actions', async () => {
    await start({ ...servers(), resolves: false });
    const applied = client.applied();
    await client.connection.sendRequest('workspace/executeCommand', {
      command: 'immutableInfra.fix',
      arguments: [pending(commit)],
    });
    assert.deepEqual((await applied).documentChanges, editWith(COMMIT));
  });

  describe('that disable a rule', () => {
    onlyRules(...IMAGE_RULES);
    const inRepository = (files: Record<string, string>): Partial<Environment> => ({
      repositoryRoot: () => '/w',
      readText: (path) => files[path] ?? null,
    });
    const disabling = async (): Promise<WorkspaceEdit | undefined> => {
      const actions = await client.codeActions(URI, AT_REFERENCE);
      const last = actions.at(-1)!;
      return last.title === "Disable 'moving-tag' for the workspace" ? last.edit : undefined;
    };
    const textOf = (edit: WorkspaceEdit | undefined) =>
      (edit?.documentChanges ?? []).map((change) =>
        'edits' in change
          ? `${change.textDocument.uri} ${change.textDocument.version}: ${change.edits.map((each) => ('newText' in each ? each.newText : '')).join()}`
          : `${change.kind} ${'uri' in change ? change.uri : ''}`,
      );

    it('edit the nearest project file', async () => {
      const files = { '/w/immutable-infra.yaml': 'rules:\n  a: off\n', '/immutable-infra.yaml': '' };
      await start({ ...servers(inRepository(files)), folder: FOLDER });
      assert.deepEqual(textOf(await disabling()), [
        'file:///w/immutable-infra.yaml null: \n  moving-tag: off',
      ]);
    });

    it('edit it as it is open, saved or not', async () => {
      await start({ ...servers(inRepository({})), folder: FOLDER });
      await client.open('file:///w/shop/immutable-infra.yaml', 'yaml', '# ours\n');
      assert.deepEqual(textOf(await disabling()), [
        'file:///w/shop/immutable-infra.yaml 1: \nrules:\n  moving-tag: off\n',
      ]);
    });

    it('make one in the workspace folder for a client that can', async () => {
      await start({ ...servers({}), folder: FOLDER, createsFiles: true });
      assert.deepEqual(textOf(await disabling()), [
        'create file:///w/immutable-infra.yaml',
        'file:///w/immutable-infra.yaml null: rules:\n  moving-tag: off\n',
      ]);
    });

    it('are not offered where there is no file and none can be made', async () => {
      await start({ ...servers({}), folder: FOLDER });
      assert.equal(await disabling(), undefined);
    });

    it('are not offered for a file that is in no folder and no repository', async () => {
      await start({ ...servers({}), createsFiles: true });
      assert.equal(await disabling(), undefined);
    });
  });
});
