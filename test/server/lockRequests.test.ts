import assert from 'node:assert/strict';
import type { Environment } from '../../server/src/environment';
import { PLAN_LOCK, VERIFY_LOCK, type LockPlan, type PinReport } from '../../server/src/protocol';
import { pushImage, type FakeRegistry } from '../support/fakeRegistry';
import { startLanguageClient, type LanguageClient } from '../support/languageClient';
import { fakeRegistries, registryUser } from '../support/registryUser';

const COMPOSE = 'file:///shop/compose.yaml';
const LOCK = 'file:///shop/compose.lock.yaml';

describe('requests about the digest lock', () => {
  const start = fakeRegistries();
  const disk = new Map<string, string>();
  let client: LanguageClient;
  let registry: FakeRegistry;

  beforeEach(async () => {
    disk.clear();
    registry = await start();
    const environment: Partial<Environment> = {
      readText: (path) => disk.get(path) ?? null,
      fileNames: (folder) => (folder === '/shop' ? [...disk.keys()].map((path) => path.slice(6)) : []),
    };
    const user = registryUser({ environment });
    client = await startLanguageClient({ environment: user.environment, folder: 'file:///shop' });
  });
  afterEach(() => client.dispose());

  const plan = () => client.connection.sendRequest<LockPlan>(PLAN_LOCK, { uri: COMPOSE });
  const verify = (uri = COMPOSE) => client.connection.sendRequest<PinReport>(VERIFY_LOCK, { uri });
  const compose = () =>
    `services:\n  web:\n    image: ${registry.host}/app:1\n  built:\n    image: shop\n    build: .\n`;

  it('plan it for the project as it is typed, and say what is left out', async () => {
    const digest = pushImage(registry, 'app', '1');
    await client.open(COMPOSE, 'dockercompose', compose());
    const { uri, text, problems } = await plan();
    assert.equal(uri, LOCK);
    assert.ok(text?.endsWith(`services:\n  web:\n    image: ${registry.host}/app:1@${digest}\n`), text ?? '');
    assert.deepEqual(
      problems.map(({ place }) => place),
      ['compose.yaml'],
    );
  });

  it('leave a file alone that is no lock', async () => {
    pushImage(registry, 'app', '1');
    disk.set('/shop/compose.lock.yaml', 'services: {}\n');
    await client.open(COMPOSE, 'dockercompose', compose());
    const { text, problems } = await plan();
    assert.equal(text, null);
    assert.match(problems[0]!.message, /is no digest lock/);
  });

  it('tell where it agrees, and where it does not any more', async () => {
    pushImage(registry, 'app', '1', 'old');
    await client.open(COMPOSE, 'dockercompose', compose());
    assert.match((await verify()).summary, /^There is no compose\.lock\.yaml/);
    const { text } = await plan();
    disk.set('/shop/compose.yaml', compose());
    await client.open(LOCK, 'dockercompose', text!);
    assert.match((await verify()).summary, /agrees/);
    assert.match((await verify(LOCK)).summary, /agrees/);
    pushImage(registry, 'app', '1', 'new');
    const { summary, problems } = await verify();
    assert.match(summary, /differs in 1 place\.$/);
    assert.match(problems[0]!.place, /^compose\.lock\.yaml:\d+$/);
  });
});
