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
  quickFix,
  quickInput,
  quickPickEntry,
  runCommand,
  save,
  squiggles,
  treeItem,
} from './person';

describe('a person with the installed extension', () => {
  let folder: string;
  let registry: string;

  before(async () => {
    registry = laboratory().registries.anonymous;
    await pushIndex({ registry, name: 'library/node' }, '20', '20');
    await pushImage({ registry, name: 'library/postgres' }, '16', '16');
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-person-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

  it('sees the squiggle and the light bulb, and pins an index with it', async () => {
    const text = (digest: string): string =>
      `FROM ${registry}/library/node:20${digest} AS build\nRUN npm ci\n`;
    write('Dockerfile', text(''));
    const page = await session().open(folder, 'Dockerfile');
    await squiggles(page).first().waitFor();
    await clickWord(page, 'node:20');
    const pin = await quickFix(page, `Pin '${registry}/library/node:20' to its current digest`);
    await session().picture('quick-fix');
    await pin.click();
    await squiggles(page).first().waitFor({ state: 'detached' });
    await session().picture('pinned');
    await save(page);
    assert.equal(read('Dockerfile'), text(`@${await skopeoDigest(`${registry}/library/node:20`)}`));
  });

  it('pins a manifest inside the quotes of a compose file', async () => {
    const text = (digest: string): string =>
      `services:\n  db:\n    image: "${registry}/library/postgres:16${digest}" # why\n`;
    write('compose.yaml', text(''));
    const page = await session().open(folder, 'compose.yaml');
    await squiggles(page).first().waitFor();
    await clickWord(page, 'postgres:16');
    await (await quickFix(page, /^Pin /)).click();
    await squiggles(page).first().waitFor({ state: 'detached' });
    await save(page);
    assert.equal(read('compose.yaml'), text(`@${await skopeoDigest(`${registry}/library/postgres:16`)}`));
  });

  it('pins in .env what stands there, and sees the compose file come clean', async () => {
    const environment = (digest: string): string => `# images\nDB=${registry}/library/postgres:16${digest}\n`;
    const compose = 'services:\n  db:\n    image: ${DB}\n';
    write('.env', environment(''));
    write('compose.yaml', compose);
    const page = await session().open(folder, 'compose.yaml');
    await squiggles(page).first().waitFor();
    await clickWord(page, '${DB}');
    const pin = await quickFix(page, /^Pin .* in \.env$/);
    await session().picture('quick-fix-env');
    await pin.click();
    await squiggles(page).first().waitFor({ state: 'detached' });
    await session().picture('pinned-env');
    await treeItem(page, /^\.env/).click();
    await page.locator('.tab.active.dirty').waitFor();
    await save(page);
    const digest = await skopeoDigest(`${registry}/library/postgres:16`);
    assert.equal(read('.env'), environment(`@${digest}`));
    assert.equal(read('compose.yaml'), compose);
  });

  it('is told why when the registry has no such tag, and keeps the text', async () => {
    const text = `FROM ${registry}/library/node:99\n`;
    write('Dockerfile', text);
    const page = await session().open(folder, 'Dockerfile');
    await squiggles(page).first().waitFor();
    await clickWord(page, 'node:99');
    await (await quickFix(page, /^Pin /)).click();
    await notification(page, `${registry}/library/node:99`).waitFor();
    await session().picture('no-such-tag');
    assert.equal(await squiggles(page).count(), 1);
    assert.equal(await page.locator('.tab.dirty').count(), 0);
    assert.equal(read('Dockerfile'), text);
  });

  it('resolves the digest of the reference under the cursor, and inserts it', async () => {
    const text = (digest: string): string =>
      `FROM scratch\nCOPY --from=${registry}/library/node:20${digest} /a /a\n`;
    write('Dockerfile', text(''));
    const page = await session().open(folder, 'Dockerfile');
    await squiggles(page).first().waitFor();
    await clickWord(page, 'node:20');
    await runCommand(page, 'Immutable Infra: Resolve Digest');
    const digest = await skopeoDigest(`${registry}/library/node:20`);
    await quickPickEntry(page, digest).first().waitFor();
    await session().picture('resolve-digest');
    await quickPickEntry(page, 'Insert').click();
    await squiggles(page).first().waitFor({ state: 'detached' });
    await save(page);
    assert.equal(read('Dockerfile'), text(`@${digest}`));
  });

  it('resolves the digest of a reference that is typed in', async () => {
    write('Dockerfile', 'FROM scratch\n');
    const page = await session().open(folder, 'Dockerfile');
    await clickWord(page, 'FROM');
    await runCommand(page, 'Immutable Infra: Resolve Digest');
    await page.getByText('Image reference').waitFor();
    await quickInput(page).fill(`${registry}/library/postgres:16`);
    await page.keyboard.press('Enter');
    await quickPickEntry(page, await skopeoDigest(`${registry}/library/postgres:16`))
      .first()
      .waitFor();
  });
});
