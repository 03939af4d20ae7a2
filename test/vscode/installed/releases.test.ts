import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runContainer, removeContainers } from '../../docker/containers';
import { laboratory } from '../../docker/hooks';
import { pushImage } from '../../docker/images';
import { session } from './hooks';
import { openReleases, treeItem } from './person';

describe('the view Releases of the installed extension', () => {
  let folder: string;
  let digest: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-view-'));
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\n');
    const { engine, registries } = laboratory();
    digest = await pushImage({ registry: registries.anonymous, name: 'library/postgres' }, '16', '16');
    await runContainer(engine, { name: 'shop-db-1', image: 'postgres:16', project: 'shop', service: 'db' });
    await runContainer(engine, { name: 'alone', image: 'postgres:16' });
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await removeContainers(laboratory().engine);
  });

  it('shows live containers by project and service, and follows them', async () => {
    const { engine } = laboratory();
    const page = await session().open(folder, 'Dockerfile');
    await openReleases(page);
    const short = digest.slice('sha256:'.length, 'sha256:'.length + 7);
    await treeItem(page, /compose project shop/).waitFor();
    await treeItem(
      page,
      new RegExp(`service db, container shop-db-1, running, up .*, image postgres:16, digest ${short}`),
    ).waitFor();
    await treeItem(page, /^service alone, container alone, running/).waitFor();
    await session().picture('releases');
    await engine.docker('pause', 'shop-db-1');
    await treeItem(page, /container shop-db-1, paused/).waitFor();
    await engine.docker('rm', '--force', 'alone');
    await treeItem(page, /^service alone/).waitFor({ state: 'detached' });
    assert.equal(await treeItem(page, /^service /).count(), 1);
  });

  it('says what to do when the engine does not answer, and recovers by itself', async () => {
    const { engine } = laboratory();
    const page = await session().open(folder, 'Dockerfile');
    await openReleases(page);
    await treeItem(page, /container shop-db-1/).waitFor();
    await engine.kill();
    await page.getByText('does not answer').waitFor();
    await page.getByText('Try Again').waitFor();
    await session().picture('no-engine');
    await engine.restart();
    await treeItem(page, /container shop-db-1/).waitFor();
  });
});
