import type { Clock } from '../../environment';
import type { Answer, Engine, FailureReason } from '../engine';
import type { FileChange } from '../engineFacts';
import type { MeasuredChanges } from '../releases/observation';
import { isOver } from './isOver';
import { createLatch, waitAtMost, type Latch } from './latch';

/** Which containers of an engine are to be measured, and when; it outlives a connection. Times are those of the clock. */
export interface MeasuringPlan {
  /** From when on. */
  readonly wanted: Map<string, number>;
  /** When each was last asked for: comparing thousands of files is work for the engine. */
  readonly asked: Map<string, number>;
  readonly news: Latch;
  /** Containers by the ids of commands that somebody runs in them: a shell may be open for days. */
  readonly commands: Map<string, string>;
  /** Those that are being measured now. */
  readonly running: Set<string>;
  /** By container: who waits until its measurement is there, or will not come. */
  readonly waiting: Map<string, (() => void)[]>;
}

export function createMeasuringPlan(): MeasuringPlan {
  return {
    wanted: new Map(),
    asked: new Map(),
    news: createLatch(),
    commands: new Map(),
    running: new Set(),
    waiting: new Map(),
  };
}

/** Has a container measured from a time on, though not within a minute after the last time. */
export function wantChanges(plan: MeasuringPlan, id: string, from: number): void {
  const earliest = Math.max(from, (plan.asked.get(id) ?? -Infinity) + SHORTEST_PAUSE);
  const planned = plan.wanted.get(id) ?? Infinity;
  if (earliest >= planned) return;
  plan.wanted.set(id, earliest);
  plan.news.set();
}

/** Whether a container was asked for within the last minute. */
export function isFresh(plan: MeasuringPlan, id: string, now: number): boolean {
  return now < (plan.asked.get(id) ?? -Infinity) + SHORTEST_PAUSE;
}

/** Resolves when a container that is to be measured was measured, or will not be. */
export function whenMeasured(plan: MeasuringPlan, id: string): Promise<void> {
  return new Promise((resolve) => {
    plan.waiting.set(id, [...(plan.waiting.get(id) ?? []), resolve]);
  });
}

/** Lets those go on who wait for a measurement: of one container, or of all. */
export function stopWaiting({ waiting }: MeasuringPlan, ids: Iterable<string> = [...waiting.keys()]): void {
  for (const id of ids) {
    const resolved = waiting.get(id) ?? [];
    waiting.delete(id);
    for (const resolve of resolved) resolve();
  }
}

export function forgetGone(plan: MeasuringPlan, isThere: (id: string) => boolean): void {
  for (const ids of [plan.wanted, plan.asked]) {
    for (const id of ids.keys()) if (!isThere(id)) ids.delete(id);
  }
  stopWaiting(
    plan,
    [...plan.waiting.keys()].filter((id) => !isThere(id)),
  );
}

export interface Measuring {
  readonly engine: Engine;
  readonly plan: MeasuringPlan;
  readonly clock: Clock;
  readonly take: (id: string, changes: MeasuredChanges) => void;
  readonly report: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Measures what is wanted when its time has come, a few at once, until the signal is aborted. */
export async function keepMeasuring(measuring: Measuring): Promise<void> {
  const { plan, clock, report, signal } = measuring;
  /** When each of those that are being measured was asked for before. */
  const running = new Map<string, number | undefined>();
  while (!signal.aborted) {
    const [id, from] = earliest(plan.wanted);
    if (id !== null && from <= clock.now() && running.size < AT_ONCE) {
      running.set(id, plan.asked.get(id));
      plan.running.add(id);
      const done = () => {
        running.delete(id);
        if (signal.aborted) return;
        plan.running.delete(id);
        stopWaiting(plan, [id]);
        plan.news.set();
      };
      void measure(measuring, id).catch(report).then(done);
    } else {
      const rest = id === null || running.size >= AT_ONCE ? null : from - clock.now();
      await waitAtMost(plan.news, rest, clock, signal);
    }
  }
  // Nobody hears the answers: it is as if they had not been asked for.
  for (const [id, before] of running) {
    plan.running.delete(id);
    if (before === undefined) plan.asked.delete(id);
    else plan.asked.set(id, before);
    wantChanges(plan, id, clock.now());
  }
}

async function measure({ engine, plan, clock, take, signal }: Measuring, id: string): Promise<void> {
  plan.wanted.delete(id);
  plan.asked.set(id, clock.now());
  const answer = await engine.changes(id, signal);
  if (isOver(signal)) return;
  if (!answer.ok && OUT_OF_REACH.has(answer.failure.reason)) {
    // That says nothing of the container.
    wantChanges(plan, id, clock.now());
    return;
  }
  const changes = measured(answer, clock.date());
  if (changes) take(id, changes);
}

/** Null for a container that is gone. */
function measured(answer: Answer<readonly FileChange[] | null>, now: number): MeasuredChanges | null {
  if (!answer.ok) return { ok: false, measured: now, problem: answer.failure.detail };
  return answer.value && { ok: true, measured: now, changes: answer.value };
}

function earliest(wanted: ReadonlyMap<string, number>): readonly [string | null, number] {
  let [first, time]: [string | null, number] = [null, Infinity];
  for (const [id, from] of wanted) if (from < time) [first, time] = [id, from];
  return [first, time];
}

const OUT_OF_REACH: ReadonlySet<FailureReason> = new Set(['absent', 'denied', 'unreachable']);
const AT_ONCE = 4;
/** Milliseconds from one measurement of a container to the next. */
const SHORTEST_PAUSE = 60_000;
