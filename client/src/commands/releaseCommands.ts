import { commands, window } from 'vscode';
import type { LanguageServer } from '../languageServer';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { checkFreshness } from './checkFreshness';
import { chooseHosts } from './chooseHosts';
import { compareReleases } from './compareReleases';
import { compareWithDeclared } from './compareWithDeclared';
import type { ComparisonDocuments } from './comparisonDocuments';
import type { ContainerFiles } from './containerFiles';
import { copyDigest, copyImageReference } from './copyFromNode';
import { exportReport } from './exportReport';
import { clearReleaseFilter, filterReleases } from './filterReleases';
import { groupReleases } from './groupReleases';
import { goToDeclaration } from './goToDeclaration';
import { goToDockerfile } from './goToDockerfile';
import { openCommit } from './openCommit';
import { redeploy } from './redeploy';
import { revealService } from './revealService';
import { rollBack } from './rollBack';
import { useRunningDigest } from './useRunningDigest';
import { openChange } from './openChange';
import { showChanges } from './showChanges';

/** Of a line of the view *Releases*, or of nothing: from the palette. */
export type ReleaseCommand = (node: TreeNode | undefined, selected?: readonly TreeNode[]) => unknown;

/** The virtual documents that commands show. */
export interface ReleaseDocuments {
  readonly files: ContainerFiles;
  readonly comparisons: ComparisonDocuments;
}

/** The commands on what runs, by their names in the manifest. */
export function releaseCommands(
  server: LanguageServer,
  views: Views,
  { files, comparisons }: ReleaseDocuments,
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
    'immutableInfra.copyDigest': (node) => copyDigest(views, node),
    'immutableInfra.copyImageReference': (node) => copyImageReference(views, node),
    'immutableInfra.chooseHosts': () => chooseHosts(views),
    'immutableInfra.groupReleases': () => groupReleases(views),
    'immutableInfra.filterReleases': () => filterReleases(views),
    'immutableInfra.clearReleaseFilter': () => clearReleaseFilter(views),
    'immutableInfra.hideStopped': () => views.choose({ showStopped: false }),
    'immutableInfra.showStopped': () => views.choose({ showStopped: true }),
    'immutableInfra.checkFreshness': (node) => checkFreshness(server, views, node),
    'immutableInfra.goToDeclaration': (node) => goToDeclaration(views, server, node),
    'immutableInfra.goToDockerfile': (node) => goToDockerfile(views, server, node),
    'immutableInfra.openCommit': (node) => openCommit(views, server, node),
    'immutableInfra.useRunningDigest': (node) => useRunningDigest(views, server, node),
    'immutableInfra.rollBack': (node) => rollBack(views, server, node),
    'immutableInfra.redeploy': (node) => redeploy(views, server, node),
    'immutableInfra.showChanges': (node) => showChanges(views, files, server, node),
    'immutableInfra.openChange': (node) => openChange(views, files, node),
    'immutableInfra.readFileAgain': (uri: unknown) => files.refresh(uri),
    'immutableInfra.compareReleases': (node, selected = []) =>
      compareReleases(views, comparisons, node, selected),
    'immutableInfra.compareWithDeclared': (node) => compareWithDeclared(views, comparisons, node),
    'immutableInfra.exportReport': () => exportReport(views, server),
    'immutableInfra.revealService': (target: unknown) => revealService(views, target),
  };
}
