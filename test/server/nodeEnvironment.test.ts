import assert from 'node:assert/strict';
import * as fileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createNodeEnvironment } from '../../server/src/nodeEnvironment';

const OLD = Buffer.from('FROM node:20\r\n');

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

  it('reads at once what is small, regular and has an end', async () => {
    await fileSystem.writeFile(join(folder, 'empty'), '');
    const texts = [file, join(folder, 'empty'), join(folder, 'none'), folder, `/${file}`];
    assert.deepEqual(texts.map(environment.readText), ['FROM node:20\r\n', '', null, null, null]);
  });

  if (process.platform === 'linux')
    it('does not read what the system makes up, which has no size and need not end', async () => {
      const made = '/proc/self/status';
      assert.match(await fileSystem.readFile(made, 'utf8'), /^Name:/);
      assert.equal(environment.readText(made), '');
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
