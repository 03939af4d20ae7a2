import assert from 'node:assert/strict';
import * as fileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  createAtomicWriter,
  createNodeEnvironment,
  type FileOperations,
} from '../../server/src/nodeEnvironment';

const OLD = Buffer.from('FROM node:20\r\n');
const NEW = Buffer.from('FROM node:20@sha256:aa\r\n');

describe('nodeEnvironment', () => {
  const environment = createNodeEnvironment(() => undefined);
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await fileSystem.realpath(await fileSystem.mkdtemp(join(tmpdir(), 'immutable-infra-')));
    file = join(folder, 'Dockerfile');
    await fileSystem.writeFile(file, OLD);
  });
  afterEach(() => fileSystem.rm(folder, { recursive: true }));

  const names = async (): Promise<string[]> => (await fileSystem.readdir(folder)).sort();

  describe('writes a file', () => {
    it('as a whole, with its mode', async () => {
      await fileSystem.chmod(file, 0o640);
      assert.deepEqual(await environment.writeFileAtomic(file, NEW, OLD), { written: true });
      assert.deepEqual(await fileSystem.readFile(file), NEW);
      if (process.platform !== 'win32') assert.equal((await fileSystem.stat(file)).mode & 0o777, 0o640);
      assert.deepEqual(await names(), ['Dockerfile']);
    });

    it('that a link leads to, and leaves the link', async () => {
      const link = join(folder, 'link');
      await fileSystem.symlink(file, link);
      assert.deepEqual(await environment.writeFileAtomic(link, NEW, OLD), { written: true });
      assert.deepEqual(await fileSystem.readFile(file), NEW);
      assert.equal(await fileSystem.readlink(link), file);
    });

    it('anew, or whatever it holds, where nothing is expected', async () => {
      const other = join(folder, 'cache.json');
      assert.deepEqual(await environment.writeFileAtomic(other, NEW, null), { written: true });
      assert.deepEqual(await environment.writeFileAtomic(other, OLD, null), { written: true });
      assert.deepEqual(await fileSystem.readFile(other), OLD);
    });
  });

  describe('does not write a file', () => {
    it('that has changed meanwhile', async () => {
      const result = await environment.writeFileAtomic(file, NEW, Buffer.from('FROM node:18\r\n'));
      assert.deepEqual(result, {
        written: false,
        reason: 'changed',
        detail: 'The file has changed meanwhile.',
      });
      assert.deepEqual(await fileSystem.readFile(file), OLD);
      assert.deepEqual(await names(), ['Dockerfile']);
    });

    it('that is not there any more', async () => {
      await fileSystem.rm(file);
      const result = await environment.writeFileAtomic(file, NEW, OLD);
      assert.deepEqual(result, {
        written: false,
        reason: 'absent',
        detail: 'The file is not there any more.',
      });
      assert.deepEqual(await names(), []);
    });

    it('that is a folder', async () => {
      const result = await environment.writeFileAtomic(folder, NEW, OLD);
      assert.deepEqual(result, { written: false, reason: 'failed', detail: 'It is a folder.' });
    });

    const FAILURES: readonly (readonly [
      code: string,
      operation: keyof FileOperations,
      reason: string,
      detail: string,
    ])[] = [
      ['ENOSPC', 'rename', 'no-space', 'The disk is full.'],
      ['EDQUOT', 'open', 'no-space', 'The disk quota is used up.'],
      ['EACCES', 'access', 'denied', 'Permission is denied.'],
      ['EROFS', 'open', 'denied', 'The file system is read-only.'],
      ['EBUSY', 'rename', 'denied', 'Another program is using it.'],
      ['EIO', 'rename', 'failed', 'The file system answers EIO.'],
    ];
    for (const [code, operation, reason, detail] of FAILURES) {
      it(`and leaves nothing behind when ${operation} fails with ${code}`, async () => {
        const fail = () => Promise.reject(Object.assign(new Error(code), { code }));
        const write = createAtomicWriter({ ...fileSystem, [operation]: fail });
        assert.deepEqual(await write(file, NEW, OLD), { written: false, reason, detail });
        assert.deepEqual(await fileSystem.readFile(file), OLD);
        assert.deepEqual(await names(), ['Dockerfile']);
      });
    }

    it('when the disk is full in the middle of it', async () => {
      const open: typeof fileSystem.open = async (...parameters) => {
        const handle = await fileSystem.open(...parameters);
        handle.writeFile = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
        return handle;
      };
      const write = createAtomicWriter({ ...fileSystem, open });
      assert.deepEqual(await write(file, NEW, OLD), {
        written: false,
        reason: 'no-space',
        detail: 'The disk is full.',
      });
      assert.deepEqual(await names(), ['Dockerfile']);
    });

    it('but lets a bug be seen', async () => {
      const write = createAtomicWriter({
        ...fileSystem,
        rename: () => Promise.reject(new TypeError('a bug')),
      });
      await assert.rejects(write(file, NEW, OLD), /a bug/);
      assert.deepEqual(await names(), ['Dockerfile']);
    });
  });

  it('reads files', async () => {
    assert.deepEqual(await environment.readFile(file), { found: true, bytes: OLD });
    const reasons: string[] = [];
    for (const path of [join(folder, 'none'), join(file, 'below'), folder]) {
      const content = await environment.readFile(path);
      reasons.push(content.found ? 'found' : `${content.reason}: ${content.detail}`);
    }
    assert.deepEqual(reasons, [
      'absent: There is no such file or folder.',
      'absent: There is no such folder.',
      'unreadable: It is a folder.',
    ]);
  });

  it('reads folders in one order, with links to files and without links to folders', async () => {
    await fileSystem.mkdir(join(folder, 'b'));
    await fileSystem.mkdir(join(folder, 'a'));
    await fileSystem.symlink(file, join(folder, 'C'));
    await fileSystem.symlink(join(folder, 'a'), join(folder, 'linked'));
    await fileSystem.symlink(join(folder, 'gone'), join(folder, 'dangling'));
    assert.deepEqual(await environment.readFolder(folder), {
      found: true,
      files: ['C', 'Dockerfile'],
      folders: ['a', 'b'],
    });
    const reasons: string[] = [];
    for (const path of [join(folder, 'none'), file]) {
      const content = await environment.readFolder(path);
      reasons.push(content.found ? 'found' : content.reason);
    }
    assert.deepEqual(reasons, ['absent', 'not-a-folder']);
  });

  it('finds the root of a repository above a file', async () => {
    const service = join(folder, 'shop', 'services', 'web');
    await fileSystem.mkdir(service, { recursive: true });
    await fileSystem.mkdir(join(folder, 'shop', '.git'));
    assert.equal(environment.repositoryRoot(join(service, basename(file))), join(folder, 'shop'));
    assert.equal(
      environment.repositoryRoot(file),
      createNodeEnvironment(() => undefined).repositoryRoot(folder),
    );
  });
});
