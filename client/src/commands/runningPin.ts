import type { ComposedFiles } from '../../../server/src/inspectionProtocol';
import type { RunningDigest } from '../docker/releases/identity';
import type { Release, Service } from '../docker/releases/model';
import { undeclaredWords } from './undeclaredWords';
import { isSameName, referenceParts } from './referenceParts';

/** What would be written into the file of a service, so that it names what runs. */
export type RunningPin =
  | {
      readonly ok: true;
      /** Of a file that declares the service. */
      readonly uri: string;
      readonly composed?: ComposedFiles;
      /** As the file names it. */
      readonly service: string;
      readonly digest: string;
      /** The tag that runs, where the file has another one; null to keep the file's. */
      readonly tag: string | null;
      /** What is to be known before; the user is asked where there is something. */
      readonly doubts: readonly string[];
    }
  /** Why nothing can be written, and what to do. */
  | { readonly ok: false; readonly message: string };

export function runningPin(running: Service, release: Release): RunningPin {
  const { name, declaration } = running;
  if (declaration.kind !== 'declared') return refused(undeclaredWords(running, declaration));
  const { service, by, composed } = declaration;
  if (service.build) {
    return refused(
      `${name} is built from the file: a digest there would name what the next build replaces. Push the image, and name it in a service without 'build:'.`,
    );
  }
  if (!service.image) return refused(`The file names no image for ${name}.`);
  if (!release.digest.known) return refused(unknownDigest(release.digest));
  const declared = service.image.reference === null ? null : referenceParts(service.image.reference);
  const { repository, digest } = release;
  if (declared && repository !== null && !isSameName(declared.name, repository)) {
    return refused(
      `The file names ${declared.name}, and what runs is ${repository}. Change the name in the file first.`,
    );
  }
  const started = startedTag(release);
  return {
    ok: true,
    // Where the image stands, in a file that is extended, the service may have another name.
    uri: service.place.uri,
    ...(composed && { composed }),
    service: service.name,
    digest: digest.digest,
    tag: declared && declared.tag !== started ? started : null,
    doubts: [
      ...(by === 'name' ? ['The file was found by the name of its project only.'] : []),
      ...digestDoubts(digest),
    ],
  };
}

/** The tag that its containers were started by. */
function startedTag({ containers, tasksElsewhere }: Release): string | null {
  const [reference] = [
    ...containers.map((container) => container.reference),
    ...tasksElsewhere.map(({ image }) => image),
  ].filter((text) => text !== null);
  return reference === undefined ? null : referenceParts(reference).tag;
}

function digestDoubts({
  digest,
  manifest,
  source,
}: Extract<RunningDigest, { known: true }>): readonly string[] {
  return [
    ...(source === 'store'
      ? [
          "Only the engine's own store knows this digest. Perhaps no registry has it, and then nobody can pull it.",
        ]
      : []),
    ...(digest === manifest
      ? [
          'It is the digest of one platform, not of an index: if the image has more platforms, the others are left out.',
        ]
      : []),
  ];
}

function unknownDigest({ reason, elsewhere }: Extract<RunningDigest, { known: false }>): string {
  switch (reason) {
    case 'none':
      return 'The engine knows no registry that has this image: it was built or imported there. Push it to a registry, and deploy it from there.';
    case 'other-repository':
      return `The engine knows this image in other repositories only: ${elsewhere.join(', ')}. Name one of them in the file.`;
    case 'image-removed':
      return 'The image has been removed from the engine, and with it what it knew of its digest.';
    case 'unanswered':
      return 'The engine did not say which digest runs. Refresh the view and try again.';
  }
}

function refused(message: string): RunningPin {
  return { ok: false, message };
}
