import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCompose } from '../../../../server/src/syntax/compose/compose';
import { applyEdits } from '../../../../server/src/text/span';
import { generateCompose } from '../../../support/composeGenerator';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** How an image can be written; what reads it must find `image`, with a place for a pin where `pinned` is true. */
type Style = (image: string, name: string) => Written;

interface Written {
  /** Lines before the services, for fragments with anchors. */
  readonly before?: string;
  /** The lines of the service below its name, indented by four. */
  readonly lines: readonly string[];
  readonly pinned: boolean;
}

const styles: Record<string, Style> = {
  plain: (image) => ({ lines: [`image: ${image}`], pinned: true }),
  'with a comment': (image) => ({ lines: [`image:   ${image}   # why`], pinned: true }),
  'double quotes': (image) => ({ lines: [`"image": "${image}"`], pinned: true }),
  'single quotes': (image) => ({ lines: [`'image' : '${image}'`], pinned: true }),
  'on the next line': (image) => ({ lines: ['image:', `  ${image}`], pinned: true }),
  literal: (image) => ({ lines: ['image: |-', `  ${image}`], pinned: true }),
  folded: (image) => ({ lines: ['image: >-', `  ${image}`], pinned: false }),
  tagged: (image) => ({ lines: [`image: !!str ${image}`], pinned: true }),
  escaped: (image) => ({ lines: [`image: "\\x${hex(image)}${image.slice(1)}"`], pinned: false }),
  default: (image) => ({ lines: [`image: \${UNSET:-${image}}`], pinned: true }),
  'default of a default': (image) => ({ lines: [`image: "\${A-\${B:-${image}}}"`], pinned: true }),
  'default of a tag': (image) => {
    const colon = image.lastIndexOf(':');
    return {
      lines: [`image: ${image.slice(0, colon)}:\${TAG:-${image.slice(colon + 1)}}`],
      pinned: true,
    };
  },
  alias: (image, name) => ({
    before: `x-${name}: &${name} ${image}`,
    lines: [`image: *${name}`],
    pinned: true,
  }),
  merge: (image, name) => ({
    before: `x-${name}: &${name} {image: ${image}, restart: always}`,
    lines: [`<<: *${name}`],
    pinned: true,
  }),
  'merge of a list': (image, name) => ({
    before: `x-${name}: &${name} {image: "${image}"}\nx-other-${name}: &o${name} {image: other:1, init: true}`,
    lines: [`<<: [*${name}, *o${name}]`],
    pinned: true,
  }),
  built: (image) => ({ lines: [`image: ${image}`, 'build: .'], pinned: false }),
};

const image = fc
  .tuple(
    fc.constantFrom('', 'ghcr.io/', 'localhost:5000/', 'registry.example.com:443/team/'),
    fc.constantFrom('node', 'postgres', 'a/b', 'my-app_x', 'library/redis', 'a__b--c'),
    fc.constantFrom('20', 'latest', '1.27.3-alpine', '_x', '2024.01.02'),
  )
  .map(([registry, name, tag]) => ({ registry, name, tag }));

const service = fc.record({
  image,
  style: fc.constantFrom(...Object.keys(styles)),
  extra: fc.constantFrom([], ['# image: no:1'], ['command: "image: no:1"'], ['ports:', '  - "80:80"']),
});

interface Expected {
  readonly resolved: string | null;
  readonly pinned: boolean;
}

const composeFile = fc
  .record({
    services: fc.array(service, { minLength: 1, maxLength: 6 }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ services, lineEnd }) => {
    const before: string[] = [];
    const body: string[] = [];
    const expected: Expected[] = [];
    services.forEach(({ image: { registry, name, tag }, style, extra }, index) => {
      // A number in each name keeps a built image from being another service's.
      const resolved = `${registry}${name}${index}:${tag}`;
      const written = styles[style]!(resolved, `s${index}`);
      if (written.before !== undefined) before.push(written.before);
      body.push(`  s${index}:`, ...[...extra, ...written.lines].map((line) => `    ${line}`));
      expected.push({ resolved, pinned: written.pinned });
    });
    const text = [...before, 'services:', ...body, ''].join('\n').replaceAll('\n', lineEnd);
    return { text, expected };
  });

/** Text that looks like YAML often enough to get deep into the reader. */
const yamlSoup = fc
  .array(
    fc.constantFrom(
      ...[
        'services:',
        'image:',
        'build:',
        ' ',
        '  ',
        '\n',
        '\r\n',
        '\t',
        '- ',
        '? ',
        ': ',
        '{',
        '}',
        '[',
        ']',
        ',',
      ],
      ...[
        '"',
        "'",
        '|',
        '>',
        '&a ',
        '*a',
        '<<: ',
        '!!merge ',
        '!reset ',
        '!',
        '# x',
        '---',
        '...',
        '%YAML 1.1\n',
      ],
      ...[
        'a',
        'node:20',
        '${A:-',
        '}',
        '$',
        '$$',
        '{{',
        '}}',
        '@',
        '\0',
        '\uFEFF',
        '\ud800',
        '\\',
        '!!binary ',
        '~',
      ],
      ...[
        'x-a: ',
        'volumes:',
        'type: image',
        'source: ',
        'include:',
        'models:',
        'extends: ',
        'profiles: ',
        '\n  a:\n    ',
      ],
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe('parseCompose, whatever the text', () => {
  it('finds each image exactly, in every style', () => {
    fc.assert(
      fc.property(composeFile, ({ text, expected }) => {
        const found = parseCompose(text).images.map(({ resolved, insertion }) => ({
          resolved,
          pinned: insertion !== null,
        }));
        assert.deepEqual(sorted(found), sorted(expected));
        checkSpans(text);
      }),
    );
  });

  it('finds each reference exactly, in every place that can hold one, and nothing else', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const { text, planted } = generateCompose(draw);
        const found = parseCompose(text).images.map(
          ({ position, inline, span, resolved, ignored, insertion }) => ({
            ...{ position, inline, span, resolved, ignored, insertion },
          }),
        );
        assert.deepEqual(found, planted, text);
      }),
      { numRuns: 60 },
    );
  });

  it('pins a reference in any of these places by an insertion that changes no other', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => checkPins(generateCompose(draw).text)),
      { numRuns: 25 },
    );
  });

  it('pins one reference by an insertion and leaves all others what they were', () => {
    fc.assert(
      fc.property(composeFile, ({ text }) => checkPins(text)),
      { numRuns: 40 },
    );
  });

  it('answers on any text, and on any of YAML’s words', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii', maxLength: 100 }), checkSpans), { numRuns: 60 });
    fc.assert(fc.property(yamlSoup, checkSpans), { numRuns: 150 });
    fc.assert(fc.property(yamlSoup, checkPins), { numRuns: 60 });
  });

  it('answers on any beginning of a file, and on a file in which something was typed or lost', () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat({ max: 8 }),
      typed: yamlSoup,
    });
    fc.assert(
      fc.property(composeFile, damage, ({ text }, { at, length, typed }) => {
        const start = Math.floor(at * text.length);
        checkSpans(text.slice(0, start));
        checkSpans(text.slice(0, start) + typed.slice(0, 8) + text.slice(start + length));
        checkPins(text.slice(0, start) + text.slice(start + length));
      }),
      { numRuns: 60 },
    );
  });
});

/** Spans lie in the text and in order, and what can be edited there is what was understood. */
function checkSpans(text: string): void {
  const { images, suppressions } = parseCompose(text);
  let last = -1;
  for (const { span, insertion, resolved, related } of images) {
    assert.ok(last <= span.start && span.start < span.end && span.end <= text.length);
    last = span.start;
    const written = text.slice(span.start, span.end);
    assert.equal(written.trim(), written);
    if (insertion === null) continue;
    assert.ok(span.start < insertion && insertion <= span.end);
    if (!written.includes('$')) assert.equal(written, resolved);
    else assert.ok(resolved?.endsWith(text.slice(insertion - 1, insertion)));
    for (const place of related) assert.match(text.slice(place.span.start, place.span.end), /^\*/);
  }
  for (const { comment } of suppressions) assert.equal(text[comment.start], '#');
}

function checkPins(text: string): void {
  const { images } = parseCompose(text);
  images.forEach(({ insertion }, index) => {
    if (insertion === null) return;
    const edit = { span: { start: insertion, end: insertion }, newText: `@${DIGEST}` };
    const after = parseCompose(applyEdits(text, [edit])).images;
    assert.equal(after.length, images.length);
    after.forEach((image, other) => {
      const before = images[other]!;
      const pin = other === index ? `@${DIGEST}` : '';
      assert.equal(image.resolved, before.resolved === null ? null : before.resolved + pin);
      assert.equal(image.ignored, before.ignored);
    });
    const pinned = after[index]!.reference;
    assert.equal(pinned?.kind === 'reference' && pinned.digest, DIGEST);
  });
}

function sorted(expected: readonly Expected[]): Expected[] {
  return [...expected].sort((a, b) => (String(a.resolved) < String(b.resolved) ? -1 : 1));
}

function hex(text: string): string {
  return text.charCodeAt(0).toString(16).padStart(2, '0');
}
