import assert from 'node:assert/strict';
import { lint } from '../../../server/src/lint';
import { DEFAULT_RULE_OPTIONS, type Facts } from '../../../server/src/rules/facts';
import type { RuleSeverity } from '../../../server/src/rules/rule';
import { DEFAULT_SETTINGS } from '../../../server/src/settings';
import type { Document } from '../../../server/src/syntax/document';
import { parseDocument } from '../../../server/src/syntax/parseDocument';
import { applyEdits } from '../../../server/src/text/span';
import { picture } from '../../support/picture';

interface Circumstances extends Partial<Facts> {
  readonly rules?: Record<string, RuleSeverity>;
}

function findings(kind: Document['kind'], text: string, { rules = {}, ...facts }: Circumstances = {}) {
  const settings = { ...DEFAULT_SETTINGS, rules: new Map(Object.entries(rules)) };
  return lint(parseDocument(kind, text), settings, { development: false, ...facts }).filter(
    ({ rule }) => rule.id === 'ineffective-ignore',
  );
}

/** The source with what is said of its ignore comments. */
function said(kind: Document['kind'], text: string, circumstances?: Circumstances): string {
  const marks = findings(kind, text, circumstances).map(({ span, message }) => ({ span, text: message }));
  return picture(text, marks);
}

/** The text after each fix and scaffold, all at once. */
function fixed(kind: Document['kind'], text: string): string {
  const edits = findings(kind, text).flatMap(({ fix, scaffolds }) => [
    ...(fix?.kind === 'edits' ? fix.edits : []),
    ...scaffolds.flatMap((scaffold) => scaffold.edits),
  ]);
  return applyEdits(text, edits);
}

const QUIET: Record<string, string> = {
  'what waives a finding': '# immutable-infra-ignore latest-tag: ours\nFROM node\n',
  'what another rule of the subject speaks of first':
    '# immutable-infra-ignore unpinned-image: ours\nFROM node\n',
  'what another tool waives too':
    '# hadolint ignore=DL3006\n# immutable-infra-ignore latest-tag: ours\nFROM node\n',
  'a rule that waits for a registry': '# immutable-infra-ignore outdated-pin: ours\nFROM node:20\n',
  "other tools' comments": '# hadolint ignore=DL3006\nFROM scratch\n',
  'a stage with a finding':
    '# immutable-infra-ignore-block latest-tag: ours\nFROM scratch\nCOPY --from=node a b\n',
};

describe('ineffective-ignore', () => {
  for (const [name, text] of Object.entries(QUIET)) {
    it(`leaves alone ${name}`, () => assert.equal(said('dockerfile', text), text));
  }

  it('says what each comment and each id lacks', () => {
    assert.equal(
      said(
        'dockerfile',
        [
          '# immutable-infra-ignore',
          '# immutable-infra-ignore: why',
          '# immutable-infra-ignore latesttag: why',
          '# immutable-infra-ignore frobnicate: why',
          '# immutable-infra-ignore latest-tag, moving-tag, nothing-at-all: why',
          '# immutable-infra-ignore malformed-digest, moving-tag: why',
          '# immutable-infra-ignore malformed-digest, vanished-tag: why',
          'FROM node',
          '# immutable-infra-ignore-block latest-tag',
        ].join('\n'),
      ),
      [
        '# immutable-infra-ignore',
        "^^^^^^^^^^^^^^^^^^^^^^^^ '# immutable-infra-ignore' names no rule, so it waives nothing. Name one before the colon, or remove it.",
        '# immutable-infra-ignore: why',
        "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ '# immutable-infra-ignore: why' names no rule, so it waives nothing. Name one before the colon, or remove it.",
        '# immutable-infra-ignore latesttag: why',
        "                         ^^^^^^^^^ 'latesttag' is no rule, so nothing is waived. Write 'latest-tag'?",
        '# immutable-infra-ignore frobnicate: why',
        "                         ^^^^^^^^^^ 'frobnicate' is no rule, so nothing is waived. Remove it, or name the rule that is meant.",
        '# immutable-infra-ignore latest-tag, moving-tag, nothing-at-all: why',
        "                                     ^^^^^^^^^^ 'moving-tag' finds nothing here, so nothing is waived. Remove it.",
        "                                                 ^^^^^^^^^^^^^^ 'nothing-at-all' is no rule, so nothing is waived. Remove it, or name the rule that is meant.",
        '# immutable-infra-ignore malformed-digest, moving-tag: why',
        "                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ '# immutable-infra-ignore malformed-digest, moving-tag: why' waives nothing here. Remove it, or name rules that find something.",
        '# immutable-infra-ignore malformed-digest, vanished-tag: why',
        "                         ^^^^^^^^^^^^^^^^ 'malformed-digest' finds nothing here, so nothing is waived. Remove it.",
        "                                           ^^^^^^^^^^^^ 'vanished-tag' is no rule, so nothing is waived. Remove it, or name the rule that is meant.",
        'FROM node',
        '# immutable-infra-ignore-block latest-tag',
        "                               ^^^^^^^^^^ 'latest-tag' finds nothing here, so nothing is waived. Remove it.",
      ].join('\n'),
    );
  });

  const fixes: readonly (readonly [Document['kind'], string, string])[] = [
    [
      'dockerfile',
      'FROM scratch\n  # immutable-infra-ignore latest-tag: x\nRUN a\n',
      'FROM scratch\nRUN a\n',
    ],
    [
      'dockerfile',
      '# immutable-infra-ignore moving-tag, latest-tag, malformed-digest: x\nFROM node\n',
      '# immutable-infra-ignore latest-tag: x\nFROM node\n',
    ],
    [
      'dockerfile',
      '# immutable-infra-ignore latest-tag moving-tag malformed-digest\nFROM node\n',
      '# immutable-infra-ignore latest-tag\nFROM node\n',
    ],
    [
      'dockerfile',
      '# immutable-infra-ignore latest-tog\nFROM node\n',
      '# immutable-infra-ignore latest-tag\nFROM node\n',
    ],
    // Without the comment before it this would be a directive.
    [
      'dockerfile',
      '# immutable-infra-ignore latest-tag\n# escape=`\nFROM scratch\n',
      '# immutable-infra-ignore latest-tag\n# escape=`\nFROM scratch\n',
    ],
    ['compose', 'a: b  # immutable-infra-ignore latest-tag: x\r\nc: d\r\n', 'a: b\r\nc: d\r\n'],
    ['compose', 'a: b\n# immutable-infra-ignore-file latest-tag', 'a: b\n'],
    [
      'compose',
      'services:\n  a:\n    build:\n      dockerfile_inline: |\n        # immutable-infra-ignore latest-tag\n        FROM scratch\n',
      'services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM scratch\n',
    ],
    [
      'compose',
      'services:\n  a:\n    build:\n      dockerfile_inline: "# immutable-infra-ignore latest-tag\\nFROM scratch"\n',
      'services:\n  a:\n    build:\n      dockerfile_inline: "# immutable-infra-ignore latest-tag\\nFROM scratch"\n',
    ],
  ];
  for (const [kind, text, expected] of fixes) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () =>
      assert.equal(fixed(kind, text), expected));
  }

  it('leaves alone what is off, and is off where the settings say so', () => {
    const text = '# immutable-infra-ignore moving-tag\nFROM scratch\n';
    assert.equal(findings('dockerfile', text, { rules: { 'moving-tag': 'off' } }).length, 0);
    assert.equal(findings('dockerfile', text, { rules: { 'ineffective-ignore': 'off' } }).length, 0);
    assert.equal(findings('dockerfile', text).length, 1);
    assert.equal(
      findings('dockerfile', `# immutable-infra-ignore-file ineffective-ignore\n${text}`).length,
      2,
    );
  });

  it('judges a rule that waits for a registry once that has answered', () => {
    const text = `# immutable-infra-ignore outdated-pin\nFROM node:20@sha256:${'ab'.repeat(32)}\n`;
    const current = { state: 'current', current: null, host: 'a', at: 0 } as never;
    assert.equal(findings('dockerfile', text).length, 0);
    assert.equal(findings('dockerfile', text, { checks: () => undefined }).length, 0);
    assert.equal(findings('dockerfile', text, { checks: () => current }).length, 1);
  });

  it('asks for a reason where that is wanted', () => {
    const options = { ...DEFAULT_RULE_OPTIONS, requireReason: true };
    const text = '# immutable-infra-ignore latest-tag\nFROM node\n';
    assert.equal(
      said('dockerfile', text, { options }),
      [
        '# immutable-infra-ignore latest-tag',
        "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ '# immutable-infra-ignore latest-tag' gives no reason. Write after a colon why this is accepted.",
        'FROM node',
        '',
      ].join('\n'),
    );
    assert.equal(findings('dockerfile', text.replace('tag\n', 'tag: say why\n'), { options }).length, 1);
    assert.equal(findings('dockerfile', text.replace('tag\n', 'tag: ours\n'), { options }).length, 0);
    assert.equal(findings('dockerfile', text).length, 0);
  });
});
