import type { DistributionFacts } from './engine';
import type { ImageFacts, ListedImage, ManifestDescriptor } from './engineFacts';
import { readConfiguration, readPlatform } from './manifestAnswers';
import { isDigest } from './releases/startedReference';
import {
  labelsOf,
  numberOf,
  recordOf,
  recordsOf,
  textOf,
  textsOf,
  timeOf,
  type UntypedRecord,
} from './untypedAnswer';

/** The answer to `GET /images/json`; null when it is none. */
export function readImages(answer: unknown): readonly ListedImage[] | null {
  return (
    recordsOf(answer)?.flatMap((image) => {
      const id = textOf(image.Id);
      return id === null
        ? []
        : {
            id,
            ...names(image),
            labels: labelsOf(image.Labels),
            size: numberOf(image.Size) ?? 0,
            created: timeOf(image.Created) ?? 0,
          };
    }) ?? null
  );
}

/** The answer to `GET /images/{id}/json`. */
export function readImage(answer: unknown): ImageFacts {
  const image = recordOf(answer);
  return {
    id: textOf(image.Id) ?? '',
    ...names(image),
    descriptor: textOf(recordOf(image.Descriptor).digest),
    manifests: recordsOf(image.Manifests)?.flatMap((manifest) => ownManifest(manifest) ?? []) ?? [],
    platform: readPlatform({ os: image.Os, architecture: image.Architecture, variant: image.Variant }),
    created: timeOf(image.Created) ?? 0,
    size: numberOf(image.Size) ?? 0,
    layers: textsOf(recordOf(image.RootFS).Layers),
    configuration: readConfiguration(image.Config),
    signedSource: signedSource(image),
  };
}

/** The answer to `GET /distribution/{name}/json`; null when it names no digest. */
export function readDistribution(answer: unknown): DistributionFacts | null {
  const descriptor = recordOf(recordOf(answer).Descriptor);
  const digest = textOf(descriptor.digest);
  return digest === null || !isDigest(digest) ? null : { digest, mediaType: textOf(descriptor.mediaType) };
}

/** Docker before version 25 writes `<none>` for what an image has not. */
function names({
  RepoTags: tags,
  RepoDigests: digests,
}: UntypedRecord): Pick<ListedImage, 'tags' | 'repositoryDigests'> {
  const known = (answer: unknown) => textsOf(answer).filter((text) => !text.includes('<none>'));
  return { tags: known(tags), repositoryDigests: known(digests) };
}

/** An index may list attestations, and platforms that were never pulled. */
function ownManifest(manifest: UntypedRecord): ManifestDescriptor | null {
  const descriptor = recordOf(manifest.Descriptor);
  const digest = textOf(descriptor.digest) ?? textOf(manifest.ID);
  if (manifest.Kind !== 'image' || manifest.Available === false || digest === null) return null;
  const platform = readPlatform(recordOf(manifest.ImageData).Platform) ?? readPlatform(descriptor.platform);
  return { digest, platform };
}

/** A signature with an error says nothing. A digest of Git may come with its algorithm. */
function signedSource(image: UntypedRecord): ImageFacts['signedSource'] {
  for (const signature of recordsOf(recordOf(image.Identity).Signature) ?? []) {
    if (textOf(signature.Error) !== null) continue;
    const signer = recordOf(signature.Signer);
    const revision = textOf(signer.SourceRepositoryDigest)?.replace(/^sha(?:1|256):/, '');
    if (revision !== undefined && /^[0-9a-f]{7,64}$/i.test(revision))
      return { repository: textOf(signer.SourceRepositoryURI), revision };
  }
  return null;
}
