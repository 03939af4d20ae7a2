import assert from 'node:assert/strict';
import { findingsOf, fixedBy, rulePicture } from '../../support/rulePicture';
import type { Files } from '../../support/workspace';

const IMAGE = 'FROM alpine\nCOPY app /app\n';

function count(text: string, files: Files = {}, kind: 'dockerfile' | 'compose' = 'dockerfile'): number {
  return findingsOf('untraceable-image', kind, text, { files }).length;
}

describe('untraceable-image', () => {
  it('marks what the image is made from', () => {
    assert.equal(
      rulePicture(
        'untraceable-image',
        'dockerfile',
        'FROM golang AS build\nLABEL org.opencontainers.image.revision=x\nFROM --platform=linux/arm64 alpine:3.20\nCOPY --from=build /a /a\n',
      ),
      [
        'FROM golang AS build',
        'LABEL org.opencontainers.image.revision=x',
        'FROM --platform=linux/arm64 alpine:3.20',
        "                            ^^^^^^^^^^^ hint: The image from 'alpine:3.20' does not say which commit it is made of. Give it the label 'org.opencontainers.image.revision'.",
        'COPY --from=build /a /a',
        '',
      ].join('\n'),
    );
  });

  it('puts the label behind the layers', () => {
    const scaffold = 'Label the image with its commit';
    const label = 'ARG VCS_REF\nLABEL org.opencontainers.image.revision=$VCS_REF\n';
    const changed = fixedBy('untraceable-image', 'dockerfile', `${IMAGE}# starts\nCMD ["/app"]`, {
      scaffold,
    });
    assert.equal(changed, `${IMAGE}${label}# starts\nCMD ["/app"]`);
    assert.equal(count(changed), 0);
    assert.equal(
      fixedBy('untraceable-image', 'dockerfile', 'FROM alpine', { scaffold }),
      `FROM alpine\n${label.trimEnd()}`,
    );
  });

  const silent: readonly (readonly [string, string, Files?])[] = [
    ['a label', `${IMAGE}LABEL "org.opencontainers.image.source"="https://x.example"\n`],
    ['a label of a stage before', 'FROM alpine AS base\nLABEL org.label-schema.vcs-ref=$R\nFROM base\n'],
    ['a variable', `${IMAGE}ARG GIT_COMMIT\nENV GIT_COMMIT=$GIT_COMMIT\n`],
    [
      'a workflow with metadata',
      IMAGE,
      { '.github/workflows/release.yml': 'steps:\n  - uses: docker/metadata-action@v5\n' },
    ],
    [
      'a workflow with labels',
      IMAGE,
      { '.github/workflows/a.yaml': '        with:\n          labels: |\n            a=b\n' },
    ],
    ['a bake file', IMAGE, { 'docker-bake.hcl': 'target "a" {\n  labels = {\n  }\n}\n' }],
    [
      'a Makefile',
      IMAGE,
      { Makefile: 'build:\n\tdocker build --label org.opencontainers.image.revision=x .\n' },
    ],
    ['a pipeline', IMAGE, { '.gitlab-ci.yml': 'variables:\n  BUILDX_GIT_LABELS: full\n' }],
    [
      'a build with labels',
      IMAGE,
      {
        'compose.yaml':
          'services:\n  a:\n    build:\n      context: .\n      labels:\n        org.opencontainers.image.revision: x\n',
      },
    ],
    ['a build that is given its base', 'ARG BASE\nFROM $BASE AS a\nFROM a\nRUN make\n'],
    ['a file without an image', 'ARG A\n'],
  ];
  for (const [what, text, files] of silent) {
    it(`leaves ${what} alone`, () => {
      assert.equal(count(text, files), 0);
    });
  }

  it('finds images that others label, or that are labelled otherwise', () => {
    assert.equal(count(`${IMAGE}LABEL maintainer=a version=1\n`), 1);
    assert.equal(count(IMAGE, { '.github/workflows/a.yml': 'on: push\nlabels-of-issues: x\n' }), 1);
  });

  it('says it in a compose file only of what it builds out of sight, once', () => {
    const text =
      'services:\n  a:\n    build: ./a\n  b:\n    build:\n      context: ./b\n  c:\n    build: ./b\n';
    const files = { 'a/Dockerfile': IMAGE };
    const found = findingsOf('untraceable-image', 'compose', text, { files });
    assert.deepEqual(
      found.map(({ span }) => text.slice(span.start, span.end)),
      ['./b'],
    );
    assert.equal(
      count(
        'services:\n  a:\n    image: x\n    build:\n      dockerfile_inline: FROM a\n      labels: [revision=1]\n',
        {},
        'compose',
      ),
      0,
    );
  });
});
