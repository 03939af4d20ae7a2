import assert from 'node:assert/strict';
import { hostReleases } from '../../../../client/src/docker/releases/hostReleases';
import type { Service } from '../../../../client/src/docker/releases/model';
import {
  composeLabels,
  container,
  digest,
  exec,
  imageFacts,
  knowledge,
  listed,
  observation,
  swarmFacts,
  swarmService,
  swarmTask,
  treePicture,
  type Given,
  type GivenObservation,
} from '../../../support/observed';

const [ONE, TWO, A, B] = [digest('1'), digest('2'), digest('a'), digest('b')];

describe('the tree of what runs', () => {
  it('is ordered by project, service and name, numbers as numbers', () => {
    assert.equal(
      tree({
        containers: [
          container({ name: 'shop-web-10', labels: composeLabels('shop', 'web') }),
          container({ name: 'shop-web-2', labels: composeLabels('shop', 'web') }),
          container({ name: 'lone' }),
          container({ name: 'half', labels: { 'com.docker.compose.project': 'shop' } }),
          container({ name: 'shop-db-1', labels: composeLabels('shop', 'db') }),
          container({ name: 'blog-web-1', labels: composeLabels('blog', 'web') }),
        ],
      }),
      drawn(`
        compose blog
          web
            20 unanswered: blog-web-1
        compose shop
          db
            20 unanswered: shop-db-1
          web
            20 unanswered: shop-web-2, shop-web-10
        standalone
          half
            20 unanswered: half
          lone
            20 unanswered: lone`),
    );
  });

  for (const [what, created, built] of [
    ['is built when its image says', 5000, 5000],
    ['is of no known date where its image has none', 0, null],
  ] as const) {
    it(`a release ${what}`, () => {
      const { projects } = hostReleases(
        observation({
          containers: [container({ imageId: ONE })],
          listed: [listed({ id: ONE, created })],
          images: [imageFacts({ id: ONE, created })],
        }),
        knowledge(),
      );
      assert.equal(projects[0]!.services[0]!.releases[0]!.built, built);
    });
  }

  it('is empty when nothing runs', () => assert.equal(tree({}), ''));

  it('has a release for each digest of a service, with the rollout', () => {
    const web = (name: string, tag: string, imageId: string) =>
      container({ name, image: `shop/web:${tag}`, imageId, labels: composeLabels('shop', 'web') });
    assert.equal(
      tree({
        containers: [web('web-1', '2.0', TWO), web('web-2', '1.0', ONE), web('web-3', '1.0', ONE)],
        listed: [
          listed({ id: ONE, repositoryDigests: [`shop/web@${A}`] }),
          listed({ id: TWO, repositoryDigests: [`shop/web@${B}`] }),
        ],
      }),
      drawn(`
        compose shop
          web: 2 × 1.0 · 1 × 2.0, 33 % canary
            1.0 @a: web-2, web-3
            2.0 @b: web-1`),
    );
  });

  it('has one release for one image, whatever it was called', () => {
    const web = (name: string, image: string) =>
      container({ name, image, labels: composeLabels('shop', 'web') });
    assert.equal(
      tree({
        containers: [web('a', 'node:20'), web('b', 'node:latest'), web('c', `node@${B}`)],
        listed: [listed({ repositoryDigests: [`node@${A}`, `node@${B}`] })],
      }),
      drawn(`
        compose shop
          web
            20 @a: a, b, c`),
    );
  });

  it('has one release for an index and a manifest of it', () => {
    const web = (name: string, imageId: string, manifest: string | null): Given => ({
      name,
      imageId,
      manifest: manifest === null ? null : { digest: manifest, platform: null },
      labels: composeLabels('shop', 'web'),
    });
    assert.equal(
      tree({
        engine: { store: 'containerd' },
        containers: [web('a', A, B), web('b', B, B)].map(container),
      }),
      drawn(`
        compose shop
          web
            20 @a: a, b`),
    );
  });

  it('has blue and green of no project as one service', () => {
    const app = (name: string, tag: string, imageId: string, state = 'running') =>
      container({ name, image: `shop/app:${tag}`, imageId, state });
    const images = {
      listed: [
        listed({ id: ONE, repositoryDigests: [`shop/app@${A}`] }),
        listed({ id: TWO, repositoryDigests: [`shop/app@${B}`] }),
      ],
    };
    assert.equal(
      tree({ containers: [app('app-blue', '1', ONE), app('app-green', '2', TWO)], ...images }),
      drawn(`
        standalone
          app: 1 × 1 (blue) · 1 × 2 (green)
            1 @a: app-blue
            2 @b: app-green`),
    );
    assert.equal(
      tree({ containers: [app('app-blue', '1', ONE, 'exited'), app('app-green', '2', TWO)], ...images }),
      drawn(`
        standalone
          app
            2 @b: app-green
            1 @a: app-blue`),
    );
  });

  it('tells equal tags by their digests', () => {
    const web = (name: string, imageId: string) =>
      container({
        name,
        image: imageId,
        imageId,
        details: { image: 'web:latest' },
        labels: composeLabels('s', 'web'),
      });
    assert.equal(
      tree({
        containers: [web('a', ONE), web('b', TWO)],
        images: [imageFacts(), imageFacts({ id: TWO })],
      }).split('\n')[1],
      '  web: 1 × latest image 1111111 · 1 × latest image 2222222',
    );
  });

  it('counts nothing into a rollout that a command has started', () => {
    const web = (name: string, imageId: string, more = {}) =>
      container({ name, image: `web:${name}`, imageId, labels: composeLabels('s', 'web', more) });
    const [seen] = services({ containers: [web('1', ONE), web('2', TWO, { oneoff: 'True' })] });
    assert.equal(seen?.rollout, null);
    assert.equal(seen.releases.length, 2);
  });

  it('names a release by its label where the tag says nothing', () => {
    const version = (labels: Readonly<Record<string, string>>, image = 'app') =>
      tree({ containers: [container({ image })], images: [imageFacts({ configuration: { labels } })] }).split(
        '\n',
      )[2];
    const label = 'org.opencontainers.image.version';
    assert.equal(version({ [label]: '1.2.3' }), '    1.2.3 none: name');
    assert.equal(version({ [label]: '1.2.3' }, 'app:4'), '    4 none: name');
    assert.equal(
      version({ [label]: '24.04', 'org.opencontainers.image.ref.name': 'ubuntu' }),
      '    latest none: name',
    );
    assert.equal(
      version({ [label]: '24.04', 'org.opencontainers.image.ref.name': 'ubuntu' }, 'ubuntu'),
      '    24.04 none: name',
    );
    assert.equal(version({}, `app@${A}`), '    ? @a: name');
  });

  it('does not show containers of our own, and each other once', () => {
    const ours = container({ name: 'ours', labels: { 'immutable-infra.temporary': '' } });
    const lone = container({ name: 'lone' });
    assert.equal(tree({ containers: [ours, lone, lone] }), 'standalone\n  lone\n    20 unanswered: lone');
  });
});

describe('a swarm', () => {
  const stack = { 'com.docker.stack.namespace': 'shop' };
  const here = (name: string, task: string, given: Given = {}) =>
    container({
      name,
      image: `node:20@${A}`,
      imageId: ONE,
      labels: {
        'com.docker.swarm.service.name': 'shop_web',
        'com.docker.swarm.task.id': task,
        'com.docker.swarm.task.name': `shop_web.1.${task}`,
        ...stack,
      },
      ...given,
    });
  const service = swarmService({ name: 'shop_web', labels: stack, replicas: 3 });
  const nodes = [{ id: 'node2', name: 'second', state: 'ready', availability: 'active' }];

  it('has tasks here and elsewhere', () => {
    const tasks = [
      swarmTask({ id: 't1', containerId: 'c1' }),
      swarmTask({ id: 't2', slot: 2, nodeId: 'node2', containerId: 'c2' }),
      swarmTask({ id: 't3', slot: 3, nodeId: 'node2', containerId: 'c3', image: `node:22@${B}` }),
      swarmTask({ id: 'old', desiredState: 'shutdown', state: 'shutdown', containerId: 'c0' }),
    ];
    const swarm = swarmFacts({ services: [service], tasks, nodes });
    assert.equal(
      tree({ swarm, containers: [here('c1', 't1'), here('c0', 'old', { state: 'exited' })] }),
      drawn(`
        stack shop
          web: 2 × 20 · 1 × 22, 33 % canary
            20 @a: c1, t2 on second
            22 @b: t3 on second`),
    );
  });

  it('has the containers of a service whose label for the stack they do not have', () => {
    const labels = {
      'com.docker.swarm.service.id': service.id,
      'com.docker.swarm.service.name': 'shop_web',
      'com.docker.swarm.task.id': 't1',
    };
    const swarm = swarmFacts({ services: [service], tasks: [swarmTask({ id: 't1', containerId: 'c1' })] });
    assert.equal(
      tree({ swarm, containers: [here('c1', 't1', { labels })] }),
      drawn(`
        stack shop
          web
            20 @a: c1`),
    );
  });

  it('has services without a stack and without a task', () => {
    const swarm = swarmFacts({ services: [swarmService({ name: 'web' })] });
    const seen = services({ swarm, containers: [container({ name: 'web' })] });
    assert.deepEqual(
      seen.map(({ key, releases }) => [key, releases.length]),
      [
        ['standalone/service:web', 0],
        ['standalone/web', 1],
      ],
    );
    assert.deepEqual(seen[0]?.answers.health, { status: 'degraded', details: ['0 of 1 tasks run'] });
  });

  it('shows what is wanted and what failed last, the newest first', () => {
    const failed = { state: 'failed', desiredState: 'shutdown' };
    const tasks = [
      swarmTask({ id: 'f1', created: 1, ...failed }),
      swarmTask({ id: 'f2', created: 2, ...failed }),
      swarmTask({ id: 'f3', created: 3, slot: 2, ...failed }),
      swarmTask({ id: 'r', created: 4, containerId: 'x' }),
      swarmTask({ id: 's', created: 5, slot: 2, state: 'starting' }),
      swarmTask({ id: 'gone', created: 6, state: 'shutdown', desiredState: 'shutdown' }),
    ];
    const swarm = swarmFacts({ services: [swarmService({ replicas: 2 })], tasks });
    const [seen] = services({ swarm });
    assert.deepEqual(
      seen?.swarm?.tasks.map(({ id }) => id),
      ['s', 'r', 'f3', 'f2'],
    );
    assert.equal(`${seen.swarm.running} of ${seen.swarm.wanted}`, '1 of 2');
  });

  it('counts what a global service wants, and forgives a job that it has ended', () => {
    const tasks = [swarmTask({ slot: null }), swarmTask({ id: 'b', slot: null, state: 'pending' })];
    const global = swarmService({ mode: 'global', replicas: null });
    assert.equal(services({ swarm: swarmFacts({ services: [global], tasks }) })[0]?.swarm?.wanted, 2);
    const job = swarmService({ mode: 'job', replicas: null });
    const done = [swarmTask({ state: 'complete', desiredState: 'complete' })];
    assert.equal(
      services({ swarm: swarmFacts({ services: [job], tasks: done }) })[0]?.answers.health.status,
      'unknown',
    );
  });

  it('is not well while an update is paused, and starting while it goes on', () => {
    const updated = (state: string) => {
      const update = { state, started: 1, completed: null, message: '' };
      const swarm = swarmFacts({ services: [swarmService({ update, replicas: 2 })], tasks: [swarmTask({})] });
      const health = services({ swarm })[0]?.answers.health;
      return `${health?.status ?? ''}: ${health?.details.join(', ') ?? ''}`;
    };
    assert.equal(updated('paused'), 'degraded: update paused, 1 of 2 tasks run, 1 task on another node');
    assert.equal(
      updated('rollback_paused'),
      'degraded: rollback paused, 1 of 2 tasks run, 1 task on another node',
    );
    assert.equal(updated('updating'), 'starting: 1 of 2 tasks run, 1 task on another node');
    assert.equal(updated('completed'), 'degraded: 1 of 2 tasks run, 1 task on another node');
  });

  it('is told by containers alone on a node that is no manager', () => {
    const containers = [
      here('old', 't0', { state: 'exited', created: 1 }),
      here('new', 't1', { created: 2 }),
      here('lone', 't9', { state: 'exited', created: 2, labels: { 'com.docker.swarm.service.name': 'web' } }),
    ];
    assert.equal(
      tree({ containers }),
      drawn(`
        stack shop
          web
            20 @a: new
        standalone
          web
            20 @a: lone`),
    );
  });

  it('shows a task that is being stopped as long as it runs', () => {
    const swarm = swarmFacts({
      services: [service],
      tasks: [swarmTask({ id: 't1', desiredState: 'shutdown', containerId: 'c1' })],
    });
    assert.match(tree({ swarm, containers: [here('c1', 't1')] }), /c1$/);
  });
});

describe('the drift of a container', () => {
  const changed = { path: '/etc/app.conf', kind: 'changed' } as const;
  const scratch = { path: '/tmp/x', kind: 'added' } as const;
  const drift = (given: GivenObservation) => services(given)[0]!.answers.drift;

  it('is unknown until it was measured', () => {
    assert.equal(drift({ containers: [container()] }).status, 'unknown');
  });

  it('is none where only scratch differs, or nothing', () => {
    assert.equal(drift({ containers: [container({ changes: [] })] }).status, 'none');
    const seen = drift({ containers: [container({ changes: [scratch] })] });
    assert.deepEqual([seen.status, seen.measured, seen.changes?.scratch], ['none', 7, [scratch]]);
  });

  it('is there where code or data differs', () => {
    const seen = drift({ containers: [container({ changes: [changed, scratch] })] });
    assert.deepEqual([seen.status, seen.changes?.code], ['drifted', [changed]]);
  });

  it('is there where somebody has been in it, measured or not', () => {
    assert.equal(drift({ containers: [container()], execs: [exec('id', 'vi')] }).status, 'drifted');
  });

  it('is unknown while it is not known whether a command was its health check', () => {
    const containers = [container({ changes: [], details: null })];
    const seen = drift({ containers, execs: [exec('id', 'check')] });
    assert.deepEqual([seen.status, seen.touches], ['unknown', []]);
  });

  it('says why it could not be measured', () => {
    const broken = { ...container(), changes: { ok: false as const, measured: 7, problem: 'refused' } };
    const seen = drift({ containers: [broken] });
    assert.deepEqual([seen.status, seen.problem, seen.measured], ['unknown', 'refused', 7]);
  });

  it('says since when nobody was seen in it', () => {
    const since = (remembersSince: number | null) =>
      drift({ containers: [container({ created: 5 })], remembersSince }).touchesSince;
    assert.deepEqual([since(9), since(1), since(null)], [9, 5, null]);
  });

  it('of a service is that of all its containers', () => {
    const labels = composeLabels('shop', 'web');
    const seen = drift({
      containers: [
        container({ name: 'a', labels, changes: [changed] }),
        container({ name: 'b', labels, changes: [changed, scratch] }),
        container({ name: 'c', labels }),
      ],
      execs: [exec('b', 'second', { time: 2 }), exec('a', 'first', { time: 1 })],
    });
    assert.equal(seen.status, 'drifted');
    assert.deepEqual([seen.changes?.code.length, seen.changes?.scratch.length], [2, 1]);
    assert.deepEqual(
      seen.touches.map(({ command }) => command),
      ['first', 'second'],
    );
  });
});

describe('the health of a service', () => {
  const health = (...given: readonly Given[]) => {
    const containers = given.map((one, at) =>
      container({ name: `c${at}`, labels: composeLabels('s', 'w'), ...one }),
    );
    const seen = services({ containers })[0]!.answers.health;
    return [seen.status, seen.details.join(', ')].filter(Boolean).join(': ');
  };

  it('is the worst of its containers', () => {
    assert.equal(health({ details: { health: 'healthy' } }, { details: { health: 'healthy' } }), 'healthy');
    assert.equal(
      health({ details: { health: 'healthy' } }, { details: { health: 'unhealthy' } }),
      'degraded: unhealthy',
    );
  });

  it('does not suffer from a command that was run once from another image', () => {
    const labels = composeLabels('s', 'w', { oneoff: 'True' });
    const failed = { name: 'once', imageId: TWO, labels, state: 'exited', details: { exitCode: 1 } };
    assert.equal(health({ details: { health: 'healthy' } }, failed), 'healthy');
    assert.equal(health(failed), 'degraded: exit code 1');
  });

  it('counts what has stopped over all releases', () => {
    const stopped = { state: 'exited', imageId: TWO };
    assert.equal(health({}, {}, stopped, stopped, stopped), 'unknown: 3 of 5 stopped');
  });

  it('does not suffer from what has ended by itself while others run', () => {
    assert.equal(health({ details: { health: 'healthy' } }, { state: 'exited' }), 'healthy: 1 of 2 stopped');
    assert.equal(health({ state: 'exited' }, { state: 'exited' }), 'stopped');
  });
});

function tree(given: GivenObservation): string {
  return treePicture(hostReleases(observation(given), knowledge()));
}

function services(given: GivenObservation): readonly Service[] {
  return hostReleases(observation(given), knowledge()).projects.flatMap((project) => project.services);
}

/** A tree without the indentation that it has in the source. */
function drawn(text: string): string {
  const lines = text.split('\n').slice(1);
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => line.slice(indent)).join('\n');
}
