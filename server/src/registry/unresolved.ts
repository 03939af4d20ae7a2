/** Why a registry could not say what was asked; no part of it holds a secret. */
export type Failure =
  | { readonly reason: 'unauthorised'; readonly login: Login }
  | { readonly reason: 'not-found' }
  /** `host` is the registry's, that of its token service, or one that it redirects to. */
  | { readonly reason: 'rate-limited'; readonly host: string; readonly retryAfterSeconds: number | null }
  | { readonly reason: 'timeout'; readonly seconds: number }
  | {
      readonly reason: 'unreachable';
      readonly problem: ConnectionProblem;
      readonly host: string;
      readonly code: string;
    }
  | { readonly reason: 'server-error'; readonly status: number }
  /** `detail` goes on after the registry's name: `answers 418`. */
  | { readonly reason: 'invalid-response'; readonly detail: string }
  /** A place that the registry leads to and that is not followed. */
  | { readonly reason: 'untrusted-address'; readonly purpose: 'login' | 'redirect'; readonly address: string }
  | { readonly reason: 'digest-mismatch'; readonly expected: string; readonly actual: string }
  /** `mediaType` as the registry gave it, null where it gave none. */
  | { readonly reason: 'unsupported-manifest'; readonly mediaType: string | null }
  | { readonly reason: 'too-large'; readonly limit: number }
  /** `available` are those that the image is there for, as `linux/arm/v7`. */
  | { readonly reason: 'no-platform'; readonly platform: string; readonly available: readonly string[] }
  /** The registry has what was asked for, but not this part of it. */
  | { readonly reason: 'missing-part'; readonly digest: string }
  /** Signatures and attestations of an image that are more than are read. */
  | { readonly reason: 'too-many-referrers' }
  /** A certificate of this machine without its key, or the other way round, in a folder of Docker's `certs.d`. */
  | { readonly reason: 'incomplete-certificate'; readonly file: string; readonly missing: string }
  | { readonly reason: 'cancelled' };

/** A failure with the registry that was asked, as the reference names it. */
export type Unresolved = Failure & { readonly found: false; readonly registry: string };

/** What was known of a login when a registry refused. */
export type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused' }
  /** A credential helper should have one; `name` is what comes after `docker-credential-`. */
  | { readonly kind: 'helper'; readonly name: string; readonly problem: HelperProblem }
  | { readonly kind: 'unreadable'; readonly path: string; readonly problem: string }
  /** The registry does not say how to log in, or in no way that is known here. */
  | { readonly kind: 'unknown-method' };

/** Why a credential helper gave no login; `said` is the first line of its own words, without what could be a secret. */
export type HelperProblem = 'absent' | 'timeout' | 'rubbish' | 'failed' | { readonly said: string };

export type ConnectionProblem =
  | 'invalid-address'
  | 'unknown-host'
  | 'refused'
  | 'no-answer'
  | 'connection-lost'
  | 'certificate-expired'
  | 'certificate-for-another-name'
  | 'certificate-untrusted'
  | 'tls'
  /** A proxy that is set and is no address of one. */
  | 'proxy-address'
  | 'proxy-unreachable'
  | 'proxy-certificate'
  /** The proxy wants to know who asks. */
  | 'proxy-login'
  /** The proxy does not let this through. */
  | 'proxy-refused'
  /** The proxy lets it through and does not get there. */
  | 'proxy-failed'
  | 'other';

export const CANCELLED: Failure = { reason: 'cancelled' };
