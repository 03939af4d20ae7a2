import type { HostReleases, Project, Release, RunningContainer, Service } from '../releases/model';
import type { HostSight, Inspection, Target } from './inspection';

/** What a line of the view stands for, in the newest inspection; every part above it is there too, every part below null. */
export interface Found {
  readonly host: HostSight;
  readonly releases: HostReleases;
  readonly project: Project | null;
  readonly service: Service | null;
  readonly release: Release | null;
  readonly container: RunningContainer | null;
}

/** Null where it is gone, or its engine does not answer any more. */
export function lookUp(inspection: Inspection, target: Target): Found | null {
  const host = inspection.hosts.find(({ id }) => id === target.host);
  if (host?.state.kind !== 'running') return null;
  const { releases } = host.state;
  const top = { host, releases, project: null, service: null, release: null, container: null };
  return target.kind === 'host' ? top : (below(top, target) ?? null);
}

function below(top: Found, target: Exclude<Target, { kind: 'host' }>): Found | undefined {
  return everything(top).find((found) => {
    switch (target.kind) {
      case 'project':
        return found.service === null && found.project?.key === target.key;
      case 'service':
        return found.release === null && found.service?.key === target.key;
      case 'release':
        return found.container === null && found.release?.key === target.key;
      case 'container':
      case 'change':
        return found.container?.id === target.id;
    }
  });
}

/** Every project, service, release and container of a host, from the top. */
function everything(top: Found): readonly Found[] {
  return top.releases.projects.flatMap((project) => [
    { ...top, project },
    ...project.services.flatMap((service) => [
      { ...top, project, service },
      ...service.releases.flatMap((release) => [
        { ...top, project, service, release },
        ...release.containers.map((container) => ({ ...top, project, service, release, container })),
      ]),
    ]),
  ]);
}
