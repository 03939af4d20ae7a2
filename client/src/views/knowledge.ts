import { CancellationTokenSource, workspace, type CancellationToken } from 'vscode';
import { configurationHashes } from '../docker/watch/configurationHashes';
import { isOver } from '../docker/watch/isOver';
import type { KnowledgeSources } from '../docker/watch/knowledgeSources';
import type { Environment } from '../environment';
import { commitState } from '../git/commitState';
import type { LanguageServer } from '../languageServer';
import { checksFreshness, scratchPaths } from './settings';
import { workspaceFolders } from './workspaceFolders';

/** Who is asked what engines cannot know: the server, Git and compose. Nobody is asked without trust but our own server. */
export function knowledgeSources(server: LanguageServer, environment: Environment): KnowledgeSources {
  const orNull = asking(server.report);
  return {
    declarations: async (projects, signal) => {
      const answer = await orNull(signal, () =>
        withToken(signal, (token) => server.declaredServices(projects, { token })),
      );
      return answer?.projects ?? [];
    },
    compare: async (images, ask, signal) => {
      const mayAsk = ask && workspace.isTrusted;
      const answer = await orNull(signal, () =>
        withToken(signal, (token) => server.compareRunning(images, mayAsk, { token, show: () => undefined })),
      );
      return answer?.answers ?? [];
    },
    commit: async (revision, source, signal) => {
      const claimed = { revision, source };
      const state = workspace.isTrusted
        ? await orNull(signal, () => commitState(environment, workspaceFolders(), claimed, signal))
        : null;
      return state ?? { known: false, reason: 'no-repository' };
    },
    configurationHashes: async (project, signal) =>
      workspace.isTrusted ? orNull(signal, () => configurationHashes(environment, project, signal)) : null,
    scratch: scratchPaths,
    mayAskRegistries: () => workspace.isTrusted && checksFreshness(),
  };
}

/** Who does not answer leaves things unknown; it is said in the log, and not for what nobody waits for any more. */
function asking(report: LanguageServer['report']) {
  return async <T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T | null> => {
    if (isOver(signal)) return null;
    try {
      return await ask();
    } catch (error) {
      if (!isOver(signal)) report(error);
      return null;
    }
  };
}

/** The server is told when nobody waits any more. */
async function withToken<T>(signal: AbortSignal, ask: (token: CancellationToken) => Promise<T>): Promise<T> {
  const cancellation = new CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await ask(cancellation.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}
