import type { ReadContainer } from './readContainer';

/** Whether a container's program replaces other containers when what their tags name has moved. */
export function isUpdater({ started, observed }: ReadContainer): boolean {
  const repository = withoutHub(started?.repository ?? '');
  if (!UPDATERS.has(repository) && !TRIGGERED.has(repository)) return false;
  const configuration = observed.details?.configuration ?? null;
  const environment = configuration?.environment ?? [];
  // What only notifies without a trigger is none as long as none was seen.
  if (TRIGGERED.has(repository)) return environment.some((entry) => TRIGGER.test(entry));
  const words = [...(configuration?.entrypoint ?? []), ...(configuration?.command ?? [])];
  return (
    !environment.some((entry) => NOTIFY_VARIABLE.test(entry)) &&
    !words.some((word) => NOTIFY_OPTION.test(word))
  );
}

/** Registries mirror Docker Hub under the same names. */
function withoutHub(repository: string): string {
  return repository.replace(/^(?:ghcr\.io|quay\.io|lscr\.io|mirror\.gcr\.io)\//, '').toLowerCase();
}

/** The client may read nothing of the rules of the server, which has the same list for files. */
const UPDATERS: ReadonlySet<string> = new Set([
  // Watchtower, and those that carry it on since it was archived.
  'containrrr/watchtower',
  'v2tec/watchtower',
  'centurylink/watchtower',
  'nicholas-fedor/watchtower',
  'nickfedor/watchtower',
  'beatkind/watchtower',
  'openserbia/watchtower',
  'talmai/rpi-watchtower',
  // The same for Python's friends, not maintained any more.
  'pyouroboros/ouroboros',
  // For swarm services.
  'mazzolino/shepherd',
  'containrrr/shepherd',
  'shizunge/gantry',
  // A script that pulls and brings up compose projects.
  'mag37/dockcheck',
  // A page with a schedule, on which containers are replaced.
  'quenary/tugtainer',
]);
/** What's up Docker: it tells, and replaces only where a trigger for Docker or compose is set. */
const TRIGGERED: ReadonlySet<string> = new Set([
  'whatsupdocker/wud',
  'getwud/wud',
  'fmartinou/whats-up-docker',
]);
const TRIGGER = /^WUD_TRIGGER_(?:DOCKER|DOCKERCOMPOSE)_/i;
const NOTIFY_VARIABLE =
  /^(?:WATCHTOWER_MONITOR_ONLY|WATCHTOWER_NO_PULL|MONITOR_ONLY|DRY_RUN)=(?:true|yes|on|1)$/i;
const NOTIFY_OPTION = /^(?:-m|--monitor-only|--no-pull|--dry-run)(?:=true)?$/;
