/** Why a registry could not say what was asked; no part of it holds a secret. */
export type Failure =
  | { readonly reason: 'unauthorised'; readonly login: Login }
  | { readonly reason: 'not-found' }
  | { readonly reason: 'rate-limited'; readonly retryAfterSeconds: number | null }
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
  | { readonly reason: 'cancelled' };

/** A failure with the registry that was asked, as the reference names it. */
export type Unresolved = Failure & { readonly found: false; readonly registry: string };

/** What was known of a login when a registry refused. */
export type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused' }
  /** A credential helper holds the login, and is not read. */
  | { readonly kind: 'helper'; readonly name: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly problem: string }
  /** The registry does not say how to log in, or in no way that is known here. */
  | { readonly kind: 'unknown-method' };

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
  | 'other';

export const CANCELLED: Failure = { reason: 'cancelled' };
