import type { Sync, SyncReason } from './answers';
import { configurationChanged } from './configurationHash';
import { imageDifference, movedTag } from './imageDifference';
import type { Declaration } from './declaration';
import type { PlacedService } from './placeContainers';
import type { ReadContainer } from './readContainer';
import type { Reading } from './reading';

/** What the file declares of a container's service against the container. */
export function sync(
  reading: Reading,
  service: PlacedService,
  declaration: Declaration,
  read: ReadContainer,
): Sync {
  const remarks = sourceRemarks(reading, read);
  // What `docker compose run` has made is an answer to a command, and is declared by no file.
  if (read.labels.compose?.isOneOff) return { status: 'unknown', reasons: [{ kind: 'undeclared' }] };
  switch (declaration.kind) {
    case 'unknown': {
      const moved = movedTag(reading, read);
      const reasons = [...(moved ? [moved] : []), unknownFile(declaration.path), ...remarks];
      return { status: moved ? 'out-of-sync' : 'unknown', reasons };
    }
    case 'orphan': {
      const moved = movedTag(reading, read);
      return { status: 'out-of-sync', reasons: [{ kind: 'orphan' }, ...(moved ? [moved] : []), ...remarks] };
    }
    case 'declared': {
      const changed = configurationChanged(reading, service, read);
      const image = imageDifference(reading, service, declaration.service, { read, configuration: changed });
      // The image is a part of the configuration that compose hashes: one change is told as one.
      const configuration =
        changed === true && image.difference?.kind !== 'other-image'
          ? { kind: 'configuration' as const }
          : null;
      const differences = [image.difference, configuration].filter((reason) => reason !== null);
      const doubts = image.doubt === null ? [] : [image.doubt];
      const unknown = doubts.length > 0 ? 'unknown' : 'synced';
      const status = differences.length > 0 ? 'out-of-sync' : unknown;
      return { status, reasons: [...differences, ...doubts, ...remarks] };
    }
  }
}

/** Why nothing is known of what is declared. */
export function unknownFile(path: string | null): SyncReason {
  return path === null ? { kind: 'undeclared' } : { kind: 'file-absent', path };
}

/**
 * The commit against the workspace's. None of it is a difference of what is declared: a commit after it may well not have
 * touched the service, and only whoever builds can tell.
 */
function sourceRemarks({ knowledge }: Reading, { container }: ReadContainer): readonly SyncReason[] {
  const { revision } = container;
  if (!revision.known) return [];
  const dirty: readonly SyncReason[] = revision.dirty ? [{ kind: 'dirty-source' }] : [];
  const state = knowledge.sources.get(revision.revision);
  if (state?.known && state.behind > 0) return [{ kind: 'behind', commits: state.behind }, ...dirty];
  // A tag that only looks like a commit is no reason to miss it.
  if (state?.known === false && state.reason === 'unknown-commit' && revision.by !== 'tag') {
    return [{ kind: 'unknown-commit', revision: revision.revision }, ...dirty];
  }
  return dirty;
}
