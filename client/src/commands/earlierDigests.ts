import { referenceParts, isSameName } from './referenceParts';

/** What a service's image was at a commit of its file; the newest first. */
export interface EarlierReference {
  /** After variables; null where it cannot be known. */
  readonly reference: string | null;
  readonly revision: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly date: number;
  readonly subject: string;
}

/** Digests that a tag has named, as registries once said. */
export interface RecordedTag {
  /** With a tag, without a digest. */
  readonly reference: string;
  /** Milliseconds since the epoch. */
  readonly runs: readonly { readonly digest: string; readonly first: number; readonly last: number }[];
}

/** What a service can be rolled back to. */
export interface EarlierDigest {
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string;
  /** Milliseconds since the epoch: when it was written into the file, or first seen at its registry. */
  readonly time: number;
  readonly told:
    | { readonly by: 'file'; readonly revision: string; readonly author: string; readonly subject: string }
    | { readonly by: 'record' };
}

/** Each digest once, the latest first, without those that run. `name`: the repository that the file names now. */
export function earlierDigests(
  name: string,
  history: readonly EarlierReference[],
  recorded: readonly RecordedTag[],
  running: readonly string[],
): readonly EarlierDigest[] {
  // What a file says is worth more than what a registry once answered: it ran, or was meant to.
  const all = [...introductions(history).flatMap(fromFile), ...recorded.flatMap(fromRecord)].filter(
    (earlier) => isSameName(earlier.name, name) && !running.includes(earlier.digest),
  );
  const first = all.filter(({ digest }, at) => all.findIndex((other) => other.digest === digest) === at);
  return first.sort((one, other) => other.time - one.time);
}

/** References with a tag alone: what they named then, only the record may know. */
export function tagsWithoutDigest(name: string, history: readonly EarlierReference[]): readonly string[] {
  const parts = history.flatMap(({ reference }) => (reference === null ? [] : [referenceParts(reference)]));
  const tags = parts.flatMap(({ name: named, tag }) =>
    tag !== null && isSameName(named, name) ? [`${named}:${tag}`] : [],
  );
  return [...new Set(tags)];
}

/** Of commits in a row with one reference only the first one made, which wrote it. */
function introductions(history: readonly EarlierReference[]): readonly EarlierReference[] {
  return history.filter(({ reference }, at) => history[at + 1]?.reference !== reference);
}

function fromFile({ reference, date, ...told }: EarlierReference): readonly EarlierDigest[] {
  if (reference === null) return [];
  const { name, tag, digest } = referenceParts(reference);
  const { revision, author, subject } = told;
  return digest === null
    ? []
    : [{ name, tag, digest, time: date, told: { by: 'file', revision, author, subject } }];
}

function fromRecord({ reference, runs }: RecordedTag): readonly EarlierDigest[] {
  const { name, tag } = referenceParts(reference);
  return runs.map(({ digest, first }) => ({ name, tag, digest, time: first, told: { by: 'record' } }));
}
