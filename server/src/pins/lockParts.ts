import { imageVolumesOf, type MergedService } from '../syntax/compose/merge';
import type { ImageVolume, VolumeFields } from '../syntax/compose/volumes';
import { parseImageReference, type ImageReference } from '../syntax/imageReference';

/** An image that a lock pins: a service's own, or that of one of its volumes. */
export interface LockPart {
  readonly service: string;
  /** Where the volume is mounted; null for the service's own image. */
  readonly target: string | null;
  /** The whole volume, which a lock has to repeat; null for the service's own image. */
  readonly volume: VolumeFields | null;
  /** The reference after variables; the name stays as it is written. */
  readonly text: string;
  readonly reference: ImageReference;
}

/** What is to be said about a service. */
export interface LockNote {
  readonly service: string;
  readonly message: string;
}

/** What a lock of a project can pin, and what it cannot and why; ordered by the names of services and targets. */
export function lockParts(services: ReadonlyMap<string, MergedService>): {
  readonly parts: readonly LockPart[];
  readonly notes: readonly LockNote[];
} {
  const parts: LockPart[] = [];
  const notes: LockNote[] = [];
  const outputs = outputsOf(services);
  for (const [service, merged] of [...services].sort(byName)) {
    for (const found of [
      ownImage(service, merged),
      ...volumeImages(service, merged, services),
      ...hookNotes(service, merged),
    ]) {
      if ('message' in found) notes.push(found);
      else if (outputs.has(nameOf(found.reference))) notes.push(builtNote(found));
      else parts.push(found);
    }
  }
  return { parts, notes };
}

/** What a part is told from the others by. */
export function partName({ service, target }: Pick<LockPart, 'service' | 'target'>): string {
  return target === null ? `'${service}'` : `'${service}' at ${target}`;
}

/** The names of the images that services build, and that others may run. */
function outputsOf(services: ReadonlyMap<string, MergedService>): ReadonlySet<string> {
  const texts = [...services.values()].flatMap(({ image, build }) =>
    build ? [...(image === null ? [] : [image]), ...build.tags] : [],
  );
  return new Set(
    texts.flatMap((text) => {
      const reference = parseImageReference(text);
      return reference.kind === 'reference' ? [nameOf(reference)] : [];
    }),
  );
}

function nameOf({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}:${tag ?? 'latest'}@${digest ?? ''}`;
}

function builtNote(part: Pick<LockPart, 'service' | 'target'>): LockNote {
  const message = `${partName(part)} is left out, for its image is made here. Pin the images that its Dockerfile starts from.`;
  return { service: part.service, message };
}

function ownImage(service: string, merged: MergedService): LockPart | LockNote {
  const { image, built, hasUnknownImage } = merged;
  if (built) {
    return builtNote({ service, target: null });
  }
  if (hasUnknownImage) return { service, message: unknownMessage(`The image of '${service}'`) };
  if (image === null) return { service, message: `'${service}' is left out, for it names no image.` };
  return partOf({ service, target: null, volume: null, text: image });
}

function volumeImages(
  service: string,
  merged: MergedService,
  services: ReadonlyMap<string, MergedService>,
): (LockPart | LockNote)[] {
  return [...imageVolumesOf(merged)]
    .sort(byName)
    .flatMap(([target, volume]) => volumeImage({ service, target }, volume, services));
}

/** The source may be the name of a service, whose image it then is. */
function volumeImage(
  { service, target }: { readonly service: string; readonly target: string },
  { source, fields }: ImageVolume,
  services: ReadonlyMap<string, MergedService>,
): (LockPart | LockNote)[] {
  if (source !== null && services.has(source)) return [];
  if (source === null || !fields) {
    return [{ service, message: unknownMessage(`The volume of '${service}' at ${target}`) }];
  }
  return [partOf({ service, target, volume: fields, text: source })];
}

function hookNotes(service: string, { hooks }: MergedService): LockNote[] {
  const images = new Set(hooks.flatMap((read) => read()).filter(isUnpinned));
  return [...images].map((image) => ({
    service,
    message: `'${image}' in pre_start of '${service}' is left out, for an override file adds hooks and replaces none. Pin it where it is written.`,
  }));
}

function isUnpinned(text: string): boolean {
  const reference = parseImageReference(text);
  return reference.kind === 'reference' && reference.digest === null;
}

function partOf(part: Omit<LockPart, 'reference'>): LockPart | LockNote {
  const reference = parseImageReference(part.text);
  if (reference.kind === 'reference') return { ...part, reference };
  const message = `'${part.text}' of ${partName(part)} is left out, for it is no image reference. Write it as in: registry/repository:tag`;
  return { service: part.service, message };
}

function unknownMessage(what: string): string {
  return `${what} is left out, for a variable in it has no value here. Give it a default, or a value in .env.`;
}

/** By code units, so that the order is the same on every machine. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
