import { basename } from 'node:path';
import type { Environment } from '../../environment';
import { isRecord, parseJson } from '../json';

/** Entries with their times in one file that several processes read and write, and in this process where there is no file. */
export interface SharedFile<Value> {
  /** The entry that still counts; what others wrote up to a second ago is known. */
  readonly get: (key: string) => Promise<Entry<Value> | null>;
  /** Keeps a value as of now; written a little later, together with what comes meanwhile. */
  readonly put: (key: string, value: Value) => void;
  /** Settled when all that was put is on disk, or could not be written. */
  readonly settled: () => Promise<void>;
}

export interface Entry<Value> {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: Value;
}

/** What a file holds, and how much of it; the oldest go first. */
export interface Holding<Value> {
  /** The value that JSON from the file is; null where it is none. */
  readonly read: (value: unknown) => Value | null;
  /** Milliseconds that a value counts. */
  readonly lifetime: (value: Value) => number;
  readonly maxEntries: number;
  readonly maxCharacters: number;
}

/** `path` is null where nothing is kept on disk. */
export interface Place {
  readonly environment: StorageEnvironment;
  readonly path: string | null;
  /** Logs a message that has not been logged yet. */
  readonly logOnce: (message: string) => void;
  /** Milliseconds for which entries are gathered. */
  readonly writeDelay: number;
}

export type StorageEnvironment = Pick<
  Environment,
  'now' | 'readFile' | 'writeFileAtomic' | 'appendToFile' | 'renameFile' | 'log'
>;

/**
 * Nobody holds a lock: a file is written only as what was read has been merged into, and whoever later finds that
 * something of its own was overwritten all the same writes it again.
 */
export function createSharedFile<Value>(place: Place, holding: Holding<Value>): SharedFile<Value> {
  const { environment, path, logOnce, writeDelay } = place;
  const state: State<Value> = { entries: new Map(), seen: EMPTY, isBehind: false };
  let readAt = -Infinity;
  let reading: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let work = Promise.resolve();

  const settled = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    const write = () => (state.isBehind ? writeEntries(place, holding, state) : undefined);
    work = work.then(write, write);
    return work;
  };
  const writeSoon = (): void => {
    const fail = (error: unknown) => logOnce(`Writing ${path ?? 'nothing'} failed: ${String(error)}`);
    timer ??= setTimeout(() => void settled().catch(fail), writeDelay).unref();
  };
  const readAgain = async (): Promise<void> => {
    if (path === null) return;
    const content = await environment.readFile(path);
    if (!content.found && content.reason === 'unreadable') {
      logOnce(`${path} is not read: ${content.detail}`);
      return;
    }
    const bytes = content.found ? content.bytes : EMPTY;
    if (isSame(bytes, state.seen)) return;
    if (!takeIn(bytes, { holding, state, now: environment.now() })) await setAside(place, path);
    if (state.isBehind) writeSoon();
  };
  return {
    get: async (key) => {
      const now = environment.now();
      if (!reading && !(readAt <= now && now - readAt < REREAD_MILLISECONDS)) {
        readAt = now;
        reading = readAgain().finally(() => (reading = null));
      }
      await reading;
      const entry = state.entries.get(key);
      return entry && counts(entry, holding, environment.now()) ? entry : null;
    },
    put: (key, value) => {
      state.entries.set(key, { at: environment.now(), value });
      state.isBehind = true;
      writeSoon();
    },
    settled,
  };
}

interface State<Value> {
  readonly entries: Map<string, Entry<Value>>;
  /** What the file held when it was last read or written. */
  seen: Uint8Array;
  /** Whether something is known that the file does not say. */
  isBehind: boolean;
}

const VERSION = 1;
const EMPTY: Uint8Array = new Uint8Array();
const REREAD_MILLISECONDS = 1000;
/** Somebody else can only be faster so often without all of them being through. */
const MAX_ATTEMPTS = 20;
/** Far more than is ever written. */
const MAX_BYTES = 32 * 1024 * 1024;

async function writeEntries<Value>(
  place: Place,
  holding: Holding<Value>,
  state: State<Value>,
): Promise<void> {
  const { environment, path, logOnce } = place;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const expected = path === null ? EMPTY : await readOrMake(place, path);
    if (expected === null) return;
    const now = environment.now();
    if (!takeIn(expected, { holding, state, now })) {
      if (path === null || !(await setAside(place, path))) return;
      continue;
    }
    state.isBehind = false;
    const bytes = serialise({ holding, state, now });
    if (path === null) return;
    const result = isSame(bytes, expected)
      ? WRITTEN
      : await environment.writeFileAtomic(path, bytes, expected);
    if (result.written) {
      state.seen = bytes;
      return;
    }
    state.isBehind = true;
    if (result.reason === 'changed' || result.reason === 'absent') continue;
    logOnce(`${path} is not written: ${result.detail}`);
    return;
  }
}

const WRITTEN = { written: true } as const;

/** What the file holds; it is made where there is none, so that no other that is made meanwhile is replaced. */
async function readOrMake({ environment, logOnce }: Place, path: string): Promise<Uint8Array | null> {
  const content = await environment.readFile(path);
  if (content.found) return content.bytes;
  const made =
    content.reason === 'absent'
      ? await environment.appendToFile(path, '')
      : { written: false as const, detail: content.detail };
  if (made.written) return EMPTY;
  logOnce(`${path} is not written: ${made.detail}`);
  return null;
}

async function setAside({ environment, logOnce }: Place, path: string): Promise<boolean> {
  const result = await environment.renameFile(path, `${basename(path)}.broken`);
  // Where it is gone, another process was faster.
  const isAside = result.written || result.reason === 'absent';
  logOnce(
    isAside
      ? `${path} cannot be read by this version. It is now ${basename(path)}.broken, and a new one is begun.`
      : `${path} cannot be read by this version, and not be set aside: ${result.detail}`,
  );
  return isAside;
}

interface Now<Value> {
  readonly holding: Holding<Value>;
  readonly state: State<Value>;
  readonly now: number;
}

/** Takes over what is newer in the file; false where that is none of ours, so that all there is has to be written anew. */
function takeIn<Value>(bytes: Uint8Array, { holding, state, now }: Now<Value>): boolean {
  const written = readEntries(bytes, holding, now);
  state.seen = bytes;
  for (const [key, entry] of written ?? []) {
    const known = state.entries.get(key);
    if (!known || known.at > now || known.at < entry.at) state.entries.set(key, entry);
  }
  state.isBehind ||= [...state.entries].some(
    ([key, entry]) => counts(entry, holding, now) && (written?.get(key)?.at ?? -Infinity) < entry.at,
  );
  return written !== null;
}

/** The entries that count; an empty file is one that has just been made. */
function readEntries<Value>(
  bytes: Uint8Array,
  holding: Holding<Value>,
  now: number,
): ReadonlyMap<string, Entry<Value>> | null {
  const entries = new Map<string, Entry<Value>>();
  if (bytes.length === 0) return entries;
  const content = bytes.length > MAX_BYTES ? undefined : parseJson(bytes);
  if (!isRecord(content) || content.version !== VERSION || !isRecord(content.entries)) return null;
  for (const [key, written] of Object.entries(content.entries)) {
    const { at, value: stored } = isRecord(written) ? written : { at: null, value: null };
    if (typeof at !== 'number' || !Number.isFinite(at)) continue;
    const value = holding.read(stored);
    if (value !== null && counts({ at, value }, holding, now)) entries.set(key, { at, value });
  }
  return entries;
}

/** A time that is yet to come was taken from a clock that has been set back since; it would never be over. */
function counts<Value>({ at, value }: Entry<Value>, { lifetime }: Holding<Value>, now: number): boolean {
  return at <= now && now - at < lifetime(value);
}

/** The text for the file, the newest first; what has no place in it is forgotten. */
function serialise<Value>({ holding, state, now }: Now<Value>): Uint8Array {
  const byAge = [...state.entries]
    .filter(([, entry]) => counts(entry, holding, now))
    .sort(([one, { at }], [other, { at: otherAt }]) => otherAt - at || (one < other ? -1 : 1));
  const texts: string[] = [];
  let characters = 0;
  state.entries.clear();
  for (const [key, entry] of byAge) {
    const text = `${JSON.stringify(key)}:${JSON.stringify(entry)}`;
    characters += text.length;
    if (texts.length === holding.maxEntries || characters > holding.maxCharacters) break;
    texts.push(text);
    state.entries.set(key, entry);
  }
  return Buffer.from(`{"version":${VERSION},"entries":{\n${texts.join(',\n')}\n}}\n`);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one.buffer, one.byteOffset, one.length).equals(other);
}
