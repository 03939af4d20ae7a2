import type { ConnectionProblem, Failure } from '../unresolved';

/**
 * What a rejected request says of the connection: fetch rejects with an error whose cause is the network's, with a code
 * of Node or undici. Any other error is a bug and is thrown on.
 */
export function connectionFailure(error: unknown, host: string, proxy: string | null = null): Failure {
  if (!(error instanceof Error && error.cause instanceof Error)) throw error;
  const code = codeOf(error.cause);
  const proxyFailure = proxy === null ? null : failureOfProxy(error.cause, code, new URL(proxy).host);
  if (proxyFailure) return proxyFailure;
  if (code === PARSER_ERROR) return { reason: 'invalid-response', detail: 'does not answer in HTTP' };
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_')) {
    return { reason: 'invalid-response', detail: 'sends what cannot be unpacked' };
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { reason: 'invalid-response', detail: 'sends headers without end' };
  }
  return { reason: 'unreachable', problem: problemOf(code), host, code };
}

/** What the proxy is to blame for: a tunnel through it begins only when it has let us through. */
function failureOfProxy({ message }: Error, code: string, host: string): Failure | null {
  const failure = (problem: ConnectionProblem, said: string): Failure => {
    return { reason: 'unreachable', problem, host, code: said };
  };
  const [, status = ''] = /^Proxy (?:response|Authentication Required) \((\d+)\)/.exec(message) ?? [];
  if (status === '407') return failure('proxy-login', 'HTTP 407');
  if (status !== '') return failure('proxy-refused', `HTTP ${status}`);
  if (code === 'UND_ERR_PRX_TLS') return failure('proxy-certificate', code);
  return NEVER_CONNECTED.has(problemOf(code)) ? failure('proxy-unreachable', code) : null;
}

const NEVER_CONNECTED: ReadonlySet<ConnectionProblem> = new Set(['unknown-host', 'refused', 'no-answer']);

/** Whether another try may help. */
export function isPassing(failure: Failure): boolean {
  if (failure.reason === 'server-error') return true;
  return failure.reason === 'unreachable' && PASSING.has(failure.problem);
}

const PASSING: ReadonlySet<ConnectionProblem> = new Set(['refused', 'connection-lost', 'other']);

function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === PARSER_ERROR) return PARSER_ERROR;
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return 'no code';
}

/** The name of undici's error for an answer that is not HTTP; its code may be absent. */
const PARSER_ERROR = 'HTTPParserError';

function problemOf(code: string): ConnectionProblem {
  const known = PROBLEMS.get(code);
  if (known) return known;
  return /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_)/.test(code) ? 'tls' : 'other';
}

/** System errors, undici's, and the verification errors of OpenSSL as Node names them. */
const PROBLEMS: ReadonlyMap<string, ConnectionProblem> = new Map([
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unknown-host'],
  ['EAI_NODATA', 'unknown-host'],
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'no-answer'],
  ['EHOSTUNREACH', 'no-answer'],
  ['ENETUNREACH', 'no-answer'],
  ['EHOSTDOWN', 'no-answer'],
  ['EADDRNOTAVAIL', 'no-answer'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no-answer'],
  ['ECONNRESET', 'connection-lost'],
  ['ECONNABORTED', 'connection-lost'],
  ['EPIPE', 'connection-lost'],
  ['UND_ERR_SOCKET', 'connection-lost'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'connection-lost'],
  ['CERT_HAS_EXPIRED', 'certificate-expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-for-another-name'],
  ['HOSTNAME_MISMATCH', 'certificate-for-another-name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-untrusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'certificate-untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate-untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-untrusted'],
  ['CERT_UNTRUSTED', 'certificate-untrusted'],
  ['CERT_NOT_YET_VALID', 'certificate-expired'],
  ['EPROTO', 'tls'],
]);
