import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { nodeEnvironment } from '../../../client/src/environment';
import { headFolders } from '../../../client/src/git/headFolders';

describe('where git keeps HEAD', () => {
  let top: string;
  before(() => {
    top = mkdtempSync(join(tmpdir(), 'head-folders-'));
    for (const folder of ['shop/.git', 'shop/deploy', 'feature', 'shop/vendored', 'broken', 'none'])
      mkdirSync(join(top, folder), { recursive: true });
    writeFileSync(join(top, 'feature/.git'), `gitdir: ${join(top, 'shop/.git/worktrees/feature')}\n`);
    writeFileSync(join(top, 'shop/vendored/.git'), 'gitdir: ../.git/modules/vendored\r\n');
    writeFileSync(join(top, 'broken/.git'), 'what is this');
  });
  after(() => rmSync(top, { recursive: true }));

  const found = async (...folders: readonly string[]) =>
    (
      await headFolders(
        nodeEnvironment(),
        folders.map((folder) => resolve(top, folder)),
      )
    ).map((place) => relative(top, place).replaceAll('\\', '/'));

  it('is the folder of the repository, also above the folder that is open', async () => {
    assert.deepEqual(await found('shop'), ['shop/.git']);
    assert.deepEqual(await found('shop/deploy'), ['shop/.git']);
    assert.deepEqual(await found('shop', 'shop/deploy'), ['shop/.git'], 'once');
  });

  it('is what the file of a worktree and of a submodule names', async () => {
    assert.deepEqual(await found('feature'), ['shop/.git/worktrees/feature']);
    assert.deepEqual(await found('shop/vendored'), ['shop/.git/modules/vendored']);
  });

  it('is that of the repositories below a folder that is in none', async () => {
    assert.deepEqual((await found('.')).toSorted(), ['shop/.git', 'shop/.git/worktrees/feature']);
  });

  it('is nowhere without a repository', async () => {
    assert.deepEqual(await found('none'), []);
    assert.deepEqual(await found('broken', 'absent'), []);
  });
});
