import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDockerfile } from '../../../../server/src/syntax/dockerfile/dockerfile';
import type { ImageUse } from '../../../../server/src/syntax/imageUse';
import { applyEdits } from '../../../../server/src/text/span';
import {
  generateDockerfile,
  generateJsonFile,
  type GeneratedDockerfile,
  type Planted,
} from '../../../support/dockerfileGenerator';

const DIGEST = `sha256:${'fedcba9876543210'.repeat(4)}`;

/** Words that get deep into the reader in any order. */
const words = fc
  .array(
    fc.constantFrom(
      ...[
        'FROM ',
        'from ',
        'ARG ',
        'COPY ',
        'RUN ',
        'ONBUILD ',
        'ENV ',
        'CMD ',
        'SHELL ["cmd"]',
        ' AS ',
        'sh -c ',
      ],
      ...[
        '# ',
        '// ',
        'syntax=',
        'escape=`',
        '--from=',
        '--mount=',
        '--platform=',
        '--link ',
        'type=cache,',
        'from=',
      ],
      ...[
        's0',
        'S0',
        '0',
        'scratch',
        'node:20',
        `a/b@${DIGEST}`,
        'ghcr.io/x',
        'sha256:',
        '@X@',
        '{{',
        '}}',
        ',',
      ],
      ...[
        'A=',
        '$A',
        '${A}',
        '${A:-',
        '${B:+',
        '${A#',
        '${A%%',
        '${A/',
        '/',
        '}',
        '$',
        '${',
        '=',
        ':',
        '@',
        '|',
      ],
      ...['"', "'", '\\', '`', '\\\n', ' `\n', '\n', '\n', '\r\n', '\t', ' ', '  ', '[', ']', '(', '"a"'],
      ...['<<EOF', '<<-E', 'EOF', '\nEOF\n', '\uFEFF', '\u00a0', '\u2028', 'é', '\ud800', '${TARGETARCH}'],
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

describe('parseDockerfile, whatever the text', () => {
  it('finds each reference exactly, in every position and spelling, and nothing else', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        checkFound(generateDockerfile(draw));
        checkFound(generateJsonFile(draw));
      }),
      { numRuns: 100 },
    );
  });

  it('pins a reference by an insertion that changes no other', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => checkPins(generateDockerfile(draw).text)),
      { numRuns: 25 },
    );
  });

  it('answers on any words of the language', () => {
    fc.assert(
      fc.property(words, (text) => {
        checkSpans(text);
        checkPins(text);
      }),
      { numRuns: 150 },
    );
  });

  it('answers on any beginning of a file, and on one in which something was lost', () => {
    const damage = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat({ max: 8 }) });
    fc.assert(
      fc.property(fc.gen(), damage, (draw, { at, length }) => {
        const { text } = generateDockerfile(draw);
        const start = Math.floor(at * text.length);
        for (const broken of [text.slice(0, start), text.slice(0, start) + text.slice(start + length)]) {
          checkSpans(broken);
          checkPins(broken);
        }
      }),
      { numRuns: 25 },
    );
  });
});

function checkFound({ text, planted }: GeneratedDockerfile): void {
  const found = parseDockerfile(text).images.map(understood);
  assert.deepEqual(found.map(shown(text)), planted.map(shown(text)), text);
}

function understood({ position, span, resolved, ignored, insertion, reference }: ImageUse): Planted {
  const parts = reference?.kind === 'reference' ? reference : null;
  return {
    ...{ position, span, resolved, ignored, insertion },
    registry: parts?.registry ?? null,
    repository: parts?.repository ?? null,
    tag: parts?.tag ?? null,
    digest: parts?.digest ?? null,
  };
}

/** What is compared, with the text of its span, so that a difference can be read. */
function shown(text: string): (planted: Planted) => Planted & { readonly written: string } {
  return (planted) => ({ ...planted, written: text.slice(planted.span.start, planted.span.end) });
}

function checkSpans(text: string): void {
  let last = 0;
  for (const { span, insertion } of parseDockerfile(text).images) {
    assert.ok(last <= span.start && span.start < span.end && span.end <= text.length, text);
    assert.match(text.slice(span.start, span.end), /\S/);
    assert.ok(insertion === null || (insertion > 0 && insertion <= text.length));
    last = span.end;
  }
}

function checkPins(text: string): void {
  const before = parseDockerfile(text).images;
  for (const { insertion } of before) {
    if (insertion === null) continue;
    const edit = { span: { start: insertion, end: insertion }, newText: `@${DIGEST}` };
    const after = parseDockerfile(applyEdits(text, [edit])).images.map(meaning);
    const expected = before.map((image) =>
      image.insertion === insertion
        ? { ...meaning(image), resolved: `${image.resolved}@${DIGEST}`, digest: DIGEST }
        : meaning(image),
    );
    assert.deepEqual(after, expected, text);
  }
}

/** What an edit elsewhere leaves as it was. */
function meaning(image: ImageUse): Omit<Planted, 'span' | 'insertion'> {
  const { position, resolved, ignored, registry, repository, tag, digest } = understood(image);
  return { position, resolved, ignored, registry, repository, tag, digest };
}
