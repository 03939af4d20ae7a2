import { code } from '../wording/markdown';
import type {
  Known,
  ReleaseReport,
  ReportedContainer,
  ReportedHost,
  ReportedService,
  ReportSummary,
} from './releaseReport';

/** The report for people: a summary first, then what could not be asked, then each service. */
export function reportMarkdown(report: ReleaseReport): string {
  const answered = report.hosts.filter((host) => host.answered);
  const parts = [
    '# Release report',
    `Made ${shortTime(report.created)} by Immutable Infra. ${registriesText(report)}`,
    summaryTable(report.summary),
    '## Hosts',
    hostTable(report.hosts),
    ...report.hosts.filter((host) => !host.answered).map(silentHost),
    '## What runs',
    ...(report.summary.containers === 0
      ? ['No container runs on the hosts that answered.']
      : [overview(answered)]),
    ...answered.flatMap((host) => host.services.flatMap((service) => serviceSection(host, service))),
  ];
  return `${parts.join('\n\n')}\n`;
}

function registriesText({ registriesAsked }: ReleaseReport): string {
  return registriesAsked
    ? 'Registries were asked for signatures and attestations; a signature that is present was not verified.'
    : 'Registries were not asked for signatures and attestations.';
}

function summaryTable(summary: ReportSummary): string {
  return table(
    [
      'Containers that run',
      'Out of sync',
      'Drifted',
      'Unhealthy',
      'With risks',
      'Digest unknown',
      'Hosts that answered',
    ],
    [
      [
        summary.containers,
        summary.outOfSync,
        summary.drifted,
        summary.unhealthy,
        summary.withRisks,
        summary.unidentified,
        `${summary.hostsThatAnswered} of ${summary.hosts}`,
      ].map(String),
    ],
  );
}

function hostTable(hosts: readonly ReportedHost[]): string {
  return table(
    [
      'Host',
      'Chosen by',
      'Engine',
      'Version',
      'Machine',
      'Image store',
      'Containers that run',
      'Not running',
    ],
    hosts.map(({ name, origin, engine, services, notRunning }) => [
      plainCell(name),
      plainCell(origin),
      engine ? codeCell(engine.endpoint) : '**did not answer**',
      plainCell(engine?.version ?? UNKNOWN),
      plainCell(engine?.machine ?? UNKNOWN),
      engine?.imageStore ?? UNKNOWN,
      engine ? String(services.reduce((sum, { containers }) => sum + containers.length, 0)) : UNKNOWN,
      engine ? String(notRunning) : UNKNOWN,
    ]),
  );
}

function silentHost({ name, problem }: ReportedHost): string {
  return `**${text(name)} did not answer**, and nothing of it is in this report. ${text(problem ?? '')}`;
}

function overview(hosts: readonly ReportedHost[]): string {
  const rows = hosts.flatMap((host) =>
    host.services.flatMap((service) =>
      service.containers.map((container) => [
        plainCell(host.name),
        plainCell(service.project),
        plainCell(service.name),
        plainCell(container.name),
        plainCell(container.release ?? UNKNOWN),
        container.digest.known ? codeCell(shortDigest(container.digest.value.digest)) : UNKNOWN,
        container.commit.known ? codeCell(container.commit.value.revision.slice(0, 7)) : UNKNOWN,
        SYNC[container.sync.status],
        FRESHNESS[container.freshness.status],
        container.health.status,
        DRIFT[container.drift.status],
        container.signature.status,
      ]),
    ),
  );
  const columns =
    'Host,Project,Service,Container,Release,Digest,Commit,Sync,Freshness,Health,Drift,Signature';
  return table(columns.split(','), rows);
}

function serviceSection(host: ReportedHost, service: ReportedService): readonly string[] {
  const owner =
    service.projectKind === 'standalone' ? 'no project' : `${service.projectKind} project ${service.project}`;
  return [
    `### ${text(service.name)} (${text(owner)}, on ${text(host.name)})`,
    ...(service.rollout === null ? [] : [`More than one release runs: ${text(service.rollout)}.`]),
    ...service.containers.flatMap(containerSection),
    ...(service.tasksElsewhere.length === 0
      ? []
      : [
          'Tasks on nodes that this engine cannot look into:',
          table(
            ['Task', 'Node', 'Image', 'State'],
            service.tasksElsewhere.map(({ id, node, image, state }) => [
              codeCell(id),
              plainCell(node),
              codeCell(image),
              plainCell(state),
            ]),
          ),
        ]),
  ];
}

function containerSection(container: ReportedContainer): readonly string[] {
  const lines = containerFacts(container).map(([name, value]) => `- ${name}: ${value}`);
  const { paths, touches } = container.drift;
  return [
    `#### ${text(container.name)}`,
    lines.join('\n'),
    ...(paths.length === 0 ? [] : [pathList(paths)]),
    ...(touches.length === 0
      ? []
      : [
          table(
            ['Commands run inside', 'When'],
            touches.map(({ time, command }) => [codeCell(command), shortTime(time)]),
          ),
        ]),
  ];
}

function containerFacts(container: ReportedContainer): readonly (readonly [string, string])[] {
  const { sync, freshness, health, signature, risks } = container;
  return [
    ['Container', `${span(container.id)}, ${text(container.state)}${since(container.started)}`],
    ['Image reference', known(container.reference, span)],
    ['Digest', known(container.digest, ({ digest, source }) => `${span(digest)} (${SOURCES[source]})`)],
    ...platformDigest(container),
    ['Platform', known(container.platform, text)],
    ['Commit', known(container.commit, commitText)],
    ['Built', known(container.built, shortTime)],
    ['Base image', known(container.base, span)],
    ['Signature', `${signature.status}${because(signature.reason)}`],
    ['Attestations', known(container.attestations, (names) => text(names.join(', ') || 'none'))],
    ['Sync', `${SYNC[sync.status]}${because(sync.reasons.map((reason) => reason.text).join('; '))}`],
    ['Freshness', `${FRESHNESS[freshness.status]}${because(freshnessText(freshness))}`],
    ['Health', `${health.status}${because(health.details.join('; '))}`],
    ['Drift', driftText(container.drift)],
    ['Risks', risks.length === 0 ? 'none found' : text(risks.map((risk) => risk.text).join('; '))],
  ];
}

function platformDigest({ digest }: ReportedContainer): readonly (readonly [string, string])[] {
  if (!digest.known || digest.value.manifest === null || digest.value.manifest === digest.value.digest)
    return [];
  return [['Digest of the platform', span(digest.value.manifest)]];
}

function commitText({
  revision,
  source,
  trust,
  dirty,
}: Extract<ReportedContainer['commit'], { known: true }>['value']): string {
  const where = source === null ? '' : ` of ${span(source)}`;
  return `${span(revision)}${where}, ${text(trust)}${dirty ? '; **built with changes that were not committed**' : ''}`;
}

function freshnessText({ reason, newDigest, asked }: ReportedContainer['freshness']): string {
  const parts = [
    reason,
    newDigest === null ? null : `the tag names ${newDigest} now`,
    asked === null ? null : `asked ${shortTime(asked)}`,
  ];
  return parts.filter((part) => part !== null).join('; ');
}

function driftText({
  status,
  counts,
  measured,
  problem,
  touches,
  touchesSince,
}: ReportedContainer['drift']): string {
  const when = measured === null ? null : `measured ${shortTime(measured)}`;
  const seen = touches.length === 0 ? 'nobody was seen inside' : `commands run inside: ${touches.length}`;
  const from = touchesSince === null ? '' : ` since ${shortTime(touchesSince)}`;
  const found = [driftAmounts(counts, problem), when].filter(Boolean).join(', ');
  return `${DRIFT[status]} (${[found, `${seen}${from}`].filter(Boolean).join('; ')})`;
}

function driftAmounts(counts: ReportedContainer['drift']['counts'], problem: string | null): string | null {
  if (!counts) return text(problem ?? 'not measured');
  const { code, data, scratch } = counts;
  if (code + data + scratch === 0) return null;
  return `${code} of code and configuration, ${data} of data, ${scratch} of scratch`;
}

function pathList(paths: ReportedContainer['drift']['paths']): string {
  const shown = paths
    .slice(0, MOST_PATHS)
    .map(({ path, kind, class: group }) => [codeCell(path), kind, group]);
  const more = paths.length - shown.length;
  const rest = more > 0 ? `\n\n${more} more paths are in the report as JSON.` : '';
  return table(['Path', 'Against the image', 'Kind'], shown) + rest;
}

function known<T>(fact: Known<T>, show: (value: T) => string): string {
  return fact.known ? show(fact.value) : `unknown: ${text(fact.reason)}`;
}

function because(reason: string | null): string {
  return reason ? `: ${text(reason)}` : '';
}

function since(started: string | null): string {
  return started === null ? '' : `, since ${shortTime(started)}`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function codeCell(value: string): string {
  // Also in code a bar ends a cell.
  return span(value).replace(/\|/g, '\\|');
}

function plainCell(value: string): string {
  return text(value) || '-';
}

function span(value: string): string {
  return value === '' ? '-' : code(visible(value));
}

function text(value: string): string {
  return visible(value).replace(MARKUP, '\\$&');
}

/** What would end a line, or turn the direction of what follows, is seen and does nothing. */
function visible(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    /\s/.test(character) ? ' ' : `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** `2026-11-27 10:03 UTC` of a time in ISO 8601. */
function shortTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

function shortDigest(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1).slice(0, 12);
}

/** What makes markup within a line; no more, for the text is to be readable as it is. */
const MARKUP = /[\\`*[\]<>|&~$@]|_(?!\w)|(?<!\w)_|:(?=\/\/)|(?<=www)\./gi;
const UNKNOWN = 'unknown';
const MOST_PATHS = 200;
const SYNC = { synced: 'in sync', 'out-of-sync': '**out of sync**', unknown: UNKNOWN } as const;
const FRESHNESS = {
  current: 'current',
  'tag-moved': '**tag moved**',
  'tag-gone': '**tag gone**',
  'digest-gone': '**digest gone**',
  unknown: UNKNOWN,
} as const;
const DRIFT = { none: 'none', drifted: '**drifted**', unknown: UNKNOWN } as const;
const SOURCES = {
  reference: 'written in the reference',
  repository: "in the engine's record of the repository",
  store: "from the engine's image store; perhaps in no registry",
} as const;
