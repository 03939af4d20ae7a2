import { CancellationTokenSource, workspace } from 'vscode';
import { configurationHashes } from '../docker/watch/configurationHashes';
import type { KnowledgeSources } from '../docker/watch/knowledgeSources';
import type { Environment } from '../environment';
import { commitState } from '../git/commitState';
import type { LanguageServer } from '../languageServer';
import { checksFreshness, scratchPaths } from './settings';

/** Who is asked what engines cannot know: the server, Git and compose. Nobody is asked without trust but our own server. */
export function knowledgeSources(server: LanguageServer, environment: Environment): KnowledgeSources {
  return {
    declarations: async (projects, signal) => {
      const answer = await orNull(server, signal, (token) => server.declaredServices(projects, { token }));
      return answer?.projects ?? [];
    },
    compare: async (images, ask, signal) => {
      const mayAsk = ask && workspace.isTrusted;
      const answer = await orNull(server, signal, (token) =>
        server.compareRunning(images, mayAsk, { token, show: () => undefined }),
      );
      return answer?.answers ?? [];
    },
    evidence: async (images, signal) => {
      if (images.length === 0 || !workspace.isTrusted) return [];
      const answer = await orNull(server, signal, (token) =>
        server.imageEvidence(images, { token, show: () => undefined }),
      );
      return answer?.images ?? [];
    },
    commit: async (revision, source, signal) =>
      workspace.isTrusted
        ? commitState(environment, folders(), { revision, source }, signal)
        : { known: false, reason: 'no-repository' },
    configurationHashes: async (project, signal) =>
      workspace.isTrusted ? configurationHashes(environment, project, signal) : null,
    scratch: scratchPaths,
    mayAskRegistries: () => workspace.isTrusted && checksFreshness(),
  };
}

/** A server that does not answer leaves things unknown; it is said in its log, and not for what nobody waits for any more. */
async function orNull<T>(
  { report }: Pick<LanguageServer, 'report'>,
  signal: AbortSignal,
  ask: (token: CancellationTokenSource['token']) => Promise<T>,
): Promise<T | null> {
  if (signal.aborted) return null;
  const cancellation = new CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await ask(cancellation.token);
  } catch (error) {
    if (!cancellation.token.isCancellationRequested) report(error);
    return null;
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

function folders(): readonly string[] {
  return (workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
