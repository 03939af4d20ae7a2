import type { Answers, Drift, Freshness, Health, SortedChanges, Sync } from './answers';
import { distinct } from './distinct';

/** One answer for several: the worst of each kind. What is not known of one is not known of all. */
export function worstAnswers(all: readonly Answers[]): Answers {
  const [only, second] = all;
  if (only && !second) return only;
  return {
    sync: worstSync(all.map(({ sync }) => sync)),
    freshness: worstFreshness(all.map(({ freshness }) => freshness)),
    health: worstHealth(all.map(({ health }) => health)),
    drift: worstDrift(all.map(({ drift }) => drift)),
    risks: distinct(all.flatMap(({ risks }) => risks)),
  };
}

function worstSync(all: readonly Sync[]): Sync {
  const status = worst(all, SYNC) ?? 'unknown';
  const [first, others] = [
    all.filter((sync) => sync.status === status),
    all.filter((sync) => sync.status !== status),
  ];
  return { status, reasons: distinct([...first, ...others].flatMap(({ reasons }) => reasons)) };
}

function worstFreshness(all: readonly Freshness[]): Freshness {
  const status = worst(all, FRESHNESS) ?? 'unknown';
  return all.find((freshness) => freshness.status === status) ?? NOTHING_TO_ASK;
}

/** What has ended by itself says nothing while others run: it is the blue beside the green, or a job that is done. */
function worstHealth(all: readonly Health[]): Health {
  const running = all.filter(({ status }) => status !== 'stopped');
  const judged = running.length > 0 ? running : all;
  const status = worst(judged, HEALTH) ?? 'unknown';
  const first = judged.filter((health) => health.status === status);
  const others = judged.filter((health) => health.status !== status);
  const stopped = all.length - running.length;
  const note = running.length > 0 && stopped > 0 ? [`${stopped} of ${all.length} stopped`] : [];
  return { status, details: distinct([...[...first, ...others].flatMap(({ details }) => details), ...note]) };
}

function worstDrift(all: readonly Drift[]): Drift {
  const measured = all.flatMap((drift) => drift.measured ?? []);
  const since = all.map(({ touchesSince }) => touchesSince);
  return {
    status: worst(all, DRIFT) ?? 'unknown',
    changes: together(all.flatMap(({ changes }) => changes ?? [])),
    measured: measured.length === 0 ? null : least(measured),
    problem: all.find(({ problem }) => problem !== null)?.problem ?? null,
    touches: all.flatMap(({ touches }) => touches).sort((a, b) => a.time - b.time),
    touchesSince: since.reduce(
      (latest, time) => (latest === null || time === null ? null : Math.max(latest, time)),
      since[0] ?? null,
    ),
  };
}

function together(all: readonly SortedChanges[]): SortedChanges | null {
  // Mostly one has changes, or none; lists of a hundred thousand are not copied for that.
  const some = all.filter(({ code, data, scratch }) => code.length + data.length + scratch.length > 0);
  const [only = null, second] = some.length > 0 ? some : all;
  if (!second || some.length === 0) return only;
  return {
    code: some.flatMap(({ code }) => code),
    data: some.flatMap(({ data }) => data),
    scratch: some.flatMap(({ scratch }) => scratch),
  };
}

function worst<S extends string>(all: readonly { readonly status: S }[], order: readonly S[]): S | undefined {
  const there = new Set(all.map(({ status }) => status));
  return order.find((status) => there.has(status));
}

function least(times: readonly number[]): number {
  return times.reduce((earliest, time) => Math.min(earliest, time));
}

const SYNC: readonly Sync['status'][] = ['out-of-sync', 'unknown', 'synced'];
const FRESHNESS: readonly Freshness['status'][] = [
  'digest-gone',
  'tag-gone',
  'tag-moved',
  'unknown',
  'current',
];
const HEALTH: readonly Health['status'][] = [
  'degraded',
  'paused',
  'starting',
  'stopped',
  'unknown',
  'healthy',
];
const DRIFT: readonly Drift['status'][] = ['drifted', 'unknown', 'none'];
const NOTHING_TO_ASK: Freshness = {
  status: 'unknown',
  reason: 'reference-unknown',
  newDigest: null,
  asked: null,
  detail: null,
};
