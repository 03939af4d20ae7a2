import { isWellFormedDigest } from '../../syntax/imageReference';
import { isRecord } from '../json';
import { isIndex, type Descriptor } from '../manifests';
import type { ConnectionProblem, Failure, HelperProblem, Login } from '../unresolved';

const MINUTE = 60_000;

/** Milliseconds that an answer counts; 0 for one that says nothing about the next time. */
export function lifetimeOf(answer: Descriptor | Failure): number {
  if (!('reason' in answer)) return 60 * MINUTE;
  switch (answer.reason) {
    // Whoever waited no longer, or not long enough, has learnt nothing.
    case 'cancelled':
    case 'timeout':
      return 0;
    // Not the registry's word, and other as soon as the network is: only so long that a burst asks once.
    case 'unreachable':
    case 'incomplete-certificate':
      return MINUTE;
    case 'rate-limited':
      return Math.min((answer.retryAfterSeconds ?? Infinity) * 1000, 10 * MINUTE);
    case 'unauthorised':
    case 'not-found':
    case 'server-error':
    case 'invalid-response':
    case 'untrusted-address':
    case 'digest-mismatch':
    case 'unsupported-manifest':
    case 'too-large':
    case 'no-platform':
    case 'missing-part':
    case 'too-many-referrers':
      return 10 * MINUTE;
  }
}

/** Whether it is a failure that says nothing of the image, so that what is known of that still counts. */
export function isOfTheMoment(answer: Descriptor | Failure): boolean {
  return 'reason' in answer && MOMENTARY.includes(answer.reason);
}

const MOMENTARY: readonly Failure['reason'][] = [
  'unreachable',
  'incomplete-certificate',
  'rate-limited',
  'server-error',
];

/** An answer as it stands some milliseconds later: what is left to wait is less. */
export function laterAnswer(answer: Descriptor | Failure, age: number): Descriptor | Failure {
  if (!('reason' in answer) || answer.reason !== 'rate-limited' || answer.retryAfterSeconds === null)
    return answer;
  return { ...answer, retryAfterSeconds: Math.ceil(answer.retryAfterSeconds - age / 1000) };
}

/** The answer that a value from disk is; null where it is none. Nothing else of the value is taken over. */
export function readAnswer(value: unknown): Descriptor | Failure | null {
  if (!isRecord(value)) return null;
  return typeof value.reason === 'string' ? readFailure(value.reason, value) : readDescriptor(value);
}

type Value = Readonly<Record<string, unknown>>;

function readDescriptor({ digest, mediaType }: Value): Descriptor | null {
  if (!isDigest(digest) || typeof mediaType !== 'string') return null;
  const descriptor = { digest, mediaType };
  return isIndex(descriptor) || IMAGE_TYPES.includes(mediaType) ? descriptor : null;
}

/** The manifest types that are no index. */
const IMAGE_TYPES: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

function readFailure(reason: string, value: Value): Failure | null {
  if (!Object.hasOwn(READERS, reason)) return null;
  return READERS[reason as Failure['reason']](value);
}

/** One for each reason, so that a new one is not forgotten; those that are not kept are not read. */
const READERS: Readonly<Record<Failure['reason'], (value: Value) => Failure | null>> = {
  unauthorised: ({ login }) => {
    const read = isRecord(login) ? readLogin(login) : null;
    return read && { reason: 'unauthorised', login: read };
  },
  'not-found': () => ({ reason: 'not-found' }),
  'rate-limited': ({ host, retryAfterSeconds }) =>
    isText(host) && (retryAfterSeconds === null || isCount(retryAfterSeconds))
      ? { reason: 'rate-limited', host, retryAfterSeconds }
      : null,
  timeout: () => null,
  unreachable: ({ problem, host, code }) =>
    isProblem(problem) && isText(host) && isText(code)
      ? { reason: 'unreachable', problem, host, code }
      : null,
  'server-error': ({ status }) => (isCount(status) ? { reason: 'server-error', status } : null),
  'invalid-response': ({ detail }) => (isText(detail) ? { reason: 'invalid-response', detail } : null),
  'untrusted-address': ({ purpose, address }) =>
    (purpose === 'login' || purpose === 'redirect') && isText(address)
      ? { reason: 'untrusted-address', purpose, address }
      : null,
  'digest-mismatch': ({ expected, actual }) =>
    isDigest(expected) && isDigest(actual) ? { reason: 'digest-mismatch', expected, actual } : null,
  'unsupported-manifest': ({ mediaType }) =>
    mediaType === null || isText(mediaType) ? { reason: 'unsupported-manifest', mediaType } : null,
  'too-large': ({ limit }) => (isCount(limit) ? { reason: 'too-large', limit } : null),
  'no-platform': ({ platform, available }) =>
    isText(platform) && Array.isArray(available) && available.every(isText)
      ? { reason: 'no-platform', platform, available }
      : null,
  'missing-part': ({ digest }) => (isDigest(digest) ? { reason: 'missing-part', digest } : null),
  'too-many-referrers': () => ({ reason: 'too-many-referrers' }),
  'incomplete-certificate': ({ file, missing }) =>
    isText(file) && isText(missing) ? { reason: 'incomplete-certificate', file, missing } : null,
  cancelled: () => null,
};

function readLogin({ kind, name, path, problem }: Value): Login | null {
  if (kind === 'none' || kind === 'refused' || kind === 'unknown-method') return { kind };
  if (kind === 'helper') return readHelperLogin(name, problem);
  if (kind === 'unreadable') return isText(path) && isText(problem) ? { kind, path, problem } : null;
  return null;
}

function readHelperLogin(name: unknown, problem: unknown): Login | null {
  if (!isText(name)) return null;
  const known = HELPER_PROBLEMS.find((other) => other === problem);
  if (known) return { kind: 'helper', name, problem: known };
  return isRecord(problem) && isText(problem.said)
    ? { kind: 'helper', name, problem: { said: problem.said } }
    : null;
}

const HELPER_PROBLEMS: readonly HelperProblem[] = ['absent', 'timeout', 'rubbish', 'failed'];

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && isWellFormedDigest(value);
}

/** Text that may stand in a message: of one line, and no control characters that a terminal would obey. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1000 && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isProblem(value: unknown): value is ConnectionProblem {
  return PROBLEMS.some((problem) => problem === value);
}

const PROBLEMS: readonly ConnectionProblem[] = [
  'invalid-address',
  'proxy-address',
  'proxy-unreachable',
  'proxy-certificate',
  'proxy-login',
  'proxy-refused',
  'proxy-failed',
  'unknown-host',
  'refused',
  'no-answer',
  'connection-lost',
  'certificate-expired',
  'certificate-for-another-name',
  'certificate-untrusted',
  'tls',
  'other',
];
