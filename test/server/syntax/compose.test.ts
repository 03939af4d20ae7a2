import assert from 'node:assert/strict';
import { parseCompose } from '../../../server/src/syntax/compose';
import { imagesPicture } from '../../support/images';

/** Lines of the source, then the picture that it gives. */
const pictures: Record<string, string[]> = {
  'every scalar style': [
    'services:',
    '  a: {image: node:20}',
    '             ^^^^^^^ compose-image pin',
    '  b:',
    '    image: "postgres:16" # the database',
    '            ^^^^^^^^^^^ compose-image pin',
    '  c:',
    "    image:   'redis'",
    '              ^^^^^ compose-image pin',
    '  d:',
    '    image: |-',
    '      nginx:1.27',
    '      ^^^^^^^^^^ compose-image pin',
    '  e:',
    '    image: >-',
    '      nginx:1.27',
    '      ^^^^^^^^^^ compose-image',
    '  f:',
    '    image: "node\\x3a20"',
    '            ^^^^^^^^^^ compose-image = node:20',
    '  g:',
    '    image: !!str &g busybox:1.36',
    '                    ^^^^^^^^^^^^ compose-image pin',
  ],
  'an alias: once, on the scalar that holds the source': [
    'x-images:',
    '  db: &db postgres:16',
    '          ^^^^^^^^^^^ compose-image pin see 5:12 7:12',
    'services:',
    '  a:',
    '    image: *db',
    '  b:',
    '    image: *db',
  ],
  'an anchor on a service and merges of it': [
    'x-base: &base',
    '  image: node:20',
    '         ^^^^^^^ compose-image pin see 5:9 7:10',
    'services:',
    '  a:',
    '    <<: *base',
    '  b:',
    '    <<: [*base, {image: other}]',
    '  c:',
    '    <<: *base',
    '    image: python:3',
    '           ^^^^^^^^ compose-image pin',
    '  d: &d',
    '    image: redis:7',
    '           ^^^^^^^ compose-image pin see 13:6',
    '  e: *d',
  ],
  'merged services, and an explicit merge tag': [
    'x-common: &common',
    '  a: {image: a:1}',
    '             ^^^ compose-image pin',
    '  b: {image: b:1}',
    'services:',
    '  !!merge <<: *common',
    '  b: {image: b:2}',
    '             ^^^ compose-image pin',
  ],
  'what a service builds is an output, also where a sibling uses it': [
    'services:',
    '  web:',
    '    build: .',
    '    image: shop/web:1.0',
    '           ^^^^^^^^^^^^ compose-image (build-output)',
    '  worker:',
    '    image: docker.io/shop/web:1.0',
    '           ^^^^^^^^^^^^^^^^^^^^^^ compose-image (build-output)',
    '  other:',
    '    image: shop/web:1.1',
    '           ^^^^^^^^^^^^ compose-image pin',
    '  mine:',
    '    image: tools',
    '           ^^^^^ compose-image (build-output)',
    '    pull_policy: never',
  ],
  'a text that one service builds and another pulls has no place for a pin': [
    'services:',
    '  a: {image: &i shop:1, build: .}',
    '                ^^^^^^ compose-image see 3:14',
    '  b: {image: *i}',
  ],
  interpolation: [
    'services:',
    '  a: {image: $IMAGE}',
    '             ^^^^^^ compose-image (variable)',
    '  b:',
    '    image: ${IMAGE:-nginx:1.27}',
    '           ^^^^^^^^^^^^^^^^^^^^ compose-image = nginx:1.27 pin at 4:31',
    '  c:',
    '    image: "postgres:${TAG-16}"',
    '            ^^^^^^^^^^^^^^^^^^ compose-image = postgres:16 pin at 6:30',
    '  d:',
    '    image: ${REGISTRY:-ghcr.io}/app:${TAG:?set it}',
    '           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ compose-image (variable)',
    '  e:',
    '    image: node:${MAJOR:-20}-alpine',
    '           ^^^^^^^^^^^^^^^^^^^^^^^^ compose-image = node:20-alpine',
    '  f:',
    '    image: ${A:-${B:-redis:7}}',
    '           ^^^^^^^^^^^^^^^^^^^ compose-image = redis:7 pin at 12:29',
    '  g:',
    '    image: app${SUFFIX:+-x}:1',
    '           ^^^^^^^^^^^^^^^^^^ compose-image = app:1 pin',
    '  h:',
    '    image: app:${TAG:-}',
    '           ^^^^^^^^^^^^ compose-image = app: (invalid)',
  ],
  templates: [
    'services:',
    '  a:',
    '    image: "{{ image }}"',
    '            ^^^^^^^^^^^ compose-image (template)',
    '  b:',
    '    image: {{ .Values.image }}:1',
    '           ^^^^^^^^^^^^^^^^^^^^^ compose-image (template)',
    '  c:',
    '    image: app:@VERSION@',
    '           ^^^^^^^^^^^^^ compose-image (template)',
  ],
  'the other places of an image': [
    'x-hook: &hook {image: alpine:3.20}',
    '                      ^^^^^^^^^^^ pre-start pin see 16:17',
    'services:',
    '  web:',
    '    build:',
    '      context: .',
    '      additional_contexts:',
    '        base: docker-image://node:20',
    '                             ^^^^^^^ additional-context pin',
    '        local: ../lib',
    '        other: service:db',
    '      cache_from: [ghcr.io/o/cache, "type=registry,ref=ghcr.io/o/r:cache", "type=gha"]',
    '                   ^^^^^^^^^^^^^^^ cache (cache)',
    '                                                       ^^^^^^^^^^^^^^^^^ cache (cache)',
    '      sbom: generator=docker/scout-sbom-indexer:1',
    '                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ sbom-generator pin',
    '    volumes:',
    '      - ./src:/src',
    '      - {type: image, source: data/seed:1, target: /seed}',
    '                              ^^^^^^^^^^^ image-volume pin',
    '      - {type: image, source: db, target: /db}',
    '                              ^^ image-volume (service)',
    '    pre_start: [*hook, {command: x}]',
    '  db: {build: {additional_contexts: [a=docker-image://busybox, b=./x]}}',
    '                                                      ^^^^^^^ additional-context pin',
    'models:',
    '  llm: {model: ai/smollm2}',
    '               ^^^^^^^^^^ model pin',
    'include:',
    '  - ../base.yaml',
    '  - oci://ghcr.io/o/base:1',
    '          ^^^^^^^^^^^^^^^^ include pin',
    '  - path: [oci://ghcr.io/o/more, ./x.yaml]',
    '                 ^^^^^^^^^^^^^^ include pin',
  ],
  'what is no image': [
    'services:',
    '  a: {image: }',
    '  b: {image: null}',
    '  c: {image: [x]}',
    '  d: {image: !reset null}',
    '  e: {provider: {type: x}, image: y}',
    '  f: text',
    '  g: *missing',
    'volumes:',
    '  image: {image: z}',
  ],
  'several documents': [
    'services: {a: {image: a:1}}',
    '                      ^^^ compose-image pin',
    '---',
    'services: {b: {image: b:1}}',
    '                      ^^^ compose-image pin',
  ],
  'the first version, with its services at the top': [
    'web:',
    '  image: nginx',
    '         ^^^^^ compose-image pin',
    'app:',
    '  build: .',
  ],
  'what looks like it but is not': ['test:', '  image: node', '  script: [npm test]'],
  'duplicate keys: the last one counts': [
    'services:',
    '  a:',
    '    image: a:1',
    '    image: b:1',
    '           ^^^ compose-image pin',
  ],
  'broken elsewhere': [
    'services:',
    '  a:',
    '    image: a:1',
    '           ^^^ compose-image pin',
    '  b: [',
    '    x: {',
  ],
  'half-typed': ['services:', '  a:', '    image: "nod', '            ^^^ compose-image pin'],
  'CRLF and tabs': [
    'services:\r',
    '  a:\r',
    '    image:\tnode:20\t\r',
    '          \t^^^^^^^ compose-image pin',
  ],
};

describe('parseCompose', () => {
  for (const [name, lines] of Object.entries(pictures)) {
    it(name, () => {
      const source = lines.filter((line) => !/^\s*\^+…? /.test(line)).join('\n');
      assert.equal(imagesPicture(parseCompose(source)), lines.join('\n').replaceAll('\r', ''));
    });
  }

  it('takes the values of variables that it is given, which no pin can change', () => {
    const { images } = parseCompose('services: {a: {image: "node:${TAG:-20}"}}', new Map([['TAG', '22']]));
    assert.deepEqual(
      images.map(({ resolved, insertion }) => ({ resolved, insertion })),
      [{ resolved: 'node:22', insertion: null }],
    );
  });

  it('is for development where all profiles of all its services are', () => {
    const { images } = parseCompose(
      'services: {a: {image: a, profiles: [dev, test]}, b: {image: b, profiles: [dev, x]}}',
    );
    assert.deepEqual(
      images.map(({ development }) => development),
      [true, false],
    );
  });

  it('waives what an ignore comment names, beside it, before it, or in the whole file', () => {
    const text = [
      '# immutable-infra-ignore-file latest-tag: a demo',
      'services:',
      '  a:',
      '    image: "#x" # immutable-infra-ignore moving-tag, unpinned-image: ours',
      '    # immutable-infra-ignore moving-tag',
      '',
      '    # why',
      '    command: "# immutable-infra-ignore nothing"',
    ].join('\n');
    const { suppressions } = parseCompose(text);
    assert.deepEqual(
      suppressions.map(({ rules, reason, scope }) => ({
        rules,
        reason,
        scope: text.slice(scope.start, scope.end),
      })),
      [
        { rules: ['latest-tag'], reason: 'a demo', scope: text },
        { rules: ['moving-tag', 'unpinned-image'], reason: 'ours', scope: text.split('\n')[3] },
        { rules: ['moving-tag'], reason: null, scope: text.split('\n')[7] },
      ],
    );
  });

  const chain = Array.from(
    { length: 40 },
    (_, index) => `x${index + 1}: &a${index + 1} {<<: [*a${index}, *a${index}]}`,
  );
  const hostile: Record<string, string> = {
    'deep flow': '['.repeat(300_000),
    'deep maps': '{a: '.repeat(100_000),
    stars: '*****\n'.repeat(1000),
    'aliases of themselves': 'services: &s\n  a: &a\n    <<: *a\n    image: *b\n  b: &b *b\n  c: *s\n',
    'maps merged many times over': `x0: &a0 {b: 1}\n${chain.join('\n')}\nservices: {s: {<<: *a40}}\n`,
    'ten thousand aliases': `x: &x node:20\nservices:\n${Array.from({ length: 10_000 }, (_, index) => `  s${index}: {image: *x}\n`).join('')}`,
    'ten thousand keys': `services:\n${Array.from({ length: 10_000 }, (_, index) => `  s${index}: {image: a}\n`).join('')}`,
    'NUL bytes': 'services:\0\n  a:\0 {image: x}\0',
    dollars: `services: {a: {image: "${'${A:-'.repeat(10_000)}"}}`,
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`answers on ${name}`, () => {
      assert.ok(Array.isArray(parseCompose(text).images));
    });
  }
});
