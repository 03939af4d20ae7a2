import {
  LSPErrorCodes,
  ResponseError,
  ShowMessageNotification,
  WorkDoneProgress,
  type CancellationToken,
  type Connection,
  type MessageType,
} from 'vscode-languageserver';
import { createAnswers, type Answers } from './answers';
import { createAskEngine } from './engine';
import type { Environment } from './environment';
import { UNTRUSTED } from './features/pins';
import type { OpenTexts } from './openTexts';
import type { InitializationOptions } from './protocol';
import { createDigests, type Digests } from './registry/digests';
import { createMemory } from './registry/memory/createMemory';
import { createRecallImages, type RecallImages } from './registry/rememberedImages';
import type { Session } from './session';

export interface ServerOptions {
  readonly environment: Environment;
  /** The URI of the page that documents the rules. */
  readonly documentation: string;
  readonly version: string;
}

/** What serves one client. */
export interface Server extends ServerOptions {
  readonly connection: Connection;
  readonly texts: OpenTexts;
  session: Session;
  registries: Registries;
  /** Settled when the client's settings have been read. */
  ready: Promise<void>;
  /** Has the findings of open files shown anew. */
  readonly showChanges: () => Promise<void>;
  /** Has what is remembered of images looked up again. */
  readonly recallSoon: () => void;
}

export interface Registries {
  readonly digests: Digests;
  readonly answers: Answers;
  /** From memory alone. */
  readonly recallImages: RecallImages;
}

/** The way to registries for a client that says where answers are kept and whether it has an engine. */
export function createRegistries(
  { environment, connection }: Pick<Server, 'environment' | 'connection'>,
  { storage, engine }: InitializationOptions,
  session: () => Session,
  onLearned: () => void,
): Registries {
  const settings = () => session().settings.registries;
  const memory = createMemory(environment, { folder: storage ?? null, onLearned });
  const digests = createDigests(environment, {
    settings,
    memory,
    notFrom: () => session().folders,
  });
  const askEngine = engine === true ? createAskEngine(connection) : null;
  const answers = createAnswers(digests, askEngine, environment.now);
  return { digests, answers, recallImages: createRecallImages(environment, { settings, memory }) };
}

export function tell({ connection }: Server, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message });
}

/** Tells the client how far the work is that carries its token. */
export function showProgress(
  { connection }: Server,
  token: string | number | undefined,
  message: string,
  share: number,
): void {
  if (token === undefined) return;
  const percentage = Math.floor(share * 100);
  void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'report', message, percentage });
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** A request that would reach a registry fails in a workspace that is not trusted. */
export function refuseUntrusted({ session }: Server): void {
  if (!session.trusted) throw new ResponseError(LSPErrorCodes.RequestFailed, UNTRUSTED);
}

/** What was cancelled has no result. */
export function refuseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
}
