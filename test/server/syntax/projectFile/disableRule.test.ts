import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { disableRule } from '../../../../server/src/syntax/projectFile/disableRule';
import { applyEdits } from '../../../../server/src/text/span';

/** What a project file is once `latest-tag` is switched off in it; null where that is not offered. */
function disabled(text: string): string | null {
  const edit = disableRule(text, 'latest-tag');
  return edit && applyEdits(text, [edit]);
}

const OFF = 'latest-tag: off';

/** A project file → the same with the rule switched off. */
const CASES: Readonly<Record<string, readonly [before: string, after: string | null]>> = {
  'an empty file': ['', `rules:\n  ${OFF}\n`],
  'a file of blank lines': ['\n\n', `rules:\n  ${OFF}\n`],
  'a file of comments': ['# ours\n', `# ours\nrules:\n  ${OFF}\n`],
  'a comment that no line break ends': ['# ours', `# ours\nrules:\n  ${OFF}\n`],
  'the start of a document': ['---\n', `---\nrules:\n  ${OFF}\n`],
  'no rules': ['names:\n  - a\n# end\n', `names:\n  - a\nrules:\n  ${OFF}\n# end\n`],
  'no rules, no line break at the end': ['a: 1', `a: 1\nrules:\n  ${OFF}`],
  'no rules behind a block text': [
    'a: |\n  text\nb: |\n  more\n',
    `a: |\n  text\nb: |\n  more\nrules:\n  ${OFF}\n`,
  ],
  'an indented file': ['  a: 1\n', `  a: 1\n  rules:\n    ${OFF}\n`],
  'rules with nothing': ['rules:\n', `rules:\n  ${OFF}\n`],
  'rules with a comment': ['rules: # ours\na: 1\n', `rules: # ours\n  ${OFF}\na: 1\n`],
  'rules with a word for nothing': ['rules: ~ # ours\n', `rules: { ${OFF} } # ours\n`],
  'an empty flow map': ['rules: {}\n', `rules: { ${OFF} }\n`],
  'a flow map': ['rules: {moving-tag: off}\n', `rules: {${OFF}, moving-tag: off}\n`],
  'a flow map with a comma at its end': ['rules: { a: off, }\n', `rules: { ${OFF}, a: off, }\n`],
  'a flow map of lines': ['rules: {\n  a: off, # x\n}\n', `rules: {\n  ${OFF}, a: off, # x\n}\n`],
  'a file that is a flow map': ['{ "a": 1 }\n', `{ rules: { ${OFF} }, "a": 1 }\n`],
  'other rules': [
    '# top\nrules:\n    moving-tag: off # why\n    # below\n\nother: 1\n',
    `# top\nrules:\n    moving-tag: off # why\n    ${OFF}\n    # below\n\nother: 1\n`,
  ],
  'another rule without a value': ['rules:\n  moving-tag:\n', `rules:\n  moving-tag:\n  ${OFF}\n`],
  'another rule with a map': [
    'rules:\n  a:\n    severity: off # x\n    # more\nb: 1\n',
    `rules:\n  a:\n    severity: off # x\n  ${OFF}\n    # more\nb: 1\n`,
  ],
  'rules at the end, no line break': ['rules:\n  a: off', `rules:\n  a: off\n  ${OFF}`],
  'another value': ['rules:\n  latest-tag: error # now\n', `rules:\n  ${OFF} # now\n`],
  'another value in quotes': ['rules:\n  "latest-tag": "error"\n', 'rules:\n  "latest-tag": off\n'],
  'a value that stands twice': [
    'rules:\n  latest-tag: off\n  latest-tag: error\n',
    'rules:\n  latest-tag: off\n  latest-tag: off\n',
  ],
  'a value of an alias': [
    'x: &x error\nrules:\n  latest-tag: *x\n',
    'x: &x error\nrules:\n  latest-tag: off\n',
  ],
  CRLF: ['rules:\r\n  a: off # x\r\nb: 1\r\n', `rules:\r\n  a: off # x\r\n  ${OFF}\r\nb: 1\r\n`],
  'CRLF and no rules': ['a: 1\r\n', `a: 1\r\nrules:\r\n  ${OFF}\r\n`],
  'a rule that is off': ['rules:\n  latest-tag: off\n', null],
  'a rule that is off by an alias': ['x: &x off\nrules:\n  latest-tag: *x\n', null],
  'settings of the rule': ['rules:\n  latest-tag:\n    severity: error\n', null],
  'rules that are an alias': ['x: &x\n  a: off\nrules: *x\n', null],
  'rules that are a list': ['rules:\n  - latest-tag\n', null],
  'a file that is a list': ['- a\n', null],
  'a file that is a text': ['just words\n', null],
  'two documents': ['a: 1\n---\nb: 1\n', null],
  'the end of a document': ['a: 1\n...\n', `a: 1\nrules:\n  ${OFF}\n...\n`],
};

describe('disableRule', () => {
  for (const [name, [before, after]] of Object.entries(CASES)) {
    it(name, () => {
      assert.equal(disabled(before), after);
      if (after !== null) assert.equal(disabled(after), null);
    });
  }

  it('never throws on what somebody is still typing, and leaves the rest as it is', () => {
    const text = '# top\nrules:\n  a: "x" # y\n  b: { c: [1, *d] }\nother: |\n  text\n';
    for (let end = 0; end <= text.length; end++) {
      const edit = disableRule(text.slice(0, end), 'latest-tag');
      if (edit) assert.ok(edit.newText.includes(OFF));
    }
  });

  it('changes nothing that a file says but the rule, however it is written', () => {
    const comment = fc.constantFrom('', ' # a, b: {c}', '  #');
    const value = fc.constantFrom(
      '',
      ' off',
      ' "x: y"',
      ' { s: [a, b] }',
      ' ~',
      " 'it''s'",
      ' |\n    a\n\n    b',
    );
    const entry = fc
      .tuple(fc.constantFrom('a', '"b"', 'latest-tag', 'moving-tag'), value, comment)
      .map(([key, written, note]) => `${key}:${written}${written.includes('|') ? '' : note}`);
    const nested = fc
      .tuple(
        comment,
        fc.array(entry, { maxLength: 4 }),
        fc.constantFrom('', '  # within\n', '\n', '# without\n'),
      )
      .map(([note, entries, end]) => `rules:${note}\n${entries.map((each) => `  ${each}\n`).join('')}${end}`);
    const flow = fc.constantFrom(
      'rules: {}\n',
      'rules: { a: off, } # x\n',
      'rules: {\n  a: off\n  }\n',
      'rules: null\n',
    );
    const other = fc.constantFrom(
      '',
      'names:\n  - x # y\n',
      'deep:\n  er: 1\n    # far in\n',
      '# alone\n',
      '\n',
      'text: |\n  a\n',
    );
    const file = fc.tuple(other, fc.oneof(nested, flow, fc.constant('')), other, fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(file, ([before, rules, after, isCrlf, isCut]) => {
        const lines = before + rules + (after === before ? '' : after);
        const ended = isCrlf ? lines.replaceAll('\n', '\r\n') : lines;
        const text = isCut ? ended.trimEnd() : ended;
        const changed = disabled(text);
        if (changed === null) return;
        assert.deepEqual(withoutRule(changed), withoutRule(text), changed);
        for (const line of text.split(/\r?\n/)) {
          const note = line.includes('#') ? line.slice(line.indexOf('#')) : '';
          assert.ok(changed.includes(note), changed);
        }
        if (text.includes('\r\n')) assert.doesNotMatch(changed, /[^\r]\n/);
      }),
      { numRuns: 500 },
    );
  });
});

/** What a project file says beside the rule; of what stands twice the last. */
function withoutRule(text: string): unknown {
  const [document, ...more] = parseAllDocuments(text, { uniqueKeys: false });
  assert.deepEqual(more, []);
  const said = (document?.toJS() ?? {}) as { rules?: Record<string, unknown> | null };
  assert.deepEqual(document?.errors ?? [], []);
  const { 'latest-tag': rule, ...rest } = said.rules ?? {};
  return { ...said, rules: rest };
}
