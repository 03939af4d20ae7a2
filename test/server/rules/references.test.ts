import assert from 'node:assert/strict';
import { findingsOf, fixedBy, rulePicture, type Circumstances } from '../../support/rulePicture';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

function silent(
  rule: string,
  kind: 'dockerfile' | 'compose',
  cases: Readonly<Record<string, string>>,
  circumstances: Circumstances = {},
): void {
  for (const [why, text] of Object.entries(cases)) {
    it(`says nothing of ${why}`, () => {
      assert.deepEqual(
        findingsOf(rule, kind, text, circumstances).map(({ message }) => message),
        [],
      );
    });
  }
}

function service(image: string, ...lines: readonly string[]): string {
  return ['services:', '  web:', `    image: ${image}`, ...lines.map((line) => `    ${line}`), ''].join('\n');
}

describe('unset-image-variable', () => {
  it('finds bases that nothing gives', () => {
    assert.equal(
      rulePicture(
        'unset-image-variable',
        'dockerfile',
        'ARG BASE\nARG TAG\nFROM ${BASE}\nFROM node:$TAG\nFROM $GONE\nCOPY --from=${BASE} /a /a\n',
      ),
      [
        'ARG BASE',
        'ARG TAG',
        'FROM ${BASE}',
        "     ^^^^^^^ hint: Nothing here gives '${BASE}' a value, so what is built on cannot be checked. Give its ARG a default with a digest.",
        'FROM node:$TAG',
        "     ^^^^^^^^^ hint: Nothing here gives '$TAG' a value, so what is built on cannot be checked. Give its ARG a default with a digest.",
        'FROM $GONE',
        "     ^^^^^ information: '$GONE' is declared by no ARG before the first FROM, so it is empty. Declare it there, with a default.",
        'COPY --from=${BASE} /a /a',
        "            ^^^^^^^ warning: '${BASE}' is taken as it stands: builds put no variable in here. Name a stage that begins with FROM of it.",
        '',
      ].join('\n'),
    );
  });

  it('says once of an argument what it is to several bases', () => {
    assert.equal(
      rulePicture('unset-image-variable', 'dockerfile', 'ARG BASE\nFROM ${BASE} AS a\nFROM ${BASE}\n'),
      [
        'ARG BASE',
        "    ^^^^ hint: Nothing here gives '${BASE}' a value, so what is built on cannot be checked. Give its ARG a default with a digest.",
        'FROM ${BASE} AS a',
        '     ^^^^^^^ ↳ Used here.',
        'FROM ${BASE}',
        '     ^^^^^^^ ↳ Used here.',
        '',
      ].join('\n'),
    );
  });

  it('has compose require a tag, and leaves other places to a person', () => {
    const rule = 'unset-image-variable';
    assert.equal(
      fixedBy(rule, 'compose', service('"acme/web:$TAG" # now')),
      service('"acme/web:${TAG:?}" # now'),
    );
    assert.equal(findingsOf(rule, 'compose', service('${REGISTRY}/web:1.2'))[0]?.fix, null);
    assert.equal(findingsOf(rule, 'compose', service('acme/web:${A}${B}'))[0]?.fix, null);
  });

  silent('unset-image-variable', 'dockerfile', {
    'a default': 'ARG BASE=node:20\nFROM $BASE\n',
    'stages of platforms': 'FROM a AS base-amd64\nFROM a AS base-arm64\nFROM base-${TARGETARCH}\n',
    'platforms in a tag': 'FROM acme/base:1.2-${TARGETARCH}\n',
    'stages that an argument chooses': 'ARG KIND\nFROM scratch AS build-fast\nFROM build-${KIND}\n',
    'what a build without arguments starts from': 'ARG VARIANT\nFROM busybox:stable${VARIANT}\n',
    'an argument that must be given': 'ARG BASE\nFROM ${BASE:?give a base}\n',
    'a digest beside it': `ARG TAG\nFROM node:\${TAG}@${A}\n`,
    'a template': 'FROM acme/base:1-${templateOption:variant}\n',
  });

  silent(
    'unset-image-variable',
    'compose',
    {
      'a default': service('acme/web:${TAG:-1.2}'),
      'a tag that must be set': service('acme/web:${TAG:?}'),
      'a tag that must be there': service('acme/web:${TAG?set it}'),
      'a variable of .env': service('acme/web:${SET}'),
      'what it builds': service('acme/web:${TAG}', 'build: .'),
      'a digest from outside': service('acme/web@${DIGEST}'),
      'the hex of one': service('acme/web@sha256:${DIGEST}'),
      'an escaped dollar': service('acme/web:1.2', 'command: echo $${TAG}'),
    },
    { files: { '.env': 'SET=1.2\n' } },
  );

  it('leaves a tag that BuildKit takes for empty to what speaks of tags', () => {
    assert.equal(findingsOf('latest-tag', 'dockerfile', 'FROM alpine$TAG\n').length, 1);
    assert.equal(findingsOf('latest-tag', 'dockerfile', 'ARG TAG\nFROM alpine$TAG\n').length, 1);
    assert.equal(findingsOf('latest-tag', 'dockerfile', 'FROM alpine$TAG\n')[0]?.fix, null);
  });

  it('weighs less in development', () => {
    const [finding] = findingsOf('unset-image-variable', 'compose', service('a:${TAG}'), {
      development: true,
    });
    assert.equal(finding?.severity, 'hint');
  });
});

describe('ineffective-tag-variable', () => {
  it('finds variables that a digest overrules', () => {
    assert.equal(
      rulePicture(
        'ineffective-tag-variable',
        'dockerfile',
        `ARG VERSION=20\nARG OTHER\nFROM node:\${VERSION}-slim@${A}\nFROM node:$OTHER@${A}\n`,
      ),
      [
        'ARG VERSION=20',
        '            ^^ ↳ Its text comes from here.',
        'ARG OTHER',
        `FROM node:\${VERSION}-slim@${A}`,
        `     ${'^'.repeat(`node:\${VERSION}-slim@${A}`.length)} warning: The digest decides, whatever the variable in 'node:\${VERSION}-slim' says. Put the digest where the tag comes from, or write the tag out.`,
        `FROM node:$OTHER@${A}`,
        `     ${'^'.repeat(`node:$OTHER@${A}`.length)} warning: The digest decides, whatever the variable in 'node:$OTHER' says. Put the digest where the tag comes from, or write the tag out.`,
        '',
      ].join('\n'),
    );
  });

  it('writes out the tag that it is today', () => {
    assert.equal(
      fixedBy(
        'ineffective-tag-variable',
        'dockerfile',
        `ARG V=20\nFROM reg.io:5000/node:\${V}-slim@${A} AS a\n`,
      ),
      `ARG V=20\nFROM reg.io:5000/node:20-slim@${A} AS a\n`,
    );
    assert.equal(
      fixedBy('ineffective-tag-variable', 'compose', service(`'acme/web:\${V:-1.2}@${A}'`)),
      service(`'acme/web:1.2@${A}'`),
    );
    assert.equal(
      fixedBy('ineffective-tag-variable', 'compose', service(`acme/web:$V@${A}`), {
        files: { '.env': 'V=3.1\n' },
      }),
      service(`acme/web:3.1@${A}`),
    );
  });

  silent('ineffective-tag-variable', 'dockerfile', {
    'a variable that holds the digest': `ARG V=20@${A}\nFROM node:\${V}\n`,
    'a whole reference': `ARG BASE=node:20@${A}\nFROM \${BASE}\n`,
    'a digest of its own variable': `ARG V=20\nARG D=${A}\nFROM node:\${V}@\${D}\n`,
    'a variable in the name': `ARG REGISTRY=docker.io\nFROM \${REGISTRY}/node:20@${A}\n`,
    'a registry with a port': `ARG PORT=5000\nFROM reg.io:\${PORT}/node@${A}\n`,
    'a written tag': `FROM node:20@${A}\n`,
  });
});

describe('unpinned-syntax', () => {
  silent('unpinned-syntax', 'dockerfile', {
    'a digest': `# syntax=docker/dockerfile:1@${A}\nFROM scratch\n`,
    'a comment': '#\n# syntax=docker/dockerfile:1\nFROM scratch\n',
    'no directive': 'FROM scratch\n',
  });
  silent(
    'unpinned-syntax',
    'dockerfile',
    { 'a file of development': '# syntax=docker/dockerfile:1\nFROM scratch\n' },
    { development: true },
  );

  it('finds the frontend, without what follows it', () => {
    assert.equal(
      rulePicture('unpinned-syntax', 'dockerfile', '# syntax=docker/dockerfile:1 a=b\nFROM scratch\n'),
      [
        '# syntax=docker/dockerfile:1 a=b',
        "         ^^^^^^^^^^^^^^^^^^^ information: 'docker/dockerfile:1' is the program that reads this file, and the newest of that tag. Pin its digest where builds must be the same.",
        'FROM scratch',
        '',
      ].join('\n'),
    );
  });
});

describe('pinned-build-output', () => {
  it('finds digests in all names that a build gives', () => {
    const text = [
      'services:',
      '  web:',
      '    build:',
      '      context: .',
      '      tags:',
      '        - acme/web:1.3',
      `        - acme/web@${A}`,
      `    image: "acme/web:1.2@${A}" # web`,
      '',
    ].join('\n');
    const message = (name: string) =>
      `error: '${name}' is what a build is to make, and none can make a digest. Name it by a tag alone.`;
    assert.equal(
      rulePicture('pinned-build-output', 'compose', text),
      [
        ...text.split('\n').slice(0, 7),
        `          ${'^'.repeat(80)} ${message(`acme/web@${A}`)}`,
        `    image: "acme/web:1.2@${A}" # web`,
        `            ${'^'.repeat(84)} ${message(`acme/web:1.2@${A}`)}`,
        '',
      ].join('\n'),
    );
  });

  it('takes the digest away and keeps quotes and comment', () => {
    assert.equal(
      fixedBy('pinned-build-output', 'compose', service(`"acme/web:1.2@${A}" # web`, 'build: .')),
      service('"acme/web:1.2" # web', 'build: .'),
    );
  });

  silent('pinned-build-output', 'compose', {
    'an image that is pulled': service(`acme/web:1.2@${A}`),
    'an image that is never pulled': service(`acme/web:1.2@${A}`, 'pull_policy: never'),
    'a tag': service('acme/web:1.2', 'build: .'),
    'a build that is reset': service(`acme/web:1.2@${A}`, 'build: !reset null'),
  });
  silent(
    'pinned-build-output',
    'compose',
    { 'a pin whose override builds': service(`acme/web:1.2@${A}`) },
    { files: { 'compose.override.yaml': 'services:\n  web:\n    build: .\n' } },
  );
});

describe('overridden-pin', () => {
  const base = { 'compose.yaml': service(`acme/web:1.2@${A}`) };
  const override = { path: 'compose.override.yaml', files: base };

  it('finds an image that an override names without its digest, and copies it', () => {
    assert.equal(
      rulePicture('overridden-pin', 'compose', service('acme/web:1.2 # same'), override),
      [
        'services:',
        '  web:',
        '    image: acme/web:1.2 # same',
        "           ^^^^^^^^^^^^ warning: 'acme/web:1.2' takes away the digest that this image has in 'compose.yaml'. Copy it, or leave the image out here.",
        '',
      ].join('\n'),
    );
    const [finding] = findingsOf('overridden-pin', 'compose', service('acme/web:1.2'), override);
    assert.equal(finding?.related[0]?.file, '/w/compose.yaml');
    assert.equal(
      fixedBy('overridden-pin', 'compose', service('"acme/web:1.2"'), override),
      service(`"acme/web:1.2@${A}"`),
    );
  });

  it('finds another tag and another digest, and leaves the choice to a person', () => {
    for (const image of ['acme/web:dev', 'acme/web', `acme/web:1.2@${B}`]) {
      const [finding] = findingsOf('overridden-pin', 'compose', service(image), override);
      assert.equal(finding?.fix, null, image);
    }
  });

  it('reads the files that COMPOSE_FILE names', () => {
    const files = {
      '.env': 'COMPOSE_FILE=a.yaml;b.yaml\nCOMPOSE_PATH_SEPARATOR=;\n',
      'a.yaml': service(`acme/web:1.2@${A}`),
    };
    assert.equal(
      findingsOf('overridden-pin', 'compose', service('acme/web:1.2'), { path: 'b.yaml', files }).length,
      1,
    );
  });

  silent(
    'overridden-pin',
    'compose',
    {
      'the same digest': service(`acme/web:1.2@${A}`),
      'another image': service('acme/debug:1.2'),
      'an image that is reset': service('!reset null'),
      'a service that replaces the other': 'services:\n  web: !override\n    image: acme/web:1.2\n',
      'what it builds': service('acme/web:1.2', 'build: .'),
      'another service': 'services:\n  other:\n    image: acme/web:1.2\n',
    },
    override,
  );
  silent(
    'overridden-pin',
    'compose',
    { 'the base itself': base['compose.yaml'] },
    { files: { 'compose.override.yaml': service('acme/web:1.2') } },
  );
  silent('overridden-pin', 'compose', {
    'what a service extends':
      service(`acme/web:1.2@${A}`) + '  next:\n    extends: web\n    image: acme/web:1.3\n',
  });
});

describe('stale-tag-comment', () => {
  it('finds a comment of another version, and corrects it', () => {
    assert.equal(
      rulePicture('stale-tag-comment', 'compose', service(`"acme/web:1.3@${A}" # v1.2.9`)),
      [
        'services:',
        '  web:',
        `    image: "acme/web:1.3@${A}" # v1.2.9`,
        `${' '.repeat(100)}^^^^^^ hint: The comment says 'v1.2.9', and the tag '1.3'. Write the one that the digest was taken from.`,
        '',
      ].join('\n'),
    );
    assert.equal(
      fixedBy('stale-tag-comment', 'compose', service(`acme/web:22-alpine@${A}   #   20-alpine  `)),
      service(`acme/web:22-alpine@${A}   #   22-alpine  `),
    );
  });

  silent('stale-tag-comment', 'compose', {
    'the same version': service(`acme/web:1.3@${A} # v1.3`),
    'a version that says less': service(`acme/web:1.3.1-alpine@${A} # 1.3`),
    'a version that says more': service(`acme/web:1@${A} # 1.3.1`),
    'a version of latest': service(`acme/web:latest@${A} # 1.3.1`),
    'free text': service(`acme/web:1.3@${A} # web`),
    'several words': service(`acme/web:1.3@${A} # 1.2 was slow`),
    'a date': service(`acme/web:1.3@${A} # pinned 2024-01-02`),
    'a reference without a tag': service(`acme/web@${A} # 1.2`),
    'a reference without a digest': service('acme/web:1.3 # 1.2'),
  });
});

describe('mismatched-base-label', () => {
  const label = 'org.opencontainers.image.base';

  it('finds labels that say another base than FROM', () => {
    assert.equal(
      rulePicture(
        'mismatched-base-label',
        'dockerfile',
        [
          `FROM node:20@${A} AS base`,
          'FROM base',
          `LABEL ${label}.name="node:18" \\`,
          `  ${label}.digest=${B}`,
          '',
        ].join('\n'),
      ),
      [
        `FROM node:20@${A} AS base`,
        'FROM base',
        `LABEL ${label}.name="node:18" \\`,
        `                                         ^^^^^^^^^ information: 'node:18' is not what FROM says, which is 'docker.io/library/node:20'. Write that, or remove the label.`,
        `  ${label}.digest=${B}`,
        `                                       ${'^'.repeat(71)} information: '${B}' is not what FROM says, which is '${A}'. Write that, or remove the label.`,
        '',
      ].join('\n'),
    );
    assert.equal(
      fixedBy(
        'mismatched-base-label',
        'dockerfile',
        `FROM node:20\nLABEL ${label}.name="docker.io/library/node:18"\n`,
      ),
      `FROM node:20\nLABEL ${label}.name="docker.io/library/node:20"\n`,
    );
  });

  it('finds a digest of a base that has none', () => {
    const [finding] = findingsOf(
      'mismatched-base-label',
      'dockerfile',
      `FROM node:20\nLABEL ${label}.digest=${A}\n`,
    );
    assert.equal(
      finding?.message,
      `'${A}' is what 'node' was once, and FROM takes what it is now. Pin FROM to it.`,
    );
    assert.equal(finding.fix, null);
  });

  silent('mismatched-base-label', 'dockerfile', {
    'the same name': `FROM node:20@${A}\nLABEL ${label}.name=docker.io/library/node:20\n`,
    'a name that says less': `FROM node:20@${A}\nLABEL ${label}.name=node\n`,
    'the same digest': `FROM node:20@${A}\nLABEL ${label}.digest=${A}\n`,
    'an argument': `ARG BASE\nFROM node:20\nARG D\nLABEL ${label}.digest=$D\n`,
    'a base that is not known': `ARG BASE\nFROM $BASE\nLABEL ${label}.name=node:20\n`,
    scratch: `FROM scratch\nLABEL ${label}.name=node:20\n`,
    'a stage that only builds': `FROM node:20 AS build\nLABEL ${label}.name=node:18\nFROM scratch\nCOPY --from=build /a /a\n`,
    'other labels': 'FROM node:20\nLABEL base.name=node:18\n',
  });
});

describe('reused-output-tag', () => {
  it('finds names that each build takes from the one before', () => {
    const text = [
      'services:',
      '  web:',
      '    image: acme/web',
      '    build: .',
      '  api:',
      '    image: acme/api:1.2',
      '    build: ./api',
      '  job:',
      '    image: acme/api:1.2',
      '    build: ./job',
      '',
    ];
    assert.equal(
      rulePicture('reused-output-tag', 'compose', text.join('\n')),
      [
        ...text.slice(0, 3),
        "           ^^^^^^^^ information: 'acme/web' names another image after each build. Give each its own tag, such as the commit.",
        ...text.slice(3, 9),
        "           ^^^^^^^^^^^^ information: 'acme/api:1.2' is also what 'api' builds, in another way. Give each build a name of its own.",
        ...text.slice(9),
      ].join('\n'),
    );
  });

  it('offers a tag of its own', () => {
    assert.equal(
      fixedBy('reused-output-tag', 'compose', service('"acme/web:latest"', 'build: .'), {
        scaffold: 'Name it by the commit',
      }),
      service('"acme/web:${GIT_SHA:?}"', 'build: .'),
    );
  });

  silent('reused-output-tag', 'compose', {
    'a version': service('acme/web:1.2', 'build: .'),
    'a variable': service('acme/web:${TAG:-latest}', 'build: .'),
    'a version beside it': service('acme/web:latest', 'build: { context: ., tags: ["acme/web:1.2"] }'),
    'an image that is pulled': service('acme/web:latest'),
    'a build without a name': 'services:\n  web:\n    build: .\n',
    'two services of one build':
      service('acme/web:1.2', 'build: .') + '  job:\n    image: acme/web:1.2\n    build: .\n',
  });
  silent(
    'reused-output-tag',
    'compose',
    { 'a file of development': service('acme/web', 'build: .') },
    { development: true },
  );
});

describe('fixed-platform', () => {
  it('finds the platform of what is exported, and takes the flag away', () => {
    assert.equal(
      rulePicture('fixed-platform', 'dockerfile', 'FROM --platform=linux/amd64 node:20 AS app\n'),
      [
        'FROM --platform=linux/amd64 node:20 AS app',
        "                ^^^^^^^^^^^ hint: The image is for 'linux/amd64' whatever a build asks for. Remove the flag, and let the build choose.",
        '',
      ].join('\n'),
    );
    assert.equal(
      fixedBy('fixed-platform', 'dockerfile', 'FROM  --platform="linux/amd64"  node:20 AS app\n', {
        scaffold: 'Remove the platform',
      }),
      'FROM  node:20 AS app\n',
    );
  });

  silent('fixed-platform', 'dockerfile', {
    Windows: 'FROM --platform=windows/amd64 mcr.microsoft.com/windows/nanoserver:1809\n',
    'a variable': 'FROM --platform=$TARGETPLATFORM node:20\n',
    'an argument': 'ARG P=linux/amd64\nFROM --platform=${P} node:20\n',
    'a cross builder':
      'FROM --platform=linux/amd64 golang:1.22 AS build\nFROM scratch\nCOPY --from=build /a /a\n',
    'a stage for each platform':
      'FROM --platform=linux/amd64 a AS build_amd64\nFROM --platform=linux/arm64 a AS build_arm64\nFROM build_${TARGETARCH}\n',
    'a stage that is named for it': 'FROM --platform=linux/arm64 a AS release-arm64\n',
  });
  silent(
    'fixed-platform',
    'dockerfile',
    { 'a file for one platform': 'FROM --platform=linux/arm/v7 debian:12\n' },
    { path: 'armhf/Dockerfile' },
  );
});

describe('images that no registry has', () => {
  const options = { localImages: ['acme/base', 'shop-*'] };

  it('are a hint at most', () => {
    const severity = (image: string, rule: string) =>
      findingsOf(rule, 'dockerfile', `FROM ${image}\n`, { options }).map((finding) => finding.severity);
    assert.deepEqual(severity('acme/base', 'latest-tag'), ['hint']);
    assert.deepEqual(severity('acme/base:1', 'moving-tag'), ['hint']);
    assert.deepEqual(severity('shop-web:x', 'unpinned-image'), ['hint']);
    assert.deepEqual(severity('registry.acme.local:5000/acme:1.2', 'unpinned-image'), ['hint']);
    assert.deepEqual(severity('registry.local/acme', 'latest-tag'), ['hint']);
    assert.deepEqual(severity('acme/other', 'latest-tag'), ['warning']);
  });

  it('are a hint where a build may give them as contexts', () => {
    const severity = (name: string) =>
      findingsOf('latest-tag', 'dockerfile', `FROM scratch\nCOPY --from=${name} /a /a\n`)[0]?.severity;
    assert.equal(severity('templates'), 'hint');
    assert.equal(severity('busybox'), 'warning');
    assert.equal(severity('acme/templates'), 'warning');
  });

  it('are information where they are models', () => {
    const text =
      'models:\n  a:\n    model: ai/smollm2\n  b:\n    model: hf.co/acme/model\n  c:\n    model: acme/model:1\n';
    assert.deepEqual(
      findingsOf('unpinned-image', 'compose', text).map(({ severity, message }) => [severity, message]),
      [
        ['information', "'ai/smollm2' can be pushed again with other content. Pin it to a digest."],
        ['information', "'acme/model:1' can be pushed again with other content. Pin it to a digest."],
      ],
    );
  });

  it('are none to judge where compose itself builds them under the name that it gives', () => {
    const built = 'services:\n  web:\n    build: .\n  job:\n    image: shop-web\n';
    const found = (text: string, files = {}) => findingsOf('latest-tag', 'compose', text, { files }).length;
    assert.equal(found(built), 1);
    assert.equal(found(`name: shop\n${built}`), 0);
    assert.equal(found(built, { '.env': 'COMPOSE_PROJECT_NAME=shop\n' }), 0);
    assert.equal(found(built.replace('shop-web', 'w_web')), 0);
  });

  it('are none to judge where another service builds them under a name that is not known', () => {
    const text = `${service('acme/web:${TAG}', 'build: .')}  job:\n    image: acme/web:\${TAG}\n`;
    assert.equal(findingsOf('unset-image-variable', 'compose', text).length, 0);
  });
});
