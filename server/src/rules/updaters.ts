import { matchesImage } from '../syntax/imagePattern';

/** Whether an image's program replaces containers of other images when these move. */
export function isUpdaterImage(image: string): boolean {
  return matchesImage(image, UPDATERS);
}

/** Whether an updater is told only to tell what it would do. */
export function onlyNotifies(
  image: string,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
): boolean {
  if (matchesImage(image, TRIGGERED)) return ![...environment].some(([name]) => DOCKER_TRIGGER.test(name));
  if (NOTIFY_VARIABLES.some((name) => isOn(environment.get(name)))) return true;
  return words.some((word) => NOTIFY_OPTION.test(word));
}

/** Whether a label asks an updater for new versions. Sources: the documentation of Watchtower, WUD and Podman. */
export function isUpdateLabel(name: string, value: string): boolean {
  switch (name) {
    case 'com.centurylinklabs.watchtower.enable':
      return isOn(value);
    case 'io.containers.autoupdate':
      return value === 'registry' || value === 'local' || value === 'image';
    default:
      return name === 'wud.trigger.include' && /\bdocker/.test(value);
  }
}

/** Whether a variable, as images of servers know it, has the program update itself when it starts. */
export function isUpdateSetting(name: string, value: string): boolean {
  return UPDATE_SETTING.test(name) && isOn(value);
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(?:true|yes|on|1)$/i.test(value.trim());
}

/** What updates only where a trigger for Docker or compose is set. */
const TRIGGERED: readonly string[] = [
  'whatsupdocker/wud',
  'getwud/wud',
  'fmartinou/whats-up-docker',
  'ghcr.io/getwud/wud',
];
const UPDATERS: readonly string[] = [
  'containrrr/watchtower',
  'ghcr.io/containrrr/watchtower',
  'nicholas-fedor/watchtower',
  'nickfedor/watchtower',
  'ghcr.io/nicholas-fedor/watchtower',
  'beatkind/watchtower',
  'ghcr.io/beatkind/watchtower',
  'openserbia/watchtower',
  'ghcr.io/openserbia/watchtower',
  'v2tec/watchtower',
  'centurylink/watchtower',
  'talmai/rpi-watchtower',
  'pyouroboros/ouroboros',
  'mazzolino/shepherd',
  'containrrr/shepherd',
  'ghcr.io/mag37/dockcheck',
  'mag37/dockcheck',
  'ghcr.io/quenary/tugtainer',
  'quenary/tugtainer',
  ...TRIGGERED,
];
const DOCKER_TRIGGER = /^WUD_TRIGGER_(?:DOCKER|DOCKERCOMPOSE)_/i;
const NOTIFY_VARIABLES: readonly string[] = [
  'WATCHTOWER_MONITOR_ONLY',
  'WATCHTOWER_NO_PULL',
  'MONITOR_ONLY',
  'DRY_RUN',
];
const NOTIFY_OPTION = /^(?:-m|--monitor-only|--no-pull|--dry-run)(?:=true)?$/;
const UPDATE_SETTING = /^(?:ENABLE_)?AUTO_?UPDATE$|^(?:AUTO_)?UPDATE_ON_(?:START|STARTUP|BOOT)$/;
