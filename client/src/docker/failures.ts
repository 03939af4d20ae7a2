import type { EngineAddress, EngineFailure, FailureReason } from './engine';

/** What an error of the socket, of TLS or of the HTTP answer says about the engine at an address. */
export function failureOf(error: unknown, address: EngineAddress): EngineFailure {
  const code = property(error, 'code');
  const status = property(error, 'statusCode');
  return {
    ...(typeof status === 'number' ? { status } : {}),
    reason: reasonOf(error, typeof code === 'string' ? code : '', address),
    endpoint: address.endpoint,
    detail: error instanceof Error ? detailOf(error) : String(error),
  };
}

/** One sentence on what is wrong, and one or two on what to do. */
export function explanation(failure: EngineFailure): string {
  const { reason, endpoint, detail, status } = failure;
  if (endpoint?.startsWith('ssh://')) {
    const told = explanationOfSsh(failure, endpoint);
    if (told) return told;
  }
  const engine = endpoint ? `The container engine at ${endpoint}` : 'The container engine';
  switch (reason) {
    case 'absent':
      return 'No container engine was found at the usual places. Start Docker, or set DOCKER_HOST or a Docker context.';
    case 'denied':
      return `${engine} does not let you in. On Linux add yourself to the group 'docker' and sign in again. (${detail})`;
    case 'unreachable':
      return `${engine} does not answer. Start it, or correct DOCKER_HOST or the Docker context. (${detail})`;
    case 'silent':
      return `${engine} takes the connection and does not reply. It may still be starting; if it stays so, restart it.`;
    case 'untrusted':
      return `${engine} and this machine do not accept each other's certificates. Check DOCKER_CERT_PATH or the context. (${detail})`;
    case 'unexpected':
      // A 404 comes from what is no engine, or an engine that has never heard of it.
      if (status !== undefined && status !== 404) return `${engine} refused the request. It says: ${detail}`;
      return `${engine} gave an answer that cannot be used. Check that the address is that of a Docker engine. (${detail})`;
    case 'too-old':
      return `${engine} is too old: this needs Docker 1.13 of 2017, or later. Update it. ${detail}`;
    case 'misconfigured':
      return `The settings of the Docker command line do not say where the engine is. ${detail}`;
    case 'unsupported':
      return `${engine} cannot be used. ${detail}`;
  }
}

/** Null where what is said of other engines fits too. */
function explanationOfSsh({ reason, detail }: EngineFailure, endpoint: string): string | null {
  switch (reason) {
    case 'denied':
      return `${endpoint} does not let you in. It takes a key that asks for no password, and there a user who may use Docker. (${detail})`;
    case 'untrusted':
      return `SSH does not trust the host key of ${endpoint}. Connect once with ssh in a terminal, and compare the key. (${detail})`;
    case 'unsupported':
      return `${endpoint} cannot be used. It takes ssh on this machine, and the Docker command line on that one. (${detail})`;
    case 'absent':
    case 'unreachable':
    case 'silent':
    case 'unexpected':
    case 'too-old':
    case 'misconfigured':
      return null;
  }
}

/** Of two failures the one that tells more: an engine that refuses us against none at all. */
export function graver(first: EngineFailure | null, second: EngineFailure): EngineFailure {
  return first && GRAVITY[first.reason] >= GRAVITY[second.reason] ? first : second;
}

/** In a line; of what SSH wrote the end. */
function detailOf(error: Error): string {
  const words = error.message.trim();
  if (property(error, 'exitCode') !== undefined)
    return words
      .split(/[\r\n]+/)
      .slice(-3)
      .join(' ');
  return (
    words
      .replace(/^(HTTP \d+):$/, '$1')
      .replace(/\s+/g, ' ')
      .slice(0, LONGEST_DETAIL) || error.name
  );
}

function reasonOf(error: unknown, code: string, { origin, transport }: EngineAddress): FailureReason {
  const ssh = transport.kind === 'ssh' ? sshReason(error, code) : null;
  if (ssh) return ssh;
  if (code === 'EACCES' || code === 'EPERM') return 'denied';
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'silent';
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|ERR_OSSL)/.test(code))
    return 'untrusted';
  if (typeof property(error, 'statusCode') === 'number' || code.startsWith('HPE_')) return 'unexpected';
  return origin.kind === 'usual' ? 'absent' : 'unreachable';
}

/** What the command says that should carry the connection; null where it says nothing. */
function sshReason(error: unknown, code: string): FailureReason | null {
  const exitCode = property(error, 'exitCode');
  // Of a shell: there is no such program.
  if (code === 'ENOENT' || exitCode === 127) return 'unsupported';
  if (exitCode === undefined || !(error instanceof Error)) return null;
  return SSH_REASONS.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'unreachable';
}

function property(value: unknown, name: 'code' | 'statusCode' | 'exitCode'): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

const GRAVITY: Readonly<Record<FailureReason, number>> = {
  absent: 0,
  unreachable: 1,
  unsupported: 2,
  'too-old': 3,
  unexpected: 3,
  silent: 4,
  untrusted: 5,
  misconfigured: 6,
  denied: 7,
};

/** Characters: of a web page nobody wants more. */
const LONGEST_DETAIL = 300;

/** Words of OpenSSH, of shells, and of the Docker command line at the other end. */
const SSH_REASONS: readonly (readonly [RegExp, FailureReason])[] = [
  [/host key verification failed|remote host identification has changed/i, 'untrusted'],
  [/permission denied|too many authentication failures/i, 'denied'],
  [/timed out/i, 'silent'],
  [/command not found|not recognized|not a docker command|unknown command/i, 'unsupported'],
];
