import type { EngineAddress, EngineFailure, FailureReason } from './engine';

/** What an error of the socket, of TLS or of the HTTP answer says about the engine at an address. */
export function failureOf(error: unknown, address: EngineAddress): EngineFailure {
  const code = property(error, 'code');
  const status = property(error, 'statusCode');
  return {
    ...(typeof status === 'number' ? { status } : {}),
    reason: reasonOf(error, typeof code === 'string' ? code : '', address),
    endpoint: address.endpoint,
    detail: error instanceof Error ? error.message.trim() || error.name : String(error),
  };
}

/** One sentence on what is wrong, and one or two on what to do. */
export function explanation({ reason, endpoint, detail }: EngineFailure): string {
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
      return `${engine} gave an answer that cannot be used. Check that the address is that of a Docker engine. (${detail})`;
    case 'misconfigured':
      return `The settings of the Docker command line do not say where the engine is. ${detail}`;
    case 'unsupported':
      return `${engine} cannot be used. ${detail}`;
  }
}

/** Of two failures the one that tells more: an engine that refuses us against none at all. */
export function graver(first: EngineFailure | null, second: EngineFailure): EngineFailure {
  return first && GRAVITY[first.reason] >= GRAVITY[second.reason] ? first : second;
}

function reasonOf(error: unknown, code: string, { origin }: EngineAddress): FailureReason {
  if (code === 'EACCES' || code === 'EPERM') return 'denied';
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'silent';
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|ERR_OSSL)/.test(code))
    return 'untrusted';
  if (typeof property(error, 'statusCode') === 'number' || code.startsWith('HPE_')) return 'unexpected';
  return origin.kind === 'usual' ? 'absent' : 'unreachable';
}

function property(value: unknown, name: 'code' | 'statusCode'): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

const GRAVITY: Readonly<Record<FailureReason, number>> = {
  absent: 0,
  unreachable: 1,
  unsupported: 2,
  unexpected: 3,
  silent: 4,
  untrusted: 5,
  misconfigured: 6,
  denied: 7,
};
