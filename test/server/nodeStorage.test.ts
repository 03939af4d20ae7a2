import assert from 'node:assert/strict';
import * as fileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStorage, type FileOperations } from '../../server/src/nodeStorage';

const OLD = Buffer.from('FROM node:20\r\n');
const NEW = Buffer.from('FROM node:20@sha256:aa\r\n');

describe('nodeStorage', () => {
  const storage = createStorage(fileSystem);
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
      assert.deepEqual(await storage.writeFileAtomic(file, NEW, OLD), { written: true });
      assert.deepEqual(await fileSystem.readFile(file), NEW);
      if (process.platform !== 'win32') assert.equal((await fileSystem.stat(file)).mode & 0o777, 0o640);
      assert.deepEqual(await names(), ['Dockerfile']);
    });

    it('that a link leads to, and leaves the link', async () => {
      const link = join(folder, 'link');
      await fileSystem.symlink(file, link);
      assert.deepEqual(await storage.writeFileAtomic(link, NEW, OLD), { written: true });
      assert.deepEqual(await fileSystem.readFile(file), NEW);
      assert.equal(await fileSystem.readlink(link), file);
    });

    it('anew, or whatever it holds, where nothing is expected', async () => {
      const other = join(folder, 'cache.json');
      assert.deepEqual(await storage.writeFileAtomic(other, NEW, null), { written: true });
      assert.deepEqual(await storage.writeFileAtomic(other, OLD, null), { written: true });
      assert.deepEqual(await fileSystem.readFile(other), OLD);
      const below = join(folder, 'a', 'b', 'cache.json');
      assert.deepEqual(await storage.writeFileAtomic(below, NEW, null), { written: true });
      assert.deepEqual(await fileSystem.readFile(below), NEW);
    });
  });

  describe('does not write a file', () => {
    it('that has changed meanwhile', async () => {
      const result = await storage.writeFileAtomic(file, NEW, Buffer.from('FROM node:18\r\n'));
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
      const result = await storage.writeFileAtomic(file, NEW, OLD);
      assert.deepEqual(result, {
        written: false,
        reason: 'absent',
        detail: 'The file is not there any more.',
      });
      assert.deepEqual(await names(), []);
    });

    it('that is a folder', async () => {
      const result = await storage.writeFileAtomic(folder, NEW, OLD);
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
        const { writeFileAtomic: write } = createStorage({ ...fileSystem, [operation]: fail });
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
      const { writeFileAtomic: write } = createStorage({ ...fileSystem, open });
      assert.deepEqual(await write(file, NEW, OLD), {
        written: false,
        reason: 'no-space',
        detail: 'The disk is full.',
      });
      assert.deepEqual(await names(), ['Dockerfile']);
    });

    it('but lets a bug be seen', async () => {
      const { writeFileAtomic: write } = createStorage({
        ...fileSystem,
        rename: () => Promise.reject(new TypeError('a bug')),
      });
      await assert.rejects(write(file, NEW, OLD), /a bug/);
      assert.deepEqual(await names(), ['Dockerfile']);
    });
  });

  describe('adds to a file', () => {
    it('at its end, with its folders where it is not there', async () => {
      const path = join(folder, 'record', 'docker.io', 'names.jsonl');
      for (const text of ['\none', '', '\ntwo'])
        assert.deepEqual(await storage.appendToFile(path, text), { written: true });
      assert.equal(await fileSystem.readFile(path, 'utf8'), '\none\ntwo');
      assert.deepEqual(await storage.appendToFile(file, '# ä'), { written: true });
      assert.equal(await fileSystem.readFile(file, 'utf8'), 'FROM node:20\r\n# ä');
    });

    it('that is read by its owner only, also after it was replaced', async () => {
      const path = join(folder, 'state.json');
      await storage.appendToFile(path, '');
      await storage.writeFileAtomic(path, NEW, Buffer.from(''));
      if (process.platform !== 'win32') assert.equal((await fileSystem.stat(path)).mode & 0o777, 0o600);
      assert.deepEqual(await fileSystem.readFile(path), NEW);
    });

    it('from many sides at once, each text whole', async () => {
      const texts = Array.from({ length: 50 }, (_, index) => `\n${index} ${'x'.repeat(index * 20)}`);
      await Promise.all(texts.map((text) => storage.appendToFile(join(folder, 'a', 'b'), text)));
      const lines = (await fileSystem.readFile(join(folder, 'a', 'b'), 'utf8')).split('\n').slice(1);
      assert.deepEqual(lines.sort(), texts.map((text) => text.slice(1)).sort());
    });

    it('but not where it cannot, and says why in the same words', async () => {
      assert.deepEqual(await storage.appendToFile(folder, 'x'), {
        written: false,
        reason: 'failed',
        detail: 'It is a folder.',
      });
      assert.deepEqual(await storage.appendToFile(join(file, 'below'), 'x'), {
        written: false,
        reason: 'absent',
        detail: 'There is no such folder.',
      });
      const fail = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
      const { appendToFile } = createStorage({ ...fileSystem, mkdir: fail });
      assert.deepEqual(await appendToFile(join(folder, 'none', 'x'), 'x'), {
        written: false,
        reason: 'no-space',
        detail: 'The disk is full.',
      });
    });

    it('and says so when only a part of the text had room', async () => {
      const open: typeof fileSystem.open = async (...parameters) => {
        const handle = await fileSystem.open(...parameters);
        const write = async (bytes: Uint8Array) => {
          await fileSystem.appendFile(handle, bytes.subarray(0, 3));
          return { bytesWritten: 3, buffer: bytes };
        };
        return Object.assign(handle, { write });
      };
      const { appendToFile } = createStorage({ ...fileSystem, open });
      const path = join(folder, 'names.jsonl');
      assert.deepEqual(await appendToFile(path, '\n{"a":1}'), {
        written: false,
        reason: 'no-space',
        detail: 'The disk is full.',
      });
      assert.equal(await fileSystem.readFile(path, 'utf8'), '\n{"');
    });
  });

  it('renames a file in its folder, over what has the name', async () => {
    await fileSystem.writeFile(join(folder, 'Dockerfile.broken'), NEW);
    assert.deepEqual(await storage.renameFile(file, 'Dockerfile.broken'), { written: true });
    assert.deepEqual(await names(), ['Dockerfile.broken']);
    assert.deepEqual(await fileSystem.readFile(join(folder, 'Dockerfile.broken')), OLD);
    assert.deepEqual(await storage.renameFile(file, 'Dockerfile.broken'), {
      written: false,
      reason: 'absent',
      detail: 'There is no such file or folder.',
    });
  });
});
