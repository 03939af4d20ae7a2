import { isWellFormedDigest } from '../../syntax/imageReference';
import { isRecord } from '../json';
import { readTexts } from './manifestFacts';
import { readPlatform } from './platform';

/** What an image's configuration says (OCI image specification, "Image Configuration"); its variables are left out, as they may hold secrets. */
export interface ImageFacts {
  /** As `linux/arm/v7`. */
  readonly platform: string | null;
  readonly osVersion: string | null;
  /** A date and time as given (RFC 3339), which a reproducible build may have set to anything. */
  readonly created: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  /** As `8080/tcp`. */
  readonly exposedPorts: readonly string[];
  /** Null for root by default. */
  readonly user: string | null;
  /** Null where the image says nothing, `NONE` where it switches off what its base says. */
  readonly healthcheck: HealthCheck | 'NONE' | null;
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly stopSignal: string | null;
  readonly base: BaseImage | null;
}

export interface HealthCheck {
  /** As in `['CMD-SHELL', 'curl -f http://localhost']`. */
  readonly test: readonly string[];
  /** As `1m30s`; null for the engine's own. */
  readonly interval: string | null;
}

export interface BaseImage {
  readonly name: string | null;
  readonly digest: string | null;
}

/** `annotations` are those of the image's manifest and of its index; the first that name a base count, and labels last, which an image inherits from its base. */
export function readImageFacts(
  content: Readonly<Record<string, unknown>>,
  annotations: readonly Readonly<Record<string, string>>[] = [],
): ImageFacts {
  const config = isRecord(content.config) ? content.config : {};
  const labels = readTexts(config.Labels);
  return {
    platform: readPlatform(content)?.platform ?? null,
    osVersion: readPlatform(content)?.osVersion ?? null,
    created: readTime(content.created),
    labels,
    volumes: readKeys(config.Volumes),
    exposedPorts: readKeys(config.ExposedPorts),
    user: readText(config.User),
    healthcheck: readHealthCheck(config.Healthcheck),
    entrypoint: readWords(config.Entrypoint),
    command: readWords(config.Cmd),
    stopSignal: readText(config.StopSignal),
    base: [...annotations, labels].map(readBase).find((base) => base !== null) ?? null,
  };
}

/** Year 1 is what Go writes for no time at all. */
function readTime(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/i.test(value)) return null;
  return Number.isNaN(Date.parse(value)) || value.startsWith('0001-') ? null : value;
}

/** What Docker writes as a set: an object whose keys count. */
function readKeys(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function readWords(value: unknown): readonly string[] | null {
  const words = Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
  return words.length > 0 ? words : null;
}

function readHealthCheck(value: unknown): ImageFacts['healthcheck'] {
  if (!isRecord(value)) return null;
  const test = readWords(value.Test);
  if (test === null) return null;
  return test[0] === 'NONE' ? 'NONE' : { test, interval: durationText(value.Interval) };
}

/** Nanoseconds as people write them in a Dockerfile; null for 0, which stands for the engine's own. */
function durationText(nanoseconds: unknown): string | null {
  if (typeof nanoseconds !== 'number' || !Number.isFinite(nanoseconds) || nanoseconds <= 0) return null;
  const milliseconds = Math.round(nanoseconds / 1e6);
  if (milliseconds < 1000) return `${milliseconds}ms`;
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const seconds = (milliseconds % 60_000) / 1000;
  const parts = [[hours, 'h'] as const, [minutes, 'm'] as const, [seconds, 's'] as const];
  return parts.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('');
}

/** The keys that OCI reserves (image specification, "Annotations"). */
function readBase(texts: Readonly<Record<string, string>>): BaseImage | null {
  const name = readText(texts['org.opencontainers.image.base.name']);
  const digest = texts['org.opencontainers.image.base.digest'] ?? '';
  const known = isWellFormedDigest(digest) ? digest : null;
  return name === null && known === null ? null : { name, digest: known };
}
