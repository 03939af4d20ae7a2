import { isRecord } from '../json';
import { kindOfPredicate } from './evidenceKind';
import { entriesOf } from './manifestFacts';
import { isWellFormedDigest } from '../../syntax/imageReference';

/** What a builder says of how an image was made. */
export interface Provenance {
  readonly commit: ProvenCommit | null;
  /** The only image that it was built from; null where there are several, for it is not said which is the base. */
  readonly base: { readonly name: string; readonly digest: string | null } | null;
}

export interface ProvenCommit {
  readonly revision: string;
  /** The URL of the repository, without what in it is written for Git alone. */
  readonly source: string | null;
  /** Whether there were changes that were not committed. */
  readonly dirty: boolean;
}

type Value = Readonly<Record<string, unknown>>;

/**
 * Reads an in-toto statement of provenance; null for another one. Source: SLSA provenance v0.2 and v1, and BuildKit's
 * "SLSA definitions". What the builder fetched by itself goes before what its client said of the folder that it sent.
 */
export function readStatement(statement: Value): Provenance | null {
  const { predicateType, predicate } = statement;
  if (typeof predicateType !== 'string' || !isRecord(predicate)) return null;
  if (kindOfPredicate(predicateType).kind !== 'provenance') return null;
  const definition = at(predicate, 'buildDefinition');
  const sources = [
    at(at(predicate, 'invocation'), 'configSource'),
    at(at(definition, 'externalParameters'), 'configSource'),
  ];
  const materials = [...entriesOf(predicate.materials), ...entriesOf(definition.resolvedDependencies)];
  const folders = [
    at(at(at(predicate, 'metadata'), BUILDKIT), 'vcs'),
    at(at(at(at(predicate, 'runDetails'), 'metadata'), 'buildkit_metadata'), 'vcs'),
  ];
  const builder = predicate.buildType ?? definition.buildType;
  // Among BuildKit's materials are repositories that a Dockerfile adds.
  const isBuildKit = typeof builder === 'string' && /\bbuildkit\b/.test(builder);
  const listed = isBuildKit ? null : onlyRepository(materials);
  const commits = [...sources.map(fetched), ...folders.map(said), listed];
  return {
    commit: commits.find((commit) => commit !== null) ?? null,
    base: onlyImage(materials),
  };
}

const BUILDKIT = 'https://mobyproject.org/buildkit@v1#metadata';

function at(value: Value, key: string): Value {
  const inner = value[key];
  return isRecord(inner) ? inner : {};
}

/** What was fetched from a repository at a commit; null for what was fetched otherwise, or not at all. */
function fetched({ uri, digest }: Value): ProvenCommit | null {
  const { gitCommit, sha1 } = isRecord(digest) ? digest : {};
  const revision = gitCommit ?? sha1;
  if (typeof revision !== 'string' || !COMMIT.test(revision)) return null;
  return { revision, source: typeof uri === 'string' ? sourceOf(uri) : null, dirty: false };
}

/** BuildKit's client says it of the working tree; with `-dirty` where it looked for changes and there were some. */
function said({ revision, source }: Value): ProvenCommit | null {
  const [, commit, dirty] = DIRTY_COMMIT.exec(typeof revision === 'string' ? revision : '') ?? [];
  if (commit === undefined) return null;
  return {
    revision: commit,
    source: typeof source === 'string' ? sourceOf(source) : null,
    dirty: dirty !== undefined,
  };
}

/** Others than BuildKit list the repository among all that they used. */
function onlyRepository(materials: readonly Value[]): ProvenCommit | null {
  const commits = materials.flatMap((material) => {
    const { uri, digest } = material;
    const isGit = typeof uri === 'string' && (uri.startsWith('git+') || uri.includes('.git'));
    return isGit || (isRecord(digest) && 'gitCommit' in digest) ? (fetched(material) ?? []) : [];
  });
  return new Set(commits.map(({ revision }) => revision)).size === 1 ? (commits[0] ?? null) : null;
}

/** `git+https://host/repository.git@refs/heads/main` and `https://host/repository.git#main` are the repository. */
function sourceOf(uri: string): string | null {
  const plain = uri
    .replace(/^git\+/, '')
    .replace(/#.*$/s, '')
    .replace(/@refs\/.*$/s, '')
    // Who built it may have logged in by the address.
    .replace(/^([a-z+]+:\/\/)[^/@]*@/, '$1');
  return plain === '' || plain.length > MAX_SOURCE_LENGTH || /\s/.test(plain) ? null : plain;
}

/** Images by their package URLs, without what builds but is in no image: frontends and scanners. */
function onlyImage(materials: readonly Value[]): Provenance['base'] {
  const images = materials.flatMap(({ uri, digest }) => {
    const url = typeof uri === 'string' ? PACKAGE_URL.exec(uri) : null;
    const [, name = '', version, qualifiers = ''] = url ?? [];
    if (!url || OF_BUILDS.test(name)) return [];
    const { sha256 } = isRecord(digest) ? digest : {};
    const qualified = new URLSearchParams(qualifiers).get('digest');
    const known = typeof sha256 === 'string' ? `sha256:${sha256}` : (qualified ?? '');
    const tag = version === undefined || version.startsWith('sha256') ? '' : `:${decoded(version)}`;
    return { name: `${decoded(name)}${tag}`, digest: isWellFormedDigest(known) ? known : null };
  });
  const names = new Set(images.map(({ name }) => name));
  return names.size === 1 ? (images[0] ?? null) : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const DIRTY_COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})(-dirty)?$/;
const PACKAGE_URL = /^pkg:docker\/([^@?#\s]{1,300})(?:@([^?#\s]{1,200}))?(?:\?([^#\s]*))?$/;
const OF_BUILDS =
  /^(?:docker|docker\.io\/docker)\/(?:dockerfile|dockerfile-upstream|buildkit-[\w-]+|scout-[\w-]+)$/;
const MAX_SOURCE_LENGTH = 2000;
