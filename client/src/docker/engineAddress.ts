import type { AddressOrigin, EngineAddress, EngineFailure, Transport } from './engine';
import type { Environment } from '../environment';
import { sshCommand } from './sshCommand';
import type { TlsAnswer } from './tlsMaterial';

/** Where an engine is, by an address as Docker writes it: `tcp://builder:2376`; `tls` counts for the network alone. */
export function engineAddress(
  written: string,
  origin: AddressOrigin,
  tls: TlsAnswer,
): readonly EngineAddress[] | EngineFailure {
  const endpoint = withoutPassword(written);
  const scheme = /^([a-z]+):\/\//i.exec(endpoint)?.[1]?.toLowerCase() ?? 'tcp';
  const rest = endpoint.replace(/^[a-z]+:\/\//i, '');
  const at = (transport: Transport) => [{ endpoint, origin, transport }];
  switch (scheme) {
    case 'unix':
      return at({ kind: 'socket', path: rest || DEFAULT_SOCKET });
    case 'npipe':
      return at({ kind: 'socket', path: rest || DEFAULT_PIPE });
    case 'ssh': {
      const command = sshCommand(written);
      return typeof command === 'string' ? misconfigured(endpoint, command) : at({ kind: 'ssh', command });
    }
    case 'tcp':
    case 'http':
    case 'https': {
      const transport = networkTransport({ endpoint, scheme, rest }, tls);
      return 'reason' in transport ? transport : at(transport);
    }
    default:
      return misconfigured(endpoint, notAnAddress(endpoint));
  }
}

/** The places where set-ups put the socket of an engine of this machine, Docker's own first. */
export function usualAddresses({ variables, homeDirectory, system }: Environment): readonly EngineAddress[] {
  if (system === 'windows') return USUAL_PIPES.map((path) => usualAddress(`npipe://${path}`, path));
  const runtime = variables.XDG_RUNTIME_DIR;
  const paths = [
    DEFAULT_SOCKET,
    `${homeDirectory}/.docker/run/docker.sock`,
    `${homeDirectory}/.docker/desktop/docker.sock`,
    ...(runtime ? [`${runtime}/docker.sock`, `${runtime}/podman/podman.sock`] : []),
    '/run/podman/podman.sock',
    `${homeDirectory}/.local/share/containers/podman/machine/podman.sock`,
  ];
  return paths.map((path) => usualAddress(`unix://${path}`, path));
}

export function misconfigured(endpoint: string | null, detail: string): EngineFailure {
  return { reason: 'misconfigured', endpoint, detail };
}

function usualAddress(endpoint: string, path: string): EngineAddress {
  return { endpoint, origin: { kind: 'usual' }, transport: { kind: 'socket', path } };
}

function networkTransport(
  { endpoint, scheme, rest }: { endpoint: string; scheme: string; rest: string },
  tls: TlsAnswer,
): Transport | EngineFailure {
  if (tls.kind === 'unsupported') return unsupported(endpoint, tls.detail);
  if (tls.kind === 'broken') return misconfigured(endpoint, tls.detail);
  const written = `tcp://${rest.startsWith(':') ? 'localhost' : ''}${rest}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (!url?.hostname) return misconfigured(endpoint, notAnAddress(endpoint));
  if (url.pathname.length > 1) return unsupported(endpoint, 'An address with a path is not supported.');
  const material = tls.material ?? (scheme === 'https' ? NO_MATERIAL : null);
  const port = url.port === '' ? (material ? 2376 : 2375) : Number(url.port);
  return { kind: 'tcp', host: url.hostname, port, tls: material };
}

function unsupported(endpoint: string, detail: string): EngineFailure {
  return { reason: 'unsupported', endpoint, detail };
}

/** Nobody should write one there, and it is shown. */
function withoutPassword(written: string): string {
  return written.replace(/^([a-z]+:\/\/[^/@]*?):[^/@]*@/i, '$1@');
}

function notAnAddress(endpoint: string): string {
  return `'${endpoint}' is not an address of a Docker engine.`;
}

const DEFAULT_SOCKET = '/var/run/docker.sock';
const DEFAULT_PIPE = '//./pipe/docker_engine';
const USUAL_PIPES = [DEFAULT_PIPE, '//./pipe/dockerDesktopLinuxEngine', '//./pipe/podman-machine-default'];
const NO_MATERIAL = { authority: null, certificate: null, key: null };
