import type { ContainerFacts, DistributionFacts, EngineFacts, ImageFacts } from './engine';
import { isDigest } from './reference';

/*
 * Readers of what engines answer. Types of the Docker API are a promise that engines do not keep: lists and maps may be
 * null, fields absent, and an answer that is not JSON arrives as bytes.
 */

/** The answer to `GET /containers/json`; null when it is none. */
export function readContainers(answer: unknown): readonly ContainerFacts[] | null {
  const list = isNullBody(answer) ? [] : answer;
  if (!Array.isArray(list)) return null;
  return list.map(record).flatMap((container) => readContainer(container) ?? []);
}

/** The answer to `GET /images/{id}/json`. */
export function readImage(answer: unknown): ImageFacts {
  const image = record(answer);
  return {
    repositoryDigests: strings(image.RepoDigests),
    descriptor: text(record(image.Descriptor).digest),
  };
}

/** The answer to `GET /distribution/{name}/json`; null when it names no digest. */
export function readDistribution(answer: unknown): DistributionFacts | null {
  const descriptor = record(record(answer).Descriptor);
  const digest = text(descriptor.digest);
  return digest === null || !isDigest(digest) ? null : { digest, mediaType: text(descriptor.mediaType) };
}

/** `Config.Image` of the answer to `GET /containers/{id}/json`: what the author of the container wrote. */
export function readConfiguredImage(answer: unknown): string | null {
  return text(record(record(answer).Config).Image);
}

/** The answer to `GET /info`. */
export function readInfo(answer: unknown): Pick<EngineFacts, 'version' | 'store'> {
  const info = record(answer);
  const version = text(info.ServerVersion);
  if (text(info.Driver) === null) return { version, store: 'unknown' };
  const containerd = JSON.stringify(info.DriverStatus ?? null).includes('io.containerd.snapshotter.v1');
  return { version, store: containerd ? 'containerd' : 'classic' };
}

/** Whether a line of `GET /events` may change what we show. Health checks run commands, and each one is an event. */
export function isChange(line: string): boolean {
  const action = /"(?:Action|status)":"([a-z]+)/.exec(line)?.[1];
  return action === undefined || !IDLE_ACTIONS.has(action);
}

function readContainer(container: Readonly<Record<string, unknown>>): ContainerFacts | null {
  const id = text(container.Id);
  if (id === null) return null;
  return {
    id,
    name: strings(container.Names)[0]?.replace(/^\//, '') ?? id.slice(0, 12),
    image: text(container.Image) ?? '',
    imageId: text(container.ImageID) ?? '',
    created: typeof container.Created === 'number' ? container.Created * 1000 : 0,
    state: text(container.State)?.toLowerCase() ?? 'unknown',
    status: text(container.Status) ?? '',
    labels: labels(container.Labels),
  };
}

/** The client library hands out the body `null` as bytes. */
function isNullBody(answer: unknown): boolean {
  return (
    answer === null || (answer instanceof Uint8Array && Buffer.from(answer).toString().trim() === 'null')
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function labels(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const IDLE_ACTIONS = new Set([
  'exec',
  'top',
  'attach',
  'detach',
  'resize',
  'copy',
  'export',
  'archive',
  'extract',
]);
