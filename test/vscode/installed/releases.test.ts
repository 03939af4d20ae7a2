import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { removeContainers } from '../../docker/containers';
import { laboratory } from '../../docker/hooks';
import { ABSENT_ENGINE, session } from './hooks';
import {
  codeLens,
  expand,
  notification,
  openReleases,
  quickInput,
  quickPickEntry,
  releasesBadge,
  runCommand,
  tooltip,
  treeItem,
} from './person';
import { deployShop } from './shop';
import type { Shop } from './shop';

const ALONE = /^standalone containers, 1 container$/;
const PROJECT = /^compose project shop, 3 services, 1 drifted, 1 out of sync$/;
const WEB = /^service web, container shop-web-1, running, up .*, in sync, .*, unchanged$/;
const DATABASE = /^service db, container shop-db-1, running, .*, out of sync, .*, unchanged$/;
const CACHE = /^service cache, container shop-cache-1, running, .*, in sync, .*, drifted$/;
const MIGRATION = /^service migrate, container migrate, exited with 0, /;

describe('the view Releases of the installed extension', () => {
  let shop: Shop;

  before(async () => {
    shop = await deployShop(laboratory());
  });
  after(async () => {
    shop.remove();
    await removeContainers(laboratory().engine);
  });

  async function open(): Promise<Page> {
    const page = await session().open(shop.folder, 'compose.yaml');
    await openReleases(page);
    for (const line of [PROJECT, CACHE, DATABASE, WEB, ALONE, MIGRATION])
      await treeItem(page, line).waitFor();
    return page;
  }

  it('tells which release runs of each service, what is not as declared, and what was changed by hand', async () => {
    const page = await open();
    const badge = /1 container drifted, 1 container out of sync, drift measured [-0-9]{10} [:0-9]{5} UTC$/;
    assert.equal(await releasesBadge(page, badge).textContent(), '2');
    const [first, second] = [shop.web[1], shop.db[0]].map(short);
    assert.match((await treeItem(page, WEB).textContent()) ?? '', new RegExp(`web1\\.1\\.0 @${first} · `));
    assert.match(
      (await treeItem(page, WEB).textContent()) ?? '',
      new RegExp(` · ${shop.commits[0].slice(0, 7)}$`),
    );
    assert.match(
      (await treeItem(page, DATABASE).textContent()) ?? '',
      new RegExp(`db16\\.3 @${second} · out of sync$`),
    );
    await session().picture('releases');
    await treeItem(page, DATABASE).hover();
    const declared = `${shop.registry}/shop/db:16.4@${short(shop.db[1])}`;
    await tooltip(
      page,
      `the file declares ${declared}, and ${shop.registry}/shop/db:16.3@${second} runs`,
    ).waitFor();
    await session().picture('releases-tooltip');
    await page.keyboard.press('Escape');
    await expand(page, CACHE);
    await treeItem(page, 'changes against the image: 2 code · 1 data · 1 scratch').waitFor();
    await treeItem(page, /^touched by hand: moments ago|^touched by hand: \d+ min ago/).waitFor();
  });

  it('says over a service of the file what runs of it, and leads there', async () => {
    const page = await open();
    await codeLens(page, `1 running · @${short(shop.db[0])} · out of sync`).waitFor();
    await codeLens(page, /^1 running · @.{7} · in sync · drifted$/).waitFor();
    await session().picture('code-lens');
    await codeLens(page, `1 running · @${short(shop.web[1])} · in sync`).click();
    await page.getByRole('treeitem', { name: WEB, selected: true }).waitFor();
  });

  it('is filtered, grouped, and without what has ended, as one likes', async () => {
    const page = await open();
    await runCommand(page, 'Immutable Infra: Filter Releases');
    await quickInput(page).fill('drifted');
    await treeItem(page, WEB).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByText("1 of 4 containers meets the filter 'drifted'.").waitFor();
    assert.equal(await treeItem(page, /^service /).count(), 1);
    await session().picture('filter');
    await runCommand(page, 'Immutable Infra: Clear Filter of Releases');
    await treeItem(page, WEB).waitFor();

    await runCommand(page, 'Immutable Infra: Group Releases By');
    await quickPickEntry(page, /^Image/).click();
    await treeItem(page, `image ${shop.registry}/shop/db, 2 services`).waitFor();
    assert.equal(await treeItem(page, PROJECT).count(), 0);
    await session().picture('by-image');
    await runCommand(page, 'Immutable Infra: Group Releases By');
    await quickPickEntry(page, /^Project/).click();

    await treeItem(page, MIGRATION).waitFor();
    await runCommand(page, 'Immutable Infra: Hide Stopped Containers');
    await treeItem(page, MIGRATION).waitFor({ state: 'detached' });
    await runCommand(page, 'Immutable Infra: Show Stopped Containers');
    await treeItem(page, MIGRATION).waitFor();
  });

  it('shows several engines, of which each fails alone', async () => {
    const page = await open();
    await runCommand(page, 'Immutable Infra: Choose Container Engines');
    await quickPickEntry(page, ABSENT_ENGINE).click();
    await page.keyboard.press('Enter');
    const absent = new RegExp(`^container engine ${ABSENT_ENGINE}, does not answer$`);
    await treeItem(page, absent).waitFor();
    await treeItem(page, /^container engine DOCKER_HOST, 4 containers, 1 drifted, 1 out of sync$/).waitFor();
    await treeItem(page, WEB).waitFor();
    await expand(page, absent);
    await treeItem(page, `show what is wrong with ${ABSENT_ENGINE}`).click();
    await notification(page, /does not answer/).waitFor();
    await session().picture('two-engines');
    await runCommand(page, 'Immutable Infra: Choose Container Engines');
    await quickPickEntry(page, ABSENT_ENGINE).click();
    await page.keyboard.press('Enter');
    await treeItem(page, absent).waitFor({ state: 'detached' });
  });

  it('follows its engine, says what to do when that does not answer, and recovers by itself', async () => {
    const { engine } = laboratory();
    const page = await open();
    await engine.docker('pause', 'shop-web-1');
    await treeItem(page, /container shop-web-1, paused/).waitFor();
    await engine.docker('unpause', 'shop-web-1');
    await engine.docker('rm', '--force', 'migrate');
    await treeItem(page, MIGRATION).waitFor({ state: 'detached' });
    await treeItem(page, WEB).waitFor();
    await engine.kill();
    await page.getByText('does not answer').waitFor();
    await page.getByText('Try Again').waitFor();
    await session().picture('no-engine');
    await engine.restart();
    await treeItem(page, WEB).waitFor();
  });
});

/** Seven digits, as the view shortens digests. */
function short(digest: string): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 7);
}
