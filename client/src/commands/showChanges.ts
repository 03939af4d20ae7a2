import { ProgressLocation, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from 'vscode';
import { systemClock } from '../environment';
import type { FileChange } from '../docker/engineFacts';
import type { Drift } from '../docker/releases/answers';
import { lookUp } from '../docker/watch/lookUp';
import type { LanguageServer } from '../languageServer';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { abortedWith } from './abortedWith';
import { changeItems, changesTitle, noChanges, type ChangeItem } from './changeItems';
import { chosenContainer } from './chosenContainer';
import type { ContainerFiles } from './containerFiles';
import type { FoundContainer } from './containerItems';

/** *What Changed in This Container?*: the paths, of which each opens as a diff while the list stays. */
export async function showChanges(
  views: Views,
  files: ContainerFiles,
  server: Pick<LanguageServer, 'report'>,
  node: TreeNode | undefined,
): Promise<void> {
  const found = await chosenContainer(views, node, 'What Changed in This Container?');
  if (!found) return;
  const drift = await measured(views, found);
  if (!drift) return;
  const none = noChanges(found.container.name, drift);
  if (none !== null) {
    void (drift.changes ? window.showInformationMessage(none) : window.showWarningMessage(none));
    return;
  }
  const open = (change: FileChange) =>
    files.openDiff({ host: found.host.id, container: found.container, change }, 'stays');
  showPick(drift, found.container.name, (change) => void open(change).catch(server.report));
}

/** What the engine says now, or as much as is known when it takes too long; null when it was cancelled. */
async function measured(views: Views, { host, container }: FoundContainer): Promise<Drift | null> {
  const target = { kind: 'container', host: host.id, id: container.id } as const;
  const measuring = views.inspector.lookAt(host.id, container.id);
  const title = `Comparing ${container.name} with its image`;
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (_, token) => {
    await Promise.race([measuring, systemClock.wait(LONGEST, abortedWith(token))]);
    if (token.isCancellationRequested) return null;
    return lookUp(views.inspection(), target)?.container?.answers.drift ?? container.answers.drift;
  });
}

type PathItem = QuickPickItem & { readonly change?: FileChange };

function showPick(drift: Drift, name: string, open: (change: FileChange) => void): void {
  const pick = window.createQuickPick<PathItem>();
  pick.title = changesTitle(name, drift);
  pick.placeholder = 'Choose a path to compare it with the image; Escape closes the list';
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = changeItems(drift).map(pathItem);
  pick.onDidAccept(() => {
    const change = pick.activeItems[0]?.change;
    if (change) open(change);
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

function pathItem(item: ChangeItem): PathItem {
  if ('heading' in item) return { label: item.heading, kind: QuickPickItemKind.Separator };
  return { ...item, iconPath: new ThemeIcon(ICONS[item.change.kind]) };
}

const ICONS: Readonly<Record<FileChange['kind'], string>> = {
  added: 'diff-added',
  changed: 'diff-modified',
  deleted: 'diff-removed',
};
/** Milliseconds: as long as an engine may take for an answer, and a little more. */
const LONGEST = 20_000;
