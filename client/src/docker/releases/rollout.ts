/** One of the releases of a service, as far as a rollout is told from it. */
export interface RolloutRelease {
  readonly version: string | null;
  /** Seven digits of the digest with an `@` before, or what else tells it from others. */
  readonly short: string;
  readonly running: number;
  /** `blue`, `green`; null where its containers are not named so. */
  readonly colour: string | null;
  /** When the first of its containers that are here was made, and its image; null where it is not known. */
  readonly started: number | null;
  readonly built: number | null;
}

/**
 * `9 × 1.0 · 1 × 2.0, 10 % canary`, counted over what runs; null where only one release runs. A canary is a smaller
 * part that is newer: the last of the old ones are none, and neither is one of two halves.
 */
export function rollout(releases: readonly RolloutRelease[]): string | null {
  const running = releases.filter((release) => release.running > 0).sort((a, b) => b.running - a.running);
  if (running.length < 2) return null;
  const versions = running.map(({ version }) => version);
  const parts = running.map((release) => {
    const isAlone = versions.filter((version) => version === release.version).length === 1;
    const { version, short, colour } = release;
    const name = version === null ? short : isAlone ? version : `${version} ${short}`;
    return `${release.running} × ${name}${isColour(colour) ? ` (${colour})` : ''}`;
  });
  const share = canary(running);
  return share === null ? parts.join(' · ') : `${parts.join(' · ')}, ${share} canary`;
}

function canary(running: readonly RolloutRelease[]): string | null {
  const [stable, small, third] = running;
  if (!stable || !small || third || small.running >= stable.running) return null;
  if (isColour(stable.colour) || isColour(small.colour) || isOlder(small, stable)) return null;
  const share = Math.round((100 * small.running) / (small.running + stable.running));
  return share === 0 ? 'less than 1 %' : `${share} %`;
}

/** Blue and green are there side by side, however many each has. */
function isColour(name: string | null): name is string {
  return name !== null && name !== 'canary' && name !== 'stable';
}

function isOlder(one: RolloutRelease, other: RolloutRelease): boolean {
  if (one.started !== null && other.started !== null && one.started !== other.started) {
    return one.started < other.started;
  }
  return one.built !== null && other.built !== null && one.built < other.built;
}
