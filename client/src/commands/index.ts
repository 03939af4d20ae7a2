import { commands, type Memento } from 'vscode';
import { nodeEnvironment } from '../environment';
import type { LanguageServer } from '../languageServer';
import type { Views } from '../views/index';
import { changePins } from './changePins';
import { checkPins } from './checkPins';
import { serveCommits } from './commitDocument';
import { comparisonDocuments } from './comparisonDocuments';
import { containerFiles } from './containerFiles';
import { copyPinnedDigest } from './copyPinnedDigest';
import { followImageFiles } from './imageFileContext';
import { imageFacts } from './imageFacts';
import { releaseCommands } from './releaseCommands';
import { resolveDigest } from './resolveDigest';
import { fileScope, folderScope, WORKSPACE } from './scope';
import { showTagHistory } from './showTagHistory';
import { temporaryOwner } from './temporaryOwner';
import { verifyDigestLock } from './verifyDigestLock';
import { writeDigestLock } from './writeDigestLock';

/** Ends with the extension. */
interface Registration {
  readonly dispose: () => unknown;
}

/** Every command of the manifest, and what they need. */
export function registerCommands(
  server: LanguageServer,
  views: Views,
  memento: Memento,
): readonly Registration[] {
  return [
    followImageFiles(server),
    serveCommits(nodeEnvironment()),
    ...imageCommands(server),
    ...onReleases(server, views, memento),
  ];
}

function imageCommands(server: LanguageServer): readonly Registration[] {
  const facts = imageFacts(server);
  return [
    facts,
    commands.registerCommand('immutableInfra.pinFile', (uri: unknown) =>
      changePins(server, 'pin', fileScope(uri)),
    ),
    commands.registerCommand('immutableInfra.pinFolder', async (uri: unknown) =>
      changePins(server, 'pin', await folderScope(uri)),
    ),
    commands.registerCommand('immutableInfra.pinWorkspace', () => changePins(server, 'pin', WORKSPACE)),
    commands.registerCommand('immutableInfra.updateFile', (uri: unknown) =>
      changePins(server, 'update', fileScope(uri)),
    ),
    commands.registerCommand('immutableInfra.updateWorkspace', () => changePins(server, 'update', WORKSPACE)),
    commands.registerCommand('immutableInfra.unpinFile', (uri: unknown) =>
      changePins(server, 'unpin', fileScope(uri)),
    ),
    commands.registerCommand('immutableInfra.checkFile', (uri: unknown) => checkPins(server, fileScope(uri))),
    commands.registerCommand('immutableInfra.checkWorkspace', () => checkPins(server, WORKSPACE)),
    commands.registerCommand('immutableInfra.showTagHistory', () => showTagHistory(server)),
    commands.registerCommand('immutableInfra.copyPinnedDigest', () => copyPinnedDigest(server)),
    commands.registerCommand('immutableInfra.resolveDigest', () => resolveDigest(server, facts)),
    commands.registerCommand('immutableInfra.writeLock', (uri: unknown) => writeDigestLock(server, uri)),
    commands.registerCommand('immutableInfra.verifyLock', (uri: unknown) => verifyDigestLock(server, uri)),
  ];
}

function onReleases(server: LanguageServer, views: Views, memento: Memento): readonly Registration[] {
  const files = containerFiles(views, temporaryOwner(memento, server.report));
  const comparisons = comparisonDocuments();
  const named = releaseCommands(server, views, { files, comparisons });
  return [
    files,
    comparisons,
    ...Object.entries(named).map(([name, run]) => commands.registerCommand(name, run)),
  ];
}
