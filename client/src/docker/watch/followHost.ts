import type { EngineFailure } from '../engine';
import { NOTHING_HEARD, resumption } from './eventMemory';
import type { FollowedHost } from './followedHost';
import { doubt, takeChanges, type HostMemory } from './hostMemory';
import { doubtAll, hear, type Hearing } from './hear';
import { isOver } from './isOver';
import { createLatch, waitAtMost } from './latch';
import { forgetGone, keepMeasuring, wantChanges } from './measureChanges';
import { isUnderWay } from './movingSwarm';
import { NO_NEEDS } from './needs';
import { SHORTEST_WAIT } from './paint';
import { readHost, readSwarm, type Extent, type Reading } from './readHost';

/** Milliseconds from an event to the look: engines send some events before their lists show what they are about. */
export const SETTLING = 100;
/** Milliseconds from one list to the next where the engine refuses its events. */
export const REREADING = 5_000;

/** Reads an engine, and again what it tells to have changed, until it is cut off: null, or why it cannot be read. */
export async function followHost(host: FollowedHost, signal: AbortSignal): Promise<EngineFailure | null> {
  const { engine, memory, clock, model, changed, finished } = host;
  const hearing = startHearing(host, signal);
  startMeasuring(host, signal);
  const reading: Reading = { engine, memory, model, changed, signal };
  let extent: Extent | null = EVERYTHING;
  while (extent) {
    const failure = await readHost(reading, extent);
    if (failure || isOver(signal)) return failure;
    measureNew(host);
    finished();
    await clock.wait(SHORTEST_WAIT, signal);
    extent = await nextExtent(host, hearing, reading);
  }
  return null;
}

function startHearing(host: FollowedHost, signal: AbortSignal): Hearing {
  const { engine, memory } = host;
  memory.inSwarm = engine.facts.swarm === 'manager';
  const { time } = engine.facts;
  // Its clock was put back, or it is another engine: by what was heard last it cannot go on.
  if (time !== null && (memory.events.last ?? time) > time + CLOCK_STEP) memory.events = NOTHING_HEARD;
  const since = resumption(memory.events);
  // Without events of before nothing shows that all is as it was.
  if (since === null) doubt(memory);
  const hearing: Hearing = {
    state: 'opening',
    needs: NO_NEEDS,
    news: createLatch(),
    awaitsProof: since !== null,
    isResumed: memory.facts !== null,
    connected: engine.facts.time,
    isReplaying: true,
    looks: 0,
  };
  openEvents(host, hearing, signal);
  return hearing;
}

function openEvents(host: FollowedHost, hearing: Hearing, signal: AbortSignal): void {
  const { engine, memory, clock, setLive, report } = host;
  const opened = () => {
    if (isOver(signal)) return;
    hearing.state = 'open';
    memory.isDeaf = false;
    setLive(true);
    void clock.wait(GRACE, signal).then(() => {
      hearing.isReplaying = false;
      if (!isOver(signal) && hearing.awaitsProof) doubtAll(host, hearing);
    });
  };
  const ended = (failure: EngineFailure | null) => {
    if (isOver(signal)) return;
    hearing.state = failure ? 'refused' : 'cut';
    memory.isDeaf = failure !== null;
    if (failure) setLive(false);
    if (failure && hearing.awaitsProof) doubtAll(host, hearing);
    hearing.news.set();
  };
  engine
    .follow(
      {
        opened,
        heard: (events) => {
          if (!isOver(signal)) hear(host, hearing, events);
        },
      },
      resumption(memory.events),
      signal,
    )
    .then(ended)
    .catch(report);
}

function startMeasuring(
  { engine, plan, clock, memory, changed, report }: FollowedHost,
  signal: AbortSignal,
): void {
  keepMeasuring({
    engine,
    plan,
    clock,
    take: (id, changes) => {
      takeChanges(memory, id, changes);
      changed();
    },
    report,
    signal,
  }).catch(report);
}

/** Each running container is measured when it is first seen. */
function measureNew({ memory, plan, clock }: FollowedHost): void {
  forgetGone(plan, (id) => memory.containers.has(id));
  for (const [id, { facts, changes }] of memory.containers) {
    if (changes === null && !plan.asked.has(id) && isMeasurable(facts.state))
      wantChanges(plan, id, clock.now());
  }
}

/** Whether a container is measured without somebody having a closer look at it: one that has ended stays as it is. */
export function isMeasurable(state: string): boolean {
  return state === 'running' || state === 'paused';
}

/** Waits until there is something to ask; null when the engine was cut off, or nobody looks any more. */
async function nextExtent(host: FollowedHost, hearing: Hearing, reading: Reading): Promise<Extent | null> {
  const { clock, memory } = host;
  const { signal } = reading;
  for (;;) {
    await waitAtMost(hearing.news, nextLook(host, hearing), clock, signal);
    if (isOver(signal) || hearing.state === 'cut') return null;
    if (hearing.state === 'refused') {
      await clock.wait(REREADING, signal);
      if (isOver(signal)) return null;
      hearing.state = 'opening';
      openEvents(host, hearing, signal);
      return EVERYTHING;
    }
    if (hearing.needs.containers || hearing.needs.swarm) {
      await clock.wait(SETTLING, signal);
      const { containers, images, swarm } = hearing.needs;
      hearing.needs = NO_NEEDS;
      hearing.looks = 0;
      if (isOver(signal)) return null;
      if (containers) return { images, swarm };
      await readSwarm(reading);
    } else if (isOwing(memory)) {
      hearing.looks++;
      return { images: memory.owesImageList, swarm: memory.owesSwarm };
    } else if (nextLook(host, hearing) !== null) {
      hearing.looks = (await readSwarm(reading)) ? 0 : hearing.looks + 1;
    }
  }
}

/**
 * Milliseconds until the engine is asked without an event: what it did not answer, and a swarm that is under way, whose
 * tasks on other nodes no event tells of. Less and less often, and then no more; null for never.
 */
function nextLook({ memory }: FollowedHost, { looks, state }: Hearing): number | null {
  if (state === 'refused') return 0;
  if (looks >= MOST_LOOKS) return null;
  return isOwing(memory) || isUnderWay(memory.swarm) ? FIRST_LOOK * 2 ** looks : null;
}

function isOwing({ owedContainers, owedImages, owesImageList, owesSwarm }: HostMemory): boolean {
  return owedContainers.size > 0 || owedImages.size > 0 || owesImageList || owesSwarm;
}

const EVERYTHING: Extent = { images: true, swarm: true };
/** Milliseconds. */
const FIRST_LOOK = 1_000;
const MOST_LOOKS = 7;
/** Milliseconds in which an engine repeats what it remembers. */
const GRACE = 1_000;
/** Milliseconds that an event may be later than an answer that was asked for after it. */
const CLOCK_STEP = 1_000;
