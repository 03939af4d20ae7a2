import { commands, ProgressLocation, window } from 'vscode';
import type { Inspection, Inspector, Target } from '../docker/watch/inspection';
import { lookUp, type Found } from '../docker/watch/lookUp';
import { systemClock } from '../environment';
import { abortedWith } from './abortedWith';

/** What commands need of the views: what is known to run, and who keeps it so. */
export interface Inspected {
  readonly inspector: Inspector;
  readonly inspection: () => Inspection;
}

/** What a target is now; says so where it is gone. */
export function foundNow(views: Pick<Inspected, 'inspection'>, target: Target): Found | null {
  const found = lookUp(views.inspection(), target);
  if (!found) void window.showInformationMessage('It does not run any more, or its host does not answer.');
  return found;
}

/**
 * From the palette the view may never have been seen, and then no engine has been asked anything. Shows it, and waits
 * until one has answered.
 */
export async function isSomethingKnown(views: Pick<Inspected, 'inspection'>): Promise<boolean> {
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
