import type { HttpResponse } from '../../environment';

/** How much a host still gives, as it says itself. */
export interface RateLimit {
  /** What may be asked for in the whole window, and what is left of it. */
  readonly limit: number;
  readonly remaining: number;
  /** Null where the host does not say it. */
  readonly windowSeconds: number | null;
  /** Whom the limit is for, an address or an account's id; null where the host does not say it. */
  readonly source: string | null;
}

/** What Docker Hub says with manifests, also to HEAD (Docker Docs, "Pull usage and limits"): `100;w=21600`. */
export function readRateLimit(headers: HttpResponse['headers']): RateLimit | null {
  const limit = quota(headers.get('ratelimit-limit'));
  const remaining = quota(headers.get('ratelimit-remaining'));
  if (!limit || !remaining) return null;
  const source = headers.get('docker-ratelimit-source') ?? '';
  return {
    limit: limit.count,
    remaining: remaining.count,
    windowSeconds: limit.windowSeconds ?? remaining.windowSeconds,
    source: /^[\x21-\x7e]{1,100}$/.test(source) ? source : null,
  };
}

/** Whole seconds to wait, at least one; the header holds them, or a date (RFC 9110, section 10.2.3). */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Math.max(1, Number(header));
  const date = /^[A-Za-z]/.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? null : Math.max(1, Math.ceil((date - now) / 1000));
}

function quota(
  header: string | null,
): { readonly count: number; readonly windowSeconds: number | null } | null {
  const match = /^(\d{1,12})(?:\s*;\s*w=(\d{1,9}))?(?:$|[\s,;])/.exec(header ?? '');
  if (!match) return null;
  return { count: Number(match[1]), windowSeconds: match[2] === undefined ? null : Number(match[2]) };
}
