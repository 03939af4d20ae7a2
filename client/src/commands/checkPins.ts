import type { Scope } from '../../../server/src/protocol';
import type { LanguageServer } from '../languageServer';
import { askServer, orSayWhy } from './askServer';
import { reportSummary } from './pinSummary';
import { showSummary } from './showSummary';
import { isTrusted } from './trust';

/** *Check Pins …*: asks the registries whether the pins are still what their tags name. */
export async function checkPins(server: LanguageServer, scope: Scope | null): Promise<void> {
  if (!scope || !(await isTrusted('check pins'))) return;
  await orSayWhy(server, 'The pins were not checked', async () => {
    const report = await askServer('Checking pins', (asking) => server.checkPins(scope, asking));
    if (report) showSummary(reportSummary(report), server.report);
  });
}
