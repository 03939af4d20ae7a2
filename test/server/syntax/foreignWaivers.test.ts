import assert from 'node:assert/strict';
import type { Document } from '../../../server/src/syntax/document';
import { parseDocument } from '../../../server/src/syntax/parseDocument';
import { waiversOf } from '../../../server/src/syntax/suppression';

/** What is waived in a text, each with the text that it is waived in. */
function waived(kind: Document['kind'], text: string): string[] {
  return parseDocument(kind, text).suppressions.map(
    ({ tool, rules, scope }) =>
      `${tool} ${rules.join()} in ${JSON.stringify(scope.end - scope.start === text.length ? '*' : text.slice(scope.start, scope.end))}`,
  );
}

const dockerfiles: Record<string, string[]> = {
  '# hadolint ignore=DL3006, DL3007 # why\n# a note\nFROM a\nRUN b\n': ['hadolint DL3006,DL3007 in "FROM a"'],
  'FROM a\n#hadolint global ignore = DL3008\n': ['hadolint DL3008 in "*"'],
  '# hadolint shell=bash\nFROM a\n': [],
  '# check=skip=JSONArgsRecommended, StageNameCasing;error=true\nFROM a\n': [
    'buildkit JSONArgsRecommended,StageNameCasing in "*"',
  ],
  '# syntax=a\n# check=error=true;skip=all\nFROM a\n': ['buildkit * in "*"'],
  'FROM a\n# check=skip=all\nRUN b\n': [],
  '# check=error=true\nFROM a\n': [],
  'FROM a\n#checkov:skip=CKV_DOCKER_2:no need\n# bridgecrew:skip=CKV_DOCKER_3\n': [
    'checkov CKV_DOCKER_2 in "*"',
    'checkov CKV_DOCKER_3 in "*"',
  ],
  '#trivy:ignore:AVD-DS-0001 trivy:ignore:ds002\nFROM a\nUSER root\n': [
    'trivy DS-0001 in "FROM a"',
    'trivy DS-0002 in "FROM a"',
  ],
  '# kics-scan ignore\nFROM a\n': ['kics * in "*"'],
  '# kics-scan disable=ab-1,cd-2\nFROM a\n': ['kics ab-1,cd-2 in "*"'],
  'FROM a\n# kics-scan ignore\n# kics-scan disable=ab-1\nRUN b\n': [],
  '# kics-scan ignore-block\nFROM a\nRUN b\n# kics-scan ignore-line\nRUN c\n': [
    'kics * in "FROM a\\nRUN b\\n# kics-scan ignore-line\\nRUN c"',
    'kics * in "RUN c"',
  ],
  '# nosemgrep: dockerfile.audit.dockerfile-source-not-pinned\nFROM a\n# nosemgrep\nRUN b\n': [
    'semgrep dockerfile-source-not-pinned in "FROM a"',
    'semgrep * in "RUN b"',
  ],
  '# ratchet:exclude\nFROM a\n': ['ratchet exclude in "FROM a"'],
  '# dclint disable\nFROM a\n': [],
  '# renovate: datasource=docker depName=a\nFROM a\n': [],
  'FROM a\nRUN echo "# hadolint ignore=DL3006"\n': [],
};

const composeFiles: Record<string, string[]> = {
  'a: b # dclint disable-line no-version-field c\nd: e\n': [
    'dclint no-version-field,c in "a: b # dclint disable-line no-version-field c"',
  ],
  '# dclint disable-line\na: b\nc: d\n': ['dclint * in "a: b"'],
  '---\n# dclint disable x y\na: b\n': ['dclint x,y in "*"'],
  '# dclint disable\na: b\n': ['dclint * in "*"'],
  '# dclint disable-file\na: b\n': ['dclint * in "*"'],
  '# other\n# dclint disable\na: b\n': [],
  '# dclint disable-next-line\na: b\n': [],
  'image: a # ratchet:exclude\nimage: b\n': ['ratchet exclude in "image: a # ratchet:exclude"'],
  '# kics-scan ignore-block\na:\n  b: c\nd: e\n': ['kics * in "a:\\n  b: c"'],
  '# hadolint ignore=DL3006\na: b\n': [],
  'services:\n  a:\n    build:\n      dockerfile_inline: |\n        # hadolint ignore=DL3006\n        FROM a\n':
    ['hadolint DL3006 in "FROM a"'],
};

describe("other tools' waivers", () => {
  for (const [text, expected] of Object.entries(dockerfiles)) {
    it(`Dockerfile: ${JSON.stringify(text)}`, () => assert.deepEqual(waived('dockerfile', text), expected));
  }
  for (const [text, expected] of Object.entries(composeFiles)) {
    it(`compose file: ${JSON.stringify(text)}`, () => assert.deepEqual(waived('compose', text), expected));
  }

  it('waive the rules that ask for the same, and no others', () => {
    const waives = (text: string) => {
      const { suppressions } = parseDocument('dockerfile', text);
      return waiversOf(suppressions)(
        { id: 'a', equivalents: ['hadolint DL3007', 'kics 1-2'] },
        text.indexOf('FROM'),
      );
    };
    assert.ok(waives('# hadolint ignore=DL3007\nFROM a\n'));
    assert.ok(waives('# kics-scan ignore-line\nFROM a\n'));
    assert.ok(!waives('# hadolint ignore=DL3006\nFROM a\n'));
    assert.ok(!waives('# nosemgrep\nFROM a\n'));
    assert.ok(!waives('# hadolint ignore=a\nFROM a\n'));
  });
});
