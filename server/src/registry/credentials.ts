import { join } from 'node:path';
import type { Environment } from '../environment';
import { isRecord, parseJson } from './json';
import type { Login } from './unresolved';

/** What Docker's configuration holds for a registry. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Exchanged for a token at the registry's token service. */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** Sent to the registry as it is. */
  | { readonly kind: 'registry-token'; readonly token: string }
  | { readonly kind: 'anonymous'; readonly login: Login };

/**
 * Reads the login for a registry from Docker's `config.json`. What a credential helper holds is not read; a secret in
 * `auths` serves, and else the registry is asked without a login.
 */
export async function readCredentials(environment: Environment, registry: string): Promise<Credentials> {
  const { variables, homeDirectory } = environment;
  const given = variables.DOCKER_CONFIG ?? '';
  const path = join(given === '' ? join(homeDirectory, '.docker') : given, 'config.json');
  const unreadable = (problem: string): Credentials => {
    environment.log(`${path} ${problem}`);
    return { kind: 'anonymous', login: { kind: 'unreadable', path, problem } };
  };
  const content = await environment.readFile(path);
  if (!content.found) return content.reason === 'absent' ? ANONYMOUS : unreadable('cannot be read');
  const configuration = parseJson(content.bytes);
  if (!isRecord(configuration)) return unreadable('is not valid JSON');
  for (const entry of entriesFor(registry, configuration.auths)) {
    const credentials = credentialsIn(entry);
    if (credentials === 'malformed') return unreadable(`holds no readable login for ${registry}`);
    if (credentials) return credentials;
  }
  const helper = helperFor(registry, configuration);
  return helper === null ? ANONYMOUS : { kind: 'anonymous', login: { kind: 'helper', name: helper } };
}

const ANONYMOUS: Credentials = { kind: 'anonymous', login: { kind: 'none' } };

/** The values whose keys mean `registry`, the key that says it exactly first. */
function entriesFor(registry: string, section: unknown): readonly unknown[] {
  if (!isRecord(section)) return [];
  const exact = registry === 'docker.io' ? DOCKER_HUB_KEY : registry;
  const keys = Object.keys(section).filter((key) => hostOf(key) === hostOf(registry));
  keys.sort((left, right) => Number(right === exact) - Number(left === exact));
  return keys.map((key) => section[key]);
}

/** Docker Hub's logins have had several names. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';
const DOCKER_HUB_HOSTS: readonly string[] = ['index.docker.io', 'registry-1.docker.io'];

/** Keys may be a host, or a URL with a path such as `/v1/`. */
function hostOf(key: string): string {
  const host = key
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/s, '')
    .toLowerCase();
  return DOCKER_HUB_HOSTS.includes(host) ? 'docker.io' : host;
}

/** The secret of one entry of `auths`; null where a credential helper has emptied it. */
function credentialsIn(entry: unknown): Credentials | 'malformed' | null {
  if (!isRecord(entry)) return null;
  const field = (name: string): string => {
    const value = entry[name];
    return typeof value === 'string' ? value : '';
  };
  if (isHeaderText(field('registrytoken'))) return { kind: 'registry-token', token: field('registrytoken') };
  if (field('identitytoken') !== '') return { kind: 'identity-token', token: field('identitytoken') };
  const auth = field('auth');
  const text = auth === '' ? `${field('username')}:${field('password')}` : decodeBase64(auth);
  if (text === ':') return null;
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon < 1) return 'malformed';
  const [username, password] = [text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, '')];
  return username === '<token>'
    ? { kind: 'identity-token', token: password }
    : { kind: 'basic', username, password };
}

/** Whether a token can stand in a header: visible ASCII only. */
export function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function decodeBase64(text: string): string | null {
  return /^[A-Za-z0-9+/_=\s-]+$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : null;
}

function helperFor(registry: string, configuration: Readonly<Record<string, unknown>>): string | null {
  const [helper] = entriesFor(registry, configuration.credHelpers);
  if (typeof helper === 'string' && helper !== '') return helper;
  const store = configuration.credsStore;
  return typeof store === 'string' && store !== '' ? store : null;
}
