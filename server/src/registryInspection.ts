import type { CancellationToken } from 'vscode-languageserver';
import { digestPresent, freshnessOf, unknownFreshness } from './features/freshness';
import { imageEvidence, unknownEvidence } from './features/imageEvidence';
import { UNTRUSTED } from './features/pins';
import {
  COMPARE_RUNNING,
  DIGESTS_PRESENT,
  IMAGE_EVIDENCE,
  type CompareRunningParams,
  type CompareRunningResult,
  type DigestsPresentParams,
  type DigestsPresentResult,
  type ImageEvidenceParams,
  type ImageEvidenceResult,
} from './inspectionProtocol';
import { refuseCancelled, showProgress, signalOf, type Server } from './serving';

/** What runs, against what registries say. In a workspace that is not trusted nobody is asked. */
export function onRegistryInspection(server: Server): void {
  const { connection } = server;
  connection.onRequest(COMPARE_RUNNING, (params: CompareRunningParams, token: CancellationToken) =>
    compareRunning(server, params, signalOf(token)),
  );
  connection.onRequest(IMAGE_EVIDENCE, (params: ImageEvidenceParams, token: CancellationToken) =>
    findEvidence(server, params, signalOf(token)),
  );
  connection.onRequest(DIGESTS_PRESENT, (params: DigestsPresentParams, token: CancellationToken) =>
    findDigests(server, params, signalOf(token)),
  );
}

async function compareRunning(
  server: Server,
  { images, ask, workDoneToken }: CompareRunningParams,
  signal: AbortSignal,
): Promise<CompareRunningResult> {
  await server.ready;
  if (ask && !server.session.trusted)
    return { answers: images.map(({ key }) => unknownFreshness(key, UNTRUSTED)) };
  const { answers } = server.registries;
  const same = ({ key: _, ...image }: (typeof images)[number]) => JSON.stringify(image);
  const results = await answerEach(images, {
    same,
    answer: (image) => freshnessOf(answers, image, ask ? signal : null),
    progress: progressOf(server, ask ? workDoneToken : undefined),
  });
  refuseCancelled(signal);
  return { answers: results };
}

async function findEvidence(
  server: Server,
  { images, workDoneToken }: ImageEvidenceParams,
  signal: AbortSignal,
): Promise<ImageEvidenceResult> {
  await server.ready;
  if (!server.session.trusted) return { images: images.map(({ key }) => unknownEvidence(key, UNTRUSTED)) };
  const found = await answerEach(images, {
    same: ({ reference, platform }) => JSON.stringify([reference, platform]),
    answer: (image) => imageEvidence(server.registries.digests, image, signal),
    progress: progressOf(server, workDoneToken),
  });
  refuseCancelled(signal);
  return { images: found };
}

async function findDigests(
  server: Server,
  { references }: DigestsPresentParams,
  signal: AbortSignal,
): Promise<DigestsPresentResult> {
  await server.ready;
  if (!server.session.trusted)
    return { answers: references.map(() => ({ present: 'unknown', detail: UNTRUSTED })) };
  const { answers } = server.registries;
  const found = references.map((reference) => digestPresent(answers, reference, signal));
  const results = await Promise.all(found);
  refuseCancelled(signal);
  return { answers: results };
}

interface Work<Item, Answer> {
  /** Equal for items that have the same answer, but for its key. */
  readonly same: (item: Item) => string;
  readonly answer: (item: Item) => Promise<Answer>;
  readonly progress: (answered: number, of: number) => void;
}

/** Answers all at once, those that are the same by one question. */
async function answerEach<Item extends { readonly key: string }, Answer>(
  items: readonly Item[],
  { same, answer, progress }: Work<Item, Answer>,
): Promise<readonly Answer[]> {
  const questions = new Map(items.map((item) => [same(item), item]));
  let answered = 0;
  const pending = [...questions].map(async ([id, item]) => {
    const found = await answer(item);
    progress(++answered, questions.size);
    return [id, found] as const;
  });
  const answers = new Map(await Promise.all(pending));
  return items.flatMap((item) => {
    const found = answers.get(same(item));
    return found ? [{ ...found, key: item.key }] : [];
  });
}

function progressOf(server: Server, token: string | number | undefined): Work<never, never>['progress'] {
  return (answered, of) => showProgress(server, token, `${answered} of ${of} asked`, answered / of);
}
