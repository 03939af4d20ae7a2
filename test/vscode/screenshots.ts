import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { pushIndex } from '../docker/images';
import { startLaboratory } from '../docker/laboratory';
import { copyExample } from '../start/example';
import { packageExtension, prepareInstalled } from './installedFloor';
import {
  clickWord,
  codeLens,
  diffSide,
  expand,
  openReleases,
  quickFix,
  squiggles,
  treeItem,
} from './installed/person';
import { startSession } from './installed/session';
import type { Session } from './installed/session';
import { deployShop } from './installed/shop';
import type { Shop } from './installed/shop';

/** Takes the pictures of the README with the packaged extension, on the example, and on what runs of a shop. */
export async function takeScreenshots(): Promise<void> {
  const readiness = await prepareInstalled();
  if (!readiness.ready) throw new Error(`No pictures: ${readiness.reason}.`);
  const folder = mkdtempSync(join(tmpdir(), 'immutable-infra-pictures-'));
  const example = copyExample();
  const laboratory = await startLaboratory({ engine: 'installed', store: 'classic' });
  try {
    await pushIndex({ registry: laboratory.registries.anonymous, name: 'library/node' }, '20', 'node');
    const shop = await deployShop(laboratory, '');
    const vsix = join(folder, 'immutable-infra.vsix');
    await packageExtension(vsix);
    const session = await startSession({
      vsix,
      environment: { DOCKER_HOST: laboratory.engine.host },
      settings: { 'editor.minimap.enabled': false, 'editor.fontSize': 14, 'breadcrumbs.enabled': false },
      context: { viewport: { width: 900, height: 520 }, deviceScaleFactor: 2 },
    });
    try {
      await pictureOfQuickFix(session, example);
      await picturesOfReleases(session, shop);
    } finally {
      await session.stop();
      shop.remove();
    }
  } finally {
    await laboratory.stop();
    rmSync(dirname(example), { recursive: true });
    rmSync(folder, { recursive: true });
  }
}

async function pictureOfQuickFix(session: Session, example: string): Promise<void> {
  const page = await session.open(example, 'Dockerfile');
  await squiggles(page).first().waitFor();
  await page.keyboard.press('Control+B');
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  await clickWord(page, 'node:20');
  await quickFix(page, "Pin 'node:20' to its current digest");
  await crop(page, 'quick-fix', { x: 0, y: 34, width: 900, height: 390 });
  await session.closePages();
}

async function picturesOfReleases(session: Session, shop: Shop): Promise<void> {
  const page = await session.open(shop.folder, 'compose.yaml');
  await openReleases(page);
  const changed = /^service cache, .*, drifted$/;
  await treeItem(page, changed).waitFor();
  // A tooltip would lie over what is dragged.
  await still(page);
  await widenSidebar(page, 430);
  await expand(page, changed);
  await codeLens(page, 'drifted').waitFor();
  await still(page);
  await crop(page, 'releases', { x: 0, y: 34, width: 900, height: 325 });
  await expand(page, /^changes against the image/);
  await treeItem(page, '/app/settings, changed').click();
  await diffSide(page, 'modified').getByText('debug').waitFor();
  await still(page);
  await crop(page, 'diff', { x: 0, y: 34, width: 900, height: 325 });
}

/** Nothing is hovered, nothing is told. */
async function still(page: Page): Promise<void> {
  await page.mouse.move(800, 480);
  await page.locator('.workbench-hover').first().waitFor({ state: 'detached' });
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
}

async function widenSidebar(page: Page, width: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (box === null) throw new Error('There is no sidebar.');
  const edge = box.x + box.width;
  await page.mouse.move(edge, 300);
  await page.mouse.down();
  await page.mouse.move(width, 300, { steps: 5 });
  await page.mouse.up();
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function crop(page: Page, name: string, clip: Area): Promise<void> {
  await page.screenshot({
    path: resolve('media', `${name}.png`),
    clip,
    animations: 'disabled',
    caret: 'hide',
  });
  console.log(`media/${name}.png`);
}
