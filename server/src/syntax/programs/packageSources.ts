import type { ShellCommand } from '../shell/command';
import { optionValues, type PackageCommand } from './packageCommands';

/** Whether a command names an archive of packages that keeps what it had on a day. */
export function namesSnapshot({ words, redirections }: ShellCommand): boolean {
  return (
    words.some(({ written }) => SNAPSHOT.test(written)) ||
    redirections.some(({ body }) => body !== null && SNAPSHOT.test(body.written))
  );
}

/** Whether a command takes its packages from such an archive, or from one release of a distribution. */
export function usesFrozenSource(packages: PackageCommand): boolean {
  const sources = optionValues(packages, ['repository', 'X']);
  return (
    optionValues(packages, ['snapshot', 'S']).length > 0 ||
    (sources.length > 0 && sources.every(({ written }) => APK_RELEASE.test(written)))
  );
}

const SNAPSHOT =
  /snapshot(?:-cloudflare)?\.(?:debian\.org|ubuntu\.com)|archive\.archlinux\.org|APT::Snapshot|repo-snapshot|debian-snapshot/;
const APK_RELEASE = /\/v\d+\.\d+(?:\/|$)/;
