import type { EngineFacts } from '../../docker/engine';
import type { RunningDigest } from '../../docker/releases/identity';
import type { Release, RunningContainer, Service } from '../../docker/releases/model';
import { platformName } from '../../docker/releases/platformName';
import type { Revision } from '../../docker/releases/revision';
import { count, bytes } from '../../wording/amounts';
import {
  digestSourceText,
  unknownDigestText,
  unknownRevisionText,
  witnessText,
} from '../../wording/identityWords';
import { age, moment } from '../../wording/moments';
import { answerLines } from './answerLines';
import type { Place } from './place';
import { span, text, tooltip, type TooltipLine } from './tooltipMarkdown';

export function containerTooltip(container: RunningContainer, { engine, now }: Place): string {
  const { facts, details } = container;
  return tooltip(container.name, [
    ...answerLines(container.answers),
    ['Image', imageText(container)],
    ...identityLines(container),
    ['State', text(stateText(container, now))],
    ...(details && details.restarts > 0 ? [['Restarts', `${details.restarts}`] as const] : []),
    ...(details?.healthOutput
      ? [['Last health check', span(details.healthOutput.slice(0, MOST))] as const]
      : []),
    ['Created', moment(facts.created)],
    ['Runs on', `${text(engineName(engine))}, ${span(engine.endpoint)}`],
  ]);
}

export function releaseTooltip(release: Release, service: Service): string {
  const { version, repository, built, size, containers, tasksElsewhere } = release;
  return tooltip(`${service.name} ${version ?? ''}`.trim(), [
    ...answerLines(release.answers),
    ['Image', repository === null ? 'no longer known' : span(repository)],
    ...identityLines(release),
    ...(built === null ? [] : [['Built', moment(built)] as const]),
    ...(size === null ? [] : [['Size', bytes(size)] as const]),
    ['Runs as', text(partsText(containers.length, tasksElsewhere.length))],
  ]);
}

export function serviceTooltip(service: Service): string {
  const { releases, rollout, swarm, project } = service;
  const only = releases.length === 1 ? releases[0] : undefined;
  const containers = releases.reduce((sum, { containers: each }) => sum + each.length, 0);
  const elsewhere = releases.reduce((sum, { tasksElsewhere: each }) => sum + each.length, 0);
  return tooltip(service.name, [
    ...answerLines(service.answers),
    ['Service of', text([project.name, `(${kindText(project.kind)})`].join(' ').trim())],
    ...declarationLines(service),
    ...(rollout === null ? [] : [['Releases', text(rollout)] as const]),
    ...(only ? identityLines(only) : []),
    ...(swarm ? [['Tasks', `${swarm.running} of ${swarm.wanted} run`] as const] : []),
    ['Runs as', text(partsText(containers, elsewhere))],
  ]);
}

/** What a service's file is, where one is known. */
export function declarationLines({ declaration }: Service): readonly TooltipLine[] {
  switch (declaration.kind) {
    case 'declared':
      return [
        [
          'Declared in',
          `${span(fileOf(declaration.service.place.uri))}${declaration.by === 'name' ? ', by its name only' : ''}`,
        ],
      ];
    case 'orphan':
      return [['Not declared in', declaration.files.map(span).join(', ')]];
    case 'unknown':
      return declaration.path === null ? [] : [['Should be declared in', span(declaration.path)]];
  }
}

/** `running, up 3 h`, `exited, 3 h ago`. */
export function stateText({ facts, details }: RunningContainer, now: number): string {
  if (details?.started && facts.state === 'running') return `running, up ${age(details.started, now)}`;
  if (details?.finished && facts.state === 'exited') {
    return `exited with ${details.exitCode}, ${age(details.finished, now)} ago`;
  }
  return facts.state;
}

export function engineName({ version }: EngineFacts): string {
  return version === null ? 'the engine' : `engine ${version}`;
}

export function kindText(kind: Service['project']['kind']): string {
  switch (kind) {
    case 'compose':
      return 'compose project';
    case 'stack':
      return 'swarm stack';
    case 'standalone':
      return 'no project owns it';
  }
}

/** The digest of it stands on a line of its own. */
function imageText({ reference, digest }: RunningContainer): string {
  if (reference === null) return 'started by an image ID, or no longer known';
  return span(digest.known ? reference.replace(`@${digest.digest}`, '') : reference);
}

function identityLines({
  digest,
  platform,
  revision,
}: Pick<Release, 'digest' | 'platform' | 'revision'>): readonly TooltipLine[] {
  return [
    ...digestLines(digest),
    ...(platform ? [['Platform', text(platformName(platform))] as const] : []),
    ...revisionLines(revision),
  ];
}

function digestLines(digest: RunningDigest): readonly TooltipLine[] {
  if (!digest.known) {
    const elsewhere = digest.elsewhere.map((name) => ['Also known as', span(name)] as const);
    return [['Digest', text(unknownDigestText(digest.reason))], ...elsewhere];
  }
  return [
    ['Digest', `${span(digest.digest)} (${text(digestSourceText(digest.source))})`],
    ...(digest.manifest === null || digest.manifest === digest.digest
      ? []
      : [['Manifest of the platform', span(digest.manifest)] as const]),
    ...digest.others.map((other) => ['Also', span(other)] as const),
  ];
}

function revisionLines(revision: Revision): readonly TooltipLine[] {
  if (!revision.known) return [['Commit', text(unknownRevisionText(revision.reason))]];
  return [
    [
      'Commit',
      `${span(revision.revision)} (${text(witnessText(revision.by))}${revision.dirty ? ', with changes that were not committed' : ''})`,
    ],
    ...(revision.source === null ? [] : [['Source', span(revision.source)] as const]),
  ];
}

function partsText(containers: number, elsewhere: number): string {
  const here = count(containers, 'container');
  return elsewhere > 0 ? `${here}, ${count(elsewhere, 'task')} on other nodes` : here;
}

function fileOf(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^file:\/\//, ''));
  } catch {
    return uri;
  }
}

/** Characters of a health check's output. */
const MOST = 300;
