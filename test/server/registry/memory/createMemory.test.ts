import assert from 'node:assert/strict';
import * as fileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createMemory } from '../../../../server/src/registry/memory/createMemory';
import type { Memory } from '../../../../server/src/registry/memory/memory';
import type { Descriptor, Target } from '../../../../server/src/registry/manifests';
import type { Failure } from '../../../../server/src/registry/unresolved';
import { createNodeEnvironment } from '../../../../server/src/nodeEnvironment';
import { isWellFormedDigest } from '../../../../server/src/syntax/imageReference';
import { createMemoryFiles, type MemoryFiles } from '../../../support/memoryFiles';
import { seededRandom } from '../../../support/seededRandom';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const FILE = '/store/registries/docker.io.json';

describe('createMemory', () => {
  let disk: MemoryFiles;
  const open = (folder: string | null = '/store'): Memory => createMemory(disk.environment, { folder });

  beforeEach(() => {
    disk = createMemoryFiles();
  });

  it('keeps answers in a file that a person can read', async () => {
    const memory = open();
    await memory.remember(tag('20'), found(1));
    await memory.remember(tag('nope'), { reason: 'not-found' });
    await memory.settled();
    assert.equal(
      disk.files.get(FILE)?.toString().replaceAll(digest(1), 'sha256:1…'),
      `{"version":1,"entries":{
"library/node:20":{"at":1767225600000,"value":{"digest":"sha256:1…","mediaType":"${INDEX}"}},
"library/node:nope":{"at":1767225600000,"value":{"reason":"not-found"}}
}}
`,
    );
    assert.deepEqual([...disk.files.keys()].sort(), ['/store/record/docker.io.jsonl', FILE]);
  });

  describe('counts', () => {
    const LIFETIMES: readonly (readonly [answer: Descriptor | Failure, milliseconds: number])[] = [
      [found(1), 60 * MINUTE],
      [{ reason: 'not-found' }, 10 * MINUTE],
      [{ reason: 'unauthorised', login: { kind: 'refused' } }, 10 * MINUTE],
      [{ reason: 'server-error', status: 503 }, 10 * MINUTE],
      [
        { reason: 'unauthorised', login: { kind: 'unreadable', path: '/c', problem: 'is no JSON' } },
        10 * MINUTE,
      ],
      [{ reason: 'invalid-response', detail: 'answers 418' }, 10 * MINUTE],
      [{ reason: 'untrusted-address', purpose: 'login', address: 'http://x' }, 10 * MINUTE],
      [{ reason: 'digest-mismatch', expected: digest(1), actual: digest(2) }, 10 * MINUTE],
      [{ reason: 'unsupported-manifest', mediaType: null }, 10 * MINUTE],
      [{ reason: 'too-large', limit: 8 * 1024 * 1024 }, 10 * MINUTE],
      [{ reason: 'no-platform', platform: 'linux/arm/v7', available: ['linux/amd64'] }, 10 * MINUTE],
      [{ reason: 'missing-part', digest: digest(1) }, 10 * MINUTE],
      [{ reason: 'too-many-referrers' }, 10 * MINUTE],
      [{ reason: 'unreachable', problem: 'refused', host: 'h', code: 'ECONNREFUSED' }, MINUTE],
      [{ reason: 'rate-limited', host: 'h', retryAfterSeconds: 90 }, 90 * SECOND],
      [{ reason: 'rate-limited', host: 'h', retryAfterSeconds: 21_600 }, 10 * MINUTE],
      [{ reason: 'rate-limited', host: 'h', retryAfterSeconds: null }, 10 * MINUTE],
    ];
    for (const [answer, milliseconds] of LIFETIMES) {
      it(`${JSON.stringify(answer).slice(0, 60)} for ${milliseconds / SECOND} s`, async () => {
        const [memory, start] = [open(), disk.time];
        await memory.remember(tag('20'), answer);
        await memory.settled();
        for (const each of [memory, open()]) {
          disk.time = start;
          assert.deepEqual(await each.recall(tag('20')), { answer, at: start });
          disk.time = start + milliseconds - 1;
          assert.equal((await each.recall(tag('20')))?.at, start);
          disk.time = start + milliseconds;
          assert.equal(await each.recall(tag('20')), null);
        }
      });
    }

    it('an hour for what a digest is, and only if the answer is that digest', async () => {
      const [memory, start] = [open(), disk.time];
      await memory.remember(pinned(1), found(1));
      await memory.remember(pinned(2), found(3));
      assert.deepEqual(await memory.recall(pinned(1)), { answer: found(1), at: start });
      assert.equal(await memory.recall(pinned(2)), null);
      disk.time += 60 * MINUTE;
      assert.equal(await memory.recall(pinned(1)), null);
      assert.deepEqual(await memory.history(tag('20')), []);
    });

    it('no answer for one that was not waited for', async () => {
      const memory = open();
      await memory.remember(tag('20'), found(1));
      await memory.remember(tag('20'), { reason: 'cancelled' });
      await memory.remember(tag('20'), { reason: 'timeout', seconds: 30 });
      assert.deepEqual((await memory.recall(tag('20')))?.answer, found(1));
    });

    it('what was found more than a failure of the moment, and less than one that is about it', async () => {
      const memory = open();
      await memory.remember(tag('20'), found(1));
      await memory.remember(tag('20'), { reason: 'rate-limited', host: 'h', retryAfterSeconds: 90 });
      await memory.remember(tag('20'), { reason: 'server-error', status: 502 });
      assert.deepEqual((await memory.recall(tag('20')))?.answer, found(1));
      await memory.remember(tag('20'), { reason: 'not-found' });
      assert.deepEqual((await memory.recall(tag('20')))?.answer, { reason: 'not-found' });
    });

    it('down what is left of a rate limit', async () => {
      const memory = open();
      await memory.remember(tag('20'), { reason: 'rate-limited', host: 'h', retryAfterSeconds: 90 });
      disk.time += 30_500;
      assert.deepEqual((await memory.recall(tag('20')))?.answer, {
        reason: 'rate-limited',
        host: 'h',
        retryAfterSeconds: 60,
      });
    });

    it('no time that is yet to come, and lets nothing from it stand in the way', async () => {
      const [memory, start] = [open(), disk.time];
      disk.time += 365 * 24 * 60 * MINUTE;
      await memory.remember(tag('20'), found(1));
      await memory.rememberFacts(tag('20'), digest(1), { body: 'of the future' });
      await memory.settled();
      disk.time = start;
      for (const each of [memory, open()]) {
        assert.equal(await each.recall(tag('20')), null);
        assert.equal(await each.recallFacts(tag('20'), digest(1)), undefined);
      }
      const other = open();
      await other.remember(tag('20'), found(2));
      await other.settled();
      disk.time += SECOND;
      assert.deepEqual((await memory.recall(tag('20')))?.answer, found(2));
      await memory.remember(tag('20'), found(3));
      await memory.settled();
      assert.deepEqual((await open().recall(tag('20')))?.answer, found(3));
    });
  });

  it('knows the content of digests for good', async () => {
    const memory = open();
    await memory.rememberFacts(tag('20'), digest(1), { type: INDEX, body: '{}' });
    await memory.rememberFacts(tag('20'), digest(2), { body: 'x'.repeat(300_000) });
    await memory.settled();
    disk.time += 5 * 365 * 24 * 60 * MINUTE;
    assert.deepEqual(await open().recallFacts(tag('20'), digest(1)), { type: INDEX, body: '{}' });
    assert.equal(await open().recallFacts(tag('20'), digest(2)), undefined, 'too much');
    assert.equal(await open().recallFacts({ ...tag('20'), repository: 'other' }, digest(1)), undefined);
  });

  it('is the same without a folder, and touches no disk', async () => {
    const memory = open(null);
    await memory.remember(tag('20'), found(1));
    await memory.rememberFacts(tag('20'), digest(1), { body: '{}' });
    await memory.settled();
    assert.deepEqual((await memory.recall(tag('20')))?.answer, found(1));
    assert.deepEqual(await memory.recallFacts(tag('20'), digest(1)), { body: '{}' });
    assert.deepEqual(await memory.history(tag('20')), [run(1, disk.time, disk.time)]);
    disk.time += 60 * MINUTE;
    assert.equal(await memory.recall(tag('20')), null);
    assert.deepEqual(disk.calls, []);
  });

  it('writes a burst of answers once, and reads once for a burst of questions', async () => {
    const memory = open();
    const targets = Array.from({ length: 100 }, (_, index) => tag(`1.${index}`));
    for (const [index, target] of targets.entries()) await memory.remember(target, found(index));
    await memory.settled();
    const count = (call: string) => disk.calls.filter((each) => each === call).length;
    assert.equal(count('write docker.io.json'), 1);
    assert.equal(count('read docker.io.json'), 2);
    const other = open();
    disk.calls.length = 0;
    const answers = await Promise.all(targets.map((target) => other.recall(target)));
    for (const target of targets) answers.push(await other.recall(target));
    assert.equal(answers.filter((answer) => answer !== null).length, 200);
    assert.deepEqual(disk.calls, ['read docker.io.json']);
    await memory.settled();
    await other.settled();
    assert.deepEqual(disk.calls, ['read docker.io.json']);
  });

  it('writes by itself soon, and keeps no process alive for it', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const memory = createMemory(disk.environment, { folder: '/store', writeDelay: 1 });
    const written = new Promise<void>((resolve) => {
      disk.pause = () => {
        if (disk.calls.includes('write docker.io.json')) resolve();
        return Promise.resolve();
      };
    });
    await memory.remember(tag('20'), found(1));
    await written;
    await memory.settled();
    const before = timers();
    await memory.remember(tag('21'), found(1));
    assert.equal(timers(), before);
    await memory.settled();
  });

  describe('shared by two windows', () => {
    it('shows each what the other learned, after a second', async () => {
      const [one, other] = [open(), open()];
      assert.equal(await other.recall(tag('20')), null);
      await one.remember(tag('20'), found(1));
      await one.settled();
      assert.equal(await other.recall(tag('20')), null);
      disk.time += SECOND;
      assert.deepEqual((await other.recall(tag('20')))?.answer, found(1));
      await other.remember(tag('20'), found(2));
      await other.settled();
      disk.time += SECOND;
      assert.deepEqual((await one.recall(tag('20')))?.answer, found(2));
    });

    it('keeps what the other wrote meanwhile, the newest of each', async () => {
      const [one, other] = [open(), open()];
      await one.remember(tag('a'), found(1));
      await one.remember(tag('b'), found(2));
      disk.time += SECOND;
      await other.remember(tag('b'), found(3));
      await other.remember(tag('c'), found(4));
      await other.settled();
      await one.settled();
      const third = open();
      const answers = await Promise.all(['a', 'b', 'c'].map((name) => third.recall(tag(name))));
      assert.deepEqual(
        answers.map((answer) => answer?.answer),
        [found(1), found(3), found(4)],
      );
    });

    it('keeps what the other wrote between reading and writing', async () => {
      const [one, other] = [open(), open()];
      await one.remember(tag('a'), found(1));
      await other.remember(tag('b'), found(2));
      let isFirst = true;
      disk.pause = async () => {
        if (!isFirst || disk.calls.at(-1) !== 'write docker.io.json') return;
        isFirst = false;
        await other.settled();
      };
      await one.settled();
      assert.equal(isFirst, false);
      assert.deepEqual((await open().recall(tag('a')))?.answer, found(1));
      assert.deepEqual((await open().recall(tag('b')))?.answer, found(2));
    });

    it('loses nothing, in whatever order their steps come', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          disk = createMemoryFiles();
          const random = seededRandom(seed);
          disk.pause = async () => {
            for (let steps = Math.floor(random() * 8); steps > 0; steps--) await Promise.resolve();
          };
          const windows = [open(), open(), open()];
          await Promise.all(
            windows.map(async (memory, window) => {
              for (let index = 0; index < 6; index++) {
                await memory.remember(tag(`${window}.${index}`), found(window * 10 + index));
                if (random() < 0.4) await memory.settled();
              }
              await memory.settled();
            }),
          );
          // What was written over between another's comparison and replacement comes back with the next look.
          for (const memory of windows) {
            disk.time += SECOND;
            await memory.recall(tag('0.0'));
            await memory.settled();
          }
          const reader = open();
          for (let window = 0; window < 3; window++) {
            for (let index = 0; index < 6; index++) {
              const known = await reader.recall(tag(`${window}.${index}`));
              assert.deepEqual(known?.answer, found(window * 10 + index));
              assert.equal((await reader.history(tag(`${window}.${index}`))).length, 1);
            }
          }
          assert.deepEqual(disk.log, []);
        }),
        { numRuns: 60 },
      );
    });
  });

  it('is bounded, and forgets the oldest first', async () => {
    const memory = open();
    for (let index = 0; index < 5010; index++) {
      disk.time++;
      await memory.remember(tag(`1.${index}`), { reason: 'not-found' });
    }
    await memory.settled();
    const known = async (index: number) => (await open().recall(tag(`1.${index}`))) !== null;
    assert.deepEqual([await known(9), await known(10), await known(5009)], [false, true, true]);
    disk.time += 10 * MINUTE;
    await memory.remember(tag('new'), found(1));
    await memory.settled();
    assert.equal(disk.files.get(FILE)?.toString().split('\n').length, 4, 'what is over is dropped');
    for (let index = 0; index < 30; index++) {
      disk.time++;
      await memory.rememberFacts(tag('20'), digest(index), { body: 'x'.repeat(200_000) });
    }
    await memory.settled();
    assert.ok((disk.files.get('/store/content/docker.io.json')?.length ?? 0) < 4.1 * 1024 * 1024);
    assert.equal(await open().recallFacts(tag('20'), digest(0)), undefined);
    assert.notEqual(await open().recallFacts(tag('20'), digest(29)), undefined);
  });

  describe('sets a file aside, once,', () => {
    const BROKEN: readonly (readonly [name: string, content: string | Uint8Array])[] = [
      ['that is cut off', '{"version":1,"entries":{"library/node:20":{"at":17'],
      ['of a later version', '{"version":2,"entries":{}}'],
      ['of something else', '["hunter2"]'],
      ['of no text', new Uint8Array([0xff, 0xfe, 0, 1])],
      ['with other entries', '{"version":1,"entries":["hunter2"]}'],
      ['nested too deep', '['.repeat(200_000)],
    ];
    for (const [name, content] of BROKEN) {
      it(name, async () => {
        disk.files.set(FILE, Buffer.from(content));
        const [memory, other] = [open(), open()];
        assert.equal(await memory.recall(tag('20')), null);
        await memory.remember(tag('20'), found(1));
        await memory.settled();
        disk.time += SECOND;
        assert.deepEqual((await other.recall(tag('20')))?.answer, found(1));
        assert.deepEqual(disk.files.get(`${FILE}.broken`), Buffer.from(content));
        assert.deepEqual(disk.log, [
          `${FILE} cannot be read by this version. It is now docker.io.json.broken, and a new one is begun.`,
        ]);
      });
    }

    it('and goes on without the disk where that is not possible', async () => {
      disk.files.set(FILE, Buffer.from('hunter2'));
      disk.failure = { written: false, reason: 'denied', detail: 'Permission is denied.' };
      const memory = open();
      for (let round = 0; round < 5; round++) {
        await memory.rememberFacts(tag('20'), digest(1), { body: '{}' });
        await memory.remember(tag('20'), found(1));
        await memory.settled();
        disk.time += 2 * SECOND;
        assert.deepEqual((await memory.recall(tag('20')))?.answer, found(1));
      }
      assert.deepEqual(disk.files, new Map([[FILE, Buffer.from('hunter2')]]));
      assert.deepEqual([...disk.log].sort(), [
        '/store/content/docker.io.json is not written: Permission is denied.',
        '/store/record/docker.io.jsonl is not written: Permission is denied.',
        `${FILE} cannot be read by this version, and not be set aside: Permission is denied.`,
      ]);
    });
  });

  it('goes on in the process while the disk is full, and writes when it is not any more', async () => {
    const memory = open();
    await memory.remember(tag('old'), found(1));
    await memory.settled();
    const before = new Map(disk.files);
    disk.failure = { written: false, reason: 'no-space', detail: 'The disk is full.' };
    for (let index = 0; index < 20; index++) {
      await memory.remember(tag(`1.${index}`), found(index));
      await memory.settled();
    }
    assert.deepEqual(disk.files, before);
    assert.deepEqual((await memory.recall(tag('1.7')))?.answer, found(7));
    assert.deepEqual(await memory.history(tag('1.7')), [run(7, disk.time, disk.time)]);
    assert.deepEqual([...disk.log].sort(), [
      '/store/record/docker.io.jsonl is not written: The disk is full.',
      `${FILE} is not written: The disk is full.`,
    ]);
    disk.failure = null;
    await memory.settled();
    assert.deepEqual((await open().recall(tag('1.7')))?.answer, found(7));
    assert.deepEqual(await open().history(tag('1.7')), [run(7, disk.time, disk.time)]);
  });

  it('takes nothing from a file that is not well-formed', async () => {
    const at = disk.time;
    const entries = {
      'library/node:a': { at, value: { digest: 'sha256:abc', mediaType: INDEX } },
      'library/node:b': { at, value: { digest: digest(1).toUpperCase(), mediaType: INDEX } },
      'library/node:c': { at, value: { digest: digest(1), mediaType: 'text/html' } },
      'library/node:d': { at: '0', value: found(1) },
      'library/node:e': { at: null, value: found(1) },
      'library/node:f': { at, value: { reason: 'constructor' } },
      'library/node:g': { at, value: { reason: 'server-error', status: '\u001b[2J' } },
      'library/node:h': { at, value: { reason: 'invalid-response', detail: 'answers\n\u001b[31m' } },
      'library/node:i': { at, value: { reason: 'unauthorised', login: { kind: '__proto__' } } },
      'library/node:j': { at, value: { reason: 'timeout', seconds: 30 } },
      'library/node:k': [at, found(1)],
      [`library/node@${digest(1)}`]: { at, value: found(2) },
    };
    const text = JSON.stringify({ version: 1, entries });
    const injected = text.replace('{"library/node:a"', '{"__proto__":{"at":1,"value":{}},"library/node:a"');
    disk.files.set(FILE, Buffer.from(injected));
    const memory = open();
    for (const key of 'abcdefghijk') assert.equal(await memory.recall(tag(key)), null, key);
    assert.equal(await memory.recall(pinned(1)), null);
    await memory.remember(tag('z'), { ...found(3), ...{ secret: 'hunter2' } });
    await memory.settled();
    assert.equal(Object.hasOwn(Object.prototype, 'at'), false);
    assert.deepEqual((await open().recall(tag('z')))?.answer, found(3));
  });

  it('hands out no key that some code takes for a prototype', async () => {
    const value = '{"a":{"__proto__":{"isAdmin":true},"b":1},"__proto__":{"isAdmin":true}}';
    const entries = {
      [`library/node@${digest(1)}`]: { at: disk.time, value },
      [`library/node@${digest(2)}`]: { at: disk.time, value: '['.repeat(100_000) },
      [`library/node@${digest(3)}`]: { at: disk.time, value: `${'['.repeat(9999)}${']'.repeat(9999)}` },
      [`library/node@${digest(4)}`]: { at: disk.time, value: '7' },
      [`library/node@${digest(5)}`]: { at: disk.time, value: { body: '{}' } },
    };
    disk.files.set('/store/content/docker.io.json', Buffer.from(JSON.stringify({ version: 1, entries })));
    const memory = open();
    assert.deepEqual(await memory.recallFacts(tag('20'), digest(1)), { a: { b: 1 } });
    await memory.recallFacts(tag('20'), digest(3));
    for (const number of [2, 4, 5])
      assert.equal(await memory.recallFacts(tag('20'), digest(number)), undefined);
  });

  it('never throws and never gives a malformed digest, whatever bytes are flipped', async () => {
    const writer = open();
    for (let index = 0; index < 4; index++) await writer.remember(tag(`1.${index}`), found(index));
    await writer.remember(pinned(1), found(1));
    await writer.remember(tag('no'), {
      reason: 'unauthorised',
      login: { kind: 'helper', name: 'pass', problem: 'absent' },
    });
    await writer.settled();
    const whole = new Map(disk.files);
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(flips, async (places) => {
        disk = createMemoryFiles();
        for (const [path, bytes] of whole) {
          const damaged = Buffer.from(bytes);
          for (const [at, change] of places) damaged[at % damaged.length]! ^= change;
          disk.files.set(path, damaged);
        }
        const memory = open();
        for (const target of [tag('1.0'), tag('1.1'), tag('1.2'), tag('1.3'), tag('no'), pinned(1)]) {
          const answer = (await memory.recall(target))?.answer;
          if (answer && 'digest' in answer && 'mediaType' in answer) {
            assert.ok(answer.mediaType === INDEX && isWellFormedDigest(answer.digest));
          }
          for (const { digest: named } of await memory.history(target)) assert.ok(isWellFormedDigest(named));
        }
        await memory.remember(tag('new'), found(9));
        await memory.settled();
        assert.deepEqual((await open().recall(tag('new')))?.answer, found(9));
        assert.deepEqual(await open().history(tag('new')), [run(9, disk.time, disk.time)]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps registries apart whose names are alike, and takes a host in capitals for the same', async () => {
    const NAMES = [
      'a:5000',
      'a_5000',
      'a_3a5000',
      'a5000',
      '[::1]:5000',
      'con',
      'com1.example',
      '..',
      'x/../y',
    ];
    const names = [...NAMES, `${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`];
    const memory = open();
    for (const [index, registry] of names.entries())
      await memory.remember({ ...tag('1'), registry }, found(index));
    await memory.remember({ ...tag('1'), registry: 'Registry.Example' }, found(50));
    await memory.settled();
    const reader = open();
    for (const [index, registry] of names.entries())
      assert.deepEqual((await reader.recall({ ...tag('1'), registry }))?.answer, found(index), registry);
    assert.deepEqual((await reader.recall({ ...tag('1'), registry: 'registry.example' }))?.answer, found(50));
    assert.deepEqual((await memory.recall({ ...tag('1'), registry: 'REGISTRY.example' }))?.answer, found(50));
    const ofProcess = open(null);
    await ofProcess.remember({ ...tag('1'), registry: 'Registry.Example' }, found(1));
    assert.notEqual(await ofProcess.recall({ ...tag('1'), registry: 'registry.example' }), null);
    const files = [...disk.files.keys()].filter((path) => path.endsWith('.json'));
    assert.equal(files.length, names.length + 1);
    for (const file of files)
      assert.match(file, /^\/store\/registries\/(?!(?:con|com1)\.)[a-z0-9_][a-z0-9_.=-]{0,150}\.json$/);
  });

  it('works on a real disk', async () => {
    const folder = await fileSystem.mkdtemp(join(tmpdir(), 'immutable-infra-'));
    try {
      const log: string[] = [];
      const environment = createNodeEnvironment((message) => log.push(message));
      const windows = [1, 2].map(() => createMemory(environment, { folder: join(folder, 'a', 'b') }));
      await Promise.all(
        windows.map(async (memory, window) => {
          for (let index = 0; index < 20; index++)
            await memory.remember({ ...tag(`${window}.${index}`), registry: 'localhost:5000' }, found(index));
          await memory.rememberFacts(tag('1'), digest(window), { window });
        }),
      );
      for (const memory of windows) await memory.settled();
      const reader = createMemory(environment, { folder: join(folder, 'a', 'b') });
      for (const name of ['0.0', '0.19', '1.0', '1.19']) {
        const target = { ...tag(name), registry: 'localhost:5000' };
        assert.deepEqual((await reader.recall(target))?.answer, found(Number(name.slice(2))));
        assert.equal((await reader.history(target)).length, 1);
      }
      assert.deepEqual(await reader.recallFacts(tag('1'), digest(1)), { window: 1 });
      const names = (await fileSystem.readdir(join(folder, 'a', 'b'), { recursive: true })).sort();
      assert.deepEqual(names, [
        'content',
        join('content', 'docker.io.json'),
        'record',
        join('record', 'localhost_3a5000.jsonl'),
        'registries',
        join('registries', 'localhost_3a5000.json'),
      ]);
      assert.deepEqual(log, []);
    } finally {
      await fileSystem.rm(folder, { recursive: true });
    }
  });
});

function tag(name: string): Target {
  return { registry: 'docker.io', repository: 'library/node', tag: name, digest: null };
}

function pinned(number: number): Target {
  return { ...tag('20'), digest: digest(number) };
}

function found(number: number): Descriptor {
  return { digest: digest(number), mediaType: INDEX };
}

function digest(number: number): string {
  return `sha256:${number.toString(16).padStart(63, '0')}a`;
}

function run(number: number, first: number, last: number) {
  return { digest: digest(number), first, last };
}
