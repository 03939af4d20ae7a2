import assert from 'node:assert/strict';
import { applyEdits } from '../../../server/src/text/span';
import { digestOf, withDigests, withLetters } from '../../support/pins';
import { documentIn, workspaceWith, type Files } from '../../support/workspace';

/** The files with brackets around each place at which the digest of a reference can be changed. */
function placesIn(files: Files): Record<string, string> {
  const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, withDigests(text)]));
  const [first = ''] = Object.keys(texts);
  const { images } = documentIn(workspaceWith(texts), first);
  const places = new Map(
    images.flatMap(({ digestPlace: place }) =>
      place ? [[`${place.file ?? ''} ${place.span.start}`, place] as const] : [],
    ),
  );
  const marked = Object.entries(texts).map(([path, text]) => {
    const spans = [...places.values()].filter(
      ({ file }) => file === `/w/${path}` || (file === null && path === first),
    );
    const brackets = spans.flatMap(({ span: { start, end } }) => [
      { span: { start, end: start }, newText: '[' },
      { span: { start: end, end }, newText: ']' },
    ]);
    return [path, withLetters(applyEdits(text, brackets))];
  });
  return Object.fromEntries(marked) as Record<string, string>;
}

const dockerfiles: Record<string, readonly [string, string]> = {
  'in every position': [
    '# syntax=a/b:1@A\nFROM node:20@A AS x\nCOPY --from=c:1@B / /\nRUN --mount=type=bind,from=d:1@C,target=/d true\nONBUILD COPY --from=e@D / /\n',
    '# syntax=a/b:1[@A]\nFROM node:20[@A] AS x\nCOPY --from=c:1[@B] / /\nRUN --mount=type=bind,from=d:1[@C],target=/d true\nONBUILD COPY --from=e[@D] / /\n',
  ],
  'without a tag, and in quotes': ['FROM "node@A" AS x\n', 'FROM "node[@A]" AS x\n'],
  'not where it is interrupted or escaped': [
    `FROM node:20\\@A\nFROM node:20@\\\n${digestOf('B')}\nFROM node:20\\\n@C\n`,
    `FROM node:20\\@A\nFROM node:20@\\\n${digestOf('B')}\nFROM node:20\\\n@C\n`,
  ],
  'in the argument that feeds three stages': [
    'ARG B=node:20@A\nFROM $B\nFROM ${B} AS x\nFROM $B\n',
    'ARG B=node:20[@A]\nFROM $B\nFROM ${B} AS x\nFROM $B\n',
  ],
  'not in one that means different things': [
    'ARG S=20@A\nFROM node:$S\nFROM python:$S\n',
    'ARG S=20@A\nFROM node:$S\nFROM python:$S\n',
  ],
  'nor in a piece that a stage declares again': [
    'ARG S=20@A\nFROM node:$S\nARG S\n',
    'ARG S=20@A\nFROM node:$S\nARG S\n',
  ],
  'after a tag from an argument': ['ARG T=20\nFROM node:$T@A\n', 'ARG T=20\nFROM node:$T[@A]\n'],
  'in a default': ['FROM ${X:-node:20@A}\n', 'FROM ${X:-node:20[@A]}\n'],
  'not before what may be more tomorrow': ['FROM node:20@A${X:+x}\n', 'FROM node:20@A${X:+x}\n'],
};

const composes: Record<string, readonly [string, string]> = {
  'in a scalar of any style': [
    'services:\n  a: {image: node:20@A}\n  b: {image: "node:20@B"}\n  c: {image: \'node@C\'}\n  d:\n    image: |-\n      node:20@D\n  e:\n    image:\n      node:20@E\n',
    'services:\n  a: {image: node:20[@A]}\n  b: {image: "node:20[@B]"}\n  c: {image: \'node[@C]\'}\n  d:\n    image: |-\n      node:20[@D]\n  e:\n    image:\n      node:20[@E]\n',
  ],
  'not in one with an escape': [
    'services: {a: {image: "node:\\x320@A"}}\n',
    'services: {a: {image: "node:\\x320@A"}}\n',
  ],
  'in the anchor, once': [
    'services: {a: {image: &i node:20@A}, b: {image: *i}}\n',
    'services: {a: {image: &i node:20[@A]}, b: {image: *i}}\n',
  ],
  'not in one that is other text too': [
    'services: {a: {image: &i node:20@A}, b: {image: *i, command: *i}}\n',
    'services: {a: {image: &i node:20@A}, b: {image: *i, command: *i}}\n',
  ],
  'not in what is built': [
    'services: {a: {image: node:20@A, build: .}}\n',
    'services: {a: {image: node:20@A, build: .}}\n',
  ],
  'in a default': [
    'services: {a: {image: "${I:-node:20@A}"}}',
    'services: {a: {image: "${I:-node:20[@A]}"}}',
  ],
  'in a part of a scalar': [
    'services: {a: {build: {additional_contexts: ["b=docker-image://node:20@A"]}}}',
    'services: {a: {build: {additional_contexts: ["b=docker-image://node:20[@A]"]}}}',
  ],
  'in a Dockerfile inside, to its very end': [
    'services:\n  a:\n    build:\n      dockerfile_inline: |-\n        ARG B=c:1@B\n        FROM $$B\n        FROM ${UNSET:-x:1@C}\n        FROM node:20@A',
    'services:\n  a:\n    build:\n      dockerfile_inline: |-\n        ARG B=c:1[@B]\n        FROM $$B\n        FROM ${UNSET:-x:1[@C]}\n        FROM node:20[@A]',
  ],
  'also in quotes, where nothing of it is an escape': [
    'services: {a: {build: {dockerfile_inline: "FROM node:20@A\\nCOPY --from=a:1\\u0040sha256:' +
      `${'a'.repeat(64)} / /"}}}`,
    'services: {a: {build: {dockerfile_inline: "FROM node:20[@A]\\nCOPY --from=a:1\\u0040sha256:' +
      `${'a'.repeat(64)} / /"}}}`,
  ],
};

describe('the place of a digest', () => {
  for (const [name, [text, expected]] of Object.entries(dockerfiles))
    it(`in a Dockerfile: ${name}`, () =>
      assert.deepEqual(placesIn({ Dockerfile: text }), { Dockerfile: expected }));

  for (const [name, [text, expected]] of Object.entries(composes))
    it(`in a compose file: ${name}`, () =>
      assert.deepEqual(placesIn({ 'compose.yaml': text }), { 'compose.yaml': expected }));

  it('is in .env where that holds the whole reference', () => {
    const text = 'services: {a: {image: "${IMAGE}"}, b: {image: "${IMAGE}"}}\n';
    assert.deepEqual(placesIn({ 'compose.yaml': text, '.env': '\uFEFFX=1\r\nIMAGE="node:20@A" # x\r\n' }), {
      'compose.yaml': text,
      '.env': '\uFEFFX=1\r\nIMAGE="node:20[@A]" # x\r\n',
    });
  });

  for (const [name, text, env] of [
    ['the value is used elsewhere', 'services: {a: {image: "${I}", command: "${I}"}}\n', 'I=node:20@A\n'],
    ['it holds the digest alone', 'services: {a: {image: "node:20${I}"}}\n', 'I=@A\n'],
    ['another value is made of it', 'services: {a: {image: "${I}"}}\n', 'I=node:20@A\nJ=$I\n'],
  ] as const) {
    it(`is not in .env where ${name}`, () =>
      assert.deepEqual(placesIn({ 'compose.yaml': text, '.env': env }), {
        'compose.yaml': text,
        '.env': env,
      }));
  }
});
