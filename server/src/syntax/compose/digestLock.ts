import { Document, YAMLMap } from 'yaml';
import type { Span } from '../../text/span';
import { isMapNode, itemsOf, scalarText } from '../yaml/nodes';
import { readComposeSource, type ComposeDocument } from './compose';
import type { VolumeFields } from './volumes';

/** What a lock says of one image: a service's own, or that of one of its volumes. */
export interface LockedImage {
  readonly service: string;
  /** The whole volume without its source; null for the service's own image. */
  readonly volume: VolumeFields | null;
  /** The reference with its digest. */
  readonly image: string;
}

/** The text of a compose override file that pins images, under a comment. */
export function digestLockText(images: readonly LockedImage[], comment: readonly string[]): string {
  const services = new Map<string, { image?: string; volumes?: object[] }>();
  for (const { service, volume, image } of images) {
    const known = services.get(service) ?? {};
    services.set(service, known);
    if (!volume) known.image = image;
    else (known.volumes ??= []).push({ ...escaped(volume), source: image });
  }
  // What is no text to any reader of YAML stands in quotes.
  const document = new Document<YAMLMap>(new YAMLMap(), { schema: 'yaml-1.1' });
  const map = new YAMLMap();
  for (const [name, service] of services) map.add(document.createPair(name, service));
  document.contents?.add(document.createPair('services', map));
  document.commentBefore = comment.map((line) => ` ${line}`).join('\n');
  return document.toString({ lineWidth: 0 });
}

/** Compose replaces variables in a lock too. */
function escaped(fields: VolumeFields): VolumeFields {
  const said: Record<string, VolumeFields[string]> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === 'string') said[key] = value.replaceAll('$', '$$$$');
    else said[key] = typeof value === 'boolean' ? value : escaped(value);
  }
  return said;
}

/** An entry of a lock where it stands. */
export interface LockEntry {
  readonly service: string;
  /** Where a volume is mounted; null for the service's own image. */
  readonly target: string | null;
  readonly image: string;
  readonly span: Span;
}

/** Reads a lock; of a text that is none, nothing. */
export function readDigestLock(text: string): LockEntry[] {
  return readComposeSource(text).documents.flatMap((document) => entriesOf(document, text));
}

function entriesOf({ tree, services }: ComposeDocument, text: string): LockEntry[] {
  return services.flatMap(({ name, find }) => {
    const own = scalarText(find('image')?.node, text);
    const entries: LockEntry[] = own
      ? [{ service: name, target: null, image: own.text, span: own.span }]
      : [];
    for (const item of itemsOf(find('volumes')?.node)) {
      const volume = tree.follow(item)?.node;
      if (!isMapNode(volume)) continue;
      const field = (key: string) => scalarText(tree.find(volume, key)?.node, text);
      const [source, target] = [field('source'), field('target')];
      if (field('type')?.text !== 'image' || !source || !target) continue;
      const mounted = target.text.replaceAll('$$', '$');
      entries.push({ service: name, target: mounted, image: source.text, span: source.span });
    }
    return entries;
  });
}
