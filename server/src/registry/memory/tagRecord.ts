import { isWellFormedDigest } from '../../syntax/imageReference';
import { isRecord } from '../json';
import type { TagRun } from './memory';
import type { Place } from './sharedFile';

/** What the tags of one registry named when. It cannot be rebuilt, so that it is only ever added to. */
export interface TagRecord {
  /** Written as soon as the disk is free. */
  readonly add: (sighting: Sighting) => void;
  /** The earliest first. */
  readonly history: (repository: string, tag: string) => Promise<readonly TagRun[]>;
  /** The digest that each tag was last seen to name, by `repository:tag`. */
  readonly last: () => Promise<ReadonlyMap<string, string>>;
  /** Settled when all that was added is on disk, or could not be written. */
  readonly settled: () => Promise<void>;
}

/** A record has no delay. */
export type RecordPlace = Omit<Place, 'writeDelay'>;

export interface Sighting {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The last of the times for which this stands; none where there is only one. */
  readonly last?: number;
}

/**
 * A file of one JSON record a line, each begun by its line break, so that one that was torn by a crash spoils itself
 * alone. Over the limit in bytes, what lies between the first and the last sighting of a digest is dropped, and
 * after that the oldest.
 */
export function createTagRecord(place: RecordPlace, maxBytes = 2 * 1024 * 1024): TagRecord {
  const { path, logOnce } = place;
  const state: State = { unwritten: [], bytes: null };
  let work = Promise.resolve();
  const settled = (): Promise<void> => {
    const write = () => writeSightings(place, state, maxBytes);
    work = work.then(write, write);
    return work;
  };
  const all = async (): Promise<readonly Sighting[]> => {
    await settled();
    const written = readSightings(await readRecord(place));
    return [...written, ...state.unwritten];
  };
  return {
    add: (sighting) => {
      state.unwritten.push(sighting);
      settled().catch((error: unknown) => logOnce(`Writing ${path ?? 'nothing'} failed: ${String(error)}`));
    },
    history: async (repository, tag) => {
      const sightings = await all();
      return runsOf(
        sightings.filter((sighting) => sighting.repository === repository && sighting.tag === tag),
      );
    },
    last: async () => lastOf(await all()),
    settled,
  };
}

interface State {
  unwritten: Sighting[];
  /** About how long the file is; null before it was looked at. */
  bytes: number | null;
}

/** Where nothing can be written, this many are kept in the process. */
const MAX_UNWRITTEN = 5000;
/** Of a file that somebody else made longer, the end is read. */
const MAX_READ_BYTES = 32 * 1024 * 1024;

async function writeSightings(place: RecordPlace, state: State, maxBytes: number): Promise<void> {
  const { environment, path, logOnce } = place;
  const count = state.unwritten.length;
  if (count === 0) return;
  if (path !== null) {
    const text = textOf(state.unwritten);
    const bytes = (state.bytes ?? (await readRecord(place)).length) + text.length;
    const result = await environment.appendToFile(path, text);
    if (result.written) {
      state.unwritten.splice(0, count);
      state.bytes = bytes > maxBytes ? await compact(place, path, maxBytes) : bytes;
      return;
    }
    logOnce(`${path} is not written: ${result.detail}`);
  }
  if (count > MAX_UNWRITTEN) state.unwritten = withoutBetween(state.unwritten).slice(-MAX_UNWRITTEN / 2);
}

/** How long the file is then. Where another process has just added to it, it is left for the next time. */
async function compact(place: RecordPlace, path: string, maxBytes: number): Promise<number> {
  const { environment, logOnce } = place;
  const before = await readRecord(place);
  if (before.length <= maxBytes) return before.length;
  const kept = withoutBetween(readSightings(before));
  let text = textOf(kept);
  // Room is made for a while, not for the next record only.
  while (text.length > maxBytes / 2) {
    kept.splice(0, Math.ceil(kept.length / 10));
    text = textOf(kept);
  }
  const result = await environment.writeFileAtomic(path, Buffer.from(text), before);
  if (result.written) return text.length;
  if (result.reason === 'changed') return before.length;
  logOnce(`${path} is not made shorter: ${result.detail}`);
  return maxBytes / 2;
}

async function readRecord({ environment, path, logOnce }: RecordPlace): Promise<Uint8Array> {
  const content = path === null ? null : await environment.readFile(path);
  if (content?.found === true) return content.bytes;
  if (content?.reason === 'unreadable') logOnce(`${path ?? ''} is not read: ${content.detail}`);
  return new Uint8Array();
}

function textOf(sightings: readonly Sighting[]): string {
  return sightings.map((sighting) => `\n${JSON.stringify(sighting)}`).join('');
}

function readSightings(bytes: Uint8Array): readonly Sighting[] {
  const lines = new TextDecoder().decode(bytes.subarray(-MAX_READ_BYTES)).split('\n');
  return lines.flatMap((line) => readSighting(line) ?? []);
}

/** Null for a line that is torn, or none of ours. */
function readSighting(line: string): Sighting | null {
  if (!line.startsWith('{')) return null;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { repository, tag, digest, at, last } = value;
  if (typeof repository !== 'string' || typeof tag !== 'string' || typeof digest !== 'string') return null;
  if (!isWellFormedDigest(digest) || !isTime(at)) return null;
  return { repository, tag, digest, at, ...(isTime(last) && last > at ? { last } : {}) };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** One sighting for each run, in the order of their beginnings. */
function withoutBetween(sightings: readonly Sighting[]): Sighting[] {
  const byTag = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const key = `${sighting.repository}:${sighting.tag}`;
    const same = byTag.get(key);
    if (same) same.push(sighting);
    else byTag.set(key, [sighting]);
  }
  const kept = [...byTag.values()].flatMap((same) =>
    runsOf(same).map(({ digest, first, last }): Sighting => {
      const { repository = '', tag = '' } = same[0] ?? {};
      return { repository, tag, digest, at: first, ...(last > first ? { last } : {}) };
    }),
  );
  return kept.sort((one, other) => one.at - other.at);
}

/** As in the last run of each; of two sightings at one time the one that was added later. */
function lastOf(sightings: readonly Sighting[]): ReadonlyMap<string, string> {
  const latest = new Map<string, { readonly time: number; readonly digest: string }>();
  for (const { repository, tag, digest, at, last: time = at } of sightings) {
    const key = `${repository}:${tag}`;
    const known = latest.get(key);
    if (!known || known.time <= time) latest.set(key, { time, digest });
  }
  return new Map([...latest].map(([key, { digest }]) => [key, digest]));
}

/** Sorted by time, as several processes add to one file and none waits for the others. */
function runsOf(sightings: readonly Sighting[]): readonly TagRun[] {
  const points = sightings
    .flatMap(({ digest, at, last = at }) => [
      { digest, time: at },
      { digest, time: last },
    ])
    .sort((one, other) => one.time - other.time);
  const runs: { digest: string; first: number; last: number }[] = [];
  for (const { digest, time } of points) {
    const run = runs.at(-1);
    if (run?.digest === digest) run.last = time;
    else runs.push({ digest, first: time, last: time });
  }
  return runs;
}
