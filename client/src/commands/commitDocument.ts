import { Uri, window, workspace } from 'vscode';
import type { Environment } from '../environment';
import { commitText } from '../git/commitText';
import type { LocalCommit } from '../git/findCommit';

/** Serves commits as texts that nobody can edit. Ends with the extension. */
export function serveCommits(environment: Environment): { readonly dispose: () => unknown } {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ query }, token) => {
      // Anybody may open an address: what is read is only what Git has, and only in a workspace that is trusted.
      const [repository = '', revision = ''] = query.split('\n');
      if (!workspace.isTrusted || !/^[0-9a-f]{40,64}$/.test(revision)) return '';
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const text = await commitText(environment, { repository, revision }, controller.signal);
      return text ?? `Git does not show the commit ${revision} of ${repository}.\n`;
    },
  });
}

export async function showCommitDocument({ repository, revision }: LocalCommit): Promise<void> {
  const path = `/${revision.slice(0, 7)}.diffstat`;
  const uri = Uri.from({ scheme: SCHEME, path, query: `${repository}\n${revision}` });
  await window.showTextDocument(uri, { preview: true });
}

const SCHEME = 'immutable-infra-commit';
