import type { ImageEvidence } from '../../../server/src/inspectionProtocol';
import type { AddressOrigin, EngineFacts } from '../docker/engine';
import { explanation } from '../docker/failures';
import { isLive } from '../docker/releases/liveStates';
import type { HostReleases, Project, Release, RunningContainer, Service } from '../docker/releases/model';
import type { HostSight, Inspection } from '../docker/watch/inspection';
import { reportedContainer } from './reportedContainer';
import type {
  ReportedContainer,
  ReportedHost,
  ReportedService,
  ReportSummary,
  ReleaseReport,
} from './releaseReport';

/** What registries have said, by image id; null where they were not asked. */
export type Evidence = ReadonlyMap<string, ImageEvidence> | null;

/** `now`: milliseconds since the epoch. */
export function collectReport(inspection: Inspection, evidence: Evidence, now: number): ReleaseReport {
  const hosts = inspection.hosts.map((host) => reportedHost(host, evidence));
  return {
    version: 1,
    created: new Date(now).toISOString(),
    registriesAsked: evidence !== null,
    summary: summary(hosts),
    hosts,
  };
}

/** Containers that the report is about, with what is above them. */
export function runningContainers({ projects }: HostReleases): readonly RunningPlace[] {
  return projects.flatMap((project) =>
    project.services.flatMap((service) =>
      service.releases.flatMap((release) =>
        release.containers
          .filter(({ facts }) => isLive(facts.state))
          .map((container) => ({ project, service, release, container })),
      ),
    ),
  );
}

export interface RunningPlace {
  readonly project: Project;
  readonly service: Service;
  readonly release: Release;
  readonly container: RunningContainer;
}

function reportedHost({ name, origin, state }: HostSight, evidence: Evidence): ReportedHost {
  const silent = {
    name,
    origin: originText(origin),
    answered: false,
    engine: null,
    services: [],
    notRunning: 0,
  };
  switch (state.kind) {
    case 'connecting':
      return { ...silent, problem: 'It had not answered yet when the report was made.' };
    case 'failed':
      return { ...silent, problem: explanation(state.failure) };
    case 'running':
      return {
        ...silent,
        answered: true,
        problem: null,
        engine: reportedEngine(state.releases.engine),
        services: reportedServices(state.releases, evidence),
        notRunning: allContainers(state.releases) - runningContainers(state.releases).length,
      };
  }
}

function reportedServices(releases: HostReleases, evidence: Evidence): readonly ReportedService[] {
  const running = runningContainers(releases);
  return releases.projects.flatMap((project) =>
    project.services
      .map((service) => ({
        project: project.name,
        projectKind: project.kind,
        name: service.name,
        rollout: service.rollout,
        containers: running
          .filter((place) => place.service === service)
          .map(({ release, container }) =>
            reportedContainer(
              release,
              container,
              evidence ? (evidence.get(container.imageId) ?? 'absent') : null,
            ),
          ),
        tasksElsewhere: service.releases
          .flatMap(({ tasksElsewhere }) => tasksElsewhere)
          .map(({ id, node, image, state }) => ({ id, node, image, state })),
      }))
      .filter(({ containers, tasksElsewhere }) => containers.length + tasksElsewhere.length > 0),
  );
}

function reportedEngine({ endpoint, version, machine, store, swarm }: EngineFacts): ReportedHost['engine'] {
  return { endpoint, version, machine, imageStore: store, swarm };
}

function summary(hosts: readonly ReportedHost[]): ReportSummary {
  const containers = hosts.flatMap(({ services }) => services.flatMap((service) => service.containers));
  const count = (is: (container: ReportedContainer) => boolean) => containers.filter(is).length;
  return {
    hosts: hosts.length,
    hostsThatAnswered: hosts.filter(({ answered }) => answered).length,
    containers: containers.length,
    outOfSync: count(({ sync }) => sync.status === 'out-of-sync'),
    drifted: count(({ drift }) => drift.status === 'drifted'),
    unhealthy: count(({ health }) => UNHEALTHY.has(health.status)),
    withRisks: count(({ risks }) => risks.length > 0),
    unidentified: count(({ digest }) => !digest.known),
  };
}

function allContainers({ projects }: HostReleases): number {
  return projects
    .flatMap(({ services }) => services.flatMap(({ releases }) => releases))
    .reduce((sum, { containers }) => sum + containers.length, 0);
}

function originText(origin: AddressOrigin): string {
  switch (origin.kind) {
    case 'variable':
      return origin.name;
    case 'context':
      return `context ${origin.name}`;
    case 'usual':
      return 'usual place';
  }
}

const UNHEALTHY: ReadonlySet<ReportedContainer['health']['status']> = new Set([
  'degraded',
  'paused',
  'stopped',
]);
