import type { Scope } from '../../../server/src/protocol';
import type { LanguageServer } from '../languageServer';
import type { PinAction } from '../serverRequests';
import { askServer, orSayWhy } from './askServer';
import { carryOut } from './carryOut';
import { pinSummary } from './pinSummary';
import { showSummary } from './showSummary';
import { isTrusted } from './trust';

/** *Pin Images …*, *Update Pins …*, *Remove Pins …*: plans, lets the user see, and makes one edit of it. */
export async function changePins(
  server: LanguageServer,
  action: PinAction,
  scope: Scope | null,
): Promise<void> {
  if (!scope) return;
  // To remove a pin, nobody is asked.
  if (action !== 'unpin' && !(await isTrusted(PURPOSES[action]))) return;
  await orSayWhy(server, UNDONE[action], async () => {
    const plan = await askServer(TITLES[action], (asking) => server.planPins(action, scope, asking));
    if (!plan) return;
    const summary = pinSummary({
      action,
      plan,
      ...(await carryOut(plan, { verb: VERBS[action], alwaysAsk: false })),
    });
    if (summary) showSummary(summary, server.report);
  });
}

const VERBS = { pin: 'Pin', update: 'Update', unpin: 'Unpin' } as const;
const PURPOSES = { pin: 'pin images', update: 'update pins' } as const;
const TITLES = { pin: 'Pinning images', update: 'Updating pins', unpin: 'Removing pins' } as const;
const UNDONE = {
  pin: 'Nothing was pinned',
  update: 'Nothing was updated',
  unpin: 'Nothing was removed',
} as const;
