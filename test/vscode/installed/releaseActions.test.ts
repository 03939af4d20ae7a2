import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { removeContainers } from '../../docker/containers';
import { laboratory } from '../../docker/hooks';
import { FILES } from '../../docker/images';
import { until } from '../../docker/until';
import { session } from './hooks';
import {
  chooseInMenu,
  clickWord,
  diffSide,
  notification,
  openReleases,
  previewButton,
  quickPickEntry,
  refactorPreview,
  runCommand,
  save,
  tab,
  terminal,
  treeItem,
} from './person';
import { CHANGED_SETTINGS, deployShop } from './shop';
import type { Shop } from './shop';

const WEB = /^service web, container shop-web-1, /;
const DATABASE = /^service db, container shop-db-1, /;
const CACHE = /^service cache, container shop-cache-1, .*, drifted$/;

describe('a person who acts on what runs', () => {
  let shop: Shop;

  before(async () => {
    shop = await deployShop(laboratory());
  });
  afterEach(() => shop.restore());
  after(async () => {
    shop.remove();
    await removeContainers(laboratory().engine);
  });

  async function open(): Promise<Page> {
    const page = await session().open(shop.folder, 'compose.yaml');
    await openReleases(page);
    for (const line of [WEB, DATABASE, CACHE]) await treeItem(page, line).waitFor();
    return page;
  }
  const declared = (): string => readFileSync(join(shop.folder, 'compose.yaml'), 'utf8');

  it('sees what was changed in a container beside what its image has, and leaves nothing on the engine', async () => {
    const { engine } = laboratory();
    const page = await open();
    await chooseInMenu(page, CACHE, 'What Changed in This Container?');
    await quickPickEntry(page, '/app/obsolete').waitFor();
    await quickPickEntry(page, '/var/lib/app/rows.db').waitFor();
    await session().picture('changes');
    await quickPickEntry(page, '/app/settings').click();
    await shows(diffSide(page, 'original'), FILES.settings);
    await shows(diffSide(page, 'modified'), CHANGED_SETTINGS);
    await page.keyboard.press('Escape');
    await session().picture('diff');
    await until('the temporary container to be removed', async () => {
      const left = await engine.docker(
        'ps',
        '--all',
        '--quiet',
        '--filter',
        'label=immutable-infra.temporary',
      );
      return left === '';
    });
    await engine.docker('exec', 'shop-cache-1', 'sh', '-c', 'echo mode = safe > /app/settings');
    await page.getByRole('button', { name: 'Read File of Container Again' }).click();
    await shows(diffSide(page, 'modified'), 'mode = safe\n');
  });

  it('rolls back to what the Git history of the file has, and gets the command that deploys it', async () => {
    const page = await open();
    const before = declared();
    const container = await laboratory().engine.docker('ps', '--no-trunc', '--quiet');
    await chooseInMenu(page, WEB, 'Roll Back');
    const earlier = quickPickEntry(page, '1.0.0 @');
    await earlier.waitFor();
    const said = (await earlier.textContent()) ?? '';
    assert.ok(said.includes(`@${shop.web[0].slice(7, 14)}`), said);
    assert.ok(said.includes('Alice: Release 1.0.0'), said);
    assert.ok(said.includes(`still in the registry · commit ${shop.commits[0].slice(0, 7)}`), said);
    assert.equal(await quickPickEntry(page, '').count(), 1, 'what runs is nothing to go back to');
    await session().picture('roll-back');
    await earlier.click();
    await refactorPreview(page).getByRole('checkbox').first().waitFor();
    assert.equal(declared(), before, 'nothing happens before');
    await previewButton(page, 'Apply').click();
    const message = notification(page, 'The file names the earlier digest now.');
    await message.getByRole('button', { name: 'Redeploy in Terminal' }).click();
    await until('the command to stand in the terminal', async () =>
      /^[^#$]*immutable-infra-shop[^#$]*[#$] docker compose -p shop up -d web$/.test(
        plain(await terminal(page).innerText()).replaceAll('\n', ''),
      ),
    );
    await session().picture('redeploy');
    const after = before.replace(`web:1.1.0@${shop.web[1]}`, `web:1.0.0@${shop.web[0]}`);
    assert.equal(declared(), after, 'compose reads what is saved');
    await treeItem(page, /^service web, .*, out of sync,/).waitFor();
    assert.equal(
      await laboratory().engine.docker('ps', '--no-trunc', '--quiet'),
      container,
      'nothing was run',
    );
    await clickWord(page, 'services');
    await page.keyboard.press('Control+Z');
    await save(page);
    await until('the file to be as before', () => declared() === before);
    await treeItem(page, /^service web, .*, in sync,/).waitFor();
  });

  it('writes the digest that runs into the file, and goes to where a service is declared', async () => {
    const page = await open();
    const before = declared();
    await chooseInMenu(page, DATABASE, 'Go to Declaration');
    await page.getByText('Ln 5').waitFor();
    await chooseInMenu(page, DATABASE, 'Use Running Digest in File');
    await refactorPreview(page).getByRole('checkbox').first().waitFor();
    assert.equal(declared(), before, 'nothing happens before');
    await previewButton(page, 'Apply').click();
    await notification(page, 'The file names the running digest now.').waitFor();
    await clickWord(page, 'services');
    await save(page);
    assert.equal(declared(), before.replace(`16.4@${shop.db[1]}`, `16.3@${shop.db[0]}`));
    await treeItem(page, /^service db, .*, in sync,/).waitFor();
  });

  it('compares two releases, and opens the commit that one was built from', async () => {
    const page = await open();
    await chooseInMenu(page, DATABASE, 'Compare Releases');
    await quickPickEntry(page, 'shop-web-1').click();
    await tab(page, 'shop/db 16.3 (shop-db-1) ↔ shop/web 1.1.0 (shop-web-1)').waitFor();
    await diffSide(page, 'original').getByText(shop.db[0]).first().waitFor();
    await diffSide(page, 'modified').getByText(shop.web[1]).first().waitFor();
    await page.getByText('6 differences: image reference (1), digest (1), commit (1), labels (3)').waitFor();
    await session().picture('comparison');
    await chooseInMenu(page, WEB, 'Open Commit');
    await quickPickEntry(page, 'Show in this repository').click();
    await tab(page, shop.commits[0].slice(0, 7)).waitFor();
    await session().picture('commit');
  });

  it('exports a report for people, and one for programs', async () => {
    const page = await open();
    const markdown = await exported(page, 'Markdown', '.md');
    const row = (service: string): string =>
      markdown.split('\n').find((line) => line.includes(`| ${service} |`)) ?? '';
    assert.match(row('cache'), /\| shop-cache-1 \| 7\.2 \| .* \| in sync \| .* \| \*\*drifted\*\* \|/);
    assert.match(row('db'), /\| shop-db-1 \| 16\.3 \| .* \| \*\*out of sync\*\* \| .* \| none \|/);
    assert.ok(
      row('web').includes(shop.web[1].slice(7, 19)) && row('web').includes(shop.commits[0].slice(0, 7)),
    );
    assert.ok(markdown.includes('| `/app/settings` | changed | code |'));
    await session().picture('report');
    const report = JSON.parse(await exported(page, 'JSON', '.json')) as Report;
    const [host] = report.hosts;
    assert.deepEqual(
      host?.services.flatMap(({ name, containers }) =>
        containers.map(({ digest, sync, drift }) => [name, digest.value.digest, sync.status, drift.status]),
      ),
      [
        ['cache', shop.cache, 'synced', 'drifted'],
        ['db', shop.db[0], 'out-of-sync', 'none'],
        ['web', shop.web[1], 'synced', 'none'],
      ],
    );
    assert.equal(host.engine.endpoint, laboratory().engine.host);
  });

  /** What is written into the folder, once it is open in the editor. */
  async function exported(page: Page, format: string, extension: string): Promise<string> {
    await runCommand(page, 'Immutable Infra: Export Release Report');
    await quickPickEntry(page, new RegExp(`^${format}`)).click();
    await quickPickEntry(page, 'Without signatures').click();
    await page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).waitFor();
    await page.keyboard.press('Enter');
    await tab(page, extension).waitFor();
    const names = readdirSync(shop.folder).filter((name) => name.startsWith('release-report-'));
    return readFileSync(join(shop.folder, names.find((name) => name.endsWith(extension)) ?? ''), 'utf8');
  }
});

/** The fields of the report that are looked at. */
interface Report {
  readonly hosts: readonly (Host | undefined)[];
}

interface Host {
  readonly engine: { readonly endpoint: string };
  readonly services: readonly {
    readonly name: string;
    readonly containers: readonly {
      readonly digest: { readonly value: { readonly digest: string } };
      readonly sync: { readonly status: string };
      readonly drift: { readonly status: string };
    }[];
  }[];
}

/** Waits until an editor shows a text. */
async function shows(lines: ReturnType<typeof diffSide>, text: string): Promise<void> {
  await lines.first().waitFor();
  await until(`the editor to show ${text}`, async () => {
    const shown = await lines.first().locator('.view-line').allTextContents();
    return plain(shown.join('\n')) === text.trim();
  });
}

/** Editors and terminals pad with spaces of their own. */
function plain(text: string): string {
  return text.replaceAll('\u00A0', ' ').trim();
}
