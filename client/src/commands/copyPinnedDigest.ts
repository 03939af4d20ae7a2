import { commands, window } from 'vscode';
import type { LanguageServer } from '../languageServer';
import { orSayWhy } from './askServer';
import { copyText } from './copyText';
import { currentPlace, referenceUnder } from './place';

/** *Copy Digest*, of the reference at the cursor. No registry is asked. */
export async function copyPinnedDigest(server: LanguageServer): Promise<void> {
  await orSayWhy(server, 'The digest was not copied', async () => {
    const under = await referenceUnder(server, currentPlace());
    if (under?.digest) {
      await copyText(under.digest);
      return;
    }
    const message = under
      ? `${under.reference} has no digest. A registry can be asked for it.`
      : 'There is no image reference at the cursor.';
    const resolve = 'Resolve Digest…';
    void window.showInformationMessage(message, resolve).then((button) => {
      if (button === resolve) return commands.executeCommand('immutableInfra.resolveDigest');
      return undefined;
    });
  });
}
