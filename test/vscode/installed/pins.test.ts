import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { laboratory } from '../../docker/hooks';
import { pushImage, pushIndex } from '../../docker/images';
import { skopeoDigest } from '../../docker/skopeo';
import { session } from './hooks';
import {
  clickWord,
  notification,
  previewButton,
  quickPickEntry,
  refactorPreview,
  runCommand,
  squiggles,
} from './person';

describe('a person who pins a workspace', () => {
  let folder: string;
  let node: string;
  let postgres: string;

  before(async () => {
    const registry = laboratory().registries.anonymous;
    await pushIndex({ registry, name: 'library/node' }, '20', '20');
    await pushImage({ registry, name: 'library/postgres' }, '16', '16');
    node = `${registry}/library/node:20`;
    postgres = `${registry}/library/postgres:16`;
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-pins-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const dockerfile = (image: string): string => `FROM ${image} AS build\nRUN npm ci\n`;
  const compose = (image: string): string => `services:\n  db:\n    image: ${image}\n`;

  it('sees a preview with everything ticked, accepts it, and is told what was done', async () => {
    write('Dockerfile', dockerfile(node));
    write('compose.yaml', compose(postgres));
    const page = await session().open(folder, 'Dockerfile');
    await squiggles(page).first().waitFor();
    await runCommand(page, 'Immutable Infra: Pin Images in Workspace');
    const preview = refactorPreview(page);
    await preview.getByRole('checkbox').first().waitFor();
    await preview.locator('input[type=checkbox]:not(:checked)').first().waitFor({ state: 'detached' });
    await session().picture('refactor-preview');
    assert.equal(read('Dockerfile'), dockerfile(node), 'nothing happens before');
    await previewButton(page, 'Apply').click();
    await notification(page, 'Pinned 2 images in 2 files.').waitFor();
    await session().picture('workspace-pinned');
    assert.equal(read('Dockerfile'), dockerfile(`${node}@${await skopeoDigest(node)}`));
    assert.equal(read('compose.yaml'), compose(`${postgres}@${await skopeoDigest(postgres)}`));
  });

  it('discards the preview, and nothing is changed', async () => {
    write('Dockerfile', dockerfile(node));
    write('compose.yaml', compose(postgres));
    const page = await session().open(folder, 'Dockerfile');
    await squiggles(page).first().waitFor();
    await runCommand(page, 'Immutable Infra: Pin Images in Workspace');
    await previewButton(page, 'Discard').click();
    await refactorPreview(page).getByRole('checkbox').first().waitFor({ state: 'hidden' });
    assert.equal(await squiggles(page).count(), 1);
    assert.equal(read('Dockerfile'), dockerfile(node));
    assert.equal(read('compose.yaml'), compose(postgres));
  });

  it('is told which image could not be pinned, and goes to its place', async () => {
    const text = (image: string): string => `FROM ${image} AS build\nFROM ${node}-missing\n`;
    write('Dockerfile', text(node));
    const page = await session().open(folder, 'Dockerfile');
    await squiggles(page).first().waitFor();
    await runCommand(page, 'Immutable Infra: Pin Images in This File');
    const message = notification(page, 'Pinned 1 image. 1 could not be pinned.');
    await message.getByRole('button', { name: 'Show Details' }).click();
    await quickPickEntry(page, 'Dockerfile:2').waitFor();
    await session().picture('pin-details');
    await quickPickEntry(page, 'Dockerfile:2').click();
    await page.getByText('Ln 2').waitFor();
  });

  it('sees what a tag has named once a registry was asked', async () => {
    write('Dockerfile', dockerfile(node));
    const page = await session().open(folder, 'Dockerfile');
    await squiggles(page).first().waitFor();
    await runCommand(page, 'Immutable Infra: Pin Images in This File');
    await notification(page, 'Pinned 1 image.').waitFor();
    await clickWord(page, 'node:20');
    await runCommand(page, 'Immutable Infra: Show History of This Tag');
    await quickPickEntry(page, (await skopeoDigest(node)).slice(0, 'sha256:'.length + 12)).waitFor();
    await session().picture('tag-history');
  });
});
