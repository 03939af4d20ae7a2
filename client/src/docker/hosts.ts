import { createHash } from 'node:crypto';
import type { Environment } from '../environment';
import { folderTls, variableTls, type TlsAnswer } from './tlsMaterial';
import type { AddressOrigin, EngineAddress, EngineFailure, Transport } from './engine';

export type Addresses =
  /** To be tried in this order. */
  | { readonly found: true; readonly addresses: readonly EngineAddress[] }
  | { readonly found: false; readonly failure: EngineFailure };

/**
 * Where the engine is, in the order of the Docker command line: DOCKER_HOST, DOCKER_CONTEXT, the current context of
 * config.json, the default socket. After that last one come the places where other set-ups put theirs.
 * Source: docs.docker.com/engine/manage-resources/contexts and /reference/cli/docker/#environment-variables.
 */
export async function findEngineAddresses(environment: Environment): Promise<Addresses> {
  const host = environment.variables.DOCKER_HOST?.trim();
  if (host) return hostAddress(host, environment);
  const context = await selectedContext(environment);
  if (!context.found) return misconfigured(null, context.detail);
  return context.name === DEFAULT_CONTEXT
    ? { found: true, addresses: usualAddresses(environment) }
    : contextAddress(context.name, environment);
}

async function hostAddress(host: string, environment: Environment): Promise<Addresses> {
  const tls = await variableTls(environment, configurationFolder(environment));
  return address(host, { kind: 'variable', name: 'DOCKER_HOST' }, tls);
}

type SelectedContext =
  { readonly found: true; readonly name: string } | { readonly found: false; readonly detail: string };

async function selectedContext(environment: Environment): Promise<SelectedContext> {
  const named = environment.variables.DOCKER_CONTEXT?.trim();
  if (named) return { found: true, name: named };
  const path = `${configurationFolder(environment)}/config.json`;
  const file = await environment.readFile(path);
  if (!file.found && file.reason === 'absent') return { found: true, name: DEFAULT_CONTEXT };
  if (!file.found) return { found: false, detail: `${path} cannot be read: ${file.detail}` };
  const configuration = parseObject(file.text);
  if (!configuration) return { found: false, detail: `${path} is not a JSON object.` };
  const current = configuration.currentContext;
  return { found: true, name: typeof current === 'string' && current !== '' ? current : DEFAULT_CONTEXT };
}

/** A context's files lie in folders named by the SHA-256 of the context's name. */
async function contextAddress(name: string, environment: Environment): Promise<Addresses> {
  const id = createHash('sha256').update(name).digest('hex');
  const contexts = `${configurationFolder(environment)}/contexts`;
  const path = `${contexts}/meta/${id}/meta.json`;
  const file = await environment.readFile(path);
  if (!file.found && file.reason === 'absent') {
    return misconfigured(null, `The context '${name}' does not exist: there is no ${path}.`);
  }
  if (!file.found) return misconfigured(null, `The context '${name}' cannot be read: ${file.detail}`);
  const endpoint = dockerEndpoint(file.text);
  if (!endpoint) return misconfigured(null, `The context '${name}' names no Docker endpoint: see ${path}.`);
  const tls = endpoint.skipsVerification
    ? SKIPS_VERIFICATION
    : await folderTls(environment, `${contexts}/tls/${id}/docker`);
  return address(endpoint.host, { kind: 'context', name }, tls);
}

function dockerEndpoint(metadata: string): { host: string; skipsVerification: boolean } | null {
  const endpoints = asObject(parseObject(metadata)?.Endpoints);
  const docker = asObject(endpoints?.docker);
  const host = docker?.Host;
  if (typeof host !== 'string' || host === '') return null;
  return { host, skipsVerification: docker?.SkipTLSVerify === true };
}

function usualAddresses({ variables, homeDirectory, system }: Environment): readonly EngineAddress[] {
  if (system === 'windows') return USUAL_PIPES.map((path) => usualAddress(`npipe://${path}`, path));
  const runtime = variables.XDG_RUNTIME_DIR;
  const paths = [
    DEFAULT_SOCKET,
    `${homeDirectory}/.docker/run/docker.sock`,
    `${homeDirectory}/.docker/desktop/docker.sock`,
    ...(runtime ? [`${runtime}/docker.sock`, `${runtime}/podman/podman.sock`] : []),
    '/run/podman/podman.sock',
  ];
  return paths.map((path) => usualAddress(`unix://${path}`, path));
}

function usualAddress(endpoint: string, path: string): EngineAddress {
  return { endpoint, origin: { kind: 'usual' }, transport: { kind: 'socket', path } };
}

function address(endpoint: string, origin: AddressOrigin, tls: TlsAnswer): Addresses {
  const scheme = /^([a-z]+):\/\//i.exec(endpoint)?.[1]?.toLowerCase() ?? 'tcp';
  const rest = endpoint.replace(/^[a-z]+:\/\//i, '');
  switch (scheme) {
    case 'unix':
      return found(endpoint, origin, { kind: 'socket', path: rest || DEFAULT_SOCKET });
    case 'npipe':
      return found(endpoint, origin, { kind: 'socket', path: rest || '//./pipe/docker_engine' });
    case 'ssh':
      return unsupported(endpoint, 'Engines behind ssh:// are not supported yet.');
    case 'tcp':
    case 'http':
    case 'https':
      return networkAddress({ endpoint, scheme, rest }, origin, tls);
    default:
      return misconfigured(endpoint, `'${endpoint}' is not an address of a Docker engine.`);
  }
}

function networkAddress(
  { endpoint, scheme, rest }: { endpoint: string; scheme: string; rest: string },
  origin: AddressOrigin,
  tls: TlsAnswer,
): Addresses {
  if (tls.kind === 'unsupported') return unsupported(endpoint, tls.detail);
  if (tls.kind === 'broken') return misconfigured(endpoint, tls.detail);
  const written = `tcp://${rest.startsWith(':') ? 'localhost' : ''}${rest}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (!url?.hostname) return misconfigured(endpoint, `'${endpoint}' is not an address of a Docker engine.`);
  if (url.pathname.length > 1) return unsupported(endpoint, 'An address with a path is not supported.');
  const material = tls.material ?? (scheme === 'https' ? NO_MATERIAL : null);
  const port = url.port === '' ? (material ? 2376 : 2375) : Number(url.port);
  return found(endpoint, origin, { kind: 'tcp', host: url.hostname, port, tls: material });
}

function found(endpoint: string, origin: AddressOrigin, transport: Transport): Addresses {
  return { found: true, addresses: [{ endpoint, origin, transport }] };
}

function misconfigured(endpoint: string | null, detail: string): Addresses {
  return { found: false, failure: { reason: 'misconfigured', endpoint, detail } };
}

function unsupported(endpoint: string, detail: string): Addresses {
  return { found: false, failure: { reason: 'unsupported', endpoint, detail } };
}

function configurationFolder({ variables, homeDirectory }: Environment): string {
  return variables.DOCKER_CONFIG ?? `${homeDirectory}/.docker`;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

const DEFAULT_CONTEXT = 'default';
const DEFAULT_SOCKET = '/var/run/docker.sock';
const USUAL_PIPES = [
  '//./pipe/docker_engine',
  '//./pipe/dockerDesktopLinuxEngine',
  '//./pipe/podman-machine-default',
];
const NO_MATERIAL = { authority: null, certificate: null, key: null };
const SKIPS_VERIFICATION: TlsAnswer = {
  kind: 'unsupported',
  detail: "The context does not verify the engine's certificate (SkipTLSVerify), which is not supported.",
};
