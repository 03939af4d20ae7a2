import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMemory } from '../../../../server/src/registry/memory/createMemory';
import type { Memory } from '../../../../server/src/registry/memory/memory';
import {
  createTagRecord,
  type Sighting,
  type TagRecord,
} from '../../../../server/src/registry/memory/tagRecord';
import type { Target } from '../../../../server/src/registry/manifests';
import { createMemoryFiles, type MemoryFiles } from '../../../support/memoryFiles';

const MINUTE = 60_000;
const FILE = '/store/record/docker.io.jsonl';

describe('tagRecord', () => {
  let disk: MemoryFiles;
  const open = (maxBytes?: number): TagRecord =>
    createTagRecord(
      { environment: disk.environment, path: FILE, logOnce: (message) => disk.log.push(message) },
      maxBytes,
    );

  beforeEach(() => {
    disk = createMemoryFiles();
  });

  it('tells what a tag named when, in runs', async () => {
    const record = open();
    for (const [at, name] of 'aabbbab'.split('').entries()) record.add(sighting('20', name, at));
    record.add(sighting('22', 'c', 3));
    assert.equal(picture(await record.history('library/node', '20')), 'a 0–1, b 2–4, a 5, b 6');
    assert.equal(picture(await open().history('library/node', '20')), 'a 0–1, b 2–4, a 5, b 6');
    assert.equal(picture(await open().history('library/node', '22')), 'c 3');
    assert.equal(picture(await open().history('library/other', '20')), '');
  });

  it('writes what came while the disk was busy at once', async () => {
    const record = open();
    for (let at = 0; at < 100; at++) record.add(sighting('20', 'a', at));
    await record.settled();
    assert.deepEqual(disk.calls, ['read docker.io.jsonl', 'append docker.io.jsonl']);
    record.add(sighting('20', 'a', 100));
    await record.settled();
    assert.equal(disk.calls.length, 3);
  });

  it('sorts by time what two windows wrote through each other', async () => {
    const [one, other] = [open(), open()];
    one.add(sighting('20', 'a', 1));
    other.add(sighting('20', 'b', 5));
    await other.settled();
    one.add(sighting('20', 'a', 3));
    await one.settled();
    other.add(sighting('20', 'b', 4));
    await other.settled();
    assert.equal(picture(await one.history('library/node', '20')), 'a 1–3, b 4–5');
    const last = await open().last();
    assert.deepEqual([...last], [['library/node:20', sighting('20', 'b', 5).digest]]);
  });

  it('knows of each tag what it named last, also before that is written', async () => {
    disk.failure = { written: false, reason: 'no-space', detail: 'The disk is full.' };
    const record = open();
    for (const [at, name] of 'abcb'.split('').entries()) record.add(sighting(at < 3 ? '20' : '22', name, at));
    const last = await record.last();
    assert.equal(last.get('library/node:20'), sighting('20', 'c', 0).digest);
    assert.equal(last.get('library/node:22'), sighting('22', 'b', 0).digest);
  });

  it('is what its complete records say, wherever a crash cut it off', async () => {
    const names = 'aabbc';
    const record = open();
    for (const [at, name] of names.split('').entries()) record.add(sighting('20', name, at));
    await record.settled();
    const whole = disk.files.get(FILE)!;
    assert.ok(whole.length > 600 && whole.length < 1200, `${whole.length} bytes`);
    const ends = [...whole.keys()].filter((at) => whole[at] === '}'.charCodeAt(0)).map((at) => at + 1);
    for (let length = 0; length <= whole.length; length++) {
      const complete = ends.filter((end) => end <= length).length;
      const expected = runs(names.slice(0, complete));
      disk.files.set(FILE, whole.subarray(0, length));
      assert.equal(picture(await open().history('library/node', '20')), expected, `${length} bytes`);
      const next = open();
      next.add(sighting('20', 'd', 9));
      await next.settled();
      const after = [expected, 'd 9'].filter((part) => part !== '').join(', ');
      assert.equal(
        picture(await open().history('library/node', '20')),
        after,
        `${length} bytes and one more`,
      );
    }
    assert.deepEqual(disk.log, []);
  });

  it('leaves out lines that are none of its own', async () => {
    const good = JSON.stringify(sighting('20', 'a', 1));
    const lines = [
      good.replace('"at":1', '"at":-1'),
      good.replace('"at":1', '"at":1e999'),
      good.replace('"at":1', '"at":"1"'),
      good.replace('sha256:', 'sha256:x'),
      good.replace('"library/node"', '7'),
      good.replace('"20"', '["20"]'),
      `[${good}]`,
      'null',
      '',
      good.replace('"at":1', '"at":5,"last":2'),
      `${good}\r`,
    ];
    disk.files.set(FILE, Buffer.from(lines.map((line) => `\n${line}`).join('')));
    assert.equal(picture(await open().history('library/node', '20')), 'a 1–5');
  });

  it('is made shorter when it is too long, and still says the same', async () => {
    const record = open(20_000);
    const names = 'aaaaaaaaaaabbbbbbbbbbbcccccccccaaaaaaaaaaab';
    for (let at = 0; at < names.length * 5; at++) {
      record.add(sighting(`${at % 5}`, names[Math.floor(at / 5)]!, at));
      await record.settled();
      assert.ok((disk.files.get(FILE)?.length ?? 0) <= 20_000);
    }
    assert.ok(disk.calls.includes('write docker.io.jsonl'));
    for (const reader of [record, open()]) {
      for (let tag = 0; tag < 5; tag++) {
        const first = [0, 11, 22, 31, 42].map((start) => start * 5 + tag);
        const last = [10, 21, 30, 41].map((end) => end * 5 + tag);
        assert.equal(
          picture(await reader.history('library/node', `${tag}`)),
          `a ${first[0]}–${last[0]}, b ${first[1]}–${last[1]}, c ${first[2]}–${last[2]}, a ${first[3]}–${last[3]}, b ${first[4]}`,
        );
      }
    }
  });

  it('lets the oldest go when the runs alone are too long', async () => {
    const record = open(5000);
    for (let at = 0; at < 200; at++) record.add(sighting('20', 'ab'[at % 2]!, at));
    await record.settled();
    record.add(sighting('20', 'c', 200));
    const history = await record.history('library/node', '20');
    assert.ok((disk.files.get(FILE)?.length ?? 0) <= 5000);
    assert.ok(history.length > 10 && history.length < 40, `${history.length} runs`);
    assert.deepEqual(history.map(({ first }) => first).slice(-2), [199, 200]);
  });

  it('loses nothing to another window that adds while it is made shorter', async () => {
    const [one, other] = [open(3000), open(1_000_000)];
    for (let at = 0; at < 30; at++) other.add(sighting('20', 'a', at));
    await other.settled();
    let adding: Promise<void> | null = null;
    disk.pause = () => {
      if (adding === null && disk.calls.at(-1) === 'write docker.io.jsonl') {
        other.add(sighting('20', 'b', 50));
        adding = other.settled();
        return adding;
      }
      return Promise.resolve();
    };
    one.add(sighting('20', 'a', 40));
    await one.settled();
    assert.ok(adding);
    one.add(sighting('20', 'c', 60));
    await one.settled();
    assert.equal(picture(await open().history('library/node', '20')), 'a 0–40, b 50, c 60');
    assert.ok((disk.files.get(FILE)?.length ?? 0) < 3000);
  });

  it('never throws, whatever the file holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        disk.files.set(FILE, Buffer.from(bytes));
        const record = open();
        record.add(sighting('20', 'a', 1));
        assert.equal(picture(await record.history('library/node', '20')), 'a 1');
      }),
    );
  });

  describe('of a memory', () => {
    const target: Target = { registry: 'docker.io', repository: 'library/node', tag: '20', digest: null };
    const window = (): Memory => createMemory(disk.environment, { folder: '/store' });
    const see = (memory: Memory, name: string) =>
      memory.remember(target, { digest: digest(name), mediaType: 'application/vnd.oci.image.index.v1+json' });
    const lines = async (memory: Memory): Promise<number> => {
      await memory.settled();
      return disk.files.get(FILE)!.toString().split('\n').length - 1;
    };

    it('has the same answer again after ten minutes, another at once', async () => {
      const [memory, start] = [window(), disk.time];
      await see(memory, 'a');
      disk.time += 10 * MINUTE - 1;
      await see(memory, 'a');
      assert.equal(await lines(memory), 1);
      disk.time++;
      await see(memory, 'a');
      assert.equal(await lines(memory), 2);
      await see(memory, 'b');
      assert.equal(await lines(memory), 3);
      const history = await memory.history(target);
      assert.equal(picture(history, start, MINUTE), 'a 0–10, b 10');
    });

    it('has an answer again that another window had a different one after', async () => {
      const [one, other, start] = [window(), window(), disk.time];
      await see(one, 'a');
      await one.settled();
      disk.time += MINUTE;
      await see(other, 'b');
      await other.settled();
      disk.time += MINUTE;
      await see(one, 'a');
      await one.settled();
      assert.equal(picture(await other.history(target), start, MINUTE), 'a 0, b 1, a 2');
    });

    it('has no failures and no digests that were asked for', async () => {
      const memory = window();
      await memory.remember(target, { reason: 'not-found' });
      await memory.remember(
        { ...target, digest: digest('a') },
        { digest: digest('a'), mediaType: 'application/vnd.oci.image.index.v1+json' },
      );
      await memory.settled();
      assert.deepEqual([...disk.files.keys()], ['/store/registries/docker.io.json']);
    });
  });
});

function sighting(tag: string, name: string, at: number): Sighting {
  return { repository: 'library/node', tag, digest: digest(name), at };
}

function digest(name: string): string {
  return `sha256:${name.repeat(64)}`;
}

/** `a 0–1, b 2` for a run of two times and one of one. */
function picture(history: Awaited<ReturnType<TagRecord['history']>>, start = 0, unit = 1): string {
  return history
    .map(({ digest: named, first, last }) => {
      const times = [first, last].map((time) => (time - start) / unit);
      return `${named.at(-1)!} ${[...new Set(times)].join('–')}`;
    })
    .join(', ');
}

/** What `picture` draws of names that were seen one after the other. */
function runs(names: string): string {
  return [...names.matchAll(/(.)\1*/g)]
    .map(({ 0: same, index }) => `${same[0]!} ${[...new Set([index, index + same.length - 1])].join('–')}`)
    .join(', ');
}
