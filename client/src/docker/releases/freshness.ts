import type { FreshnessAnswer, RunningImage } from '../../../../server/src/inspectionProtocol';
import type { EngineFacts } from '../engine';
import type { Freshness, FreshnessUnknown } from './answers';
import type { RunningDigest } from './identity';
import { imageCatalogue } from './imageCatalogue';
import type { Platform } from '../engineFacts';
import type { Observation } from './observation';
import { allDigests, platformText, runningDigest, runningPlatform, startedWith } from './runningDigest';
import { shownContainers } from './shownContainers';
import { isDigest, meantTag, startedReference, type StartedReference } from './startedReference';
import { swarmServices, tasksElsewhere } from './swarmServices';

/** What runs, as far as a registry can be asked about it. */
export interface FreshnessSubject {
  readonly store: EngineFacts['store'];
  readonly started: StartedReference | null;
  readonly imageId: string | null;
  readonly digest: RunningDigest;
  readonly platform: Platform | null;
  readonly labels: Readonly<Record<string, string>> | null;
}

export function freshness(
  answers: ReadonlyMap<string, FreshnessAnswer>,
  subject: FreshnessSubject,
): Freshness {
  const asked = imageToAsk(subject);
  if (typeof asked === 'string') return unknown(asked);
  // The key takes longer than all else here, and mostly nobody has asked.
  const answer = answers.size === 0 ? undefined : answers.get(freshnessKey(asked));
  if (!answer) return unknown('not-asked');
  const { status, newDigest, asked: time, detail } = answer;
  const reason =
    status === 'unknown' ? (time === null && detail === null ? 'not-asked' : 'unanswered') : null;
  return { status, reason, newDigest, asked: time, detail };
}

function unknown(reason: FreshnessUnknown): Freshness {
  return { status: 'unknown', reason, newDigest: null, asked: null, detail: null };
}

/** All that can be asked about what runs on an engine, each once. */
export function runningImages(observation: Observation): readonly RunningImage[] {
  const images = imageCatalogue(observation);
  const { store } = observation.engine;
  const found = new Map<string, RunningImage>();
  const add = (subject: FreshnessSubject) => {
    const asked = imageToAsk(subject);
    if (typeof asked === 'string') return;
    const key = freshnessKey(asked);
    found.set(key, { key, ...asked });
  };
  const here = new Set<string>();
  for (const observed of shownContainers(observation)) {
    here.add(observed.facts.id);
    const image = images.image(observed.facts.imageId);
    const reference = startedWith(observed);
    const started = reference === null ? null : startedReference(reference);
    const digest = runningDigest(store, observed, image, started);
    const platform = runningPlatform(observed, image);
    add({ store, started, imageId: observed.facts.imageId, digest, platform, labels: image.labels });
  }
  for (const service of swarmServices(observation)) {
    for (const { image } of tasksElsewhere(service, here)) add(taskSubject(store, image));
  }
  return [...found.values()];
}

/** A task on another node: all that is known of it is its reference. */
export function taskSubject(store: EngineFacts['store'], image: string): FreshnessSubject {
  const started = startedReference(image);
  return { store, started, imageId: null, digest: taskDigest(started), platform: null, labels: null };
}

export function taskDigest({ digest }: StartedReference): RunningDigest {
  return digest === null
    ? { known: false, reason: 'unanswered', elsewhere: [] }
    : { known: true, digest, manifest: null, others: [], source: 'reference' };
}

/** The same for the same question on every host. */
export function freshnessKey({
  reference,
  digests,
  configuration,
  platform,
}: Omit<RunningImage, 'key'>): string {
  return JSON.stringify([reference, [...digests].sort(), configuration, platform]);
}

function imageToAsk(subject: FreshnessSubject): Omit<RunningImage, 'key'> | FreshnessUnknown {
  const { store, started, imageId, digest, platform, labels } = subject;
  if (started === null) return 'reference-unknown';
  const tag = meantTag(started);
  if (tag === null) return 'no-tag';
  if (isLocal(started, digest, labels)) return 'local';
  const digests = allDigests(digest);
  const configuration = store === 'classic' && imageId !== null && isDigest(imageId) ? imageId : null;
  if (digests.length === 0 && configuration === null) return 'reference-unknown';
  return {
    reference: `${started.repository}:${tag}`,
    digests,
    configuration,
    platform: platformText(platform),
  };
}

/**
 * Built, imported or named here. In containerd's store every image has a digest, also one that no registry has ever seen;
 * there compose's own label on what it builds tells it, as long as nobody gave it a name to push it by.
 */
export function isLocal(
  { repository, digest: pinned }: StartedReference,
  digest: RunningDigest,
  labels: Readonly<Record<string, string>> | null,
): boolean {
  if (pinned !== null) return false;
  if (!digest.known) return digest.reason === 'none' || digest.reason === 'other-repository';
  // Podman's name for what has no host.
  if (repository.startsWith('localhost/')) return true;
  const project = labels?.['com.docker.compose.project'] ?? null;
  const service = labels?.['com.docker.compose.service'] ?? null;
  return (
    project !== null && (repository === `${project}-${service}` || repository === `${project}_${service}`)
  );
}
