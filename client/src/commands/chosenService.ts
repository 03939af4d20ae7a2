import { commands, window } from 'vscode';
import type { HostReleases, Project, Release, RunningContainer, Service } from '../docker/releases/model';
import type { HostSight, Inspection, Target } from '../docker/watch/inspection';
import type { TreeNode } from '../views/treeNode';
import { shortDigest } from '../wording/identityWords';
import { foundNow, isSomethingKnown, type Inspected } from './inspected';
import { pickText } from './pickText';

/** A service, and where a line below it was chosen, that too. */
export interface ChosenService {
  readonly host: HostSight;
  readonly releases: HostReleases;
  readonly project: Project;
  readonly service: Service;
  readonly release: Release | null;
  readonly container: RunningContainer | null;
}

export interface ChosenRelease extends ChosenService {
  readonly release: Release;
}

/** That of the line, else the one that the user picks; null where there is none, which the user is then told. */
export async function chosenService(
  views: Inspected,
  node: TreeNode | undefined,
  title: string,
): Promise<ChosenService | null> {
  const target = node?.target ?? null;
  if (!target && !(await isSomethingKnown(views))) return null;
  const found = target && foundNow(views, target);
  if (target && !found) return null;
  const { project = null, service = null } = found ?? {};
  if (found && project && service) return { ...found, project, service };
  return pickService(servicesOf(views.inspection(), target), title);
}

/** That of the line, or of its container; where the service has several, the one that the user picks. */
export async function chosenRelease(
  views: Inspected,
  node: TreeNode | undefined,
  title: string,
): Promise<ChosenRelease | null> {
  const chosen = await chosenService(views, node, title);
  if (!chosen) return null;
  if (chosen.release) return { ...chosen, release: chosen.release };
  const [first, second] = chosen.service.releases;
  if (!first) {
    void window.showInformationMessage(`Nothing runs of ${chosen.service.name}.`);
    return null;
  }
  if (!second) return { ...chosen, release: first };
  const items = chosen.service.releases.map((release) => ({ ...releaseWords(release), release }));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: `Release of ${chosen.service.name}`,
  });
  return picked ? { ...chosen, release: picked.release } : null;
}

function servicesOf(inspection: Inspection, within: Target | null): readonly ChosenService[] {
  return inspection.hosts.flatMap((host) => {
    if (host.state.kind !== 'running' || (within && within.host !== host.id)) return [];
    const { releases } = host.state;
    return releases.projects
      .filter(({ key }) => within?.kind !== 'project' || within.key === key)
      .flatMap((project) =>
        project.services.map((service) => ({
          ...{ host, releases, project, service },
          ...{ release: null, container: null },
        })),
      );
  });
}

async function pickService(services: readonly ChosenService[], title: string): Promise<ChosenService | null> {
  if (services.length === 0) {
    const open = 'Show Releases';
    const message = 'Nothing is known to run. Open the view of what runs, and choose a host there.';
    if ((await window.showInformationMessage(message, open)) === open) {
      await commands.executeCommand('immutableInfra.releases.focus');
    }
    return null;
  }
  const severalHosts = new Set(services.map(({ host }) => host.id)).size > 1;
  const items = services.map((chosen) => ({
    label: pickText(chosen.service.name),
    description: [
      chosen.project.kind === 'standalone' ? null : chosen.project.name,
      severalHosts ? chosen.host.name : null,
    ]
      .filter((word) => word !== null)
      .map(pickText)
      .join(' · '),
    detail: chosen.service.releases.map((release) => releaseWords(release).label).join(', '),
    chosen,
  }));
  const options = { title, placeHolder: 'Service', matchOnDescription: true, matchOnDetail: true };
  return (await window.showQuickPick(items, options))?.chosen ?? null;
}

function releaseWords({ version, digest, repository, containers }: Release): {
  readonly label: string;
  readonly description: string;
} {
  return {
    label: [pickText(version ?? 'no version'), shortDigest(digest)].join(' '),
    description: [repository, `${containers.length} running`].filter((word) => word !== null).join(' · '),
  };
}
