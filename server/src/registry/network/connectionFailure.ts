import type { ConnectionProblem, Failure } from '../unresolved';
import { NO_WAY_THROUGH_PROXY } from './proxyDispatcher';

/**
 * What a rejected request says of the connection: fetch rejects with an error whose cause is the network's, with a code
 * of Node or undici. Any other error is a bug and is thrown on.
 */
export function connectionFailure(error: unknown, host: string, proxy: string | null = null): Failure {
  if (!(error instanceof Error && error.cause instanceof Error)) throw error;
  const code = codeOf(error.cause);
  const proxyFailure = proxy === null ? null : failureOfProxy(error.cause, code, new URL(proxy).host);
  if (proxyFailure) return proxyFailure;
  if (code === PARSER_ERROR) return { reason: 'invalid-response', detail: NO_HTTP };
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_')) {
    return { reason: 'invalid-response', detail: 'sends what cannot be unpacked' };
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { reason: 'invalid-response', detail: 'sends headers without end' };
  }
  return { reason: 'unreachable', problem: problemOf(code), host, code };
}

/** What the proxy is to blame for: a tunnel through it begins only when it has let us through. */
function failureOfProxy(error: Error, code: string, host: string): Failure | null {
  const failure = (problem: ConnectionProblem, said: string): Failure => {
    return { reason: 'unreachable', problem, host, code: said };
  };
  const [, status = ''] = REFUSED.exec(messagesOf(error)) ?? [];
  if (status === '407') return failure('proxy-login', 'HTTP 407');
  if (status !== '') return failure(status >= '500' ? 'proxy-failed' : 'proxy-refused', `HTTP ${status}`);
  if (error.name !== NO_WAY_THROUGH_PROXY || code === NO_TUNNEL_IN_TIME) return null;
  const problem = problemOf(code);
  if (CERTIFICATE.has(problem)) return failure('proxy-certificate', code);
  // It was there: a proxy may also close the connection to say no.
  return failure(problem === 'connection-lost' ? 'proxy-refused' : 'proxy-unreachable', code);
}

/** A proxy that was reached waits for the host behind it. */
const NO_TUNNEL_IN_TIME = 'UND_ERR_HEADERS_TIMEOUT';
/** How undici says what a proxy answered instead of making a tunnel, and to a request without one. */
const REFUSED = /^Proxy (?:response|Authentication Required) \((\d+)\)/m;
const CERTIFICATE: ReadonlySet<ConnectionProblem> = new Set([
  'certificate-expired',
  'certificate-for-another-name',
  'certificate-untrusted',
]);

/** Those of the causes too, each on its line. */
function messagesOf(error: unknown): string {
  const messages: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) messages.push(cause.message);
  return messages.join('\n');
}

/** Whether another try may help. */
export function isPassing(failure: Failure): boolean {
  if (failure.reason === 'server-error') return true;
  // A body that followed a HEAD, which no HTTP has, spoils the next answer on that connection and no other.
  if (failure.reason === 'invalid-response') return failure.detail === NO_HTTP;
  return failure.reason === 'unreachable' && PASSING.has(failure.problem);
}

const PASSING: ReadonlySet<ConnectionProblem> = new Set([
  'refused',
  'connection-lost',
  'proxy-failed',
  'other',
]);

function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === PARSER_ERROR) return PARSER_ERROR;
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return 'no code';
}

const NO_HTTP = 'does not answer in HTTP';
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
  [NO_TUNNEL_IN_TIME, 'no-answer'],
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
