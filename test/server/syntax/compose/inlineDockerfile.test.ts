import assert from 'node:assert/strict';
import { lint } from '../../../../server/src/lint';
import { DEFAULT_SETTINGS } from '../../../../server/src/settings';
import { parseCompose } from '../../../../server/src/syntax/compose/compose';
import { imagesPicture } from '../../../support/images';
import { IMAGE_RULES } from '../../../support/imageRules';
import { onlyRules } from '../../../support/onlyRules';
import { variablesFrom } from '../../../support/variables';

describe('a dockerfile_inline', () => {
  onlyRules(...IMAGE_RULES);

  const cases: Record<string, readonly string[]> = {
    'in a literal block': [
      'services:',
      '  a:',
      '    build:',
      '      dockerfile_inline: |',
      '        # syntax=docker/dockerfile:1',
      '                 ^^^^^^^^^^^^^^^^^^^ inline syntax pin',
      '        FROM node:20 AS x',
      '             ^^^^^^^ inline from pin',
      '',
      '        COPY --from=x /a /b',
      '                    ^ inline copy-from (stage)',
      '        COPY --link \\',
      '          --from=busybox /a /b',
      '                 ^^^^^^^ inline copy-from pin',
    ],
    'in double quotes': [
      'services: {a: {build: {dockerfile_inline: "FROM alpine:3\\nRUN --mount=from=redis:7 x"}}}',
      '                                                ^^^^^^^^ inline from pin',
      '                                                                           ^^^^^^^ inline mount-from pin',
    ],
    'in single quotes and folded': [
      "services: {a: {build: {dockerfile_inline: 'FROM alpine:3'}}, b: {build: {dockerfile_inline:",
      '                                                ^^^^^^^^ inline from pin',
      '  FROM redis:7',
      '       ^^^^^^^ inline from pin',
      '  AS x}}}',
    ],
    'written with an escape is not edited': [
      'services: {a: {build: {dockerfile_inline: "FROM alpine:\\x33"}}}',
      '                                                ^^^^^^^^^^^ inline from = alpine:3',
    ],
    "two dollars are the Dockerfile's": [
      'services:',
      '  a:',
      '    build:',
      '      dockerfile_inline: |',
      '        ARG TAG=20',
      '        FROM node:$${TAG}',
      '             ^^^^^^^^^^^^ inline from = node:20 pin at 5:19 see 5:17',
    ],
    "one dollar is compose's, which knows no ARG": [
      'services:',
      '  a:',
      '    build:',
      '      dockerfile_inline: |',
      '        ARG TAG=20',
      '        FROM node:${TAG}',
      '             ^^^^^^^^^^^ inline from (variable)',
      '        FROM node:${OTHER:-22}-slim',
      '             ^^^^^^^^^^^^^^^^^^^^^^ inline from = node:22-slim',
      '        FROM ${IMAGE:-redis:7}',
      '             ^^^^^^^^^^^^^^^^^ inline from = redis:7 pin at 8:30',
      '        FROM node:${SET}',
      '             ^^^^^^^^^^^ inline from = node:9',
    ],
    'has the arguments of its service, which win over its defaults': [
      'services:',
      '  a:',
      '    build:',
      '      args: {TAG: 22, OTHER: 1}',
      '      dockerfile_inline: |',
      '        ARG TAG=20',
      '        FROM node:$${TAG}',
      '             ^^^^^^^^^^^^ inline from = node:22',
      '        FROM node:1-$${OTHER}',
      '             ^^^^^^^^^^^^^^^^ inline from (variable)',
    ],
  };
  for (const [title, lines] of Object.entries(cases)) {
    it(title, () => {
      const source = lines.filter((line) => !/^\s*\^/.test(line)).join('\n');
      const variables = variablesFrom(new Map([['SET', '9']]));
      assert.equal(imagesPicture(parseCompose(source, variables)), lines.join('\n'));
    });
  }

  it('is for development where its stage or its service is', () => {
    const development = (service: string) =>
      parseCompose(`services: {a: {${service}}}`).images.map((image) => image.development);
    assert.deepEqual(development('build: {dockerfile_inline: FROM a}'), [false]);
    assert.deepEqual(development('build: {dockerfile_inline: FROM a}, profiles: [dev]'), [true]);
    assert.deepEqual(development('build: {dockerfile_inline: "FROM a AS dev\\nFROM b"}'), [true, false]);
  });

  it('is waived by a comment of its own', () => {
    const text = `services:
  a:
    build:
      dockerfile_inline: |
        # immutable-infra-ignore moving-tag: mirrored
        FROM node:20
        FROM node:22
`;
    const findings = lint(parseCompose(text), DEFAULT_SETTINGS, { development: false });
    assert.deepEqual(
      findings.map(({ span }) => text.slice(span.start, span.end)),
      ['node:22'],
    );
  });

  it('that an alias shares is read once', () => {
    const { images } = parseCompose('services: {a: {build: &x {dockerfile_inline: FROM a}}, b: {build: *x}}');
    assert.equal(images.length, 1);
  });
});
