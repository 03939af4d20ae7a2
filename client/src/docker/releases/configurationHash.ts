import type { PlacedService } from './placeContainers';
import type { ReadContainer } from './readContainer';
import type { Reading } from './reading';

/**
 * Whether compose would say now what it said when it made the container; null where that is not known. Each major
 * version of compose has a hash of its own, so that one says nothing of what another has made.
 */
export function configurationChanged(
  { knowledge, composeLabels }: Reading,
  { project, name }: PlacedService,
  { labels }: ReadContainer,
): boolean | null {
  const now = knowledge.configurationHashes.get(project.key)?.get(name);
  const then = labels.compose?.configurationHash ?? null;
  if (now === undefined || now === '' || then === null) return null;
  if (now === then) return false;
  const version = composeLabels.get(project.key)?.version ?? null;
  return major(version) === major(labels.compose?.version ?? null) ? true : null;
}

function major(version: string | null): string | null {
  return version === null ? null : (/^v?(\d+)/.exec(version)?.[1] ?? null);
}
