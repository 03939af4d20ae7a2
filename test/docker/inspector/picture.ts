import type { Answers, Drift, Risk, SyncReason } from '../../../client/src/docker/releases/answers';
import type { HostReleases, RunningContainer, Service } from '../../../client/src/docker/releases/model';
import type { FileChange } from '../../../client/src/docker/engineFacts';

/** These containers in the order of their names, each with what is known of it. */
export function drawContainers(releases: HostReleases, names: readonly string[]): string {
  return containersOf(releases)
    .filter(({ name }) => names.includes(name))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(drawContainer)
    .join('\n');
}

export function containersOf({ projects }: HostReleases): readonly RunningContainer[] {
  return servicesOf({ projects }).flatMap(({ releases }) => releases.flatMap(({ containers }) => containers));
}

export function servicesOf({ projects }: Pick<HostReleases, 'projects'>): readonly Service[] {
  return projects.flatMap(({ services }) => services);
}

/** `shop/web: 3 × 1.0.0, 1 × 2.0.0`: containers here, tasks elsewhere are left out. */
export function drawService({ project, name, releases }: Service): string {
  const parts = releases.map(({ version, containers }) => `${containers.length} × ${version ?? '?'}`);
  return `${project.name === '' ? '' : `${project.name}/`}${name}: ${parts.join(', ')}`;
}

export function drawContainer({ name, reference, digest, answers }: RunningContainer): string {
  const identity = digest.known
    ? `@${digest.digest} by ${digest.source}`
    : `digest unknown: ${digest.reason}`;
  const first = [`${name}: ${reference ?? 'no reference'} ${identity}`, ...drawStatus(answers)];
  return [first.join(' · '), ...drawDrift(answers.drift), ...answers.risks.map(drawRisk)].join('\n  ');
}

/** Sync, freshness, health and drift, in this order. */
function drawStatus({ sync, freshness, health, drift }: Answers): readonly string[] {
  return [
    line(sync.status, sync.reasons.map(drawReason)),
    line(freshness.status, [freshness.reason ?? '', freshness.newDigest ?? '']),
    line(health.status, health.details),
    line(drift.status, [drift.changes === null ? (drift.problem ?? 'not measured') : '']),
  ];
}

function line(status: string, details: readonly string[]): string {
  const said = details.filter((detail) => detail !== '');
  return said.length === 0 ? status : `${status}: ${said.join(', ')}`;
}

function drawReason(reason: SyncReason): string {
  switch (reason.kind) {
    case 'other-image':
      return `other-image ${reason.declared} for ${reason.running}`;
    case 'tag-moved-here':
      return `tag-moved-here ${reason.reference}`;
    case 'unknown-commit':
      return `unknown-commit ${reason.revision.slice(0, 7)}`;
    case 'file-absent':
      return `file-absent ${reason.path}`;
    case 'tag-not-here':
      return `tag-not-here ${reason.declared}`;
    case 'behind':
      return `behind ${reason.commits}`;
    case 'variable':
      return `variable ${reason.text}`;
    case 'configuration':
    case 'dirty-source':
    case 'identity-unknown':
    case 'orphan':
    case 'undeclared':
      return reason.kind;
  }
}

function drawDrift({ changes, touches }: Drift): readonly string[] {
  const lists = changes === null ? {} : { code: changes.code, data: changes.data, scratch: changes.scratch };
  return [
    ...Object.entries(lists)
      .filter(([, list]) => list.length > 0)
      .map(([kind, list]) => `${kind}: ${list.map(drawChange).toSorted().join(', ')}`),
    ...touches.map(({ command }) => `touched: ${command}`),
  ];
}

function drawChange({ path, kind }: FileChange): string {
  return `${kind} ${path}`;
}

function drawRisk(risk: Risk): string {
  switch (risk.kind) {
    case 'unpinned':
      return `risk: unpinned ${risk.reference}`;
    case 'auto-updater':
      return `risk: auto-updater ${risk.name}`;
    case 'engine-socket':
      return `risk: engine-socket ${risk.target}`;
  }
}
