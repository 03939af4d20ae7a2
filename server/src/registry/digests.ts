import type { Environment } from '../environment';
import type { ImageReference } from '../syntax/imageReference';
import { createRegistryClient, type RegistryClient } from './client';
import { findDescriptor, getManifest, type Descriptor, type Target } from './manifests';
import { findPlatforms } from './platforms';
import { CANCELLED, type Failure, type Login, type Unresolved } from './unresolved';
import { createSharing, withinTime } from './waiting';

/** Asks registries which digest a reference names now. */
export interface Digests {
  /** A reference with a digest names that digest, if the registry has it. */
  resolve(reference: ImageReference, signal: AbortSignal): Promise<Resolution>;
  /** Fetches the manifest as well, which registries may count as a pull. */
  describe(reference: ImageReference, signal: AbortSignal): Promise<Description>;
}

export type Resolution = (Descriptor & { readonly found: true }) | Unresolved;

export type Description =
  | (Descriptor & {
      readonly found: true;
      /** As `linux/arm/v7`; those of the index, or the image's own. */
      readonly platforms: readonly string[];
    })
  | Unresolved;

export interface DigestsOptions {
  /** Milliseconds that one answer may take, all its requests and retries together. */
  readonly timeLimit?: number;
  /** Milliseconds, about, before the first retry. */
  readonly retryDelay?: number;
}

/** Requests for the same reference that are under way at once are one request; cancelling one caller leaves the others theirs. */
export function createDigests(environment: Environment, options: DigestsOptions = {}): Digests {
  const { timeLimit = 25_000, retryDelay = 300 } = options;
  const client = createRegistryClient(environment, retryDelay);
  const shareResolution = createSharing<Descriptor | Failure>(() => CANCELLED);
  const shareDescription = createSharing<Described | Failure>(() => CANCELLED);
  const limit = {
    milliseconds: timeLimit,
    otherwise: (): Failure => ({ reason: 'timeout', seconds: timeLimit / 1000 }),
  };
  return {
    resolve: async (reference, signal) => {
      const target = targetOf(reference);
      const find = (limited: AbortSignal) => findDescriptor(client, target, limited);
      const work = (shared: AbortSignal) => withinTime(limit, find, shared);
      return answered(await shareResolution(keyOf(target), work, signal), reference);
    },
    describe: async (reference, signal) => {
      const target = targetOf(reference);
      const find = (limited: AbortSignal) => findDescription(client, target, limited);
      const work = (shared: AbortSignal) => withinTime(limit, find, shared);
      return answered(await shareDescription(keyOf(target), work, signal), reference);
    },
  };
}

interface Described extends Descriptor {
  readonly platforms: readonly string[];
}

async function findDescription(
  client: RegistryClient,
  target: Target,
  signal: AbortSignal,
): Promise<Described | Failure> {
  const found = await findDescriptor(client, target, signal);
  if ('reason' in found) return found;
  const pinned = { ...target, digest: found.digest };
  const manifest = await getManifest(client, pinned, signal);
  if ('reason' in manifest) return manifest;
  const platforms = await findPlatforms(client, { manifest, target: pinned }, signal);
  return 'reason' in platforms ? platforms : { ...found, platforms };
}

function targetOf({ registry, repository, tag, digest }: ImageReference): Target {
  return { registry, repository, tag: tag ?? 'latest', digest };
}

function keyOf({ registry, repository, tag, digest }: Target): string {
  return `${registry}/${repository}${digest === null ? `:${tag}` : `@${digest}`}`;
}

function answered<T extends Descriptor>(
  answer: T | Failure,
  { registry }: ImageReference,
): (T & { readonly found: true }) | Unresolved {
  return 'reason' in answer ? { ...answer, found: false, registry } : { ...answer, found: true };
}

/** What happened and what to do, in two sentences; `reference` is quoted as the user wrote it. */
export function unresolvedMessage(reference: string, failure: Unresolved): string {
  const { registry } = failure;
  switch (failure.reason) {
    case 'unauthorised':
      return unauthorisedMessage(reference, registry, failure.login);
    case 'not-found':
      return reference.includes('@')
        ? `${registry} does not have '${reference}', or no longer. Pin the tag again.`
        : `${registry} does not have '${reference}'. Check the name and the tag.`;
    case 'rate-limited':
      return `${registry} takes no more requests for now. ${retryAdvice(failure.retryAfterSeconds)}`;
    case 'timeout':
      return `${registry} did not answer for '${reference}' within ${failure.seconds} s. Check the network, or try again.`;
    case 'unreachable':
      return unreachableMessage(reference, failure);
    case 'server-error':
      return `${registry} failed with status ${failure.status} when asked for '${reference}'. Try again later.`;
    case 'invalid-response':
      return `${registry} ${failure.detail} when asked for '${reference}'. Check that it is a container registry.`;
    case 'untrusted-address':
      return failure.purpose === 'login'
        ? `${registry} wants logins sent to ${failure.address}, which is not safe. Ask whoever runs it for a token service with https and a public address.`
        : `${registry} redirects to ${failure.address}, which is not safe to follow. Ask whoever runs it for a redirect to https and a public address.`;
    case 'digest-mismatch':
      return `${registry} says ${failure.expected} for '${reference}', but what it sends is ${failure.actual}. Do not use this image; tell whoever runs the registry.`;
    case 'unsupported-manifest':
      return unsupportedMessage(reference, registry, failure.mediaType);
    case 'too-large':
      return `${registry} sends more than ${failure.limit / 1024 / 1024} MB for '${reference}', which no image manifest needs. Check the name.`;
    case 'cancelled':
      return `Asking ${registry} for '${reference}' was cancelled. Nothing was changed.`;
  }
}

function unauthorisedMessage(reference: string, registry: string, login: Login): string {
  const command = registry === 'docker.io' ? 'docker login' : `docker login ${registry}`;
  const closed = `${registry} does not show '${reference}' without a login, or it does not exist.`;
  switch (login.kind) {
    case 'none':
      return `${closed} Run '${command}', or check the name.`;
    case 'refused':
      return `${registry} does not show '${reference}' to the stored login, or it does not exist. Run '${command}' again, or check the name.`;
    case 'helper':
      return `${closed} The login in the credential helper '${login.name}' is not read yet: put one into 'auths' of Docker's config.json, or check the name.`;
    case 'unreadable':
      return `${closed} ${login.path} ${login.problem}: mend it, or check the name.`;
    case 'unknown-method':
      return `${registry} refuses '${reference}' and names no known way to log in. Check that it is a container registry.`;
  }
}

function retryAdvice(seconds: number | null): string {
  if (seconds === null) return 'Try again later, or log in for a higher limit.';
  if (seconds < 120) return `Try again in ${seconds} s.`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120
    ? `Try again in ${minutes} minutes.`
    : `Try again in ${Math.ceil(minutes / 60)} hours.`;
}

function unreachableMessage(
  reference: string,
  failure: Extract<Unresolved, { reason: 'unreachable' }>,
): string {
  const { problem, host, code } = failure;
  switch (problem) {
    case 'invalid-address':
      return `'${host}' in '${reference}' is no valid address. Correct the registry's name.`;
    case 'unknown-host':
      return `The host ${host} is not known (${code}). Check the registry's name, the network and the name server.`;
    case 'refused':
      return `${host} refuses the connection (${code}). Check that the registry runs, and its port.`;
    case 'no-answer':
      return `${host} cannot be reached (${code}). Check the network, the firewall and the proxy.`;
    case 'connection-lost':
      return `${host} closed the connection before it had answered (${code}). Try again later.`;
    case 'certificate-expired':
      return `The TLS certificate of ${host} is out of date (${code}). Check this machine's clock, or tell whoever runs the registry.`;
    case 'certificate-for-another-name':
      return `The TLS certificate of ${host} is for another name (${code}). Check the registry's name.`;
    case 'certificate-untrusted':
      return `The TLS certificate of ${host} comes from an authority that is not trusted here (${code}). Set NODE_EXTRA_CA_CERTS to that authority's certificate.`;
    case 'tls':
      return `No secure connection to ${host} could be made (${code}). Check that the registry serves https on this port.`;
    case 'other':
      return `The connection to ${host} failed (${code}). Check the network, or try again.`;
  }
}

function unsupportedMessage(reference: string, registry: string, mediaType: string | null): string {
  if (mediaType === null) {
    return `${registry} does not say what type '${reference}' is. Check that it is a container registry.`;
  }
  return /\.manifest\.v1\+(?:prettyjws|json)$/.test(mediaType)
    ? `'${reference}' is an image of the old schema 1, which has no digest to pin. Push it again with a current Docker.`
    : `'${reference}' is no image in ${registry}, but ${mediaType}. Check the name.`;
}
