import type { EngineFacts } from '../../docker/engine';
import type { Project, Service } from '../../docker/releases/model';
import type { HostSight } from '../../docker/watch/inspection';
import { count } from '../../wording/amounts';
import type { Grouping } from '../choices';
import { highlights } from './highlights';
import { hostRow } from './hostRow';
import type { Place } from './place';
import { projectRow } from './projectRow';
import { serviceRow } from './serviceRow';
import { span, tooltip } from './tooltipMarkdown';
import type { TreeNode } from '../treeNode';
import { icon, treeRow } from './treeRow';

/** An engine, and what of it is to be shown; `engine` is null and there are no projects while it does not answer. */
export interface ShownHost {
  readonly host: HostSight;
  readonly engine: EngineFacts | null;
  readonly projects: readonly Project[];
}

/** What all rows need beside the place that their engine gives them. */
export type Surroundings = Pick<Place, 'words' | 'now'>;

/** The tree in one of its orders. */
export function grouped(
  hosts: readonly ShownHost[],
  grouping: Grouping,
  around: Surroundings,
): readonly TreeNode[] {
  switch (grouping) {
    case 'project':
      return hosts.length > 1
        ? hosts.map((shown) => hostRow(shown.host, () => projectRows(shown, around)))
        : hosts.flatMap((shown) => projectRows(shown, around));
    case 'host':
      return hosts.map((shown) => hostRow(shown.host, () => serviceRows(shown, around)));
    case 'image':
      // One host that does not answer has the whole view for its words.
      return [
        ...imageRows(hosts, around),
        ...hosts
          .filter(({ engine }) => engine === null && hosts.length > 1)
          .map(({ host }) => hostRow(host, () => [])),
      ];
  }
}

function projectRows({ host, engine, projects }: ShownHost, around: Surroundings): readonly TreeNode[] {
  if (!engine) return [];
  return projects.map((project) => projectRow(project, { host, engine, within: '', ...around }));
}

/** Without projects in between: what runs on a machine, in one list. */
function serviceRows({ host, engine, projects }: ShownHost, around: Surroundings): readonly TreeNode[] {
  if (!engine) return [];
  const place: Place = { host, engine, within: '', ...around };
  return projects.flatMap((project) =>
    project.services.map((service) => serviceRow(service, place, { label: fullName(service), before: [] })),
  );
}

interface Part {
  readonly service: Service;
  readonly host: HostSight;
  readonly engine: EngineFacts;
}

/** What runs from each repository, on all engines. */
function imageRows(hosts: readonly ShownHost[], around: Surroundings): readonly TreeNode[] {
  const parts = new Map<string | null, Part[]>();
  for (const { host, engine, projects } of hosts) {
    if (!engine) continue;
    for (const service of projects.flatMap(({ services }) => services)) {
      for (const [repository, part] of byRepository(service)) {
        parts.set(repository, [...(parts.get(repository) ?? []), { service: part, host, engine }]);
      }
    }
  }
  return [...parts]
    .sort(([a], [b]) => Number(a === null) - Number(b === null) || (a ?? '').localeCompare(b ?? ''))
    .map(([repository, members]) => imageRow(repository, members, around, hosts.length > 1));
}

/** A service, once for each repository that it runs from. */
function byRepository(service: Service): readonly (readonly [string | null, Service])[] {
  const repositories = new Set(service.releases.map(({ repository }) => repository));
  if (repositories.size === 1) return [...repositories].map((repository) => [repository, service] as const);
  return [...repositories].map((repository) => {
    const releases = service.releases.filter((release) => release.repository === repository);
    return [
      repository,
      { ...service, releases, rollout: releases.length > 1 ? service.rollout : null },
    ] as const;
  });
}

function imageRow(
  repository: string | null,
  parts: readonly Part[],
  around: Surroundings,
  several: boolean,
): TreeNode {
  const label = repository ?? 'Unknown image';
  const digests = new Set(
    parts.flatMap(({ service }) =>
      service.releases.flatMap(({ digest }) => (digest.known ? [digest.digest] : [])),
    ),
  );
  const words = [
    count(parts.length, 'service'),
    ...(digests.size > 1 ? [count(digests.size, 'digest')] : []),
  ];
  const within = `image:${repository ?? ''}/`;
  return treeRow({
    id: within,
    label,
    highlights: highlights(label, around.words),
    description: words.join(' · '),
    tooltip: () =>
      tooltip(label, [
        ['Runs as', words.join(', ')],
        ...[...digests].map((digest) => ['Digest', span(digest)] as const),
      ]),
    icon: icon('package'),
    spoken: `image ${label}, ${words.join(', ')}`,
    kinds: ['fact', ...(repository === null ? [] : ['reference' as const])],
    copies: { digest: null, reference: repository },
    opened: true,
    children: () =>
      parts.map(({ service, host, engine }) =>
        serviceRow(
          service,
          { host, engine, within, ...around },
          { label: fullName(service), before: several ? [host.name] : [] },
        ),
      ),
  });
}

function fullName({ project, name }: Service): string {
  return project.kind === 'standalone' ? name : `${project.name} / ${name}`;
}
