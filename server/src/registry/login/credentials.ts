import type { Environment } from '../../environment';
import { isRecord } from '../json';
import type { Login } from '../unresolved';
import { readConfigurations, type Configuration, type ConfigurationStyle } from './configurations';
import {
  createCredentialHelpers,
  isHelperName,
  type CredentialHelperOptions,
  type CredentialHelpers,
} from './credentialHelper';
import { keysFor, serverOf, type LoginPlace } from './registryKey';

/** What is set up for a registry. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Exchanged for a token at the registry's token service. */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** Sent to the registry as it is. */
  | { readonly kind: 'registry-token'; readonly token: string }
  | { readonly kind: 'anonymous'; readonly login: Login };

export interface CredentialStore {
  readonly read: (place: LoginPlace, signal: AbortSignal) => Promise<Credentials>;
  /** To be called when a registry refused them. */
  readonly forget: (registry: string) => void;
}

/**
 * Logins as Docker and podman have them: `DOCKER_AUTH_CONFIG`, Docker's `config.json`, podman's `auth.json`; in each the
 * credential helper, then what it holds itself. Where one has nothing, or nothing that can be read, the next is looked at.
 * Nothing is kept but what helpers answered.
 */
export function createCredentials(
  environment: Environment,
  options: CredentialHelperOptions,
): CredentialStore {
  const helpers = createCredentialHelpers(environment, options);
  return {
    read: async (place, signal) => {
      const problems: Login[] = [];
      for await (const configuration of readConfigurations(environment)) {
        const found = await lookUp(configuration, { place, helpers }, signal);
        if ('credentials' in found) return found.credentials;
        problems.push(...found.problems);
      }
      for (const problem of problems)
        if (problem.kind === 'unreadable') environment.log(`${problem.path} ${problem.problem}`);
      return { kind: 'anonymous', login: problems[0] ?? { kind: 'none' } };
    },
    forget: helpers.forget,
  };
}

type Found = { readonly credentials: Credentials } | { readonly problems: readonly Login[] };

interface Asking {
  readonly place: LoginPlace;
  readonly helpers: CredentialHelpers;
}

async function lookUp(configuration: Configuration, asking: Asking, signal: AbortSignal): Promise<Found> {
  if ('problem' in configuration) return { problems: [{ kind: 'unreadable', ...configuration }] };
  const { place } = asking;
  const helped = await askHelper(helperFor(place, configuration), asking, signal);
  if ('credentials' in helped) return helped;
  const { path, style, settings } = configuration;
  const problems = [...helped.problems];
  for (const entry of entriesFor(place, settings.auths, style)) {
    const credentials = credentialsIn(style === 'variable' ? onlyAuth(entry) : entry);
    if (credentials === 'malformed')
      problems.push({ kind: 'unreadable', path, problem: `holds no readable login for ${place.registry}` });
    else if (credentials) return { credentials };
  }
  return { problems };
}

function entriesFor(place: LoginPlace, auths: unknown, style: ConfigurationStyle): readonly unknown[] {
  return isRecord(auths) ? keysFor(place, auths, style).map((key) => auths[key]) : [];
}

/** What else stands in `DOCKER_AUTH_CONFIG` does not count. */
function onlyAuth(entry: unknown): unknown {
  return isRecord(entry) ? { auth: entry.auth } : null;
}

interface Helper {
  readonly name: string;
  readonly server: string;
  readonly path: string;
}

/** Docker: `credHelpers`, where an empty name means the file itself, before `credsStore`; podman has no `credsStore`. */
function helperFor(place: LoginPlace, configuration: ReadableConfiguration): Helper | null {
  const { path, style, settings } = configuration;
  if (style === 'variable') return null;
  const { credHelpers, credsStore } = settings;
  const [key] = keysFor(place, credHelpers, style);
  const name = key !== undefined && isRecord(credHelpers) ? credHelpers[key] : undefined;
  if (key !== undefined && typeof name === 'string') {
    const server = style === 'docker' && place.registry === 'docker.io' ? serverOf(place.registry) : key;
    return name === '' ? null : { path, name, server };
  }
  return style === 'docker' && typeof credsStore === 'string' && credsStore !== ''
    ? { path, name: credsStore, server: serverOf(place.registry) }
    : null;
}

type ReadableConfiguration = Exclude<Configuration, { readonly problem: string }>;

async function askHelper(
  helper: Helper | null,
  { place, helpers }: Asking,
  signal: AbortSignal,
): Promise<Found> {
  if (helper === null) return NOTHING;
  const { path, name, server } = helper;
  if (!isHelperName(name))
    return {
      problems: [{ kind: 'unreadable', path, problem: 'names a credential helper that cannot be one' }],
    };
  const answer = await helpers.ask({ registry: place.registry, name, server }, signal);
  switch (answer.kind) {
    case 'login':
      return { credentials: loginOf(answer.username, answer.secret) };
    case 'problem':
      return { problems: [{ kind: 'helper', name, problem: answer.problem }] };
    case 'none':
    case 'cancelled':
      return NOTHING;
  }
}

const NOTHING: Found = { problems: [] };

/** The login of one entry of `auths`; null where a credential helper has emptied it. */
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
  return loginOf(text.slice(0, colon), text.slice(colon + 1).replace(/^\0+|\0+$/g, ''));
}

function loginOf(username: string, password: string): Credentials {
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
