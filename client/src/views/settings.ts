import { workspace } from 'vscode';

/** The settings of the view *Releases*. */
export const VIEW_SETTINGS = 'immutableInfra.releases';

/** Glob patterns of more paths whose changes are no drift. */
export function scratchPaths(): readonly string[] {
  const patterns: unknown = workspace.getConfiguration(VIEW_SETTINGS).get('scratchPaths');
  return Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === 'string') : [];
}

/** Whether registries may be asked without a command. */
export function checksFreshness(): boolean {
  return workspace.getConfiguration(VIEW_SETTINGS).get('checkFreshness') === true;
}

export function showsLenses(): boolean {
  return workspace.getConfiguration(VIEW_SETTINGS).get('codeLens') !== false;
}
