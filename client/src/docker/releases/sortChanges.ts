import type { FileChange, Mount } from '../engineFacts';
import type { SortedChanges } from './answers';
import { changeRole } from './changeRole';
import type { PathTest } from './scratchPattern';

/** What else decides what a change is. */
export interface ChangeCircumstances {
  /** What lies in a mount is not in the writable layer, and the folder for it was made by the engine. */
  readonly mounts: readonly Pick<Mount, 'target'>[];
  /** Where the image says that its data is: absolute paths of `VOLUME`. */
  readonly volumes: readonly string[];
  /** Paths that are scratch by the settings. */
  readonly isScratch: PathTest;
  /** Paths that the image's own start script writes; see `startupEdits`. */
  readonly isStartupEdit: PathTest;
}

/**
 * The real changes among those that an engine lists, by what they are. It lists every folder above a changed file as
 * changed too, and what it has made itself to start the container. Takes time in proportion to the text of the paths.
 */
export function sortChanges(
  changes: readonly FileChange[],
  { mounts, volumes, isScratch, isStartupEdit }: ChangeCircumstances,
): SortedChanges {
  const targets = new Set(mounts.map(({ target }) => withoutSlash(target)).filter((target) => target !== ''));
  const aboveMounts = foldersAbove(targets);
  const explained = foldersAbove(changes.map(({ path }) => path));
  const externalised = new Set(volumes.map(withoutSlash).filter((path) => path !== ''));
  const sorted = { code: [] as FileChange[], data: [] as FileChange[], scratch: [] as FileChange[] };
  for (const change of changes) {
    const path = withoutSlash(change.path);
    const { kind } = change;
    if (path === '' || isOfEngine(path) || isWithin(path, targets)) continue;
    // The engine makes folders for a mount, and changes those that it makes them in.
    if (kind !== 'deleted' && aboveMounts.has(path)) continue;
    // What a folder is, changed or new, is told by what is in it.
    if (kind !== 'deleted' && explained.has(path)) continue;
    if (kind === 'changed' && STANDARD_FOLDERS.has(path)) continue;
    const isNone = isScratch(path) || (kind !== 'deleted' && isStartupEdit(path));
    sorted[isNone ? 'scratch' : changeRole(path, isWithin(path, externalised))].push(change);
  }
  return sorted;
}

/** What is put into the memory that processes share is nobody's but theirs. */
function isOfEngine(path: string): boolean {
  if (path.startsWith('/dev/shm/')) return false;
  return ENGINE_MADE.has(path) || ENGINE_FOLDERS.test(path);
}

/** All folders above these paths; each is walked up only as far as nobody has walked before. */
function foldersAbove(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    let end = path.lastIndexOf('/');
    while (end > 0 && !folders.has(path.slice(0, end))) {
      folders.add(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1);
    }
  }
  return folders;
}

/** Whether a path is one of these folders or lies below one. */
function isWithin(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  let end = path.length;
  while (end > 0) {
    if (folders.has(path.slice(0, end))) return true;
    end = path.lastIndexOf('/', end - 1);
  }
  return false;
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

/** What engines lay into every container. */
const ENGINE_MADE: ReadonlySet<string> = new Set([
  '/.dockerenv',
  '/.dockerinit',
  '/etc/hostname',
  '/etc/hosts',
  '/etc/resolv.conf',
  '/etc/mtab',
  '/run/.containerenv',
  '/var/run/.containerenv',
]);
const ENGINE_FOLDERS = /^\/(?:dev|proc|sys|run\/secrets|var\/run\/secrets)(?:\/|$)/;
/** These are folders in every image: alone, it is their time or their mode that differs. */
const STANDARD_FOLDERS: ReadonlySet<string> = new Set(
  (
    '/bin /boot /etc /home /lib /lib64 /media /mnt /opt /root /run /sbin /srv /tmp /usr /usr/bin /usr/lib /usr/local ' +
    '/usr/local/bin /usr/local/lib /usr/sbin /usr/share /var /var/cache /var/lib /var/lock /var/log /var/run /var/spool ' +
    '/var/tmp'
  ).split(' '),
);
