import { changedVariables } from './changedVariables';
import { containerLabels, type ContainerLabels } from './containerLabels';
import type { KnownImage } from './imageCatalogue';
import type { RunningContainer } from './model';
import type { ObservedContainer } from './observation';
import type { Reading } from './reading';
import { containerRevision } from './containerRevision';
import { runningDigest, runningPlatform, startedWith } from './runningDigest';
import { sortMounts } from './sortMounts';
import { startedReference, type StartedReference } from './startedReference';

/** A container with all that is said of it, before it is judged. */
export interface ReadContainer {
  readonly observed: ObservedContainer;
  readonly image: KnownImage;
  readonly labels: ContainerLabels;
  readonly started: StartedReference | null;
  readonly container: Omit<RunningContainer, 'answers'>;
}

export function readContainer(reading: Reading, observed: ObservedContainer): ReadContainer {
  const { facts, details } = observed;
  const image = reading.images.image(facts.imageId);
  const reference = startedWith(observed);
  const started = reference === null ? null : startedReference(reference);
  return {
    observed,
    image,
    started,
    labels: containerLabels(facts),
    container: {
      id: facts.id,
      name: facts.name,
      reference,
      imageId: facts.imageId,
      digest: runningDigest(reading.observation.engine.store, observed, image, started),
      platform: runningPlatform(observed, image),
      revision: containerRevision(reading, observed, image, started),
      facts,
      details,
      environment: changedVariables(details?.configuration ?? null, image.facts?.configuration ?? null),
      mounts: sortMounts(details?.mounts ?? facts.mounts, details?.configuration ?? null),
    },
  };
}
