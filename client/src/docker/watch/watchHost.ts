import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../environment';
import type { Connection, Engine, EngineFailure } from '../engine';
import type { EngineHost } from '../engineHost';
import { tiedTo } from '../tiedSignal';
import type { FollowedHost } from './followedHost';
import { followHost, isMeasurable } from './followHost';
import { createHostMemory, observe, type HostMemory } from './hostMemory';
import type { HostSight, HostState } from './inspection';
import {
  createGatherer,
  createKnowledgeMemory,
  forgetComparison,
  forgetWorkspace,
  type KnowledgeMemory,
} from './gatherKnowledge';
import { isOver } from './isOver';
import type { KnowledgeSources } from './knowledgeSources';
import {
  createMeasuringPlan,
  isFresh,
  stopWaiting,
  wantChanges,
  whenMeasured,
  type MeasuringPlan,
} from './measureChanges';
import { SHORTEST_WAIT } from './paint';
import type { ReleaseModel } from './releaseModel';

export interface HostWatchOptions {
  readonly connect: (host: EngineHost, signal: AbortSignal) => Promise<Connection>;
  /** Where the host is by now; null where it is no longer to be watched. */
  readonly place: (id: string) => Promise<EngineHost | null>;
  readonly knowledge: KnowledgeSources;
  readonly model: ReleaseModel;
  readonly changed: () => void;
  /** A mistake of ours. */
  readonly report: (error: unknown) => void;
  readonly clock: Clock;
}

/** One host while somebody looks at it, and what is remembered of it while nobody does. */
export interface HostWatch {
  readonly options: HostWatchOptions;
  readonly memory: HostMemory;
  readonly known: KnowledgeMemory;
  readonly plan: MeasuringPlan;
  host: EngineHost;
  engine: Engine | null;
  /** Null while it answers, or was not asked yet. */
  failure: EngineFailure | null;
  /** Whether the engine tells of its events. */
  live: boolean;
  running: AbortController | null;
  /** Asks others about what runs; null while nobody looks. */
  gather: { readonly ask: () => Promise<void>; readonly stop: AbortController } | null;
  drawn: Drawn | null;
}

/** The last picture, and what it was drawn from. */
interface Drawn {
  readonly sight: HostSight;
  readonly from: readonly unknown[];
}

/** Milliseconds between two tries to reach an engine, at the most. */
export const LONGEST_WAIT = 5_000;

export function createHostWatch(host: EngineHost, options: HostWatchOptions): HostWatch {
  return {
    options,
    memory: createHostMemory(),
    known: createKnowledgeMemory(options.knowledge.scratch()),
    plan: createMeasuringPlan(),
    host,
    engine: null,
    failure: null,
    live: true,
    running: null,
    gather: null,
    drawn: null,
  };
}

/** Connects, follows the events, and tries again when it is cut off, until it is stopped. */
export function startHost(watch: HostWatch): void {
  stopHost(watch);
  const running = new AbortController();
  watch.running = running;
  startGathering(watch);
  keepWatching(watch, running.signal).catch((error: unknown) => {
    if (running.signal.aborted) return;
    watch.options.report(error);
  });
}

export function stopHost(watch: HostWatch): void {
  watch.running?.abort();
  watch.running = null;
  stopWaiting(watch.plan);
  watch.gather?.stop.abort();
  watch.gather = null;
}

/** Its context, or its variable, may name another place by now. */
export function moveHost(watch: HostWatch, host: EngineHost): void {
  if (!isDeepStrictEqual(watch.host, host)) watch.host = host;
}

/** All is to be asked again. */
export function refreshHost(watch: HostWatch): void {
  for (const id of watch.memory.containers.keys()) watch.memory.owedContainers.add(id);
  for (const id of watch.memory.images.keys()) watch.memory.owedImages.add(id);
  for (const { facts } of watch.memory.containers.values())
    if (isMeasurable(facts.state)) wantChanges(watch.plan, facts.id, watch.options.clock.now());
  forgetComparison(watch.known);
}

/** Resolves when the measurement is there, or why there is none; at once where none is to come now. */
export function lookAtContainer(watch: HostWatch, id: string): Promise<void> {
  const { plan, memory, running, failure } = watch;
  const now = watch.options.clock.now();
  if (!memory.containers.has(id)) return Promise.resolve();
  const isRecent = isFresh(plan, id, now);
  if (!isRecent) wantChanges(plan, id, now);
  const isComing = running !== null && failure === null && (!isRecent || plan.running.has(id));
  return isComing ? whenMeasured(plan, id) : Promise.resolve();
}

export function forgetWorkspaceOf(watch: HostWatch): void {
  forgetWorkspace(watch.known, watch.options.knowledge.scratch());
  if (watch.gather) startGathering(watch);
  watch.options.changed();
}

/** What there is to show of the host; the same object as long as it is the same. */
export function sightOf(watch: HostWatch): HostSight {
  const { host, failure, live, known, memory } = watch;
  const observation = observe(memory);
  const name = JSON.stringify([host.name, host.origin]);
  const from = failure ? [name, failure] : [name, live, observation, known.knowledge];
  if (watch.drawn && isSame(watch.drawn.from, from)) return watch.drawn.sight;
  const sight = { id: host.id, name: host.name, origin: host.origin, state: stateOf(watch) };
  watch.drawn = { sight, from };
  return sight;
}

function stateOf({ failure, live, known, memory, options }: HostWatch): HostState {
  if (failure) return { kind: 'failed', failure };
  const observation = observe(memory);
  if (!observation) return { kind: 'connecting' };
  return { kind: 'running', releases: options.model.hostReleases(observation, known.knowledge), live };
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function startGathering(watch: HostWatch): void {
  watch.gather?.stop.abort();
  const stop = new AbortController();
  const { knowledge: sources, model, changed, report } = watch.options;
  const observed = () => {
    const observation = observe(watch.memory);
    const { state } = sightOf(watch);
    return observation && state.kind === 'running' ? { observation, releases: state.releases } : null;
  };
  const ask = createGatherer({
    memory: watch.known,
    sources,
    model,
    observed,
    changed,
    signal: stop.signal,
  });
  watch.gather = { ask, stop };
  ask().catch(report);
}

async function keepWatching(watch: HostWatch, signal: AbortSignal): Promise<void> {
  const { clock, place, changed } = watch.options;
  let shortSessions = 0;
  while (!isOver(signal)) {
    const started = clock.now();
    await session(watch, signal);
    if (isOver(signal)) return;
    changed();
    shortSessions = clock.now() - started >= LONGEST_WAIT ? 0 : shortSessions + 1;
    const pause = Math.min(SHORTEST_WAIT * 2 ** Math.max(shortSessions - 1, 0), LONGEST_WAIT);
    await clock.wait(pause, signal);
    // Contexts and variables may say something else by now, above all where they were the trouble.
    const host = isOver(signal) ? null : await place(watch.host.id);
    if (host) moveHost(watch, host);
  }
}

/** From connecting to being cut off. */
async function session(watch: HostWatch, outer: AbortSignal): Promise<void> {
  const { signal, abort, untie } = tiedTo(outer);
  try {
    const connection = await watch.options.connect(watch.host, signal);
    if (isOver(signal)) return;
    const failure = connection.connected
      ? await followHost(followed(watch, connection.engine), signal)
      : connection.failure;
    if (isOver(signal)) return;
    // The same failure again is nothing new to show.
    if (!isDeepStrictEqual(watch.failure, failure)) watch.failure = failure;
    if (!failure) return;
    watch.engine = null;
    stopWaiting(watch.plan);
  } finally {
    abort();
    untie();
  }
}

function followed(watch: HostWatch, engine: Engine): FollowedHost {
  const { options, memory, plan } = watch;
  watch.engine = engine;
  return {
    engine,
    memory,
    plan,
    model: options.model,
    clock: options.clock,
    changed: () => {
      // Whatever it says, it answers.
      watch.failure = null;
      options.changed();
    },
    setLive: (live) => {
      if (watch.live === live) return;
      watch.live = live;
      options.changed();
    },
    finished: () => {
      watch.gather?.ask().catch(options.report);
    },
    report: options.report,
  };
}
