import assert from 'node:assert/strict';
import { lint } from '../../server/src/lint';
import { DEFAULT_RULE_OPTIONS } from '../../server/src/rules/facts';
import type { RuleSeverity } from '../../server/src/rules/rule';
import { DEFAULT_SETTINGS } from '../../server/src/settings';
import { parseCompose } from '../../server/src/syntax/compose/compose';
import { parseDockerfile } from '../../server/src/syntax/dockerfile/dockerfile';
import { applyEdits } from '../../server/src/text/span';
import { IMAGE_RULES } from '../support/imageRules';
import { onlyRules } from '../support/onlyRules';
import { picture } from '../support/picture';

interface Circumstances {
  readonly rules?: Record<string, RuleSeverity>;
  readonly development?: boolean;
  readonly allowedImages?: Record<string, string[]>;
}

/** The source with each finding marked as `severity rule`, and a place that belongs to it as `↳ message`. */
function findingsPicture(
  text: string,
  { rules = {}, development = false, allowedImages = {} }: Circumstances = {},
): string {
  const found = lint(
    parseDockerfile(text),
    { ...DEFAULT_SETTINGS, rules: new Map(Object.entries(rules)) },
    {
      development,
      options: { ...DEFAULT_RULE_OPTIONS, allowedImages: new Map(Object.entries(allowedImages)) },
    },
  );
  const marks = found.flatMap(({ span, severity, rule, related }) => [
    { span, text: `${severity} ${rule.id}` },
    ...related.map((place) => ({ span: place.span, text: `↳ ${place.message}` })),
  ]);
  return picture(text, marks);
}

describe('lint', () => {
  onlyRules(...IMAGE_RULES);

  it('lets one rule speak on one text', () => {
    assert.equal(
      findingsPicture(
        'FROM node\nFROM node:20\nFROM node:20.1\nFROM node:custom\nFROM node@sha256:abc\nFROM debian:bookworm\n',
      ),
      [
        'FROM node',
        '     ^^^^ warning latest-tag',
        'FROM node:20',
        '     ^^^^^^^ warning moving-tag',
        'FROM node:20.1',
        '     ^^^^^^^^^ information unpinned-image',
        'FROM node:custom',
        '     ^^^^^^^^^^^ warning unpinned-image',
        'FROM node@sha256:abc',
        '     ^^^^^^^^^^^^^^^ error malformed-digest',
        'FROM debian:bookworm',
        '     ^^^^^^^^^^^^^^^ hint moving-tag',
        '',
      ].join('\n'),
    );
  });

  it('hands nothing on from a rule that is waived or off', () => {
    assert.equal(
      findingsPicture('# immutable-infra-ignore latest-tag: ours\nFROM node\n').includes('^'),
      false,
    );
    assert.equal(findingsPicture('FROM node\n', { rules: { 'latest-tag': 'off' } }).includes('^'), false);
  });

  it('hands nothing on from what is waived for another tool', () => {
    const waived = [
      '# hadolint ignore=DL3006\nFROM node\n',
      '# hadolint global ignore=DL3007\nFROM node:latest\n',
      '# trivy:ignore:AVD-DS-0001\nFROM node\n',
      'FROM node\n# checkov:skip=CKV_DOCKER_7\n',
      '# ratchet:exclude\nFROM node:20.1\n',
      '# nosemgrep\nFROM node:20\n',
    ];
    for (const text of waived) assert.equal(findingsPicture(text), text);
  });

  it('does not take a waiver for one thing for one of another', () => {
    assert.match(findingsPicture('# hadolint ignore=DL3006\nFROM node:20\n'), /moving-tag/);
    assert.match(findingsPicture('# check=skip=all\nFROM node\n'), /latest-tag/);
  });

  it('waives what a stage shows', () => {
    assert.equal(
      findingsPicture(
        '# immutable-infra-ignore-block latest-tag: ours\n# base is base\nFROM node AS base\nCOPY --from=busybox a b\nFROM node\n',
      ),
      [
        '# immutable-infra-ignore-block latest-tag: ours',
        '# base is base',
        'FROM node AS base',
        'COPY --from=busybox a b',
        'FROM node',
        '     ^^^^ warning latest-tag',
        '',
      ].join('\n'),
    );
  });

  it('reports an ARG that feeds two references once', () => {
    assert.equal(
      findingsPicture('ARG BASE=node:20\nFROM $BASE AS a\nFROM $BASE\n'),
      [
        'ARG BASE=node:20',
        '         ^^^^^^^ warning moving-tag',
        'FROM $BASE AS a',
        '     ^^^^^ ↳ Used here.',
        'FROM $BASE',
        '     ^^^^^ ↳ Used here.',
        '',
      ].join('\n'),
    );
  });

  it('weighs less in development, for a file and for a stage that only development uses', () => {
    assert.match(findingsPicture('FROM node:20\n', { development: true }), /information moving-tag/);
    assert.match(findingsPicture('FROM node:20 AS dev\nFROM scratch\n'), /information moving-tag/);
    assert.match(findingsPicture('FROM node:20 AS dev\n'), /warning moving-tag/);
  });

  it('leaves alone the images that are allowed for a rule, so that another may speak', () => {
    const allowedImages = { 'moving-tag': ['node'], 'unpinned-image': ['docker.io/acme/*'] };
    assert.equal(
      findingsPicture('FROM node:20\nFROM redis:7\nFROM acme/app:1.2.3\n', { allowedImages }),
      [
        'FROM node:20',
        '     ^^^^^^^ warning unpinned-image',
        'FROM redis:7',
        '     ^^^^^^^ warning moving-tag',
        'FROM acme/app:1.2.3',
        '',
      ].join('\n'),
    );
  });

  it('takes what a person set as it is', () => {
    assert.match(
      findingsPicture('FROM node:20.1\n', { rules: { 'unpinned-image': 'error' } }),
      /error unpinned-image/,
    );
  });

  const tags: Record<string, string> = {
    '20240904': 'information unpinned-image',
    'bookworm-20240904-slim': 'information unpinned-image',
    'RELEASE.2024-01-16T16-07-38Z': 'information unpinned-image',
    'sha-0a1b2c3': 'information unpinned-image',
    '1.27.3-alpine': 'information unpinned-image',
    '20-alpine3.19': 'warning moving-tag',
    v3: 'warning moving-tag',
    'stable-alpine': 'warning moving-tag',
    'lts-bookworm-slim': 'warning moving-tag',
    'main-4f2a9c1': 'information unpinned-image',
    noble: 'hint moving-tag',
    'bookworm-slim': 'hint moving-tag',
    alpine: 'warning unpinned-image',
  };
  for (const [tag, expected] of Object.entries(tags)) {
    it(`x:${tag} gives ${expected}`, () => {
      assert.ok(
        findingsPicture(`FROM x:${tag}\n`).includes(`^ ${expected}\n`),
        findingsPicture(`FROM x:${tag}\n`),
      );
    });
  }
});

describe('lint of an inline Dockerfile', () => {
  const VOLUME = 'anonymous-volume';
  /** The compose file after the only scaffold of a rule; null where it has none. */
  function changed(text: string): string | null {
    const found = lint(parseCompose(text), DEFAULT_SETTINGS, { development: false });
    const [finding] = found.filter(({ rule }) => rule.id === VOLUME);
    assert.ok(finding, 'nothing was found');
    assert.equal(text.slice(finding.span.start, finding.span.end), '/data');
    const [scaffold] = finding.scaffolds;
    return scaffold ? applyEdits(text, scaffold.edits) : null;
  }

  const inline = (...lines: readonly string[]) =>
    ['services:', '  a:', '    build:', ...lines.map((line) => `      ${line}`), ''].join('\n');
  const cases: Record<string, [readonly string[], readonly string[] | null]> = {
    'takes a line with its indentation out of a literal block': [
      ['dockerfile_inline: |', '  FROM a', '  VOLUME /data', '  CMD b', 'target: c'],
      ['dockerfile_inline: |', '  FROM a', '  CMD b', 'target: c'],
    ],
    'takes several lines, and the last': [
      ['dockerfile_inline: |-', '  FROM $A', '  VOLUME \\', '    /data'],
      ['dockerfile_inline: |-', '  FROM $A'],
    ],
    'changes nothing that is folded': [['dockerfile_inline: >', '  FROM a', '', '  VOLUME /data'], null],
    'changes nothing behind escapes': [['dockerfile_inline: "FROM a\\nVOLUME /data\\nCMD b"'], null],
    'changes nothing that a variable brings': [
      ['dockerfile_inline: |', '  FROM a', '  VOLUME ${X:-} /data', '  CMD b'],
      null,
    ],
  };
  for (const [name, [before, expected]] of Object.entries(cases)) {
    it(name, () => assert.equal(changed(inline(...before)), expected && inline(...expected)));
    it(`${name}, also with CRLF`, () => {
      const crlf = (text: string) => text.replaceAll('\n', '\r\n');
      assert.equal(changed(crlf(inline(...before))), expected && crlf(inline(...expected)));
    });
  }

  /** The compose file after an edit of its inline Dockerfile, where `‸` marks the place. */
  function inserted(marked: string, newText: string): string | null {
    const text = marked.replace('‸', '');
    const [file] = parseCompose(text).inlineDockerfiles;
    const at = parseCompose(marked).inlineDockerfiles[0]!.dockerfile.text.indexOf('‸');
    const edit = file!.editOf({ span: { start: at, end: at }, newText });
    return edit && applyEdits(text, [edit]);
  }

  it('puts lines in with the indentation of the block, at its beginning, in it and behind it', () => {
    const at = (mark: readonly [string, string, string]) =>
      inline('dockerfile_inline: |', ...mark.map((line) => `  ${line}`), 'target: c');
    for (const mark of [
      ['‸FROM a', 'CMD b', ''],
      ['FROM a', '‸CMD b', ''],
    ] as const) {
      const plain = mark.map((line) => line.replace('‸', ''));
      const added = mark.flatMap((line) => (line.startsWith('‸') ? ['USER c', line.slice(1)] : [line]));
      assert.equal(plain.length + 1, added.length);
      assert.equal(
        inserted(at(mark), 'USER c\n'),
        inline('dockerfile_inline: |', ...added.map((line) => `  ${line}`), 'target: c'),
      );
    }
  });

  it("doubles dollars, which are compose's there, and puts nothing into quotes that ends them", () => {
    const literal = (line: string) => inline('dockerfile_inline: |', `  FROM a${line}`);
    assert.equal(inserted(literal('‸'), ':$B'), literal(':$$B'));
    const quoted = (line: string) => inline(`dockerfile_inline: "FROM a${line}"`);
    assert.equal(inserted(quoted('‸'), ':b'), quoted(':b'));
    assert.equal(inserted(quoted('‸'), ' "b"'), null);
    assert.equal(inserted(quoted('‸'), '\nCMD b'), null);
  });
});
