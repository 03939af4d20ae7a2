import assert from 'node:assert/strict';
import { documentIn, pictureOf, workspaceWith, type Files } from '../../support/workspace';

interface Case {
  readonly files: Files;
  /** The first file's, unless another is named. */
  readonly of?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly picture: readonly string[];
}

const COMPOSE = 'compose.yaml';
const service = (...lines: string[]) =>
  ['services:', '  a:', ...lines.map((line) => `    ${line}`)].join('\n');

const cases: Record<string, Case> = {
  'a variable has its value from .env, where the pin goes when all of the reference stands there': {
    files: { [COMPOSE]: service('image: ${IMAGE:-nginx:1.26}'), '.env': 'X=1\nIMAGE=nginx:1.27\n' },
    picture: [
      'services:',
      '  a:',
      '    image: ${IMAGE:-nginx:1.26}',
      '           ^^^^^^^^^^^^^^^^^^^^ compose-image = nginx:1.27 pin in /w/.env at 20 see /w/.env@10',
    ],
  },
  'a tag from .env is not edited there: it is a version to whoever reads that file': {
    files: { [COMPOSE]: service('image: nginx:${TAG}'), '.env': 'TAG=1.27' },
    picture: [
      'services:',
      '  a:',
      '    image: nginx:${TAG}',
      '           ^^^^^^^^^^^^ compose-image = nginx:1.27 see /w/.env@4',
    ],
  },
  'a value that is a reference here and a piece of one there is not edited': {
    files: {
      [COMPOSE]: service('image: ${IMAGE}'),
      'compose.prod.yaml': service('image: ${IMAGE}-alpine'),
      '.env': 'IMAGE=nginx:1.27',
    },
    picture: [
      'services:',
      '  a:',
      '    image: ${IMAGE}',
      '           ^^^^^^^^ compose-image = nginx:1.27 see /w/.env@6',
    ],
  },
  'a value that reaches a Dockerfile, too, is not edited': {
    files: {
      [COMPOSE]: 'services: {a: {image: "${IMAGE}"}, b: {build: {args: {BASE: "${IMAGE}"}}}}',
      '.env': 'IMAGE=nginx:1.27',
    },
    picture: [
      'services: {a: {image: "${IMAGE}"}, b: {build: {args: {BASE: "${IMAGE}"}}}}',
      '                       ^^^^^^^^ compose-image = nginx:1.27 see /w/.env@6',
    ],
  },
  'nor one that another value is made of': {
    files: { [COMPOSE]: service('image: ${IMAGE}'), '.env': 'IMAGE=nginx:1.27\nX=${IMAGE}-y' },
    picture: [
      'services:',
      '  a:',
      '    image: ${IMAGE}',
      '           ^^^^^^^^ compose-image = nginx:1.27 see /w/.env@6',
    ],
  },
  'nor one that an included file makes another reference of': {
    files: {
      [COMPOSE]: `include: [sub/more.yaml]\n${service('image: ${IMAGE}')}`,
      'sub/more.yaml': service('image: ${IMAGE}-alpine'),
      '.env': 'IMAGE=nginx:1.27',
    },
    picture: [
      'include: [sub/more.yaml]',
      'services:',
      '  a:',
      '    image: ${IMAGE}',
      '           ^^^^^^^^ compose-image = nginx:1.27 see /w/.env@6',
    ],
  },
  'a comment does not use a variable': {
    files: { [COMPOSE]: service('# ${IMAGE}', 'image: ${IMAGE}'), '.env': 'IMAGE=nginx:1.27' },
    picture: [
      'services:',
      '  a:',
      '    # ${IMAGE}',
      '    image: ${IMAGE}',
      '           ^^^^^^^^ compose-image = nginx:1.27 pin in /w/.env at 16 see /w/.env@6',
    ],
  },
  'a service as a whole may override the one before': {
    files: {
      'compose.override.yaml': 'services: {a: !override {image: redis:7}}',
      [COMPOSE]: service('build: .'),
    },
    picture: [
      'services: {a: !override {image: redis:7}}',
      '                                ^^^^^^^ compose-image pin',
    ],
  },
  'or take it away': {
    files: {
      [COMPOSE]: `${service('build: .', 'image: x')}\n  b:\n    image: x`,
      'compose.override.yaml': 'services: {a: !reset null}',
    },
    picture: [
      'services:',
      '  a:',
      '    build: .',
      '    image: x',
      '           ^ compose-image pin',
      '  b:',
      '    image: x',
      '           ^ compose-image pin',
    ],
  },
  'a build of nothing is none': {
    files: { [COMPOSE]: service('build: ~', 'image: redis:7') },
    picture: [
      'services:',
      '  a:',
      '    build: ~',
      '    image: redis:7',
      '           ^^^^^^^ compose-image pin',
    ],
  },
  'a file that another includes has the variables and the builds of that one': {
    files: {
      'sub/compose.yaml': service('image: nginx:${TAG}') + '\n  b:\n    image: shop/base',
      'sub/.env': 'TAG=9',
      [COMPOSE]: 'include: [sub/compose.yaml]\nservices: {base: {build: ., image: shop/base}}',
      '.env': 'TAG=3',
    },
    picture: [
      'services:',
      '  a:',
      '    image: nginx:${TAG}',
      '           ^^^^^^^^^^^^ compose-image = nginx:3 see /w/.env@4',
      '  b:',
      '    image: shop/base',
      '           ^^^^^^^^^ compose-image (build-output)',
    ],
  },
  'of several environment files a later one sees the earlier ones, and wins': {
    files: {
      [COMPOSE]: `include:\n  - {path: sub.yaml, env_file: [one.env, two.env]}\n${service('image: x:1-2-o')}`,
      'sub.yaml': 'services: {base: {image: "x:${B}-${C}", build: .}}',
      'one.env': 'A=1\nC=x\n',
      'two.env': 'B=${A}-2\nC=o\n',
    },
    picture: [
      'include:',
      '  - {path: sub.yaml, env_file: [one.env, two.env]}',
      'services:',
      '  a:',
      '    image: x:1-2-o',
      '           ^^^^^^^ compose-image (build-output)',
    ],
  },
  'a Dockerfile is built from a folder for compose files, too': {
    files: {
      Dockerfile: 'FROM base\n',
      'deploy/compose.yaml': service('build: {context: .., additional_contexts: {base: ./x}}'),
    },
    picture: ['FROM base', '     ^^^^ from (context)', ''],
  },
  'an override may take arguments and contexts away': {
    files: {
      Dockerfile: 'ARG TAG\nFROM assets\nFROM node:$TAG\n',
      [COMPOSE]: service('build: {context: ., args: {TAG: 1}, additional_contexts: {assets: ./a}}'),
      'compose.override.yaml': service('build: {args: !override {X: 1}, additional_contexts: !reset {}}'),
    },
    picture: [
      'ARG TAG',
      'FROM assets',
      '     ^^^^^^ from pin',
      'FROM node:$TAG',
      '     ^^^^^^^^^ from (variable)',
      '',
    ],
  },
  'a further name of what is built, and an image that only one service never pulls': {
    files: {
      [COMPOSE]:
        'services: {a: {build: {tags: ["shop/a:dev"]}}, b: {image: "shop/a:dev"}, c: {pull_policy: never, image: x}, d: {image: x}}',
    },
    picture: [
      'services: {a: {build: {tags: ["shop/a:dev"]}}, b: {image: "shop/a:dev"}, c: {pull_policy: never, image: x}, d: {image: x}}',
      '                                                           ^^^^^^^^^^ compose-image (build-output)',
      '                                                                                                        ^ compose-image (build-output)',
      '                                                                                                                       ^ compose-image pin',
    ],
  },
  'the process comes before .env, where it is let in': {
    files: { [COMPOSE]: service('image: nginx:${TAG}'), '.env': 'TAG=1.27' },
    variables: { TAG: '1.28' },
    picture: [
      'services:',
      '  a:',
      '    image: nginx:${TAG}',
      '           ^^^^^^^^^^^^ compose-image = nginx:1.28',
    ],
  },
  'an env_file gives no variables': {
    files: { [COMPOSE]: service('image: nginx:${TAG:-1}', 'env_file: a.env'), 'a.env': 'TAG=2' },
    picture: [
      'services:',
      '  a:',
      '    image: nginx:${TAG:-1}',
      '           ^^^^^^^^^^^^^^^ compose-image = nginx:1 pin at 3:26',
      '    env_file: a.env',
    ],
  },
  'what an override builds is built': {
    files: { [COMPOSE]: service('image: shop/app'), 'compose.override.yaml': service('build: .') },
    picture: ['services:', '  a:', '    image: shop/app', '           ^^^^^^^^ compose-image (build-output)'],
  },
  'and so is what it names for a build of the file before': {
    files: {
      'docker-compose.override.yml': service('image: shop/app'),
      'docker-compose.yml': service('build: .'),
    },
    picture: ['services:', '  a:', '    image: shop/app', '           ^^^^^^^^ compose-image (build-output)'],
  },
  'unless it resets the build': {
    files: {
      'compose.override.yaml': service('image: shop/app', 'build: !reset null'),
      [COMPOSE]: service('build: .'),
    },
    picture: [
      'services:',
      '  a:',
      '    image: shop/app',
      '           ^^^^^^^^ compose-image pin',
      '    build: !reset null',
    ],
  },
  'another name is no override': {
    files: { [COMPOSE]: service('image: shop/app'), 'compose.build.yaml': service('build: .') },
    picture: ['services:', '  a:', '    image: shop/app', '           ^^^^^^^^ compose-image pin'],
  },
  'COMPOSE_FILE says what is merged': {
    files: {
      [COMPOSE]: service('image: shop/app'),
      'compose.build.yaml': service('build: .'),
      'compose.override.yaml': service('image: x'),
      '.env': 'COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=compose.yaml,compose.build.yaml\n',
    },
    picture: ['services:', '  a:', '    image: shop/app', '           ^^^^^^^^ compose-image (build-output)'],
  },
  'also from a folder above, whose .env counts first': {
    files: {
      'deploy/compose.yaml': service('image: shop/app:${TAG}'),
      'deploy/build.yaml': 'services: {b: {image: "x:${TAG}", build: .}}',
      'deploy/.env': 'TAG=2\nOTHER=3',
      '.env': 'COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=deploy/compose.yaml,deploy/build.yaml\nTAG=1\n',
    },
    picture: [
      'services:',
      '  a:',
      '    image: shop/app:${TAG}',
      '           ^^^^^^^^^^^^^^^ compose-image = shop/app:1 see /w/.env@80',
    ],
  },
  'a base in another file brings its build': {
    files: {
      [COMPOSE]: service('extends: {file: common/base.yaml, service: base}', 'image: shop/app'),
      'common/base.yaml': 'services: {base: {extends: deeper}, deeper: {build: .}}',
    },
    picture: [
      'services:',
      '  a:',
      '    extends: {file: common/base.yaml, service: base}',
      '    image: shop/app',
      '           ^^^^^^^^ compose-image (build-output)',
    ],
  },
  'files that extend each other, missing ones and those of other machines are met calmly': {
    files: {
      [COMPOSE]: `${service('extends: {file: b.yaml, service: b}', 'image: shop/app')}
  c: {extends: {file: missing.yaml, service: x}, image: redis}
  d: {extends: {file: "https://example.com/x.git", service: x}, image: busybox}`,
      'b.yaml': 'services: {b: {extends: {file: compose.yaml, service: a}}}',
    },
    picture: [
      'services:',
      '  a:',
      '    extends: {file: b.yaml, service: b}',
      '    image: shop/app',
      '           ^^^^^^^^ compose-image pin',
      '  c: {extends: {file: missing.yaml, service: x}, image: redis}',
      '                                                        ^^^^^ compose-image pin',
      '  d: {extends: {file: "https://example.com/x.git", service: x}, image: busybox}',
      '                                                                       ^^^^^^^ compose-image pin',
    ],
  },
  'what an included file builds is built here too, with the variables of both': {
    files: {
      [COMPOSE]: `include: [sub/compose.yaml]\n${service('image: shop/base:1.2-x')}`,
      'sub/compose.yaml': 'services: {base: {image: "shop/base:${TAG}-${KIND}", build: .}}',
      'sub/.env': 'TAG=9\nKIND=x',
      '.env': 'TAG=1.2',
    },
    picture: [
      'include: [sub/compose.yaml]',
      'services:',
      '  a:',
      '    image: shop/base:1.2-x',
      '           ^^^^^^^^^^^^^^^ compose-image (build-output)',
    ],
  },
  'an include may have several files, a folder and environment files of its own': {
    files: {
      [COMPOSE]: `include:
  - path: [one/a.yaml, one/b.yaml]
    project_directory: one
    env_file: [first.env, second.env]
${service('image: shop/base:2')}`,
      'one/a.yaml': 'services: {base: {image: "shop/base:${TAG}"}}',
      'one/b.yaml': 'services: {base: {build: .}}',
      'first.env': 'TAG=1',
      'second.env': 'TAG=2',
    },
    picture: [
      'include:',
      '  - path: [one/a.yaml, one/b.yaml]',
      '    project_directory: one',
      '    env_file: [first.env, second.env]',
      'services:',
      '  a:',
      '    image: shop/base:2',
      '           ^^^^^^^^^^^ compose-image (build-output)',
    ],
  },
  'files that include each other, and artefacts of registries, are met calmly': {
    files: {
      [COMPOSE]: `include: [other.yaml, "oci://example.com/stack:1"]\n${service('image: redis')}`,
      'other.yaml': 'include: [compose.yaml]\nservices: {b: {image: x}}',
    },
    picture: [
      'include: [other.yaml, "oci://example.com/stack:1"]',
      '                             ^^^^^^^^^^^^^^^^^^^ include pin',
      'services:',
      '  a:',
      '    image: redis',
      '           ^^^^^ compose-image pin',
    ],
  },
  'a volume may come from a service of an included file': {
    files: {
      [COMPOSE]: `include: [sub.yaml]\n${service('volumes: [{type: image, source: assets, target: /x}]')}`,
      'sub.yaml': 'services: {assets: {image: shop/assets:1}}',
    },
    picture: [
      'include: [sub.yaml]',
      'services:',
      '  a:',
      '    volumes: [{type: image, source: assets, target: /x}]',
      '                                    ^^^^^^ image-volume (service)',
    ],
  },
  'a Dockerfile has the arguments that services give it, where it has no defaults': {
    files: {
      'app/Dockerfile': 'ARG TAG\nARG KIND=slim\nFROM node:${TAG}\nFROM node:1-${KIND}\n',
      [COMPOSE]: service('build:', '  context: app', '  args: {TAG: "${NODE}", KIND: alpine}'),
      '.env': 'NODE=20',
    },
    picture: [
      'ARG TAG',
      'ARG KIND=slim',
      'FROM node:${TAG}',
      '     ^^^^^^^^^^^ from = node:20',
      'FROM node:1-${KIND}',
      '     ^^^^^^^^^^^^^^ from = node:1-slim see 2:10',
      '',
    ],
  },
  'of which a number without quotes is one': {
    files: {
      Dockerfile: 'ARG A\nARG B\nFROM node:$A\nFROM node:$B',
      [COMPOSE]: service('build: {context: ., args: {A: 3.10, B: "3.10"}}'),
    },
    picture: [
      'ARG A',
      'ARG B',
      'FROM node:$A',
      '     ^^^^^^^ from = node:3.1',
      'FROM node:$B',
      '     ^^^^^^^ from = node:3.10',
    ],
  },
  'which are nobody knows when they differ': {
    files: {
      'app/Dockerfile': 'ARG TAG\nFROM node:${TAG}\n',
      [COMPOSE]:
        'services: {a: {build: {context: app, args: [TAG=1]}}, b: {build: {context: app, args: [TAG=2]}}}',
    },
    picture: ['ARG TAG', 'FROM node:${TAG}', '     ^^^^^^^^^^^ from (variable)', ''],
  },
  'a build context that services name is no image': {
    files: {
      'docker/web.Dockerfile': 'FROM scratch\nCOPY --from=assets /a /b\nCOPY --from=other /a /b\n',
      [COMPOSE]: service(
        'build:',
        '  context: .',
        '  dockerfile: docker/web.Dockerfile',
        '  additional_contexts: [assets=./assets]',
      ),
    },
    picture: [
      'FROM scratch',
      '     ^^^^^^^ from (scratch)',
      'COPY --from=assets /a /b',
      '            ^^^^^^ copy-from (context)',
      'COPY --from=other /a /b',
      '            ^^^^^ copy-from pin',
      '',
    ],
  },
  'an override adds to the build': {
    files: {
      Dockerfile: 'ARG TAG\nFROM assets\nFROM node:$TAG\n',
      [COMPOSE]: service('build: .'),
      'compose.override.yaml': service('build: {args: {TAG: 20}, additional_contexts: {assets: ./a}}'),
    },
    picture: [
      'ARG TAG',
      'FROM assets',
      '     ^^^^^^ from (context)',
      'FROM node:$TAG',
      '     ^^^^^^^^^ from = node:20',
      '',
    ],
  },
  'a Dockerfile inside of a service is read with what that service gives': {
    files: {
      [COMPOSE]: service(
        'build:',
        '  args: {TAG: 20}',
        '  additional_contexts: {assets: ./a}',
        '  dockerfile_inline: |',
        '    ARG TAG',
        '    FROM node:$${TAG}',
        '    COPY --from=assets /a /b',
        '    COPY --from=busybox:${BUSYBOX} /a /b',
      ),
      '.env': 'BUSYBOX=1.36',
    },
    picture: [
      'services:',
      '  a:',
      '    build:',
      '      args: {TAG: 20}',
      '      additional_contexts: {assets: ./a}',
      '      dockerfile_inline: |',
      '        ARG TAG',
      '        FROM node:$${TAG}',
      '             ^^^^^^^^^^^^ inline from = node:20',
      '        COPY --from=assets /a /b',
      '                    ^^^^^^ inline copy-from (context)',
      '        COPY --from=busybox:${BUSYBOX} /a /b',
      '                    ^^^^^^^^^^^^^^^^^^ inline copy-from = busybox:1.36',
    ],
  },
};

describe('a file among others', () => {
  for (const [title, { files, of = Object.keys(files)[0]!, variables, picture }] of Object.entries(cases)) {
    it(title, () => assert.equal(pictureOf(files, of, variables), picture.join('\n')));
  }

  it('is for development where the profiles of all files say so', () => {
    const development = (files: Files) =>
      documentIn(workspaceWith(files), COMPOSE).images.map((image) => image.development);
    const override = 'compose.override.yaml';
    const base = service('image: redis', 'profiles: [release]');
    assert.deepEqual(
      development({ [COMPOSE]: service('image: redis'), [override]: service('profiles: [dev]') }),
      [true],
    );
    assert.deepEqual(development({ [COMPOSE]: base, [override]: service('profiles: [dev]') }), [false]);
    assert.deepEqual(development({ [COMPOSE]: base, [override]: service('profiles: !override [dev]') }), [
      true,
    ]);
    assert.deepEqual(
      development({
        [COMPOSE]: service('image: redis', 'profiles: [dev]'),
        [override]: service('profiles: !reset []'),
      }),
      [false],
    );
  });

  it('knows who builds a Dockerfile, and with what', () => {
    const files = {
      'app/Dockerfile': 'FROM scratch',
      'other/Dockerfile': 'FROM scratch',
      [COMPOSE]: service('build: {context: app, target: release, args: {A: 1, B: null}}'),
      'compose.override.yaml': 'services: {a: {build: {args: [A=2]}}, b: {build: ./other}}',
      'docker/Dockerfile': 'FROM scratch',
      'docker/compose.yaml': 'services: {d: {build: .}}',
      'app/compose.test.yaml':
        'services: {t: {build: {dockerfile: Dockerfile}}, r: {build: "https://example.com/x.git"}}',
    };
    const once = documentIn(workspaceWith(files), 'docker/Dockerfile');
    assert.ok(once.kind === 'dockerfile');
    assert.deepEqual(
      once.builds.map((build) => build.file),
      ['/w/docker/compose.yaml'],
    );
    const document = documentIn(workspaceWith(files), 'app/Dockerfile');
    assert.ok(document.kind === 'dockerfile');
    const builds = document.builds.map(({ service: name, file, target, args }) => ({
      name,
      file,
      target,
      args: [...args],
    }));
    assert.deepEqual(builds, [
      { name: 't', file: '/w/app/compose.test.yaml', target: null, args: [] },
      { name: 'a', file: '/w/compose.yaml', target: 'release', args: [['A', '2']] },
    ]);
  });
});
