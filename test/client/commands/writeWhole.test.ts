import assert from 'node:assert/strict';
import { writeWhole, type WritableFiles } from '../../../client/src/commands/writeWhole';

describe('a file that is written whole', () => {
  it('is written beside its place first', async () => {
    const disk = fakeDisk({});
    assert.equal(await write(disk.files), null);
    assert.deepEqual(disk.log, [
      'write report.tmp',
      'rename report.md report.old',
      'rename report.tmp report.md',
      'delete report.old',
    ]);
    assert.deepEqual([...disk.there], [['report.md', 'new']]);
  });

  it('is written where there was none', async () => {
    const disk = fakeDisk({});
    disk.there.clear();
    assert.equal(await write(disk.files), null);
    assert.deepEqual(disk.log, ['write report.tmp', 'rename report.tmp report.md']);
    assert.deepEqual([...disk.there], [['report.md', 'new']]);
  });

  it('is there also when what it replaces cannot be removed', async () => {
    const disk = fakeDisk({ delete: failure('Unknown', 'EIO') });
    assert.equal(await write(disk.files), null);
    assert.equal(disk.there.get('report.md'), 'new');
  });

  it('leaves what was there when it cannot be put in its place', async () => {
    const disk = fakeDisk({ 'rename report.tmp report.md': failure('Unknown', 'EIO') });
    assert.equal(await write(disk.files), 'report.md was not written. EIO');
    assert.deepEqual([...disk.there], [['report.md', 'old']]);
  });

  it('says where what was there is when it cannot be put back', async () => {
    const trouble = failure('Unknown', 'EIO');
    const disk = fakeDisk({
      'rename report.tmp report.md': trouble,
      'rename report.old report.md': trouble,
    });
    assert.equal(
      await write(disk.files),
      'report.md was not written, and what was there is now report.old. EIO',
    );
    assert.deepEqual([...disk.there], [['report.old', 'old']]);
  });

  const failures: readonly [what: string, at: 'write' | 'rename', error: unknown, said: string][] = [
    [
      'a full disk',
      'write',
      failure('Unknown', "ENOSPC: no space left on device, write '/w/x'"),
      'The disk is full, or your quota of it is used up. Make room, or choose another folder.',
    ],
    [
      'a quota',
      'write',
      failure('Unknown', 'EDQUOT: quota exceeded'),
      'The disk is full, or your quota of it is used up. Make room, or choose another folder.',
    ],
    [
      'a folder that is not writable',
      'write',
      failure('NoPermissions', 'Error: EACCES'),
      'The folder, or the file that is there, may not be written to. Choose another folder.',
    ],
    [
      'a read-only disk',
      'write',
      failure('Unknown', 'EROFS: read-only file system'),
      'The folder, or the file that is there, may not be written to. Choose another folder.',
    ],
    [
      'a file that cannot be replaced',
      'rename',
      failure('NoPermissions', 'EPERM'),
      'The folder, or the file that is there, may not be written to. Choose another folder.',
    ],
    [
      'a folder that is gone',
      'write',
      failure('FileNotFound', 'no such folder'),
      'The folder is not there any more. Choose another folder.',
    ],
    ['something else', 'write', 'the server is on fire', 'the server is on fire'],
  ];
  for (const [what, at, error, said] of failures) {
    it(`leaves what was there, and says so: ${what}`, async () => {
      const disk = fakeDisk({ [at]: error });
      assert.equal(await write(disk.files), `report.md was not written. ${said}`);
      assert.deepEqual([...disk.there], [['report.md', 'old']]);
      assert.equal(disk.log.at(-1), 'delete report.tmp');
    });
  }

  it('says what is wrong also when nothing can be cleaned up', async () => {
    const disk = fakeDisk({ write: failure('Unknown', 'ENOSPC'), delete: failure('Unknown', 'EIO') });
    assert.match((await write(disk.files)) ?? '', /The disk is full/);
  });
});

function write(files: WritableFiles<string>): Promise<string | null> {
  const target = {
    ...{ place: 'report.md', beside: 'report.tmp', aside: 'report.old' },
    ...{ name: 'report.md', asideName: 'report.old' },
  };
  return writeWhole(files, target, 'new');
}

function fakeDisk(troubles: Readonly<Record<string, unknown>>) {
  const there = new Map([['report.md', 'old']]);
  const log: string[] = [];
  const act = (action: string, names: readonly string[], happen: () => void): Promise<void> => {
    const line = [action, ...names].join(' ');
    log.push(line);
    const trouble = troubles[line] ?? troubles[action];
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- anything may be thrown
    if (trouble !== undefined) return Promise.reject(trouble);
    happen();
    return Promise.resolve();
  };
  const files: WritableFiles<string> = {
    stat: (place) => (there.has(place) ? Promise.resolve() : Promise.reject(failure('FileNotFound', place))),
    writeFile: (place, content) =>
      act('write', [place], () => there.set(place, new TextDecoder().decode(content))),
    rename: (from, to, { overwrite }) =>
      act('rename', [from, to], () => {
        assert.ok(!overwrite && !there.has(to));
        there.set(to, there.get(from) ?? '');
        there.delete(from);
      }),
    delete: (place) => act('delete', [place], () => there.delete(place)),
  };
  return { there, log, files };
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
