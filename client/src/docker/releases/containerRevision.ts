import type { Configuration, ImageFacts } from '../engineFacts';
import type { KnownImage } from './imageCatalogue';
import type { ObservedContainer } from './observation';
import type { Reading } from './reading';
import type { Revision, RevisionWitness } from './revision';
import { commitIn, isCommitTag } from './commitText';
import { baseImages } from './baseImages';
import { remembered } from './remembered';
import { LEGACY_REVISIONS, LEGACY_SOURCES, REVISION, SOURCE } from './revisionLabels';
import type { StartedReference } from './startedReference';

/** The commit behind a container, by the first witness from the top of the ladder that says it. */
export function containerRevision(
  reading: Reading,
  { facts, details }: ObservedContainer,
  image: KnownImage,
  started: StartedReference | null,
): Revision {
  // Once the image is gone, the container still has its labels and variables, mixed with its own.
  const labels = image.labels ?? facts.labels;
  const environment = (image.facts?.configuration ?? details?.configuration)?.environment ?? [];
  const tag = started?.tag ?? null;
  // Many containers run from one image, and what it says takes longest to read.
  return rememberedRevision(
    image,
    [reading.images, reading.knowledge.evidence, labels, environment, tag],
    () => imageRevision(reading, { image, labels, environment, tag }),
  );
}

const rememberedRevision = remembered<Revision>();

/** What there is to read of an image that may itself be gone. */
export interface RevisionTexts {
  readonly image: KnownImage;
  readonly labels: Readonly<Record<string, string>>;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  readonly tag: string | null;
}

export function imageRevision(reading: Reading, texts: RevisionTexts): Revision {
  const { image, labels } = texts;
  const signed = image.facts?.signedSource ?? null;
  const bySignature = signed && found(signed.revision, signed.repository, 'signature');
  if (bySignature) return bySignature;
  const evidence = reading.knowledge.evidence.get(image.id)?.revision ?? null;
  const bases = baseImages(reading, image);
  const source = sourceOf(labels, bases);
  const attested =
    evidence && (evidence.by === 'provenance' || evidence.by === 'annotation')
      ? found(evidence.revision, evidence.source ?? source, evidence.by)
      : null;
  if (attested) return { ...attested, dirty: attested.dirty || evidence?.dirty === true };
  const claims = labelClaims(texts, source);
  const own = claims.find((claim) => !isOfBase(claim, bases));
  if (own) return own.revision;
  const told =
    evidence && claims.length === 0 ? found(evidence.revision, evidence.source ?? source, evidence.by) : null;
  if (told && !isOfBase({ revision: told, read: () => labelTexts(labels) }, bases)) {
    return { ...told, dirty: told.dirty || evidence?.dirty === true };
  }
  const byTag = texts.tag !== null && isCommitTag(texts.tag) ? found(texts.tag, source, 'tag') : null;
  if (byTag) return byTag;
  if (claims.length > 0) return { known: false, reason: 'of-the-base' };
  const isUnknown = image.facts === null && image.listed === null;
  return { known: false, reason: isUnknown ? 'image-unknown' : 'none' };
}

type KnownRevision = Extract<Revision, { known: true }>;

interface Claim {
  readonly revision: KnownRevision;
  /** The texts in which another image would say the same. */
  readonly read: (configuration: Configuration) => readonly string[];
}

/** What labels and variables say, from the top. */
function labelClaims({ labels, environment }: RevisionTexts, source: string | null): readonly Claim[] {
  const claim = (text: string | undefined, by: RevisionWitness, read: Claim['read']): readonly Claim[] => {
    const revision = text === undefined ? null : found(text, source, by);
    return revision ? [{ revision, read }] : [];
  };
  const label = (name: string, by: RevisionWitness) =>
    claim(own(labels, name), by, (other) => [own(other.labels, name) ?? '']);
  const values = variables(environment);
  return [
    ...label(REVISION, 'label'),
    ...label(SOURCE, 'label').filter(() => /#[0-9a-f]{7,}/.test(own(labels, SOURCE) ?? '')),
    ...LEGACY_REVISIONS.flatMap((name) => label(name, 'legacy-label')),
    ...REVISION_VARIABLES.flatMap((name) =>
      claim(values.get(name), 'variable', (other) => [variables(other.environment).get(name) ?? '']),
    ),
  ];
}

/** A base's label comes down to all that is built on it, and says nothing of them. */
function isOfBase({ revision, read }: Claim, bases: readonly ImageFacts[]): boolean {
  return bases.some(({ configuration }) =>
    read(configuration).some((text) => commitIn(text)?.revision === revision.revision),
  );
}

function labelTexts(labels: Readonly<Record<string, string>>): readonly string[] {
  return [REVISION, ...LEGACY_REVISIONS].map((name) => own(labels, name) ?? '');
}

function sourceOf(labels: Readonly<Record<string, string>>, bases: readonly ImageFacts[]): string | null {
  const names = [SOURCE, ...LEGACY_SOURCES];
  for (const name of names) {
    const text = own(labels, name) ?? '';
    const ofBase = bases.some(({ configuration }) => own(configuration.labels, name) === text);
    if (/^(?:https?:|git:|ssh:|git@)/.test(text) && !ofBase) return bareSource(text);
  }
  return null;
}

/** `https://host/repository.git#commit:folder` names more than the repository; a login is nobody's business. */
function bareSource(source: string): string {
  return source
    .replace(/^(https?:\/\/)[^/]*@/i, '$1')
    .replace(/#.*$/s, '')
    .replace(/\/(?:-\/)?(?:blob|tree|commit)\/.*$/s, '');
}

function found(text: string, source: string | null, by: RevisionWitness): KnownRevision | null {
  const commit = commitIn(text);
  return (
    commit && {
      known: true,
      revision: commit.revision,
      source: source && bareSource(source),
      by,
      dirty: commit.dirty,
    }
  );
}

function own(labels: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}

function variables(environment: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    environment.map((entry) => [entry.split('=', 1)[0] ?? '', entry.slice(entry.indexOf('=') + 1)]),
  );
}

/** As build scripts and platforms name it, the plainest first. */
const REVISION_VARIABLES: readonly string[] = [
  'GIT_COMMIT',
  'GIT_SHA',
  'GIT_COMMIT_SHA',
  'GIT_REVISION',
  'GIT_REV',
  'GIT_HASH',
  'SOURCE_COMMIT',
  'OPENSHIFT_BUILD_COMMIT',
  'COMMIT_SHA',
  'CI_COMMIT_SHA',
  'GITHUB_SHA',
  'COMMIT_HASH',
  'VCS_REF',
  'BUILD_COMMIT',
  'BUILD_VCS_NUMBER',
];
