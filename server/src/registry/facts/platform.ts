import { isRecord } from '../json';

/** What an image is built for (OCI image specification, "Platform"). */
export interface Platform {
  /** As its image names it: `linux/arm/v7`. */
  readonly platform: string;
  /** Of Windows: `10.0.20348.2113`. */
  readonly osVersion: string | null;
}

/** Reads `os`, `architecture`, `variant` and `os.version`, named alike in an index and in a configuration; null where they name no platform. */
export function readPlatform(value: unknown): Platform | null {
  if (!isRecord(value)) return null;
  const { os, architecture, variant, 'os.version': osVersion } = value;
  if (!isName(os) || !isName(architecture) || os === 'unknown') return null;
  return {
    platform: [os, architecture, ...(isName(variant) ? [variant] : [])].join('/'),
    osVersion: isName(osVersion) ? osVersion : null,
  };
}

/** One text for all spellings of a platform: `linux/arm64/v8` and `linux/aarch64` are `linux/arm64/8`. */
export function platformKey({ platform, osVersion }: Platform): string {
  const { os, architecture, variant } = normalised(platform);
  return [os, architecture, variant, ...(osVersion === null ? [] : [osVersion])].join('/');
}

/**
 * The candidate that an engine takes when it is asked for `wanted`: of the same system and architecture, in the highest
 * variant that `wanted` can run (`linux/arm` is v7 and runs v6 and v5), the earliest of several. Other architectures
 * that a processor could run too are none: nobody means 386 by amd64. Of Windows the version of `windows(10.0.20348)/amd64`
 * decides in its first three parts; where none is wanted, the newest.
 */
export function bestMatch<T extends Platform>(candidates: readonly T[], wanted: string): T | null {
  const goal = normalised(wanted);
  let best: { readonly candidate: T; readonly rank: readonly number[] } | null = null;
  for (const candidate of candidates) {
    const rank = matchRank(candidate, goal);
    if (rank !== null && (best === null || compareNumbers(rank, best.rank) > 0)) best = { candidate, rank };
  }
  return best?.candidate ?? null;
}

interface NormalPlatform {
  readonly os: string;
  readonly architecture: string;
  /** Without its `v`, as `7`; empty where the architecture has none. */
  readonly variant: string;
  readonly osVersion: string | null;
}

/** Higher is better; null where the candidate does not do. */
function matchRank(candidate: Platform, goal: NormalPlatform): readonly number[] | null {
  const { os, architecture, variant } = normalised(candidate.platform);
  if (os !== goal.os || architecture !== goal.architecture) return null;
  const version = numbersOf(candidate.osVersion ?? '');
  if (goal.osVersion !== null) {
    const build = numbersOf(goal.osVersion).slice(0, 3);
    if (build.some((part, index) => part !== version[index])) return null;
  }
  if (variant === goal.variant) return [1, 0, 0, ...(os === 'windows' ? version : [])];
  const [lower, higher] = [numbersOf(variant), numbersOf(goal.variant)];
  if (!USUAL_VARIANTS.has(architecture) || lower.length === 0 || higher.length === 0) return null;
  return compareNumbers(lower, higher) < 0 ? [0, lower[0] ?? 0, lower[1] ?? 0] : null;
}

/** The spellings that uname and others use, as Go and the OCI specification name them. */
const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['i386', '386'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm'],
  ['armel', 'arm/6'],
]);
/** What an architecture without a variant means. */
const USUAL_VARIANTS: ReadonlyMap<string, string> = new Map([
  ['amd64', '1'],
  ['arm', '7'],
  ['arm64', '8'],
]);

function normalised(platform: string): NormalPlatform {
  const parts = platform.toLowerCase().split('/');
  const [system = '', machine = '', given = ''] = parts.length === 1 ? ['linux', ...parts] : parts;
  const [, os = system, osVersion = null] = /^([^()]*)\(([^()]*)\)$/.exec(system) ?? [];
  const name = ARCHITECTURES.get(machine) ?? machine;
  const [architecture = '', implied = USUAL_VARIANTS.get(name) ?? ''] = name.split('/');
  return { os, architecture, variant: given === '' ? implied : given.replace(/^v(?=\d)/, ''), osVersion };
}

/** The numbers of `8.2`; none where it is something else. */
function numbersOf(text: string): readonly number[] {
  return /^\d{1,9}(?:\.\d{1,9})*$/.test(text) ? text.split('.').map(Number) : [];
}

function compareNumbers(one: readonly number[], other: readonly number[]): number {
  const index = Array.from({ length: Math.max(one.length, other.length) }).findIndex(
    (_, at) => (one[at] ?? 0) !== (other[at] ?? 0),
  );
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}

/** Names of platforms are plain words, so that no text of a registry's own stands where one is shown. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value);
}
