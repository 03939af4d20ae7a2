import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { runContainer } from '../docker/containers';
import { pushImage, pushIndex } from '../docker/images';
import { startLaboratory } from '../docker/laboratory';
import type { Laboratory } from '../docker/laboratory';
import { copyExample } from '../start/example';
import { packageExtension, prepareInstalled } from './installedFloor';
import { clickWord, openReleases, quickFix, squiggles, treeItem } from './installed/person';
import { startSession } from './installed/session';
import type { Session } from './installed/session';

/** Takes the pictures of the README with the packaged extension, on the example, with live containers. */
export async function takeScreenshots(): Promise<void> {
  const readiness = await prepareInstalled();
  if (!readiness.ready) throw new Error(`No pictures: ${readiness.reason}.`);
  const folder = mkdtempSync(join(tmpdir(), 'immutable-infra-pictures-'));
  const example = copyExample();
  const laboratory = await startLaboratory({ engine: 'installed', store: 'classic' });
  try {
    await deployExample(laboratory);
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
      await pictureOfReleases(session, example);
    } finally {
      await session.stop();
    }
  } finally {
    await laboratory.stop();
    rmSync(dirname(example), { recursive: true });
    rmSync(folder, { recursive: true });
  }
}

/** As `docker compose up` would label them; every image is a busybox that sleeps. */
async function deployExample({ engine, registries: { anonymous: registry } }: Laboratory): Promise<void> {
  await pushIndex({ registry, name: 'library/postgres' }, '16', 'postgres');
  await pushIndex({ registry, name: 'library/redis' }, 'latest', 'redis');
  await pushIndex({ registry, name: 'library/nginx' }, 'latest', 'nginx');
  await pushImage({ registry, name: 'shop/web' }, '1.4.0', '1.4.0');
  const project = 'shop';
  await runContainer(engine, { name: 'shop-db-1', image: 'postgres:16', project, service: 'db' });
  await runContainer(engine, { name: 'shop-cache-1', image: 'redis', project, service: 'cache' });
  await runContainer(engine, { name: 'shop-proxy-1', image: 'nginx:latest', project, service: 'proxy' });
  await engine.docker('pull', `${registry}/shop/web:1.4.0`);
  await engine.docker('tag', `${registry}/shop/web:1.4.0`, 'shop-web');
  await runContainer(engine, { name: 'shop-web-1', image: 'shop-web', project, service: 'web' });
  await runContainer(engine, { name: 'backup', image: 'postgres:16' });
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

async function pictureOfReleases(session: Session, example: string): Promise<void> {
  const page = await session.open(example, 'compose.yaml');
  await squiggles(page).first().waitFor();
  await openReleases(page);
  await treeItem(page, /container backup/).waitFor();
  await widenSidebar(page, 470);
  await page.mouse.move(800, 480);
  await page.locator('.workbench-hover').first().waitFor({ state: 'detached' });
  await crop(page, 'releases', { x: 0, y: 34, width: 900, height: 390 });
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
