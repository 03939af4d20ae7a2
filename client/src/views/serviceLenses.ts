import type { ComposeServicesResult } from '../../../server/src/inspectionProtocol';
import type { Answers } from '../docker/releases/answers';
import type { Service } from '../docker/releases/model';
import type { HostSight, Inspection, Target } from '../docker/watch/inspection';
import { driftWord, syncWord } from '../wording/answerWords';
import { shortDigest } from '../wording/identityWords';
import { isStopped } from './filter';

/** What runs of a service, said over its name in a compose file. */
export interface ServiceLens {
  readonly range: ComposeServicesResult['services'][number]['range'];
  readonly text: string;
  readonly target: Target;
}

/** One for each service of the file at `uri` that an engine knows; one for each engine where several do. */
export function serviceLenses(
  { services }: ComposeServicesResult,
  inspection: Inspection,
  uri: string,
): readonly ServiceLens[] {
  const running = declaredAt(inspection, uri);
  return services.flatMap(({ name, range }) =>
    running
      .filter(({ declared }) => declared === name)
      .map(({ host, service }) => ({
        range,
        text: `${inspection.hosts.length > 1 ? `${host.name}: ` : ''}${lensText(service)}`,
        target: { kind: 'service', host: host.id, key: service.key } as const,
      })),
  );
}

interface Running {
  readonly host: HostSight;
  readonly service: Service;
  readonly declared: string;
}

function declaredAt({ hosts }: Inspection, uri: string): readonly Running[] {
  const file = comparable(uri);
  return hosts.flatMap((host) => {
    if (host.state.kind !== 'running') return [];
    return host.state.releases.projects.flatMap(({ services }) =>
      services.flatMap((service) => {
        const { declaration } = service;
        if (declaration.kind !== 'declared' || comparable(declaration.service.place.uri) !== file) return [];
        return [{ host, service, declared: declaration.service.name }];
      }),
    );
  });
}

/** `3 running · @1a2b3c4 · in sync`; with several releases their rollout in the place of the digest. */
function lensText({ releases, rollout, swarm, answers }: Service): string {
  const containers = releases.flatMap((release) => release.containers);
  const elsewhere = releases.flatMap((release) => release.tasksElsewhere);
  const up = containers.filter((container) => !isStopped(container)).length + elsewhere.length;
  const [release] = releases;
  return [
    swarm ? `${swarm.running} of ${swarm.wanted} running` : up > 0 ? `${up} running` : 'not running',
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
