import { join } from 'node:path';
import type { Descriptor, Target } from '../manifests';
import type { Failure } from '../unresolved';
import type { Memory, RememberedAnswer } from './memory';
import { registryFileName } from './registryFileName';
import { isOfTheMoment, laterAnswer, lifetimeOf, readAnswer } from './rememberedAnswer';
import {
  createSharedFile,
  type Entry,
  type Holding,
  type Place,
  type SharedFile,
  type StorageEnvironment,
} from './sharedFile';
import { createTagRecord, type TagRecord } from './tagRecord';

export interface MemoryOptions {
  /** The extension's own; where it is null, all is forgotten with the process. */
  readonly folder: string | null;
  /** Milliseconds for which answers are gathered before they are written. */
  readonly writeDelay?: number;
  /** Told when this process has learned what a tag names, or what a digest holds. */
  readonly onLearned?: () => void;
}

/**
 * In the folder: `registries/` has the answers, `content/` what digests name, `record/` what tags named when; a file in
 * each for each registry. Only the record cannot be rebuilt.
 */
export function createMemory(
  environment: StorageEnvironment,
  { folder, writeDelay = 300, onLearned = () => undefined }: MemoryOptions,
): Memory {
  const logOnce = createOnce(environment.log);
  const placeOf = (room: string, registry: string, ending: string): Place => ({
    environment,
    path: folder === null ? null : join(folder, room, `${registryFileName(registry)}.${ending}`),
    logOnce,
    writeDelay,
  });
  const rooms = new Map<string, Room>();
  const roomOf = (name: string): Room => {
    const registry = name.toLowerCase();
    const known = rooms.get(registry);
    if (known) return known;
    const room = {
      answers: createSharedFile(placeOf('registries', registry, 'json'), ANSWERS),
      facts: createSharedFile(placeOf('content', registry, 'json'), FACTS),
      record: createTagRecord(placeOf('record', registry, 'jsonl')),
      recorded: new Map<string, Entry<string>>(),
    };
    rooms.set(registry, room);
    return room;
  };
  return {
    recall: async (target) => recall(roomOf(target.registry), target, environment.now),
    remember: async (target, answer) => {
      await remember(roomOf(target.registry), target, { answer, at: environment.now() });
      if (!('reason' in answer)) onLearned();
    },
    recallFacts: async ({ registry, repository }, key) => {
      const entry = await roomOf(registry).facts.get(`${repository}@${key}`);
      return entry ? parseFacts(entry.value) : undefined;
    },
    rememberFacts: ({ registry, repository }, key, facts) => {
      const text = JSON.stringify(facts);
      if (text.length <= MAX_FACTS_CHARACTERS) roomOf(registry).facts.put(`${repository}@${key}`, text);
      onLearned();
      return Promise.resolve();
    },
    history: ({ registry, repository, tag }) => roomOf(registry).record.history(repository, tag),
    lastNamed: (registry) => roomOf(registry).record.last(),
    settled: async () => {
      const all = [...rooms.values()].flatMap(({ answers, facts, record }) => [answers, facts, record]);
      await Promise.all(all.map(({ settled }) => settled()));
    },
  };
}

/** All about one registry. Content is apart from the answers, as it is much more and seldom new. */
interface Room {
  readonly answers: SharedFile<Descriptor | Failure>;
  /** As JSON: it is nobody's business here what it says. */
  readonly facts: SharedFile<string>;
  readonly record: TagRecord;
  /** What this process last put into the record, by tag. */
  readonly recorded: Map<string, Entry<string>>;
}

const ANSWERS: Holding<Descriptor | Failure> = {
  read: readAnswer,
  lifetime: lifetimeOf,
  maxEntries: 5000,
  maxCharacters: 4 * 1024 * 1024,
};
const FACTS: Holding<string> = {
  read: (value) => (typeof value === 'string' ? value : null),
  lifetime: () => Infinity,
  maxEntries: 2000,
  maxCharacters: 4 * 1024 * 1024,
};
const MAX_FACTS_CHARACTERS = 256 * 1024;
/** The same answer again so soon is not recorded again. */
const RECORD_MILLISECONDS = 10 * 60_000;

async function recall(
  { answers }: Room,
  target: Target,
  now: () => number,
): Promise<RememberedAnswer | null> {
  const entry = await answers.get(keyOf(target));
  if (!entry || contradicts(entry.value, target)) return null;
  return { answer: laterAnswer(entry.value, now() - entry.at), at: entry.at };
}

async function remember(
  { answers, record, recorded }: Room,
  target: Target,
  { answer, at }: RememberedAnswer,
): Promise<void> {
  if (lifetimeOf(answer) <= 0 || contradicts(answer, target)) return;
  const key = keyOf(target);
  const before = (await answers.get(key))?.value;
  const known = before && !('reason' in before) ? before.digest : null;
  if (known !== null && isOfTheMoment(answer)) return;
  answers.put(key, answer);
  if (target.digest !== null || 'reason' in answer) return;
  const { repository, tag } = target;
  const { digest } = answer;
  const last = recorded.get(key);
  const isSoon = last?.value === digest && at >= last.at && at - last.at < RECORD_MILLISECONDS;
  // Where another process has seen another digest meanwhile, this one is news again.
  if (isSoon && known === digest) return;
  recorded.set(key, { at, value: digest });
  record.add({ repository, tag, digest, at });
}

function keyOf({ repository, tag, digest }: Target): string {
  return digest === null ? `${repository}:${tag}` : `${repository}@${digest}`;
}

/** Whether an answer about a digest names another. */
function contradicts(answer: Descriptor | Failure, { digest }: Target): boolean {
  return digest !== null && !('reason' in answer) && answer.digest !== digest;
}

/** What a file holds may be anybody's: a key that means an object's own prototype to some code is left out. */
function parseFacts(text: string): unknown {
  try {
    const facts: unknown = JSON.parse(text, (key, value: unknown) =>
      key === '__proto__' ? undefined : value,
    );
    return typeof facts === 'object' && facts !== null ? facts : undefined;
  } catch {
    return undefined;
  }
}

function createOnce(log: (message: string) => void): (message: string) => void {
  const logged = new Set<string>();
  return (message) => {
    if (logged.has(message)) return;
    logged.add(message);
    log(message);
  };
}
