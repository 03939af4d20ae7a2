import assert from 'node:assert/strict';
import { planLock, type DigestLock, type LockOptions } from '../../../server/src/pins/digestLock';
import { verifyLock } from '../../../server/src/pins/verifyLock';
import { composeProject } from '../../../server/src/project/composeProject';
import { lockedProject } from '../../../server/src/project/lockedProject';
import type { MergedService } from '../../../server/src/syntax/compose/merge';
import { parseCompose } from '../../../server/src/syntax/compose/compose';
import { textOf } from '../../../server/src/text/span';
import { pinAnswers, type PinWorld } from '../../support/pinAnswers';
import { digestOf, found, nameOf, withDigests, withLetters } from '../../support/pins';
import { workspaceWith, type Files } from '../../support/workspace';

const NEVER = new AbortController().signal;
const TIME = Date.UTC(2026, 10, 23, 6, 18, 3, 250);

function servicesOf(files: Files): ReadonlyMap<string, MergedService> {
  const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, withDigests(text)]));
  return composeProject('/w/compose.yaml', workspaceWith(texts)).services;
}

interface Locked extends DigestLock {
  readonly asked: readonly string[];
}

/** Locks the project of `compose.yaml`, with a registry that knows images by name, as letters. */
async function lock(
  files: Files | string,
  registry: Readonly<Record<string, string>>,
  options: Partial<LockOptions> = {},
): Promise<Locked> {
  const asked: string[] = [];
  const planned = await planLock(servicesOf(typeof files === 'string' ? { 'compose.yaml': files } : files), {
    files: ['compose.yaml'],
    name: 'compose.lock.yaml',
    previous: null,
    now: TIME,
    signal: NEVER,
    ask: (reference) => {
      const name = nameOf(reference).replace('docker.io/library/', '');
      asked.push(name);
      const letter = registry[name];
      const absent = { found: false, reason: 'not-found', registry: reference.registry } as const;
      return Promise.resolve(letter === undefined ? absent : found(digestOf(letter)));
    },
    ...options,
  });
  return { ...planned, text: planned.text === null ? null : withLetters(planned.text), asked };
}

/** What stands below the comment. */
function body({ text }: DigestLock): string | undefined {
  return text?.replace(/^(?:#.*\n)+\n?/, '');
}

function notes({ notes: said, failures }: DigestLock): string[] {
  return [...said, ...failures].map(({ message }) => message);
}

describe('a digest lock', () => {
  it('is an override file that says what it is for, and pins each service by the name it has', async () => {
    const locked = await lock(
      'services:\n  web:\n    image: nginx:1.27\n  db:\n    image: docker.io/library/postgres\n',
      { 'nginx:1.27': 'A', 'postgres:latest': 'B' },
    );
    assert.equal(
      locked.text,
      [
        '# Digests of the images in compose.yaml.',
        '# Made by immutable-infra at 2026-11-23T06:18:03Z; make it again rather than edit it.',
        '# Give it to compose after those files: docker compose -f compose.yaml -f compose.lock.yaml up',
        '',
        'services:',
        '  db:',
        '    image: docker.io/library/postgres@B',
        '  web:',
        '    image: nginx:1.27@A',
        '',
      ].join('\n'),
    );
    assert.equal(locked.locked, 2);
    assert.deepEqual(notes(locked), []);
  });

  it('takes what compose makes of all files and variables, and keeps pins', async () => {
    const locked = await lock(
      {
        'compose.yaml':
          'services:\n  web:\n    image: "nginx:${TAG}"\n  db:\n    extends: {file: base.yaml, service: any}\n  old:\n    image: x@C\n',
        'compose.override.yaml': 'services:\n  db:\n    image: postgres:17\n',
        'base.yaml':
          'services:\n  any:\n    image: postgres:16\n    volumes:\n      - {type: image, source: data:1, target: /data}\n',
        '.env': 'TAG=1.28\n',
      },
      { 'nginx:1.28': 'A', 'postgres:17': 'B', 'data:1': 'D' },
    );
    assert.equal(
      body(locked),
      [
        'services:',
        '  db:',
        '    image: postgres:17@B',
        '    volumes:',
        '      - type: image',
        '        source: data:1@D',
        '        target: /data',
        '  old:',
        '    image: x@C',
        '  web:',
        '    image: nginx:1.28@A',
        '',
      ].join('\n'),
    );
    assert.deepEqual(locked.asked, ['postgres:17', 'data:1', 'nginx:1.28']);
  });

  it('repeats all that an image volume says, and leaves other volumes alone', async () => {
    const text = [
      'services:',
      '  web:',
      '    image: nginx@A',
      '    volumes:',
      '      - ./src:/src',
      '      - type: image',
      '        source: assets:2',
      '        target: /$$assets',
      '        read_only: true',
      '        image:',
      '          subpath: "on"',
      '      - {type: image, source: tools, target: /tools}',
      '      - {type: bind, source: ., target: /tools}',
      '      - {type: image, source: web, target: /web}',
      '',
    ].join('\n');
    assert.equal(
      body(await lock(text, { 'assets:2': 'B', 'tools:latest': 'C' })),
      [
        'services:',
        '  web:',
        '    image: nginx@A',
        '    volumes:',
        '      - type: image',
        '        source: assets:2@B',
        '        target: /$$assets',
        '        read_only: true',
        '        image:',
        '          subpath: "on"',
        '',
      ].join('\n'),
    );
  });

  it('has the volumes that are left when all files have said theirs', async () => {
    const volume = (source: string, target: string): string =>
      `{type: image, source: ${source}, target: ${target}}`;
    const services = (volumes: string) => `services: {a: {image: x@A, volumes: ${volumes}}}`;
    const after = async (override: string) => {
      const files = {
        'compose.yaml': services(`[${volume('one', '/a')}, ${volume('two', '/b')}]`),
        'compose.override.yaml': services(override),
      };
      const { asked } = await lock(files, { 'one:latest': 'A', 'two:latest': 'B', 'three:latest': 'C' });
      return asked;
    };
    assert.deepEqual(await after(`[${volume('three', '/b')}]`), ['one:latest', 'three:latest']);
    assert.deepEqual(await after('["./here:/b:ro"]'), ['one:latest']);
    assert.deepEqual(await after(`!override [${volume('three', '/c')}]`), ['three:latest']);
    assert.deepEqual(await after('!reset []'), []);
  });

  it('is for the project that includes a file, whichever of them is named', () => {
    const files = {
      'compose.yaml': 'include: [part/compose.yaml]\nservices: {a: {image: x}}\n',
      'part/compose.yaml': 'services: {b: {image: y}}\n',
    };
    const workspace = workspaceWith(files);
    for (const path of Object.keys(files)) {
      const project = lockedProject(`/w/${path}`, '/w/deploy/compose.lock.yaml', workspace);
      assert.deepEqual(project.files, ['../compose.yaml'], path);
      assert.deepEqual([...project.services.keys()].sort(), ['a', 'b'], path);
    }
  });

  it('says what it leaves out, and why', async () => {
    const locked = await lock(
      [
        'services:',
        '  a: {build: ., image: shop:1}',
        '  b: {image: shop:1}',
        '  c: {image: "x:${NOBODY}"}',
        '  d: {image: nginx, pre_start: [{image: busybox, command: ls}, {image: "busybox@A"}]}',
        '  e: {image: gone:1}',
        '  f: {image: "Not A Name"}',
        '',
      ].join('\n'),
      { 'nginx:latest': 'A' },
    );
    assert.equal(body(locked), 'services:\n  d:\n    image: nginx@A\n');
    assert.deepEqual(notes(locked), [
      "'a' is left out, for its image is made here. Pin the images that its Dockerfile starts from.",
      "'b' is left out, for its image is made here. Pin the images that its Dockerfile starts from.",
      "The image of 'c' is left out, for a variable in it has no value here. Give it a default, or a value in .env.",
      "'busybox' in pre_start of 'd' is left out, for an override file adds hooks and replaces none. Pin it where it is written.",
      "'Not A Name' of 'f' is left out, for it is no image reference. Write it as in: registry/repository:tag",
      "docker.io does not have 'gone:1'. Check the name and the tag.",
    ]);
    assert.deepEqual(
      locked.failures.map(({ service }) => service),
      ['e'],
    );
  });

  it('does not take the image of a file before where a later one names an unknown one', async () => {
    const locked = await lock(
      {
        'compose.yaml': 'services: {a: {image: "x:1"}}',
        'compose.override.yaml': 'services: {a: {image: "x:$NOBODY"}}',
      },
      { 'x:1': 'A' },
    );
    assert.equal(locked.text, null);
    assert.deepEqual(locked.asked, []);
  });

  it('is nothing where there is nothing to lock', async () => {
    assert.equal((await lock('services: {a: {build: .}}', {})).text, null);
    assert.equal((await lock('', {})).text, null);
  });

  const odd = ['yes', '1', 'null', '<<', '12:30', '__proto__', 'a b', '#c', '&d', 'e: f', '日本'];
  it(`quotes odd names: ${odd.join(' ')}`, async () => {
    const text = `services:\n${odd.map((name) => `  ${JSON.stringify(name)}: {image: x}\n`).join('')}`;
    const { text: made } = await lock(text, { 'x:latest': 'A' });
    const entries = servicesOf({ 'compose.yaml': made ?? '' });
    assert.deepEqual([...entries.keys()].sort(), odd.filter((name) => name !== '<<').sort());
  });

  it('asks for each image once', async () => {
    const { asked } = await lock(
      'services: {a: {image: nginx}, b: {image: docker.io/nginx:latest}, c: {image: nginx}}',
      { 'nginx:latest': 'A' },
    );
    assert.deepEqual(asked, ['nginx:latest']);
  });

  it('stays as it is, with its time, where nothing is new, and keeps what could not be asked', async () => {
    const source = 'services: {a: {image: nginx}, b: {image: gone}}';
    const first = await lock(source, { 'nginx:latest': 'A', 'gone:latest': 'B' });
    const previous = withDigests(first.text ?? '');
    const again = { previous, now: TIME + 1_000_000 };
    const second = await lock(source, { 'nginx:latest': 'A' }, again);
    assert.equal(second.text, first.text);
    assert.deepEqual(notes(second), [
      "docker.io does not have 'gone'. Check the name and the tag. The lock keeps the digest that it has.",
    ]);
    const third = await lock(source, { 'nginx:latest': 'C', 'gone:latest': 'B' }, again);
    assert.match(third.text ?? '', /at 2026-11-23T06:34:43Z;/);
    assert.match(third.text ?? '', /image: nginx@C\n/);
  });

  it('names odd files as a shell takes them, and lets none break out of its comment', async () => {
    const { text } = await lock(
      'services: {a: {image: x}}',
      { 'x:latest': 'A' },
      { files: ["it's.yaml", 'a\nservices: {}'] },
    );
    assert.match(text ?? '', /docker compose -f 'it'\\''s.yaml' -f 'a services: {}' -f compose.lock.yaml up/);
    assert.equal(parseCompose(withDigests(text ?? '')).images.length, 1);
  });
});

describe('a lock is compared', () => {
  const FILES = 'services:\n  db: {image: "postgres:16"}\n  web: {image: "nginx:1"}\n';
  const LOCK = 'services:\n  db:\n    image: postgres:16@A\n  web:\n    image: nginx:1@B\n';

  /** `line: message`, the line of the lock where there is one. */
  async function verify(
    lockText: string,
    files: string,
    world: PinWorld,
  ): Promise<{ said: string[]; asked: string[] }> {
    const { answers, asked } = pinAnswers(world);
    const text = withDigests(lockText);
    const problems = await verifyLock(text, servicesOf({ 'compose.yaml': files }), {
      answers,
      signal: NEVER,
    });
    const said = problems.map(({ span, message, kind }) => {
      const at = span ? withLetters(textOf(text, span)) : '-';
      return `${at} ${kind}: ${message}`;
    });
    return { said, asked };
  }

  it('with files and registries that say the same', async () => {
    const { said, asked } = await verify(LOCK, FILES, { tags: { 16: 'A', 1: 'B' } });
    assert.deepEqual(said, []);
    assert.deepEqual(asked.sort(), ['HEAD 1', 'HEAD 16']);
  });

  const cases: readonly { what: string; lock?: string; files?: string; world?: PinWorld; said: string[] }[] =
    [
      {
        what: 'without a service',
        lock: 'services:\n  db:\n    image: postgres:16@A\n',
        said: ["- difference: 'web' is not in the lock. Write the lock again."],
      },
      {
        what: 'with a service that is gone',
        files: 'services:\n  db: {image: "postgres:16"}\n',
        said: [
          "nginx:1@B difference: 'web' is in the lock, but not in the files with an image that can be locked. Write the lock again.",
        ],
      },
      {
        what: 'with a service that is built now',
        files: 'services:\n  db: {image: "postgres:16"}\n  web: {build: .}\n',
        said: [
          "nginx:1@B difference: The image of 'web' is made here now, and the lock puts another in its place. Write the lock again.",
        ],
      },
      {
        what: 'with another tag',
        files: 'services:\n  db: {image: "postgres:17"}\n  web: {image: "nginx:1"}\n',
        said: [
          "postgres:16@A difference: 'db' is 'postgres:17' in the files, and 'postgres:16' in the lock. Write the lock again.",
        ],
      },
      {
        what: 'with another pin',
        files: withDigests('services:\n  db: {image: "postgres:16@C"}\n  web: {image: "nginx:1"}\n'),
        said: [
          "postgres:16@A difference: The files pin 'db' to another digest than the lock. Write the lock again.",
        ],
      },
      {
        what: 'without a digest',
        lock: 'services:\n  db:\n    image: postgres:16\n  web:\n    image: nginx:1@B\n',
        said: ["postgres:16 difference: The lock has no digest for 'db'. Write the lock again."],
      },
      {
        what: 'with a tag that moved',
        world: { tags: { 16: 'C', 1: 'B' } },
        said: [
          "postgres:16@A difference: 'postgres:16' names another image, sha256:cccccccccccc…, since 1970-01-01 at the latest. Write the lock again.",
        ],
      },
      {
        what: 'with a tag that moved to the same images',
        world: {
          tags: { 16: 'C', 1: 'B' },
          indexes: { A: ['linux/amd64=E', '=1'], C: ['linux/amd64=E', '=2'] },
        },
        said: [],
      },
      {
        what: 'with a digest that is gone',
        world: { tags: { 16: 'C', 1: 'B' }, failures: { A: { reason: 'not-found' } } },
        said: [
          "postgres:16@A difference: docker.io no longer has the digest of 'postgres:16' (asked on 1970-01-01). Write the lock again.",
        ],
      },
      {
        what: 'with a registry that does not answer',
        world: { tags: { 16: { reason: 'timeout', seconds: 30 }, 1: 'B' } },
        said: [
          "postgres:16@A unknown: docker.io did not answer for 'postgres:16' within 30 s. Check the network, or try again.",
        ],
      },
    ];
  for (const { what, lock: lockText = LOCK, files = FILES, world, said } of cases) {
    it(what, async () => {
      const answer = await verify(lockText, files, world ?? { tags: { 16: 'A', 1: 'B' } });
      assert.deepEqual(answer.said, said);
    });
  }

  it('with image volumes by where they are mounted', async () => {
    const volume = (source: string) => `volumes: [{type: image, source: "${source}", target: /d}]`;
    const { said } = await verify(
      `services: {a: {image: "x:1@A", ${volume('data:2@B')}}}`,
      `services: {a: {image: "x:1", ${volume('data:3')}}}`,
      { tags: { 1: 'A', 2: 'B' } },
    );
    assert.deepEqual(said, [
      "data:2@B difference: 'a' at /d is 'data:3' in the files, and 'data:2' in the lock. Write the lock again.",
    ]);
  });

  it('and a lock that was just made has no difference', async () => {
    const { text } = await lock(FILES, { 'postgres:16': 'A', 'nginx:1': 'B' });
    assert.deepEqual((await verify(text ?? '', FILES, { tags: { 16: 'A', 1: 'B' } })).said, []);
  });
});
