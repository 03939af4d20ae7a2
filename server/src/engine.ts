import type { CancellationToken, Connection } from 'vscode-languageserver';
import { ENGINE_DIGEST, type EngineDigest, type EngineDigestParams } from './protocol';
import type { Failure } from './registry/unresolved';
import { isWellFormedDigest } from './syntax/imageReference';

/** Asks the container engine at the client's side about a reference; null where it does not know either. */
export type AskEngine = (reference: string, signal: AbortSignal) => Promise<EngineDigest | null>;

/** The engine of the client, which is no part of this process. A client that fails to answer knows nothing. */
export function createAskEngine(connection: Connection): AskEngine {
  return async (reference, signal) => {
    const parameters: EngineDigestParams = { reference };
    try {
      const answer = await connection.sendRequest<EngineDigest | null>(
        ENGINE_DIGEST,
        parameters,
        tokenOf(signal),
      );
      return answer && isWellFormedDigest(answer.digest) ? answer : null;
    } catch (error) {
      connection.console.info(`The client says nothing of its engine: ${String(error)}`);
      return null;
    }
  };
}

/** Whether a registry could not be asked, as opposed to one that has answered. */
export function couldNotBeAsked({ reason }: Failure): boolean {
  return NOT_ASKED.has(reason);
}

const NOT_ASKED: ReadonlySet<Failure['reason']> = new Set([
  'unreachable',
  'timeout',
  'unauthorised',
  'rate-limited',
  'server-error',
]);

function tokenOf(signal: AbortSignal): CancellationToken {
  return {
    isCancellationRequested: signal.aborted,
    onCancellationRequested: (listener) => {
      const listen = () => void listener(undefined);
      signal.addEventListener('abort', listen);
      return { dispose: () => signal.removeEventListener('abort', listen) };
    },
  };
}
