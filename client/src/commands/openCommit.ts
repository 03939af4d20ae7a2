import { commands, env, extensions, Uri, window, workspace } from 'vscode';
import type { Revision } from '../docker/releases/revision';
import { nodeEnvironment } from '../environment';
import { commitAddress, type CommitAddress } from '../git/commitAddress';
import { findCommit, type LocalCommit } from '../git/findCommit';
import { remotes } from '../git/remotes';
import type { LanguageServer } from '../languageServer';
import type { TreeNode } from '../views/treeNode';
import { atWork } from './atWork';
import { chosenRelease } from './chosenService';
import type { Inspected } from './inspected';
import { showCommitDocument } from './commitDocument';
import { commitTrust, noCommit } from './commitWords';
import { copyText } from './copyText';
import { workspaceFolders } from '../views/workspaceFolders';

/** *Open Commit*: in the Git history of the workspace where it has the commit, or at the host of its source. */
export async function openCommit(
  views: Inspected,
  _server: LanguageServer,
  node: TreeNode | undefined,
): Promise<void> {
  const chosen = await chosenRelease(views, node, 'Open Commit');
  if (!chosen) return;
  const { name } = chosen.service;
  const revision = chosen.container?.revision ?? chosen.release.revision;
  if (!revision.known) {
    void window.showInformationMessage(noCommit(name, revision.reason));
    return;
  }
  const places = await atWork('Looking for the commit', (signal) => findPlaces(revision, signal));
  if (!places) return;
  const short = revision.revision.slice(0, 7);
  const options = { title: `Commit ${short} of ${name}`, placeHolder: commitTrust(revision) };
  const picked = await window.showQuickPick([...items(places), copyItem(revision.revision)], options);
  await picked?.open();
}

type KnownRevision = Extract<Revision, { known: true }>;

interface Places {
  readonly local: LocalCommit | null;
  readonly page: CommitAddress | null;
}

async function findPlaces(revision: KnownRevision, signal: AbortSignal): Promise<Places> {
  const local = await findLocal(revision, signal);
  // All the digits, where Git knows them.
  const digits = local?.revision ?? revision.revision;
  const sources = [
    ...(revision.source === null ? [] : [revision.source]),
    ...(local ? await remotes(nodeEnvironment(), local.repository, signal) : []),
  ];
  const pages = sources.map((source) => commitAddress(source, digits));
  return { local, page: pages.find((page) => page !== null) ?? null };
}

async function findLocal(revision: KnownRevision, signal: AbortSignal): Promise<LocalCommit | null> {
  if (!workspace.isTrusted) return null;
  const search = await findCommit(nodeEnvironment(), workspaceFolders(), revision, signal);
  return search.found ? search.commit : null;
}

interface Item {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
  readonly open: () => Promise<void>;
}

function items({ local, page }: Places): readonly Item[] {
  const here: readonly Item[] = local
    ? [
        {
          label: '$(git-commit) Show in this repository',
          description: `${local.author}: ${local.subject}`,
          detail: local.repository,
          open: () => showLocal(local),
        },
      ]
    : [];
  const there: readonly Item[] = page
    ? [
        {
          label: `$(link-external) Open at ${page.host}`,
          description: page.url,
          open: async () => {
            await env.openExternal(Uri.parse(page.url));
          },
        },
      ]
    : [];
  return [...here, ...there];
}

function copyItem(revision: string): Item {
  return { label: '$(copy) Copy', description: revision, open: () => copyText(revision) };
}

/** By the editor's own extension for Git, where that is on and knows the repository; else as a text. */
async function showLocal(commit: LocalCommit): Promise<void> {
  const root = Uri.file(commit.repository);
  const isThere = (await commands.getCommands(true)).includes(VIEW_COMMIT);
  if (isThere && (await isKnownToGit(root))) {
    try {
      await commands.executeCommand(VIEW_COMMIT, root, commit.revision);
      return;
    } catch {
      // An older one takes other arguments. The text shows the same.
    }
  }
  await showCommitDocument(commit);
}

interface GitExtension {
  readonly enabled: boolean;
  readonly getAPI: (version: 1) => { readonly getRepository: (uri: Uri) => object | null };
}

async function isKnownToGit(root: Uri): Promise<boolean> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return false;
  const git = extension.isActive ? extension.exports : await extension.activate();
  return git.enabled && git.getAPI(1).getRepository(root) !== null;
}

const VIEW_COMMIT = 'git.viewCommit';
