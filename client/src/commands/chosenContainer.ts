import { commands, ProgressLocation, window } from 'vscode';
import { systemClock } from '../environment';
import { lookUp, type Found } from '../docker/watch/lookUp';
import type { Target } from '../docker/watch/inspection';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { abortedWith } from './abortedWith';
import { containersBelow, containerItems, type FoundContainer } from './containerItems';

/** The container that a line of the view stands for; where that is none or several, the one that the user picks. */
export async function chosenContainer(
  views: Pick<Views, 'inspection'>,
  node: TreeNode | undefined,
  title: string,
): Promise<FoundContainer | null> {
  const target = node?.target ?? null;
  if (!target && !(await isSomethingKnown(views))) return null;
  const candidates = containersBelow(views.inspection(), target);
  const [first, second] = candidates;
  if (!first) {
    void window.showInformationMessage(
      target ? 'No container of this line runs any more.' : 'No container runs on the hosts of the view.',
    );
    return null;
  }
  if (target && !second) return first;
  return pickContainer(candidates, title);
}

export async function pickContainer(
  candidates: readonly FoundContainer[],
  title: string,
): Promise<FoundContainer | null> {
  const options = { title, placeHolder: 'Choose a container', matchOnDescription: true, matchOnDetail: true };
  return (await window.showQuickPick(containerItems(candidates), options))?.found ?? null;
}

/** What a target is now; says so where it is gone. */
export function foundNow(views: Pick<Views, 'inspection'>, target: Target): Found | null {
  const found = lookUp(views.inspection(), target);
  if (!found) void window.showInformationMessage('It does not run any more, or its host does not answer.');
  return found;
}

/**
 * From the palette the view may never have been seen, and then no engine has been asked anything. Shows it, and waits
 * until one has answered.
 */
export async function isSomethingKnown(views: Pick<Views, 'inspection'>): Promise<boolean> {
  const isAnswered = () => {
    const { hosts } = views.inspection();
    return hosts.length > 0 && hosts.every(({ state }) => state.kind !== 'connecting');
  };
  if (isAnswered()) return true;
  await commands.executeCommand('immutableInfra.releases.focus');
  const options = { location: ProgressLocation.Notification, title: 'Asking the engines', cancellable: true };
  return window.withProgress(options, async (_, token) => {
    const signal = AbortSignal.any([abortedWith(token), AbortSignal.timeout(LONGEST_START)]);
    while (!isAnswered() && !signal.aborted) await systemClock.wait(PAUSE, signal);
    return !token.isCancellationRequested;
  });
}

/** Milliseconds. */
const LONGEST_START = 20_000;
const PAUSE = 100;
