import type { ComposeServicesResult } from '../../../server/src/inspectionProtocol';
import type { Answers } from '../docker/releases/answers';
import { isLive } from '../docker/releases/liveStates';
import type { Service } from '../docker/releases/model';
import type { HostSight, Inspection, Target } from '../docker/watch/inspection';
import { driftWord, syncWord } from '../wording/answerWords';
import { shortDigest } from '../wording/identityWords';

/** What runs of a service, said over its name in a compose file. */
export interface ServiceLens {
  readonly range: ComposeServicesResult['services'][number]['range'];
  readonly text: string;
  readonly target: Target;
}

/**
 * One for each service of the file at `uri` that an engine knows; one for each engine where several do. Where a project
 * of the file runs, its services that nothing runs of say so.
 */
export function serviceLenses(
  { services }: ComposeServicesResult,
  inspection: Inspection,
  uri: string,
): readonly ServiceLens[] {
  const projects = projectsOf(inspection, uri);
  return services.flatMap(({ name, range }) =>
    projects.flatMap((project) => projectLenses(project, name).map((lens) => ({ range, ...lens }))),
  );
}

/** Whether an engine runs anything that the file at `uri` declares. */
export function runsAnythingOf(inspection: Inspection, uri: string): boolean {
  return projectsOf(inspection, uri).length > 0;
}

/** A project on an engine, with those of its services that the file declares. */
interface RunningProject {
  readonly host: HostSight;
  /** The engine's name where there are several. */
  readonly prefix: string;
  readonly key: string;
  readonly declared: readonly { readonly name: string; readonly service: Service }[];
}

function projectsOf({ hosts }: Inspection, uri: string): readonly RunningProject[] {
  const file = comparable(uri);
  return hosts.flatMap((host) => {
    if (host.state.kind !== 'running') return [];
    const prefix = hosts.length > 1 ? `${host.name}: ` : '';
    return host.state.releases.projects.flatMap(({ key, services }) => {
      const declared = services.flatMap((service) => {
        const { declaration } = service;
        if (declaration.kind !== 'declared' || comparable(declaration.service.place.uri) !== file) return [];
        return [{ name: declaration.service.name, service }];
      });
      return declared.length > 0 ? [{ host, prefix, key, declared }] : [];
    });
  });
}

function projectLenses(
  { host, prefix, key, declared }: RunningProject,
  name: string,
): readonly Omit<ServiceLens, 'range'>[] {
  const running = declared.filter((each) => each.name === name);
  if (running.length === 0) {
    return [{ text: `${prefix}${NOT_RUNNING}`, target: { kind: 'project', host: host.id, key } }];
  }
  return running.map(({ service }) => ({
    text: `${prefix}${lensText(service)}`,
    target: { kind: 'service', host: host.id, key: service.key },
  }));
}

/** `3 running · @1a2b3c4 · in sync`; with several releases their rollout in the place of the digest. */
function lensText({ releases, rollout, swarm, answers }: Service): string {
  const containers = releases.flatMap((release) => release.containers);
  const elsewhere = releases.flatMap((release) => release.tasksElsewhere);
  const up = containers.filter(({ facts }) => isLive(facts.state)).length + elsewhere.length;
  const [release] = releases;
  return [
    swarm ? `${swarm.running} of ${swarm.wanted} running` : up > 0 ? `${up} running` : NOT_RUNNING,
    ...(rollout !== null ? [rollout] : release ? [shortDigest(release.digest)] : []),
    ...stateWords(answers),
  ].join(' · ');
}

function stateWords({ sync, drift }: Answers): readonly string[] {
  return [
    sync.status === 'unknown' ? 'sync unknown' : syncWord(sync),
    ...(drift.status === 'drifted' ? [driftWord(drift)] : []),
  ];
}

/** Editors and servers escape the same address differently: `file:///c%3A/a`, `file:///C:/a`. */
function comparable(uri: string): string {
  try {
    return decodeURIComponent(uri).replace(/^file:\/\/\/[A-Z]:/, (drive) => drive.toLowerCase());
  } catch {
    return uri;
  }
}

const NOT_RUNNING = 'not running';
