import type { ImageReference } from '../syntax/imageReference';
import type { ContentRequest, RegistryClient } from './client';
import { compareRunning, type Comparison, type Knowing, type Running } from './compareRunning';
import { answered, askInTurn, type Answered, type ByHost, type Inquiry, type Question } from './inquiry';
import { findDescriptor } from './manifests';
import type { Memory } from './memory/memory';
import { rememberContent } from './memory/rememberedContent';
import type { Answer } from './network/exchange';
import { createSharing } from './network/waiting';
import { CANCELLED, type Failure, type Unresolved } from './unresolved';

/** Compares what tags name with what runs; a digest in the reference does not count. */
export interface Comparing {
  /** By questions to the registry, which are remembered; those of several images at once are asked once. */
  readonly compare: (
    reference: ImageReference,
    running: Running,
    signal: AbortSignal,
  ) => Promise<CompareAnswer>;
  /** By what is remembered alone; null where that does not tell. */
  readonly recallComparison: (reference: ImageReference, running: Running) => Promise<CompareAnswer | null>;
}

export type CompareAnswer = (Comparison & Answered) | Unresolved;

interface ComparingOptions {
  readonly inquiry: Inquiry;
  /** One that remembers nothing. */
  readonly ask: RegistryClient;
  readonly memory: Memory;
}

export function createComparing({ inquiry, ask, memory }: ComparingOptions): Comparing {
  const { upstreams, limit, now } = inquiry;
  const shared = shareRequests(ask);
  const asking: Knowing = {
    named: async (target, patience) => {
      const answer = await findDescriptor(shared, target, patience);
      await memory.remember(target, answer);
      return { answer, at: now() };
    },
    client: rememberContent(shared, memory),
  };
  const remembering: Knowing = {
    named: (target) => memory.recall(target),
    client: rememberContent(askNobody, memory),
  };
  const question =
    (knowing: Knowing, running: Running): Question<Comparison> =>
    async (target, patience) =>
      (await compareRunning(knowing, { target, running }, patience)) ?? CANCELLED;
  return {
    compare: async (reference, running, signal) => {
      const target = { ...upstreams.of(reference), digest: null };
      const { registry } = target;
      const answer = await limit<ByHost<Comparison>>(
        registry,
        (patience) => askInTurn<Comparison>(upstreams, target, question(asking, running), patience),
        signal,
      );
      return answered<Comparison>(answer, { registry, at: now(), remembered: false });
    },
    recallComparison: async (reference, running) => {
      const target = { ...upstreams.of(reference), digest: null };
      const answer = await askInTurn<Comparison>(upstreams, target, question(remembering, running), PATIENCE);
      if ('reason' in answer && answer.reason === 'cancelled') return null;
      const { registry } = target;
      return answered<Comparison>(answer, { registry, at: now(), remembered: true });
    },
  };
}

/** Nobody waits for what is not remembered. */
const askNobody: RegistryClient = () => Promise.resolve(CANCELLED);
/** Memory answers at once, or not at all. */
const PATIENCE = { signal: new AbortController().signal, until: Infinity };

/** The same client, which asks once for what several want at the same time. */
function shareRequests(client: RegistryClient): RegistryClient {
  const share = createSharing<Answer | Failure>(() => CANCELLED);
  return (request, { signal, until }) =>
    share(keyOf(request), (still) => client(request, { signal: still, until }), signal);
}

function keyOf({ method, registry, repository, kind, target, query = '' }: ContentRequest): string {
  return `${method} ${kind} ${registry}/${repository} ${target}${query}`;
}
