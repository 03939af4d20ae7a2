/*
 * Readers of what engines answer. Types of the Docker API are a promise that engines do not keep: lists and maps may be
 * null, fields absent or of another type, and podman has its own ideas of some.
 */

export type UntypedRecord = Readonly<Record<string, unknown>>;

/** Empty for what is no object. */
export function recordOf(value: unknown): UntypedRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as UntypedRecord) : {};
}

/** The objects of a list whose body may be `null` when it is empty; null for what is no list. */
export function recordsOf(value: unknown): readonly UntypedRecord[] | null {
  if (value === null) return [];
  return Array.isArray(value) ? value.map(recordOf) : null;
}

/** Null for an empty text too. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Names of a map whose values say nothing, as of volumes: `{ "/data": {} }`. */
export function namesOf(value: unknown): readonly string[] {
  return Object.keys(recordOf(value));
}

/** The entries that are texts. */
export function labelsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/**
 * Milliseconds since the epoch, of seconds (Docker's lists) or of a text of RFC 3339 (everything else; podman's lists
 * too); null for what is none, and for the zero time of Go, which stands for never.
 */
export function timeOf(value: unknown): number | null {
  const time =
    typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) && time > 0 ? time : null;
}
