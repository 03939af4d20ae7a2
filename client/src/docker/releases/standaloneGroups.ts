/** A container that no project owns, as far as it matters for telling what belongs together. */
export interface StandaloneName {
  readonly name: string;
  /** Without tag and digest; null where it cannot be told. */
  readonly repository: string | null;
  readonly tag: string | null;
}

/** The name of a group, and what tells its member from the others: `app` and `blue`. */
export interface NameParts {
  readonly base: string;
  readonly suffix: string;
}

/**
 * The names of the services that these containers make, in their order. Containers are one service where they run the
 * same repository and their names differ only in what people write to tell copies or releases apart; a name alone says
 * nothing, and neither does a repository: ten databases from one image are ten services.
 */
export function standaloneGroups(containers: readonly StandaloneName[]): readonly string[] {
  const groups = new Map<string, StandaloneName[]>();
  for (const container of containers) {
    const key = groupKey(container);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), container]);
  }
  // `app` belongs to `app-canary`, but only where there is an `app-canary`.
  for (const container of containers) {
    const group = groups.get(keyOf(container.name, container.repository ?? ''));
    if (group && groupKey(container) === null && container.repository !== null) group.push(container);
  }
  const names = new Map<StandaloneName, string>();
  const taken = new Set<string>();
  for (const group of groups.values()) {
    if (group.length < 2 || areVersions(group)) continue;
    const base = group.map(({ name }) => nameParts(name)?.base).find((name) => name !== undefined) ?? '';
    const isTaken =
      taken.has(base) || containers.some((other) => other.name === base && !group.includes(other));
    const name = isTaken ? `${base} (${group[0]?.repository ?? ''})` : base;
    taken.add(name);
    for (const member of group) names.set(member, name);
  }
  return containers.map((container) => names.get(container) ?? container.name);
}

/** Null for a name that is no other's copy. */
export function nameParts(name: string): NameParts | null {
  const [, base, suffix] = SUFFIX.exec(name) ?? [];
  if (base !== undefined && suffix !== undefined) return { base, suffix: suffix.toLowerCase() };
  const [, prefix, rest] = PREFIX.exec(name) ?? [];
  return prefix === undefined || rest === undefined ? null : { base: rest, suffix: prefix.toLowerCase() };
}

function groupKey({ name, repository }: StandaloneName): string | null {
  const parts = repository === null ? null : nameParts(name);
  return parts && keyOf(parts.base, repository ?? '');
}

function keyOf(base: string, repository: string): string {
  return `${base}\n${repository}`;
}

/**
 * `postgres-15` and `postgres-16` are two databases, each with its version in its name, and not the 15th and 16th copy of
 * one. A number that is no larger than the group may well be a copy's.
 */
function areVersions(group: readonly StandaloneName[]): boolean {
  return group.every(({ name, tag }) => {
    const suffix = nameParts(name)?.suffix ?? '';
    return (
      /^\d+$/.test(suffix) &&
      Number(suffix) > group.length &&
      new RegExp(`^v?${suffix}(?!\\d)`).test(tag ?? '')
    );
  });
}

const SUFFIX =
  /^(.*[^-_.])[-_.](blue|green|red|black|canary|stable|live|idle|old|new|current|previous|prev|next|v?\d{1,9})$/i;
const PREFIX = /^(blue|green|canary|stable)[-_.]([^-_.].*)$/i;
