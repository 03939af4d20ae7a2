import type { Configuration, ImageFacts, Mount } from '../docker/engineFacts';
import type { RunningDigest } from '../docker/releases/identity';
import { maskCommand, maskValue } from '../docker/releases/maskSecrets';
import type { RunningContainer } from '../docker/releases/model';
import type { ImageAnswer } from '../docker/releases/observation';
import { platformName } from '../docker/releases/platformName';
import type { Revision } from '../docker/releases/revision';
import { bytes } from '../wording/amounts';
import {
  digestSourceText,
  unknownDigestText,
  unknownRevisionText,
  witnessText,
} from '../wording/identityWords';
import { moment } from '../wording/moments';
import type { ComparisonSide, Fact, Section, Unknown } from './comparison';

/** A container as it runs: what it was started with, and its image. */
export function runningSide(title: string, container: RunningContainer, image: ImageAnswer): ComparisonSide {
  const { details, platform } = container;
  const unread = { unknown: 'the engine did not say what the container was started with' };
  return {
    title,
    sections: [
      { name: 'Image reference', facts: referenceFacts(container.reference) },
      { name: 'Digest', facts: digestFacts(container.digest) },
      { name: 'Platform', facts: platform ? [fact(platformName(platform))] : UNSAID },
      { name: 'Commit', facts: revisionFacts(container.revision) },
      ...configurationSections(details?.configuration ?? unread),
      { name: 'Mounts', facts: details ? details.mounts.map(mountFact).sort(byKey) : unread },
      { name: 'Read-only root', facts: details ? [fact(details.readOnlyRoot ? 'yes' : 'no')] : unread },
      ...imageSections(image),
    ],
  };
}

/** An image by itself, without what the start of a container adds to it. */
export function imageComparisonSide(
  title: string,
  reference: string | Unknown,
  image: ImageFacts | Unknown,
): ComparisonSide {
  const of = <T>(read: (facts: ImageFacts) => T): T | Unknown => (isUnknown(image) ? image : read(image));
  return {
    title,
    sections: [
      { name: 'Image reference', facts: isUnknown(reference) ? reference : [fact(reference)] },
      { name: 'Image ID', facts: of(({ id }) => [fact(id)]) },
      {
        name: 'Digests that this engine knows of it',
        facts: of(({ repositoryDigests }) => [...repositoryDigests].sort().map(keyed)),
      },
      { name: 'Platform', facts: of(({ platform }) => (platform ? [fact(platformName(platform))] : UNSAID)) },
      ...configurationSections(of(({ configuration }) => configuration)),
      ...imageSections(image),
    ],
  };
}

function configurationSections(configuration: Configuration | Unknown): readonly Section[] {
  const of = (read: (known: Configuration) => readonly Fact[]) =>
    isUnknown(configuration) ? configuration : read(configuration);
  return [
    { name: 'Entrypoint', facts: of(({ entrypoint }) => commandFacts(entrypoint)) },
    { name: 'Command', facts: of(({ command }) => commandFacts(command)) },
    { name: 'User', facts: of(({ user }) => [fact(user || 'root, as none is set')]) },
    {
      name: 'Working directory',
      facts: of(({ workingDirectory }) => [fact(workingDirectory || '/, as none is set')]),
    },
    {
      name: 'Environment',
      facts: of(({ environment }) => environment.map(splitVariable).map(namedFact).sort(byKey)),
    },
    { name: 'Labels', facts: of(({ labels }) => Object.entries(labels).map(namedFact).sort(byKey)) },
    { name: 'Exposed ports', facts: of(({ exposedPorts }) => [...exposedPorts].sort().map(keyed)) },
    { name: 'Volumes', facts: of(({ volumes }) => [...volumes].sort().map(keyed)) },
    { name: 'Health check', facts: of(({ healthcheck }) => commandFacts(healthcheck ?? [])) },
  ];
}

function imageSections(image: ImageAnswer | Unknown): readonly Section[] {
  const known = imageOf(image);
  return [
    { name: 'Image created', facts: isUnknown(known) ? known : [fact(moment(known.created))] },
    {
      name: 'Layers',
      facts: isUnknown(known) ? known : known.layers.map((digest, index) => fact(digest, String(index))),
      isStack: true,
    },
    { name: 'Size', facts: isUnknown(known) ? known : [fact(bytes(known.size))] },
  ];
}

function imageOf(image: ImageAnswer | Unknown): ImageFacts | Unknown {
  if (image === 'removed') return { unknown: 'the image has been removed from the engine' };
  if (image === 'unanswered') return { unknown: 'the engine did not say what the image is' };
  return image;
}

function referenceFacts(reference: string | null): Section['facts'] {
  return reference === null
    ? { unknown: 'it was started by the id of an image, or the engine does not say' }
    : [fact(reference)];
}

function digestFacts(digest: RunningDigest): Section['facts'] {
  if (!digest.known) return { unknown: unknownDigestText(digest.reason).replace(/^unknown: /, '') };
  const ofPlatform = digest.manifest !== null && digest.manifest !== digest.digest;
  return [
    { ...fact(digest.digest), shown: `${digest.digest}, ${digestSourceText(digest.source)}` },
    ...(ofPlatform ? [fact(`of the platform: ${digest.manifest}`, 'platform')] : []),
  ];
}

function revisionFacts(revision: Revision): Section['facts'] {
  if (!revision.known) return { unknown: unknownRevisionText(revision.reason).replace(/^unknown: /, '') };
  const dirty = revision.dirty ? ', with changes that were not committed' : '';
  const value = `${revision.revision}${dirty}`;
  return [
    { key: '', value, shown: `${value}, ${witnessText(revision.by)}` },
    ...(revision.source === null ? [] : [namedFact(['source', revision.source])]),
  ];
}

/** Words with spaces in quotation marks, so that each word can be told. */
function commandFacts(words: readonly string[]): readonly Fact[] {
  if (words.length === 0) return [];
  const shown = words.map((word) => (/^[^\s"'\\]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
  return [{ key: '', value: JSON.stringify(words), shown: maskCommand(shown) }];
}

function mountFact({ kind, source, target, readOnly }: Mount): Fact {
  const from = source === '' ? kind : `${kind} ${source}`;
  return fact(`${target} from ${from}${readOnly ? ', read-only' : ''}`, target);
}

function splitVariable(variable: string): readonly [string, string] {
  const sign = variable.indexOf('=');
  return sign === -1 ? [variable, ''] : [variable.slice(0, sign), variable.slice(sign + 1)];
}

function namedFact([name, value]: readonly [string, string]): Fact {
  return { key: name, value, shown: `${name}=${maskValue(name, value)}` };
}

function fact(text: string, key = ''): Fact {
  return { key, value: text, shown: text };
}

function keyed(text: string): Fact {
  return fact(text, text);
}

function byKey(one: Fact, other: Fact): number {
  return one.key < other.key ? -1 : Number(one.key > other.key);
}

function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

const UNSAID: Unknown = { unknown: 'the engine does not say' };
