import assert from 'node:assert/strict';
import type { Service } from '../../../client/src/docker/releases/model';
import { removeContainers } from '../containers';
import { laboratory } from '../hooks';
import { pushImage } from '../images';
import { NEVER, value } from './connect';
import { lookAtEngine, makeFolder } from './joined';
import type { Joined } from './joined';
import { drawService, servicesOf } from './picture';

describe('what the inspector sees of a swarm', () => {
  const { folder, remove } = makeFolder();
  const { docker } = { docker: (...args: string[]) => laboratory().engine.docker(...args) };
  let app: string;
  let first: string;
  let second: string;
  let seen: Joined;
  let stop = (): void => undefined;

  before(async () => {
    const { engine, registries } = laboratory();
    const repository = { registry: registries.anonymous, name: 'swarm/app' };
    app = `${repository.registry}/${repository.name}`;
    first = await pushImage(repository, '1.0.0', '1.0.0');
    second = await pushImage(repository, '2.0.0', '2.0.0');
    await engine.startSwarm();
    const pace = ['--update-parallelism', '1', '--update-monitor', '1s', '--rollback-monitor', '1s'];
    const options = ['--detach', '--network', 'host', ...STACK];
    await docker(
      'service',
      'create',
      ...options,
      ...pace,
      '--name',
      'shop_api',
      '--replicas',
      '3',
      `${app}:1.0.0`,
    );
    seen = await lookAtEngine(folder);
    stop = seen.stop;
  });
  after(async () => {
    stop();
    const { engine } = laboratory();
    await engine.leaveSwarm();
    await removeContainers(engine);
    remove();
  });

  const api = (): Service | undefined => seen.service('api');
  const draw = (): string => (api() === undefined ? '' : drawService(api()!));
  const versions = (): string => drawRunning(api());
  const update = (): string => api()?.swarm?.facts.update?.state ?? '';

  it('is a service of its stack, with its tasks and the digest that the engine pinned it to', async () => {
    await seen.sees('three containers', () => versions() === '3 × 1.0.0');
    const service = api()!;
    assert.equal(draw(), 'shop/api: 3 × 1.0.0');
    assert.equal(service.project.kind, 'stack');
    await seen.sees('three tasks', () => api()?.swarm?.running === 3);
    const { facts, running, wanted, tasks } = api()!.swarm!;
    assert.equal(facts.image, `${app}:1.0.0@${first}`);
    assert.deepEqual(
      { running, wanted, previous: facts.previousImage },
      { running: 3, wanted: 3, previous: null },
    );
    assert.deepEqual(
      tasks.map(({ state }) => state),
      ['running', 'running', 'running'],
    );
    const { digest } = api()!.releases[0]!;
    assert.equal(digest.known && digest.digest, first);
  });

  it('is seen live while one release replaces another', async () => {
    await docker('service', 'update', '--detach', '--image', `${app}:2.0.0`, 'shop_api');
    await seen.sees('the end of the update', () => versions() === '3 × 2.0.0' && update() === 'completed');
    const history = seen.shown.map(({ hosts }) => {
      const state = hosts[0]?.state;
      const service =
        state?.kind === 'running' ? servicesOf(state.releases).find(({ name }) => name === 'api') : undefined;
      return {
        versions: drawRunning(service),
        update: service?.swarm?.facts.update?.state,
        rollout: service?.rollout,
      };
    });
    const mixed = history.filter((each) => /1\.0\.0.*2\.0\.0|2\.0\.0.*1\.0\.0/.test(each.versions));
    assert.ok(mixed.length > 0, JSON.stringify(history));
    assert.ok(
      mixed.some((each) => each.update === 'updating'),
      JSON.stringify(mixed),
    );
    assert.ok(
      mixed.some(({ rollout }) => /\d × [12]\.0\.0 · \d × [12]\.0\.0/.test(rollout ?? '')),
      JSON.stringify(mixed),
    );
    const { facts } = api()!.swarm!;
    assert.deepEqual([facts.image, facts.previousImage], [`${app}:2.0.0@${second}`, `${app}:1.0.0@${first}`]);
  });

  it('goes back to its previous release when that is asked for', async () => {
    const engine = seen.inspector.engine('variable')!;
    await value(engine.rollBackService(api()!.swarm!.facts, NEVER));
    await seen.sees(
      'the previous release',
      () => versions() === '3 × 1.0.0' && update() === 'rollback_completed',
    );
    assert.equal(api()!.swarm!.facts.image, `${app}:1.0.0@${first}`);
  });

  it('shows an update that stopped half way', async () => {
    const broken = [
      '--entrypoint',
      '/bin/absent',
      '--update-failure-action',
      'pause',
      '--restart-max-attempts',
      '1',
    ];
    await docker('service', 'update', '--detach', '--image', `${app}:2.0.0`, ...broken, 'shop_api');
    await seen.sees('the paused update', () => update() === 'paused');
    const { swarm } = api()!;
    assert.ok(swarm!.running < swarm!.wanted, `${swarm!.running} of ${swarm!.wanted}`);
    assert.ok(
      swarm!.tasks.some(({ message }) => message.includes('absent')),
      JSON.stringify(swarm!.tasks),
    );
    assert.equal(api()!.answers.health.status, 'degraded');
  });
});

/** Running containers of each version: those of replaced tasks stay for a while. */
function drawRunning(service: Service | undefined): string {
  const parts = (service?.releases ?? []).map(({ version, containers }) => {
    return [containers.filter(({ facts }) => facts.state === 'running').length, version ?? '?'] as const;
  });
  return parts
    .filter(([count]) => count > 0)
    .map(([count, version]) => `${count} × ${version}`)
    .join(', ');
}

/** On the service alone, as people write it; `docker stack deploy` labels the containers too. */
const STACK = ['--label', 'com.docker.stack.namespace=shop'];
