import { createHash } from 'node:crypto';

/** Keeps a password that a registry refuses from being tried for each repository, which could lock an account. */
export interface RefusedPasswords {
  readonly refused: (registry: string, header: string) => void;
  readonly accepted: (registry: string, header: string) => void;
  /** Whether it was refused so often just now that it is not to be tried again. */
  readonly isSpent: (registry: string, header: string) => boolean;
}

/** A registry may refuse one repository so, but hardly all of the first ones. */
const MAX_TRIES = 3;
/** Milliseconds: a burst is over then, and whoever asks again has had time to unlock something. */
const MEMORY = 10_000;

export function createRefusedPasswords(now: () => number): RefusedPasswords {
  const tries = new Map<string, { readonly count: number; readonly at: number }>();
  const recent = (key: string): number => {
    const last = tries.get(key);
    return last && last.at <= now() && now() - last.at < MEMORY ? last.count : 0;
  };
  return {
    refused: (registry, header) => {
      const key = keyOf(registry, header);
      const count = recent(key) + 1;
      for (const other of tries.keys()) if (recent(other) === 0) tries.delete(other);
      tries.set(key, { count, at: now() });
    },
    accepted: (registry, header) => void tries.delete(keyOf(registry, header)),
    isSpent: (registry, header) => recent(keyOf(registry, header)) >= MAX_TRIES,
  };
}

/** Does not hold the password. */
function keyOf(registry: string, header: string): string {
  return `${registry} ${createHash('sha256').update(header).digest('base64')}`;
}
