import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EngineEvent } from '../../../../client/src/docker/engineEvents';
import type { HostReleases } from '../../../../client/src/docker/releases/model';
import type { Observation } from '../../../../client/src/docker/releases/observation';
import type { SwarmFacts } from '../../../../client/src/docker/swarmFacts';
import type { Inspection } from '../../../../client/src/docker/watch/inspection';
import {
  ABSENT,
  container,
  type ContainerInWorld,
  type EngineInWorld,
} from '../../../support/worldOfEngines';
import { releasesOf, watchScene, type SceneOptions, type WatchScene } from '../../../support/watchScene';

/** The same lives each time, unless more of them are asked for. */
const RUNS = process.env.INSPECTOR_RUNS
  ? { numRuns: Number(process.env.INSPECTOR_RUNS) }
  : { numRuns: 100, seed: 6 };
const HOSTS = ['a', 'b'] as const;

/** One life of an inspector, and what is needed to judge it. */
interface Life {
  readonly scene: WatchScene;
  readonly paints: number[];
  visible: boolean;
  chosen: readonly string[] | null;
  /** Looks that were not answered yet. */
  looks: number;
  /** Hosts whose events, or answers about drift, were lost: drift is measured again only when somebody asks. */
  readonly lossy: Set<string>;
  /** Since when requests of a host are refused. */
  readonly refused: Map<string, number>;
  /** Containers that somebody works in: `a web`. */
  readonly shells: Set<string>;
  serial: number;
}

interface Step {
  readonly act: keyof typeof ACTS;
  readonly host: (typeof HOSTS)[number];
  readonly which: number;
  /** Milliseconds that go by after it. */
  readonly pause: number;
}

interface Place {
  readonly id: string;
  readonly engine: EngineInWorld;
  readonly which: number;
}

const ACTS = {
  start: (life: Life, { engine, which }: Place) => create(life, engine, `new${which}`),
  stop: (_: Life, place: Place) =>
    change(place, (old) => ({ ...old, state: 'exited', health: null }), ['kill', 'die', 'stop']),
  restart: ({ scene }: Life, place: Place) =>
    change(place, (old) => ({ ...old, state: 'running', started: scene.clock.date() }), ['die', 'start']),
  pause: (_: Life, place: Place) => change(place, (old) => ({ ...old, state: 'paused' }), ['pause']),
  remove: (_: Life, place: Place) => {
    const id = chosenId(place);
    if (id === null) return;
    place.engine.containers.delete(id);
    place.engine.emit({ id, action: 'die' }, { id, action: 'destroy' });
  },
  replace: (life: Life, place: Place) => {
    const id = chosenId(place);
    if (id === null) return;
    const name = place.engine.containers.get(id)!.name ?? id;
    place.engine.containers.delete(id);
    place.engine.emit({ id, action: 'die' }, { id, action: 'destroy' });
    create(life, place.engine, name);
  },
  exec: (life: Life, place: Place) => {
    const id = runningId(place);
    if (id === null) return;
    const execID = `exec${++life.serial}`;
    touch(place.engine, id, `/srv/${execID}`);
    place.engine.emit(
      { id, action: 'exec_create', detail: 'sh', attributes: { execID } },
      { id, action: 'exec_start', detail: 'sh', attributes: { execID } },
      { id, action: 'exec_die', attributes: { execID } },
    );
  },
  'begin shell': (life: Life, place: Place) => {
    const id = runningId(place);
    if (id === null) return;
    life.shells.add(`${place.id} ${id}`);
    place.engine.emit({ id, action: 'exec_create', detail: 'sh', attributes: { execID: `shell of ${id}` } });
  },
  'end shells': ({ shells }: Life, { id: host, engine }: Place) => {
    for (const [id, { state }] of engine.containers) {
      if (!shells.delete(`${host} ${id}`) || state !== 'running') continue;
      touch(engine, id, '/srv/by-hand');
      engine.emit({ id, action: 'exec_die', attributes: { execID: `shell of ${id}` } });
    }
  },
  health: (_: Life, place: Place) => {
    const health = (['healthy', 'unhealthy', 'starting'] as const)[place.which % 3]!;
    const id = runningId(place);
    if (id === null) return;
    place.engine.containers.set(id, { ...place.engine.containers.get(id)!, health });
    place.engine.emit({ id, action: 'health_status', detail: health });
  },
  check: (_: Life, place: Place) => {
    const id = runningId(place);
    if (id === null) return;
    const detail = place.engine.containers.get(id)!.healthcheck?.join(' ') ?? 'true';
    place.engine.emit({ id, action: 'exec_create', detail, attributes: { execID: 'check' } });
  },
  pull: (_: Life, { engine, which }: Place) => {
    engine.images.set(`sha256:${which + 1}`, { tags: [`app:${which}`] });
    engine.emit({ kind: 'image', action: 'pull', id: `app:${which}` });
  },
  retag: (life: Life, { engine }: Place) => {
    const [id] = engine.images.keys();
    if (id === undefined) return;
    engine.images.set(id, { tags: [`app:tag${++life.serial}`] });
    engine.emit({ kind: 'image', action: 'tag', id });
  },
  'remove image': (_: Life, { engine, which }: Place) => {
    const id = [...engine.images.keys()][which];
    if (id === undefined) return;
    engine.images.delete(id);
    engine.emit({ kind: 'image', action: 'delete', id });
  },
  swarm: (life: Life, { engine, which }: Place) => {
    engine.isManager = which !== 0;
    engine.swarm = which === 0 ? null : swarm(++life.serial, which === 1 ? 'updating' : 'completed');
    engine.emit({ kind: which === 0 ? 'node' : 'service', action: 'update', id: 's' });
  },
  leave: (_: Life, { engine }: Place) => {
    engine.absent = ABSENT;
    engine.cut();
  },
  'come back': (_: Life, { engine }: Place) => {
    engine.absent = null;
  },
  kill: ({ lossy }: Life, { id, engine, which }: Place) => {
    // A restart just before is told by nothing then: neither by an event, nor by the last list.
    if (engine.events === 'refused') return;
    lossy.add(id);
    engine.kill();
    const [first] = engine.containers.keys();
    if (first !== undefined && which > 0) engine.containers.delete(first);
    if (which > 1) engine.containers.set(`after${which}`, container());
  },
  cut: (_: Life, { engine }: Place) => engine.cut(),
  'refuse events': (_: Life, { engine }: Place) => {
    engine.events = 'refused';
    engine.cut();
  },
  'cut at once': (_: Life, { engine }: Place) => {
    engine.events = 'cut at once';
    engine.cut();
  },
  'tell events': (_: Life, { engine }: Place) => {
    engine.events = 'told';
  },
  refuse: (life: Life, place: Place) => refuse(life, place, { ...ABSENT, reason: 'unexpected' }),
  hang: (life: Life, place: Place) => refuse(life, place, 'silent'),
  answer: ({ refused }: Life, { id, engine }: Place) => {
    engine.troubles.clear();
    refused.delete(id);
  },
  slow: (_: Life, { engine, which }: Place) => {
    engine.delay = which * 90;
  },
  'put clock back': ({ lossy }: Life, { id, engine }: Place) => {
    lossy.add(id);
    engine.skew -= 3_600_000;
  },
  hide: (life: Life) => {
    life.scene.inspector.setVisible(false);
    life.visible = false;
  },
  show: (life: Life) => show(life),
  refresh: ({ scene }: Life) => scene.inspector.refresh(),
  choose: (life: Life, { which }: Place) => {
    life.chosen = [null, ['a'], ['b', 'a']][which]!;
    life.scene.inspector.chooseHosts(life.chosen);
  },
  'look at': (life: Life, place: Place) => {
    const id = chosenId(place);
    if (id === null) return;
    life.looks++;
    void life.scene.inspector.lookAt(place.id, id).then(() => life.looks--);
  },
  'forget workspace': ({ scene }: Life) => scene.inspector.forgetWorkspace(),
} as const;

function refuse(
  { scene, lossy, refused }: Life,
  { id, engine, which }: Place,
  how: typeof ABSENT | 'silent',
) {
  const kinds = ['list', 'inspect', 'images', 'image ', 'changes', 'swarm'];
  lossy.add(id);
  if (!refused.has(id)) refused.set(id, scene.clock.now());
  engine.troubles.set(kinds[(which + scene.clock.now()) % kinds.length]!, how);
}

function show(life: Life): void {
  life.scene.inspector.setVisible(true);
  life.visible = true;
}

function chosenId({ engine, which }: Place): string | null {
  const ids = [...engine.containers.keys()];
  return ids.length === 0 ? null : ids[which % ids.length]!;
}

function runningId(place: Place): string | null {
  const id = chosenId(place);
  return id !== null && place.engine.containers.get(id)!.state === 'running' ? id : null;
}

function create(life: Life, engine: EngineInWorld, name: string): void {
  const id = `${name}#${++life.serial}`;
  engine.containers.set(
    id,
    container({ name, image: `sha256:${1 + (life.serial % 2)}`, healthcheck: ['true'] }),
  );
  engine.emit({ id, action: 'create' }, { id, action: 'start' });
}

function change(
  place: Place,
  after: (before: ContainerInWorld) => ContainerInWorld,
  actions: readonly EngineEvent['action'][],
): void {
  const id = chosenId(place);
  if (id === null) return;
  place.engine.containers.set(id, after(place.engine.containers.get(id)!));
  place.engine.emit(...actions.map((action) => ({ id, action })));
}

function touch(engine: EngineInWorld, id: string, path: string): void {
  const old = engine.containers.get(id)!;
  const changes = [...old.changes.filter((each) => each.path !== path), { path, kind: 'added' as const }];
  engine.containers.set(id, { ...old, changes });
}

function swarm(version: number, state: string): SwarmFacts {
  const update = { state, started: 0, completed: null, message: '' };
  const times = { created: 0, updated: version };
  const names = { id: 's', name: 's', image: 'app:1', labels: {}, previousImage: null };
  return {
    services: [{ ...names, version, replicas: 1, mode: 'replicated', update, ...times }],
    tasks: [],
    nodes: [],
  };
}

const OPTIONS: SceneOptions = {
  hosts: HOSTS,
  model: {
    hostReleases: (observation, knowledge) =>
      ({ ...releasesOf(observation), observation, knowledge }) as unknown as HostReleases,
  },
};

/**
 * What must be the same whoever has looked, and since when. Not the same are moments of measuring, commands that were
 * seen, whether the engine called itself a manager when it was connected to; and drift where `drift` is false.
 */
function essence({ hosts }: Inspection, drift: (host: string) => boolean): unknown {
  return hosts.map(({ id, state }) => {
    if (state.kind !== 'running') return { id, state };
    const { observation } = state.releases as unknown as { readonly observation: Observation };
    return {
      id,
      live: state.live,
      containers: observation.containers.map(({ facts, details, changes }) => {
        const isMeasured = facts.state === 'running' && drift(id);
        return { facts, details, changes: isMeasured ? { ...changes, measured: 0 } : null };
      }),
      listed: new Set(observation.listed.values()),
      images: observation.images,
      swarm: observation.swarm,
    };
  });
}

function asked({ scene }: Life): string {
  const engines = HOSTS.map((id) => scene.engines[id]!.requests());
  return [...engines, ...scene.questions.splice(0)].filter((text) => text !== '').join('; ');
}

function noteOf(life: Life): void {
  const lines = life.scene
    .shown()
    .split('\n')
    .filter((line) => line !== '');
  life.paints.push(...lines.map((line) => Number(line.split(' ')[0])));
}

async function pass(life: Life, milliseconds: number): Promise<void> {
  const before = life.visible ? '' : asked(life);
  assert.equal(before, '', 'asked while nobody looked');
  await life.scene.clock.advance(milliseconds);
  if (!life.visible) assert.equal(asked(life), '', 'asked while nobody looks');
  noteOf(life);
}

async function live(steps: readonly Step[]): Promise<Life> {
  const scene = watchScene(OPTIONS);
  const life: Life = {
    scene,
    paints: [],
    visible: false,
    chosen: null,
    looks: 0,
    lossy: new Set(),
    refused: new Map(),
    shells: new Set(),
    serial: 0,
  };
  for (const { act, host, which, pause } of steps) {
    const wasVisible = life.visible;
    ACTS[act](life, { id: host, engine: scene.engines[host]!, which });
    if (wasVisible && !life.visible) asked(life);
    await pass(life, pause);
  }
  return life;
}

/** All engines are well, and somebody looks. */
function mend(life: Life): void {
  const { scene, refused } = life;
  for (const id of HOSTS) {
    const engine = scene.engines[id]!;
    Object.assign(engine, { absent: null, events: 'told', delay: 0 });
    engine.troubles.clear();
    // Who was refused for long asks no more until something happens.
    if (scene.clock.now() - (refused.get(id) ?? Infinity) > 60_000) engine.cut();
  }
  show(life);
}

async function judge(life: Life): Promise<void> {
  const { scene } = life;
  mend(life);
  await pass(life, 200_000);
  asked(life);
  await pass(life, 300_000);
  assert.equal(asked(life), '', 'goes on asking');
  assert.equal(life.looks, 0, 'somebody still waits');
  const fresh = watchScene({ ...OPTIONS, chosen: life.chosen, beside: scene });
  fresh.inspector.setVisible(true);
  await scene.clock.advance(5_000);
  const isCertain = (host: string) => !life.lossy.has(host);
  assert.deepEqual(
    essence(scene.inspector.current(), isCertain),
    essence(fresh.inspector.current(), isCertain),
  );
  scene.inspector.refresh();
  await pass(life, 70_000);
  const always = () => true;
  assert.deepEqual(essence(scene.inspector.current(), always), essence(fresh.inspector.current(), always));
  fresh.inspector.dispose();
  assert.deepEqual(fresh.errors, []);
}

async function end(life: Life): Promise<void> {
  const { scene, paints } = life;
  scene.inspector.dispose();
  life.visible = false;
  asked(life);
  for (const id of HOSTS) assert.deepEqual(scene.engines[id]!.awaited(), [], 'still waited for');
  await pass(life, 100_000);
  assert.equal(life.looks, 0, 'somebody still waits');
  const pauses = paints.slice(1).map((time, index) => time - paints[index]!);
  assert.deepEqual(
    pauses.filter((pause) => pause < 500),
    [],
    'painted too often',
  );
  assert.deepEqual(scene.errors, []);
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])),
  host: fc.constantFrom('a', 'a', 'b'),
  which: fc.nat(2),
  pause: fc.constantFrom(0, 0, 20, 150, 150, 700, 2_500, 20_000, 70_000),
});

describe('whatever happens', function () {
  this.timeout(600_000);

  it('the picture is in the end that of one who looks for the first time', async () => {
    const steps = fc.array(step, { maxLength: 25, size: 'max' });
    await fc.assert(
      fc.asyncProperty(steps, async (then) => {
        const life = await live([{ act: 'show', host: 'a', which: 0, pause: 0 }, ...then]);
        await judge(life);
        await end(life);
      }),
      RUNS,
    );
  });

  it('all is left alone at once when it is over', async () => {
    const steps = fc.array(step, { maxLength: 15, size: 'max' });
    await fc.assert(
      fc.asyncProperty(steps, async (then) => {
        await end(await live([{ act: 'show', host: 'a', which: 0, pause: 0 }, ...then]));
      }),
      RUNS,
    );
  });
});
