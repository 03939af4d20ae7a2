import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMemory } from '../../../server/src/registry/memory/createMemory';
import {
  pushImage,
  type FakeAuthentication,
  type FakeRegistry,
  type Fault,
} from '../../support/fakeRegistry';
import { createMemoryFiles } from '../../support/memoryFiles';
import { fakeRegistries, registryUser, type RegistryUser } from '../../support/registryUser';

const ALICE = { username: 'alice', password: 's3cret' };
const HOUR = 3_600_000;

describe('what many references cost', () => {
  const start = fakeRegistries();

  /** Thirty references of ten repositories. */
  const fill = (registry: FakeRegistry): Map<string, string> =>
    new Map(
      Array.from({ length: 30 }, (_, index): [string, string] => {
        const [repository, tag] = [`team/app${index % 10}`, `${index}`];
        return [`${registry.host}/${repository}:${tag}`, pushImage(registry, repository, tag, tag)];
      }),
    );
  const count = (registry: FakeRegistry, what: RegExp): number =>
    registry.asked().filter((request) => what.test(request)).length;
  const resolveAll = async (user: RegistryUser, names: readonly string[]): Promise<(string | null)[]> => {
    const answers = await Promise.all(
      names.map((name) => user.resolve(name, undefined, { freshness: 'recent' })),
    );
    return answers.map((answer) => (answer.found ? answer.digest : null));
  };

  const WAYS: readonly (readonly [string, FakeAuthentication | undefined, number, number])[] = [
    ['without a login: a HEAD each', undefined, 0, 0],
    ['with a token: a HEAD each beside the one that was challenged, and one token', { kind: 'bearer' }, 1, 1],
    ['with a password: a HEAD each beside the one that was challenged', { kind: 'basic', ...ALICE }, 1, 0],
  ];
  for (const [title, authentication, challenged, tokens] of WAYS) {
    it(title, async () => {
      const registry = await start(authentication);
      const images = fill(registry);
      const user = registryUser({ configuration: { auths: { [registry.host]: ALICE } } });
      assert.deepEqual(await resolveAll(user, [...images.keys()]), [...images.values()]);
      assert.equal(count(registry, /^HEAD /), 30 + challenged);
      assert.equal(count(registry, /^GET \/token/), tokens);
      assert.equal(registry.requests.length, 30 + challenged + tokens);
    });
  }

  it('again within the hour: nothing, also for another process with the same folder; after it as much again', async () => {
    const registry = await start();
    const images = fill(registry);
    const disk = createMemoryFiles();
    const { environment } = disk;
    const person = () =>
      registryUser({
        memory: createMemory(environment, { folder: '/storage' }),
        environment: { now: environment.now },
      });
    const first = person();
    const ask = async (user: RegistryUser): Promise<number> => {
      assert.deepEqual(await resolveAll(user, [...images.keys()]), [...images.values()]);
      await user.digests.settled();
      return registry.requests.length;
    };
    assert.deepEqual([await ask(first), await ask(first), await ask(person())], [30, 30, 30]);
    disk.time += HOUR + 1;
    assert.equal(await ask(person()), 60);
  });

  it('of two registries at once: each its own', async () => {
    const [one, other] = [await start({ kind: 'bearer' }), await start({ kind: 'bearer' })];
    const images = new Map([...fill(one), ...fill(other)]);
    assert.deepEqual(await resolveAll(registryUser(), [...images.keys()]), [...images.values()]);
    for (const registry of [one, other]) {
      assert.deepEqual([count(registry, /^HEAD /), count(registry, /^GET \/token/)], [31, 1]);
    }
  });

  it('of one name in several spellings: one request', async () => {
    const hub = await start();
    const digest = pushImage(hub, 'library/node', 'latest');
    const user = registryUser({ hosts: { 'https://registry-1.docker.io': hub } });
    const names = [
      'node',
      'node:latest',
      'library/node',
      'docker.io/node',
      'index.docker.io/library/node:latest',
    ];
    assert.deepEqual(await resolveAll(user, names), Array(names.length).fill(digest));
    assert.equal(hub.requests.length, 1);
  });
});

describe('whatever a registry does', () => {
  const start = fakeRegistries();
  const FAULTS: readonly Fault[] = [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 401 },
    { kind: 'status', status: 403 },
    { kind: 'status', status: 405 },
    { kind: 'status', status: 429 },
    { kind: 'hang-up' },
    { kind: 'changed', headers: { 'docker-content-digest': null } },
    { kind: 'changed', headers: { 'content-type': 'text/html' } },
    { kind: 'changed', body: '{"schemaVersion":2,"config":{}}' },
    { kind: 'redirect', to: '/v2/app/manifests/0' },
  ];

  it('a digest that is found is one that it has for that very reference, or that a redirect of its led to', async () => {
    const registry = await start();
    const tags = ['0', '1', '2', '3'];
    const digests = tags.map((tag) => pushImage(registry, 'app', tag, tag));
    const draw = fc.array(
      fc.record({
        fault: fc.constantFrom(...FAULTS),
        tag: fc.constantFrom(...tags),
        times: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(draw, async (faults) => {
        for (const { fault, tag, times } of faults) {
          registry.misbehave(fault, { path: new RegExp(`/manifests/${tag}$`), times });
        }
        const user = registryUser();
        const answers = await Promise.all(tags.map((tag) => user.resolve(`${registry.host}/app:${tag}`)));
        answers.forEach((answer, index) => {
          if (!answer.found) return;
          const led = faults.some(({ fault, tag }) => fault.kind === 'redirect' && tag === tags[index]);
          assert.ok(answer.digest === digests[index] || (led && answer.digest === digests[0]), answer.digest);
        });
        // What was not used up is no matter of the next run.
        for (const tag of tags)
          registry.misbehave({ kind: 'changed' }, { path: new RegExp(`/manifests/${tag}$`) });
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
