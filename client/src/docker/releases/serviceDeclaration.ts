import type { ProjectDeclaration } from '../../../../server/src/inspectionProtocol';
import type { Declaration } from './declaration';
import type { PlacedService } from './placeContainers';

/**
 * What the files say of a service. `siblings`: names of all services of its project that run. A file that was found by
 * the project's name only, and that knows none of them, is that of another project with the same name.
 */
export function serviceDeclaration(
  { project, name }: PlacedService,
  declared: ProjectDeclaration | undefined,
  siblings: readonly string[],
): Declaration {
  if (!declared?.found) return { kind: 'unknown', path: declared?.path ?? null };
  const { services, by, files, composed } = declared;
  const service = services.find((candidate) => candidate.name === name);
  if (service) return { kind: 'declared', service, by, ...(composed && { composed }) };
  const isTheirs = by === 'labels' || services.some((candidate) => siblings.includes(candidate.name));
  // What no project owns need not be in a file.
  if (project.kind === 'standalone' || !isTheirs) return { kind: 'unknown', path: null };
  return { kind: 'orphan', files };
}
