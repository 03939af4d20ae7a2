import { join } from 'node:path';
import type { Environment } from '../environment';
import { isRecord, parseJson } from './json';

/** A cache of Docker Hub that the container engine is told to ask. */
export interface Mirror {
  /** With the port where it has one, as a reference would name it. */
  readonly registry: string;
  readonly plainHttp: boolean;
}

/**
 * The `registry-mirrors` of Docker's daemon, in their order, from the first of its configuration files that is there.
 * What is no address of a server is passed over, as the daemon would refuse to start with it.
 */
export async function readMirrors(environment: Environment): Promise<readonly Mirror[]> {
  for (const path of configurationFiles(environment)) {
    const content = await environment.readFile(path);
    if (!content.found) continue;
    const configuration = parseJson(content.bytes);
    const listed: unknown = isRecord(configuration) ? configuration['registry-mirrors'] : [];
    return Array.isArray(listed) ? listed.flatMap(mirrorOf) : [];
  }
  return [];
}

function configurationFiles({ variables, homeDirectory }: Environment): string[] {
  const { XDG_CONFIG_HOME: given = '', ProgramData: windows = '' } = variables;
  const own = given === '' ? join(homeDirectory, '.config') : given;
  return [
    ...(windows === '' ? [] : [join(windows, 'docker', 'config', 'daemon.json')]),
    join(own, 'docker', 'daemon.json'),
    join(homeDirectory, '.docker', 'daemon.json'),
    '/etc/docker/daemon.json',
  ];
}

function mirrorOf(value: unknown): Mirror[] {
  if (typeof value !== 'string' || !URL.canParse(value)) return [];
  const { protocol, host, pathname, username } = new URL(value);
  const isServer = (protocol === 'http:' || protocol === 'https:') && pathname === '/' && username === '';
  return isServer ? [{ registry: host, plainHttp: protocol === 'http:' }] : [];
}
