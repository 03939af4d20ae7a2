import type { LanguageServer } from '../languageServer';
import { askServer, orSayWhy } from './askServer';
import { composeFile } from './composeFile';
import { reportSummary } from './pinSummary';
import { showSummary } from './showSummary';
import { isTrusted } from './trust';

/** *Verify Digest Lock*: where the lock differs from the files or from what registries have. */
export async function verifyDigestLock(server: LanguageServer, chosen: unknown): Promise<void> {
  if (!(await isTrusted('verify a digest lock'))) return;
  await orSayWhy(server, 'The digest lock was not verified', async () => {
    const file = await composeFile(server, chosen);
    if (!file) return;
    const report = await askServer('Verifying the digest lock', (asking) =>
      server.verifyLock(file.toString(), asking),
    );
    if (report) showSummary(reportSummary(report), server.report);
  });
}
