import assert from 'node:assert/strict';
import { writeWhole, type WritableFiles } from '../../../client/src/commands/writeWhole';

describe('a file that is written whole', () => {
  it('is written beside its place first', async () => {
    const disk = fakeDisk({});
    assert.equal(await write(disk.files), null);
    assert.deepEqual(disk.log, ['write report.tmp', 'rename report.tmp report.md']);
    assert.deepEqual([...disk.there], [['report.md', 'new']]);
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
  return writeWhole(files, { place: 'report.md', beside: 'report.tmp', name: 'report.md' }, 'new');
}

function fakeDisk(troubles: Readonly<Record<string, unknown>>) {
  const there = new Map([['report.md', 'old']]);
  const log: string[] = [];
  const act = (action: string, names: readonly string[], happen: () => void): Promise<void> => {
    log.push([action, ...names].join(' '));
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- anything may be thrown
    if (action in troubles) return Promise.reject(troubles[action]);
    happen();
    return Promise.resolve();
  };
  const files: WritableFiles<string> = {
    writeFile: (place, content) =>
      act('write', [place], () => there.set(place, new TextDecoder().decode(content))),
    rename: (from, to, { overwrite }) =>
      act('rename', [from, to], () => {
        assert.ok(overwrite);
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
