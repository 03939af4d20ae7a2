import { commands, window } from 'vscode';
import type { LanguageServer } from '../languageServer';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { checkFreshness } from './checkFreshness';
import { chooseHosts } from './chooseHosts';
import { copyDigest, copyImageReference } from './copyFromNode';
import { clearReleaseFilter, filterReleases } from './filterReleases';
import { groupReleases } from './groupReleases';
import { revealService } from './revealService';

/** Of a line of the view *Releases*, or of nothing: from the palette. */
export type ReleaseCommand = (node: TreeNode | undefined) => unknown;

/** The commands on what runs, by their names in the manifest. */
export function releaseCommands(
  server: LanguageServer,
  views: Views,
): Readonly<Record<string, ReleaseCommand>> {
  return {
    'immutableInfra.refreshReleases': async () => {
      // From the palette the view may be hidden, and a hidden view asks nothing.
      await commands.executeCommand('immutableInfra.releases.focus');
      views.inspector.refresh();
    },
    'immutableInfra.explainEngine': (node) => {
      void window.showInformationMessage(views.explainEngine(node?.target ?? null));
    },
    'immutableInfra.copyDigest': copyDigest,
    'immutableInfra.copyImageReference': copyImageReference,
    'immutableInfra.chooseHosts': () => chooseHosts(views),
    'immutableInfra.groupReleases': () => groupReleases(views),
    'immutableInfra.filterReleases': () => filterReleases(views),
    'immutableInfra.clearReleaseFilter': () => clearReleaseFilter(views),
    'immutableInfra.hideStopped': () => views.choose({ showStopped: false }),
    'immutableInfra.showStopped': () => views.choose({ showStopped: true }),
    'immutableInfra.checkFreshness': (node) => checkFreshness(server, views, node),
    'immutableInfra.revealService': (target: unknown) => revealService(views, target),
  };
}
