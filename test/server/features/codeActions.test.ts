import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { OpenDocument } from '../../../server/src/documents';
import { asCommand, codeActions, FIX_ALL } from '../../../server/src/features/codeActions';
import { disablingActions } from '../../../server/src/features/disabling';
import type { Finding } from '../../../server/src/lint';
import { rules } from '../../../server/src/rules';
import type { Fix, Scaffold } from '../../../server/src/rules/rule';
import { workspaceWith } from '../../support/workspace';

const URI = 'file:///w/Dockerfile';
const TEXT = 'FROM a\nRUN bad\nRUN bad\nADD x y\n';

/** A finding at the `index`th place of `text`. */
function finding(text: string, given: Partial<Finding> & { index?: number; rule?: never } = {}): Finding {
  let start = -1;
  for (let index = given.index ?? 0; index >= 0; index--) start = TEXT.indexOf(text, start + 1);
  const span = { start, end: start + text.length };
  const rule = rules[given.fix?.kind === 'edits' ? 0 : 1]!;
  return {
    ...{ severity: 'warning', message: 'm', fix: null, scaffolds: [], related: [] },
    ...given,
    rule,
    span,
  };
}

const replace = (index: number, newText = 'good'): Fix => {
  const { span } = finding('bad', { index });
  return { kind: 'edits', title: `Write '${newText}'`, edits: [{ span, newText }] };
};
const scaffold: Scaffold = {
  kind: 'scaffold',
  title: 'Move it out',
  edits: [{ span: { start: 0, end: 0 }, newText: '# moved\n' }],
  newFiles: [{ path: '/w/.dockerignore', text: '.git\n' }],
};

function opened(findings: readonly Finding[], files: Record<string, string> = {}): OpenDocument {
  const source = TextDocument.create(URI, 'dockerfile', 7, TEXT);
  const workspace = workspaceWith(files);
  return { source, version: 7, workspace, document: null, tooLarge: false, findings };
}

const everything = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
const offered = (
  file: OpenDocument,
  {
    only,
    createsFiles = true,
    range = everything,
  }: { only?: string[]; createsFiles?: boolean; range?: typeof everything } = {},
): CodeAction[] =>
  codeActions(
    file,
    { range, context: { diagnostics: [], ...(only && { only }) } },
    { documentation: '', createsFiles },
  );
const titles = (actions: readonly CodeAction[]): string[] =>
  actions.map(({ title, isPreferred }) => (isPreferred ? `* ${title}` : title));
/** The document after an action that changes it alone, and the version that this is for. */
function after({ edit }: CodeAction): string {
  const [change, ...more] = edit!.documentChanges ?? [];
  assert.deepEqual(more, []);
  assert.ok(change && 'edits' in change && change.textDocument.version === 7);
  return TextDocument.applyEdits(opened([]).source, edit!.changes![URI]!);
}

describe('code actions', () => {
  const two = [
    finding('bad', { fix: replace(0), scaffolds: [scaffold] }),
    finding('bad', { index: 1, fix: replace(1, 'better') }),
  ];

  it('come with what is certain first, and only that is preferred', () => {
    assert.deepEqual(titles(offered(opened(two))), [
      "* Write 'good'",
      "* Write 'better'",
      'Move it out',
      `Fix all '${rules[0]!.id}' problems in this file`,
    ]);
  });

  it('of one place are its own, and those of its rule for the file', () => {
    const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } };
    const actions = offered(opened(two), { range });
    assert.deepEqual(titles(actions), [
      "* Write 'better'",
      `Fix all '${rules[0]!.id}' problems in this file`,
    ]);
    assert.equal(after(actions[0]!), 'FROM a\nRUN bad\nRUN better\nADD x y\n');
    assert.equal(after(actions[1]!), 'FROM a\nRUN good\nRUN better\nADD x y\n');
  });

  it('fix nothing but one problem where a rule has no more certain ones', () => {
    const file = opened([two[1]!, finding('ADD', { fix: null })]);
    assert.deepEqual(titles(offered(file)), ["* Write 'better'"]);
  });

  it('fix all on save with what needs no answer, and nothing else', () => {
    const span = { start: 5, end: 6 };
    const pin: Fix = { kind: 'pin', title: 'Pin', reference: 'a', span, file: null };
    const question = { kind: 'checksum', url: 'https://example.com/x' } as const;
    const ask: Fix = { kind: 'ask', title: 'Ask', question, span, before: '', after: '' };
    const file = opened([...two, finding('a', { fix: pin }), finding('ADD', { fix: ask })]);
    for (const only of [
      ['source.fixAll'],
      [FIX_ALL],
      ['source'],
      ['source.organizeImports', 'source.fixAll'],
    ]) {
      const actions = offered(file, { only });
      assert.deepEqual(titles(actions), ['Fix all problems that Immutable Infra can fix']);
      assert.equal(actions[0]!.kind, 'source.fixAll.immutableInfra');
      assert.equal(after(actions[0]!), 'FROM a\nRUN good\nRUN better\nADD x y\n');
      assert.equal(asCommand(actions[0]!).command, undefined);
    }
    assert.deepEqual(offered(file, { only: ['source.fixAll.eslint'] }), []);
    assert.deepEqual(offered(opened([finding('a', { fix: pin })]), { only: ['source.fixAll'] }), []);
  });

  it('carry a question to where it is resolved', () => {
    const question = { kind: 'checksum', url: 'https://example.com/x' } as const;
    const span = { start: 26, end: 26 };
    const fix: Fix = {
      kind: 'ask',
      title: 'Write the checksum',
      question,
      span,
      before: '--checksum=',
      after: ' ',
    };
    const [action] = offered(opened([finding('ADD', { fix })]));
    assert.equal(action!.edit, undefined);
    assert.equal(action!.isPreferred, true);
    assert.deepEqual(action!.data, {
      uri: URI,
      version: 7,
      question,
      span,
      before: '--checksum=',
      after: ' ',
    });
    assert.equal(asCommand(action!).command!.command, 'immutableInfra.fix');
  });

  describe('that need new files', () => {
    const [withFiles] = two;
    const scaffoldOf = (files: Record<string, string>, createsFiles = true) =>
      offered(opened([withFiles!], files), { createsFiles }).find(({ title }) => title === 'Move it out');

    it('make them before the document is changed', () => {
      const start = { line: 0, character: 0 };
      assert.deepEqual(scaffoldOf({})!.edit, {
        documentChanges: [
          { kind: 'create', uri: 'file:///w/.dockerignore', options: { ignoreIfExists: true } },
          {
            textDocument: { uri: 'file:///w/.dockerignore', version: null },
            edits: [{ range: { start, end: start }, newText: '.git\n' }],
          },
          {
            textDocument: { uri: URI, version: 7 },
            edits: [{ range: { start, end: start }, newText: '# moved\n' }],
          },
        ],
      });
    });

    it('leave a file alone that is there by now', () => {
      assert.equal(scaffoldOf({ '.dockerignore': 'mine\n' })!.edit!.documentChanges!.length, 1);
    });

    it('are not offered to a client that makes none', () => {
      assert.equal(scaffoldOf({}, false), undefined);
    });
  });

  describe('that disable a rule', () => {
    const disabling = (
      projectFile: Parameters<typeof disablingActions>[2]['projectFile'],
      createsFiles = true,
    ) =>
      disablingActions(
        opened(two),
        { range: everything, context: { diagnostics: [] } },
        { documentation: '', createsFiles, projectFile },
      );

    it('edit the project file as it stands', () => {
      const uri = 'file:///w/immutable-infra.yaml';
      const source = TextDocument.create(uri, 'yaml', 3, 'rules:\n  x: off # ours\n');
      const [action, ...more] = disabling({ exists: true, target: { source, version: 3 } }, false);
      assert.deepEqual(more, []);
      assert.equal(action!.title, `Disable '${rules[0]!.id}' for the workspace`);
      assert.equal(action!.isPreferred, undefined);
      assert.equal(
        TextDocument.applyEdits(source, action!.edit!.changes![uri]!),
        `rules:\n  x: off # ours\n  ${rules[0]!.id}: off\n`,
      );
    });

    it('make one where there is none, if the client can', () => {
      const none = { exists: false, path: '/w/immutable-infra.yaml' } as const;
      const [created, filled] = disabling(none)[0]!.edit!.documentChanges!;
      assert.ok(created && 'kind' in created && created.kind === 'create');
      assert.ok(filled && 'edits' in filled);
      assert.equal((filled.edits[0] as { newText: string }).newText, `rules:\n  ${rules[0]!.id}: off\n`);
      assert.deepEqual(disabling(none, false), []);
      assert.deepEqual(disabling(null), []);
    });
  });
});
