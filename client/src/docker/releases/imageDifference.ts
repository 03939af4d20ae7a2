import type { DeclaredService } from '../../../../server/src/inspectionProtocol';
import type { SyncReason } from './answers';
import type { KnownImage } from './imageCatalogue';
import type { PlacedService } from './placeContainers';
import type { ReadContainer } from './readContainer';
import type { Reading } from './reading';
import { allDigests } from './runningDigest';
import { isDigest, startedReference, tagName, type StartedReference } from './startedReference';

export interface ImageDifference {
  readonly difference: SyncReason | null;
  /** Why it cannot be told. */
  readonly doubt: SyncReason | null;
}

/** The container, and whether compose is known to see its configuration as changed. */
export interface Candidate {
  readonly read: ReadContainer;
  readonly configuration: boolean | null;
}

/** The image that a service declares against the one that runs: by what they are, and by their names only at last. */
export function imageDifference(
  reading: Reading,
  service: PlacedService,
  declared: DeclaredService,
  { read, configuration }: Candidate,
): ImageDifference {
  const { image, build } = declared;
  if (image !== null && image.reference === null) {
    // The hash covers the image's name, so that an equal one says what the variables were.
    const { reference } = read.container;
    if (configuration !== false || reference === null)
      return { difference: movedTag(reading, read), doubt: { kind: 'variable', text: image.text } };
    return byTag(reading, read, startedReference(reference));
  }
  if (image?.reference != null) return differs(reading, read, startedReference(image.reference));
  if (build === null) return { difference: movedTag(reading, read), doubt: { kind: 'undeclared' } };
  const [name, older] = builtNames(service);
  const isOlder = read.started?.repository === older.repository;
  return byTag(reading, read, isOlder ? older : name);
}

/** What no file is needed for: the tag that a container was started from names another image here by now. */
export function movedTag({ images }: Reading, read: ReadContainer): SyncReason | null {
  const { started } = read;
  if (started?.digest !== null) return null;
  const here = images.named(started);
  if (here === null || runs(read, here)) return null;
  return { kind: 'tag-moved-here', reference: started.text };
}

/** How compose 2 and compose 1 name what they build where the file does not. */
function builtNames({ project, name }: PlacedService): readonly [StartedReference, StartedReference] {
  return [startedReference(`${project.name}-${name}`), startedReference(`${project.name}_${name}`)];
}

function differs(reading: Reading, read: ReadContainer, declared: StartedReference): ImageDifference {
  const { imageId, digest } = read.container;
  if (isDigest(declared.text)) {
    const isSame = declared.text === imageId || allDigests(digest).includes(declared.text);
    return isSame ? SAME : other(read, declared);
  }
  return declared.digest === null ? byTag(reading, read, declared) : byDigest(reading, read, declared);
}

function byDigest({ images }: Reading, read: ReadContainer, declared: StartedReference): ImageDifference {
  const { digest } = read.container;
  const wanted = declared.digest ?? '';
  if (allDigests(digest).includes(wanted)) return SAME;
  const here = images.withDigest(wanted);
  if (here.some((image) => runs(read, image))) return SAME;
  if (digest.known || here.length > 0) return other(read, declared);
  const isSameRepository = read.started?.repository === declared.repository;
  return read.started === null || isSameRepository
    ? doubt({ kind: 'identity-unknown' })
    : other(read, declared);
}

function byTag({ images }: Reading, read: ReadContainer, declared: StartedReference): ImageDifference {
  const { started, labels, observed } = read;
  const name = tagName(declared);
  const isStartedSo = started !== null && tagName(started) === name;
  // A manager asks the registry once what a tag names, and has all nodes run that: what else the tag has named on this
  // node does not matter.
  if (labels.swarm && isStartedSo && started.digest !== null) return SAME;
  const here = images.named(declared);
  if (here && runs(read, here)) return SAME;
  if (here) {
    return isStartedSo
      ? { difference: { kind: 'tag-moved-here', reference: declared.text }, doubt: null }
      : other(read, declared);
  }
  // An engine lists a container with its name only as long as that still names the container's image.
  if (tagName(startedReference(observed.facts.image)) === name) return SAME;
  if (started === null || isStartedSo || mayBe(started, declared)) {
    return doubt({ kind: 'tag-not-here', declared: declared.text });
  }
  return other(read, declared);
}

/** What was started by digest alone may be what any tag of its repository names. */
function mayBe(started: StartedReference, declared: StartedReference): boolean {
  return started.repository === declared.repository && started.digest !== null && started.tag === null;
}

/** Whether an image of this engine is what runs. In containerd's store an id is a digest. */
function runs({ container, image }: ReadContainer, candidate: KnownImage): boolean {
  if (candidate.id === container.imageId || candidate.id === image.id) return true;
  const running = new Set(allDigests(container.digest));
  return (
    running.has(candidate.id) ||
    candidate.recorded.some(({ digest }) => digest !== null && running.has(digest))
  );
}

function other({ container }: ReadContainer, declared: StartedReference): ImageDifference {
  const { reference, digest, imageId } = container;
  const running = reference ?? (digest.known ? digest.digest : imageId);
  return { difference: { kind: 'other-image', declared: declared.text, running }, doubt: null };
}

function doubt(reason: SyncReason): ImageDifference {
  return { difference: null, doubt: reason };
}

const SAME: ImageDifference = { difference: null, doubt: null };
