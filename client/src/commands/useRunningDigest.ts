import { window } from 'vscode';
import type { LanguageServer } from '../languageServer';
import { waitingWith } from '../serverRequests';
import type { TreeNode } from '../views/treeNode';
import { orSayWhy } from './askServer';
import { atWork } from './atWork';
import { carryOut } from './carryOut';
import { chosenRelease } from './chosenService';
import type { Inspected } from './inspected';
import { pinSummary } from './pinSummary';
import { runningPin } from './runningPin';
import { showSummary } from './showSummary';

/** *Use Running Digest in File*: the file then names what runs. Shown before it is made, and undone as one edit. */
export async function useRunningDigest(
  views: Inspected,
  server: LanguageServer,
  node: TreeNode | undefined,
): Promise<void> {
  const chosen = await chosenRelease(views, node, 'Use Running Digest in File');
  if (!chosen) return;
  const pin = runningPin(chosen.service, chosen.release);
  if (!pin.ok) {
    void window.showInformationMessage(pin.message);
    return;
  }
  if (!(await isAccepted(pin.doubts))) return;
  await orSayWhy(server, 'The running digest was not written', async () => {
    const { uri, service, digest, tag, composed } = pin;
    const plan = await atWork('Writing the running digest', (signal) =>
      server.planDigest({ uri, service, digest, tag, ...(composed && { composed }) }, waitingWith(signal)),
    );
    if (!plan) return;
    const outcome = await carryOut(plan, { verb: 'Use the running digest of', alwaysAsk: true });
    const summary = pinSummary({ action: 'use', plan, ...outcome });
    if (summary) showSummary(summary, server.report);
  });
}

async function isAccepted(doubts: readonly string[]): Promise<boolean> {
  if (doubts.length === 0) return true;
  const write = 'Write It';
  const options = { modal: true, detail: doubts.join('\n\n') };
  return (await window.showWarningMessage('Write this digest into the file?', options, write)) === write;
}
