import type { Clock } from '../../environment';
import type { Answer, Engine } from '../engine';
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
}

export function createMeasuringPlan(): MeasuringPlan {
  return { wanted: new Map(), asked: new Map(), news: createLatch() };
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

export function forgetGone(plan: MeasuringPlan, isThere: (id: string) => boolean): void {
  for (const ids of [plan.wanted, plan.asked]) {
    for (const id of ids.keys()) if (!isThere(id)) ids.delete(id);
  }
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
      const done = () => {
        running.delete(id);
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

const AT_ONCE = 4;
/** Milliseconds from one measurement of a container to the next. */
const SHORTEST_PAUSE = 60_000;
