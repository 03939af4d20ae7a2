import type { HttpResponse } from '../../environment';
import { CANCELLED, type Failure } from '../unresolved';
import { readRateLimit, retryAfter, type RateLimit } from './rateLimit';
import { listen, type delay, type Patience } from './waiting';

/** What is known of a host that requests were sent to. */
export interface HostState {
  /** With the port where it is not that of the scheme. */
  readonly host: string;
  /** Milliseconds since the epoch, until when the host wants no request; null where it takes them. */
  readonly pausedUntil: number | null;
  /** What it last said of its limit; null where it said nothing. */
  readonly rateLimit: RateLimit | null;
}

export interface Hosts {
  /**
   * Does `work` when its turn at the host comes: at most four at once, in the order in which they came. Where the host
   * wants a pause, it waits for its end, or fails at once when that is beyond the patience.
   */
  readonly inTurn: <T>(turn: Turn, work: () => Promise<T>) => Promise<T | Failure>;
  /** Takes to heart what an answer says of the host's limits; the failure that it is where the host wants no more requests. */
  readonly hear: (host: string, answer: Pick<HttpResponse, 'status' | 'headers'>) => Failure | null;
  /** Told why no answer came; where nobody answers at that address, those that wait need not find it out one by one. */
  readonly miss: (host: string, failure: Failure) => void;
  readonly states: () => readonly HostState[];
}

export interface Turn {
  readonly host: string;
  readonly patience: Patience;
  /** Whether it goes before those that wait, as it has been sent before. */
  readonly again: boolean;
}

export interface HostsOptions {
  readonly now: () => number;
  readonly log: (message: string) => void;
  readonly wait: typeof delay;
}

const MAX_AT_ONCE = 4;
/** Seconds; a host that says nonsense is asked again some day. */
const LONGEST_PAUSE = 86_400;

export function createHosts({ now, log, wait }: HostsOptions): Hosts {
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    const host = hosts.get(name) ?? newHost(name);
    hosts.set(name, host);
    return host;
  };
  return {
    inTurn: async ({ host: name, patience, again }, work) => {
      const host = hostOf(name);
      const refused = await turnAt(host, { patience, again, now, wait });
      if (refused) return refused;
      try {
        return await work();
      } finally {
        host.running--;
        letIn(host, now, wait);
      }
    },
    hear: (name, { status, headers }) => {
      const host = hostOf(name);
      host.rateLimit = readRateLimit(headers) ?? host.rateLimit;
      const seconds = retryAfter(headers.get('retry-after'), now());
      if (status !== 429 && (status !== 503 || seconds === null)) return null;
      if (seconds !== null) {
        host.pausedUntil = Math.max(host.pausedUntil, now() + Math.min(seconds, LONGEST_PAUSE) * 1000);
      }
      const failure: Failure = { reason: 'rate-limited', host: name, retryAfterSeconds: seconds };
      const leaving = [...host.waiting].filter(
        ({ patience }) => seconds === null || host.pausedUntil >= patience.until,
      );
      for (const { answer } of leaving) answer(failure);
      log(`${name} wants no more requests for now${seconds === null ? '' : `, and none for ${seconds} s`}`);
      return failure;
    },
    miss: (name, failure) => {
      if (failure.reason !== 'unreachable' || failure.problem !== 'no-answer') return;
      for (const { answer } of [...hostOf(name).waiting]) answer(failure);
    },
    states: () =>
      [...hosts.values()].map(({ name, pausedUntil, rateLimit }) => ({
        host: name,
        pausedUntil: pausedUntil > now() ? pausedUntil : null,
        rateLimit,
      })),
  };
}

interface Host {
  readonly name: string;
  running: number;
  pausedUntil: number;
  rateLimit: RateLimit | null;
  readonly waiting: Set<Waiting>;
  /** Ends the wait for the end of a pause; null where nobody waits for one. */
  alarm: AbortController | null;
}

interface Waiting {
  readonly patience: Patience;
  /** Takes it out of the queue. */
  readonly answer: (refused: Failure | null) => void;
}

interface TurnRequest extends Pick<HostsOptions, 'now' | 'wait'> {
  readonly patience: Patience;
  readonly again: boolean;
}

function newHost(name: string): Host {
  return { name, running: 0, pausedUntil: 0, rateLimit: null, waiting: new Set(), alarm: null };
}

/** Null when the turn has come. */
function turnAt(host: Host, { patience, again, now, wait }: TurnRequest): Promise<Failure | null> {
  const { signal, until } = patience;
  if (signal.aborted) return Promise.resolve(CANCELLED);
  if (host.pausedUntil > now() && host.pausedUntil >= until) {
    const retryAfterSeconds = Math.ceil((host.pausedUntil - now()) / 1000);
    return Promise.resolve({ reason: 'rate-limited', host: host.name, retryAfterSeconds });
  }
  return new Promise((resolve) => {
    const waiting: Waiting = {
      patience,
      answer: (refused) => {
        host.waiting.delete(waiting);
        signal.removeEventListener('abort', leave);
        if (host.waiting.size === 0) host.alarm?.abort();
        resolve(refused);
      },
    };
    const leave = (): void => waiting.answer(CANCELLED);
    listen(signal, leave);
    const others = again ? [...host.waiting] : [];
    host.waiting.add(waiting);
    for (const other of others) {
      host.waiting.delete(other);
      host.waiting.add(other);
    }
    letIn(host, now, wait);
  });
}

/** Lets in whom there is room for, or waits for the end of a pause as long as somebody waits for it. */
function letIn(host: Host, now: HostsOptions['now'], wait: HostsOptions['wait']): void {
  const left = host.pausedUntil - now();
  if (left <= 0) {
    for (const { answer } of host.waiting) {
      if (host.running === MAX_AT_ONCE) return;
      host.running++;
      answer(null);
    }
    return;
  }
  if (host.alarm || host.waiting.size === 0) return;
  const alarm = new AbortController();
  host.alarm = alarm;
  void wait(left, alarm.signal).then(() => {
    if (host.alarm === alarm) host.alarm = null;
    letIn(host, now, wait);
  });
}
