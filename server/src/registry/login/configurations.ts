import { join } from 'node:path';
import type { Environment } from '../../environment';
import { isRecord, parseJson } from '../json';

/** Something in which logins are set up: docker/cli, `cli/config`; containers-auth.json(5). */
export type Configuration =
  | {
      /** Its path, or the variable's name. */
      readonly path: string;
      readonly style: ConfigurationStyle;
      readonly settings: Readonly<Record<string, unknown>>;
    }
  /** `problem` goes on after the path. */
  | { readonly path: string; readonly problem: string };

export type ConfigurationStyle = 'variable' | 'docker' | 'podman';

/** Those that there are, the one that counts first coming first; none is read before it is asked for. */
export async function* readConfigurations(environment: Environment): AsyncGenerator<Configuration> {
  const given = environment.variables.DOCKER_AUTH_CONFIG ?? '';
  if (given !== '') yield* parsed({ path: 'DOCKER_AUTH_CONFIG', style: 'variable' }, Buffer.from(given));
  for (const file of filesOf(environment)) {
    const content = await environment.readFile(file.path);
    if (content.found) yield* parsed(file, content.bytes);
    else if (content.reason === 'unreadable') yield { path: file.path, problem: 'cannot be read' };
  }
}

interface Place {
  readonly path: string;
  readonly style: ConfigurationStyle;
}

function filesOf({ variables, homeDirectory }: Environment): readonly Place[] {
  const given = (name: string, otherwise: string): string => {
    const value = variables[name] ?? '';
    return value === '' ? otherwise : value;
  };
  const docker = join(given('DOCKER_CONFIG', join(homeDirectory, '.docker')), 'config.json');
  const runtime = runtimeFolder(variables, homeDirectory);
  const primary = given('REGISTRY_AUTH_FILE', runtime === null ? '' : join(runtime, 'auth.json'));
  const home = join(given('XDG_CONFIG_HOME', join(homeDirectory, '.config')), 'containers', 'auth.json');
  const podman = primary === '' ? [home] : [primary, home];
  return [{ path: docker, style: 'docker' }, ...podman.map((path): Place => ({ path, style: 'podman' }))];
}

/** Where podman keeps logins until the machine stops: the first file that it writes on Linux. */
function runtimeFolder(variables: Environment['variables'], homeDirectory: string): string | null {
  if (variables.XDG_RUNTIME_DIR) return join(variables.XDG_RUNTIME_DIR, 'containers');
  const user = homeDirectory === '/root' ? '0' : (variables.UID ?? '');
  return /^\d+$/.test(user) ? `/run/containers/${user}` : null;
}

function* parsed(place: Place, bytes: Uint8Array): Generator<Configuration> {
  // A file that was made and never written to sets nothing up.
  if (Buffer.from(bytes).toString('latin1').trim() === '') return;
  const settings = parseJson(bytes);
  yield isRecord(settings) ? { ...place, settings } : { path: place.path, problem: 'is not valid JSON' };
}
