import { isLive } from '../docker/releases/liveStates';
import type { RunningContainer } from '../docker/releases/model';
import type { HostSight, Inspection, Target } from '../docker/watch/inspection';
import type { Found } from '../docker/watch/lookUp';
import { shortDigest } from '../wording/identityWords';
import { pickText } from './pickText';

/** A container, and all that is above it. */
export type FoundContainer = Found & { readonly container: RunningContainer };

export interface ContainerItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly found: FoundContainer;
}

/** Those of what a line of the view stands for, or all that run; in the order of the view. */
export function containersBelow(inspection: Inspection, target: Target | null): readonly FoundContainer[] {
  const all = inspection.hosts.flatMap(containersOfHost);
  return target
    ? all.filter((found) => isBelow(found, target))
    : all.filter(({ container }) => isLive(container.facts.state));
}

function containersOfHost(host: HostSight): readonly FoundContainer[] {
  if (host.state.kind !== 'running') return [];
  const { releases } = host.state;
  return releases.projects.flatMap((project) =>
    project.services.flatMap((service) =>
      service.releases.flatMap((release) =>
        release.containers.map((container) => ({ host, releases, project, service, release, container })),
      ),
    ),
  );
}

/** For a pick; names of hosts are told only where there are several. */
export function containerItems(candidates: readonly FoundContainer[]): readonly ContainerItem[] {
  const severalHosts = new Set(candidates.map(({ host }) => host.id)).size > 1;
  return candidates.map((found) => {
    const { container, host, project, release, service } = found;
    const owner = project?.kind === 'standalone' ? [] : [project?.name ?? ''];
    const digest = container.digest.known ? shortDigest(container.digest) : null;
    return {
      label: pickText(container.name),
      description: [release?.version, digest, container.facts.state]
        .filter((text) => text != null)
        .map(pickText)
        .join(' · '),
      detail: [...owner, service?.name ?? '', ...(severalHosts ? [host.name] : [])].map(pickText).join(' / '),
      found,
    };
  });
}

function isBelow({ host, project, service, release, container }: FoundContainer, target: Target): boolean {
  if (host.id !== target.host) return false;
  switch (target.kind) {
    case 'host':
      return true;
    case 'project':
      return project?.key === target.key;
    case 'service':
      return service?.key === target.key;
    case 'release':
      return release?.key === target.key;
    case 'container':
    case 'change':
      return container.id === target.id;
  }
}
