import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lint, type Finding } from '../../../server/src/lint';
import { DEFAULT_SETTINGS } from '../../../server/src/settings';
import type { Document } from '../../../server/src/syntax/document';
import { ignoreEdit } from '../../../server/src/syntax/ignoreComment';
import { parseDocument } from '../../../server/src/syntax/parseDocument';
import type { SuppressionKind } from '../../../server/src/syntax/suppression';
import { applyEdits } from '../../../server/src/text/span';
import { generateCompose } from '../../support/composeGenerator';
import { corpusFiles } from '../../support/corpus';
import { generateDockerfile } from '../../support/dockerfileGenerator';

type Kind = Document['kind'];
const FACTS = { development: false };

/** The text with a comment for what is found at `¦`. */
function ignored(kind: Kind, marked: string, scope: SuppressionKind): string | null {
  const offset = marked.indexOf('¦');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const edit = ignoreEdit(parseDocument(kind, text), offset, 'x-y', scope);
  return edit && applyEdits(text, [edit]);
}

interface Case {
  readonly kind: Kind;
  readonly scope: SuppressionKind;
  readonly marked: string;
  readonly expected: string | null;
}

const LINE = '# immutable-infra-ignore x-y: say why';
const BLOCK = '# immutable-infra-ignore-block x-y: say why';
const FILE = '# immutable-infra-ignore-file x-y: say why';
const dockerfile = (scope: SuppressionKind, marked: string, expected: string | null): Case => ({
  kind: 'dockerfile',
  scope,
  marked,
  expected,
});
const compose = (scope: SuppressionKind, marked: string, expected: string | null): Case => ({
  kind: 'compose',
  scope,
  marked,
  expected,
});

const cases: Record<string, Case> = {
  'above an instruction, below directives': dockerfile(
    'line',
    '# syntax=docker/dockerfile:1\nFROM ¦a\n',
    `# syntax=docker/dockerfile:1\n${LINE}\nFROM a\n`,
  ),
  'above the comments that describe an instruction': dockerfile(
    'line',
    '# escape=`\n# base is what we start from\n# hadolint ignore=DL3006\nFROM ¦a AS base\n',
    `# escape=\`\n${LINE}\n# base is what we start from\n# hadolint ignore=DL3006\nFROM a AS base\n`,
  ),
  'above an instruction, not in its continuation': dockerfile(
    'line',
    'FROM a\nRUN x \\\n  # why\n  && ¦y\n',
    `FROM a\n${LINE}\nRUN x \\\n  # why\n  && y\n`,
  ),
  'above an instruction, not in its heredoc': dockerfile(
    'line',
    'FROM a\n\n  RUN <<EOF\nx\n¦y\nEOF\n',
    `FROM a\n\n  ${LINE}\n  RUN <<EOF\nx\ny\nEOF\n`,
  ),
  'nowhere for a directive': dockerfile('line', '# syntax=¦docker/dockerfile:1\nFROM a\n', null),
  'for a stage': dockerfile('block', 'FROM a\nFROM b\nRUN ¦x\n', `FROM a\n${BLOCK}\nFROM b\nRUN x\n`),
  'for no stage': dockerfile('block', 'ARG A=¦b\nFROM $A\n', null),
  'for a Dockerfile': dockerfile(
    'file',
    '# syntax=docker/dockerfile:1\r\n\r\nFROM ¦a\r\n',
    `# syntax=docker/dockerfile:1\r\n${FILE}\r\n\r\nFROM a\r\n`,
  ),
  'a first directive without a line end': dockerfile('file', '# syntax=¦a', `# syntax=a\n${FILE}\n`),
  'an id beside another': dockerfile(
    'line',
    '# immutable-infra-ignore latest-tag: ours\n# base\nFROM ¦a AS base\n',
    '# immutable-infra-ignore latest-tag, x-y: ours\n# base\nFROM a AS base\n',
  ),
  'a first id': dockerfile(
    'line',
    '# immutable-infra-ignore: ours\nFROM ¦a\n',
    '# immutable-infra-ignore x-y: ours\nFROM a\n',
  ),
  'nothing where it is already': dockerfile('line', '# immutable-infra-ignore x-y: ours\nFROM ¦a\n', null),
  'at the end of a line': compose(
    'line',
    'services:\n  a:\n    image: ¦b\r\n',
    `services:\n  a:\n    image: b ${LINE}\r\n`,
  ),
  'beside another comment': compose(
    'line',
    'services:\n  a:\n    image: "¦b" # ours\n',
    `services:\n  a:\n    ${LINE}\n    image: "b" # ours\n`,
  ),
  'into the comment that ends the line': compose(
    'line',
    'a: ¦b # immutable-infra-ignore latest-tag: ours\n',
    'a: b # immutable-infra-ignore latest-tag, x-y: ours\n',
  ),
  'above a key': compose(
    'line',
    'a:\n  # like it\n  ¦b:\n    c: d\n',
    `a:\n  ${LINE}\n  # like it\n  b:\n    c: d\n`,
  ),
  'above a flow collection of several lines': compose(
    'line',
    'a:\n  b: [\n    c, # one\n    ¦d\n  ]\n',
    `a:\n  ${LINE}\n  b: [\n    c, # one\n    d\n  ]\n`,
  ),
  'above a block scalar': compose(
    'line',
    'a:\n  b: >\n    c\n    # ¦d\n',
    `a:\n  ${LINE}\n  b: >\n    c\n    # d\n`,
  ),
  'above a scalar of several lines': compose(
    'line',
    'a:\n  - "b\n    ¦c"\n',
    `a:\n  ${LINE}\n  - "b\n    c"\n`,
  ),
  'for a service': compose(
    'block',
    'services:\n  a:\n    image: b\n  c:\n    build:\n      context: ¦d\n',
    `services:\n  a:\n    image: b\n  ${BLOCK}\n  c:\n    build:\n      context: d\n`,
  ),
  'for what is no service': compose(
    'block',
    'x-a: &a\n  image: ¦b\nservices: {}\n',
    `${BLOCK}\nx-a: &a\n  image: b\nservices: {}\n`,
  ),
  'for no block': compose('block', 'services: {a: {image: ¦b}}\n', null),
  'for a compose file, below its first comments': compose(
    'file',
    '# dclint disable\n---\na: ¦b\n',
    `# dclint disable\n${FILE}\n---\na: b\n`,
  ),
  'in a Dockerfile in a literal block': compose(
    'line',
    'services:\n  a:\n    build:\n      dockerfile_inline: |-\n        FROM a\n        # b is b\n        FROM ¦b AS b\n',
    `services:\n  a:\n    build:\n      dockerfile_inline: |-\n        FROM a\n        ${LINE}\n        # b is b\n        FROM b AS b\n`,
  ),
  'above a Dockerfile in another style': compose(
    'line',
    'services:\n  a:\n    build:\n      dockerfile_inline: "FROM ¦b\\nRUN x"\n',
    `services:\n  a:\n    build:\n      dockerfile_inline: "FROM b\\nRUN x" ${LINE}\n`,
  ),
};

describe('ignoreEdit', () => {
  for (const [name, { kind, scope, marked, expected }] of Object.entries(cases)) {
    it(name, () => assert.equal(ignored(kind, marked, scope), expected));
  }

  it('waives any finding of a Dockerfile, and changes nothing else', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(fc.gen(), (draw) => checkAll('dockerfile', generateDockerfile(draw).text)),
      { numRuns: 100 },
    );
  });

  it('waives any finding of a compose file, and changes nothing else', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(fc.gen(), (draw) => checkAll('compose', generateCompose(draw).text)),
      { numRuns: 100 },
    );
  });

  it('waives any finding of real files', function () {
    const files = corpusFiles().filter((_, index) => index % 20 === 0);
    if (files.length === 0) this.skip();
    this.timeout(60_000);
    for (const { path, kind, text } of files) {
      try {
        checkAll(kind, text, 5);
      } catch (error) {
        throw new Error(path, { cause: error });
      }
    }
  });
});

function checkAll(kind: Kind, text: string, most = 5): void {
  const document = parseDocument(kind, text);
  const found = lint(document, DEFAULT_SETTINGS, FACTS).filter(({ rule }) => !rule.ignores);
  for (const finding of found.slice(0, most)) {
    for (const scope of ['line', 'block', 'file'] as const) check(document, found, finding, scope);
  }
}

/** Whether an ignored finding is gone, the images are what they were, and there is nothing more to ignore there. */
function check(
  document: Document,
  before: readonly Finding[],
  { rule, span }: Finding,
  scope: SuppressionKind,
): void {
  const edit = ignoreEdit(document, span.start, rule.id, scope);
  if (!edit) {
    // Only what is no line's, or a block that would be but a line or an ARG.
    assert.ok(scope !== 'file', document.text);
    return;
  }
  const text = applyEdits(document.text, [edit]);
  const after = parseDocument(document.kind, text);
  const moved = (offset: number) => (offset < edit.span.start ? offset : offset + edit.newText.length);
  const said = (findings: readonly Finding[], place: (offset: number) => number) =>
    findings.map((finding) => `${finding.rule.id} ${place(finding.span.start)}`);
  const left = said(lint(after, DEFAULT_SETTINGS, FACTS), (offset) => offset);
  assert.ok(!left.includes(`${rule.id} ${moved(span.start)}`), text);
  assert.ok(!left.some((line) => line.startsWith('ineffective-ignore')), text);
  const others = said(
    before.filter((finding) => finding.rule !== rule),
    moved,
  );
  assert.deepEqual(
    left.filter((line) => !line.startsWith(`${rule.id} `)),
    others,
    text,
  );
  assert.deepEqual(
    after.images.map(({ resolved }) => resolved),
    document.images.map(({ resolved }) => resolved),
  );
  assert.equal(ignoreEdit(after, moved(span.start), rule.id, scope), null, text);
}
