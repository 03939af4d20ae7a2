import { commands, ProgressLocation, window } from 'vscode';
import { lookUp } from '../docker/watch/lookUp';
import type { RunningContainer } from '../docker/releases/model';
import type { Inspection, Target } from '../docker/watch/inspection';
import type { LanguageServer } from '../languageServer';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { freshnessSummary } from './freshnessSummary';
import { isTrusted } from './trust';

/** *Check Against Registries*: what the tags of all that runs, or runs there, name now. */
export async function checkFreshness(
  server: LanguageServer,
  views: Views,
  node: TreeNode | undefined,
): Promise<void> {
  if (!(await isTrusted('compare what runs with its registries'))) return;
  const target = node?.target ?? null;
  if (!target) await commands.executeCommand('immutableInfra.releases.focus');
  const options = {
    location: ProgressLocation.Notification,
    title: 'Comparing what runs with its registries',
    cancellable: true,
  };
  const finished = await window.withProgress(options, async (_progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    try {
      await views.inspector.checkFreshness(target, controller.signal);
    } catch (error) {
      server.report(error);
      return false;
    }
    return !controller.signal.aborted;
  });
  if (finished) {
    void window.showInformationMessage(freshnessSummary(containersAt(views.inspection(), target)));
  }
}

function containersAt(inspection: Inspection, target: Target | null): readonly RunningContainer[] {
  const targets = target ? [target] : inspection.hosts.map(({ id }) => ({ kind: 'host', host: id }) as const);
  return targets.flatMap((each) => {
    const found = lookUp(inspection, each);
    if (!found) return [];
    if (found.container) return [found.container];
    if (found.release) return found.release.containers;
    const services = found.service
      ? [found.service]
      : (found.project ? [found.project] : found.releases.projects).flatMap((project) => project.services);
    return services.flatMap(({ releases }) => releases.flatMap(({ containers }) => containers));
  });
}
