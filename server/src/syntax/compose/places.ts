import type { Node } from 'yaml';
import type { Span } from '../../text/span';
import type { MergedService } from './merge';
import { isReset, type Service } from './services';
import type { IgnoredReason, ImagePosition } from '../imageUse';
import { isAliasNode, isMapNode, itemsOf, scalarText } from '../yaml/nodes';
import { aliasSpans, joinPaths, type AliasPath, type Found, type YamlTree } from '../yaml/tree';

/** A scalar of a compose file in which an image reference stands. */
export interface Place {
  readonly position: ImagePosition;
  readonly node: Node;
  /** The aliases and merges through which it stands there. */
  readonly through: readonly Span[];
  readonly development: boolean;
  readonly ignored: IgnoredReason | null;
  /** True where a digest would break what else the scalar says. */
  readonly locked: boolean;
  /** Which part of the scalar is the reference: its first group; null for the whole. */
  readonly part: RegExp | null;
}

/** A document whose places are looked for. */
export interface PlaceContext {
  readonly tree: YamlTree;
  readonly text: string;
  readonly services: readonly Service[];
  /** All services of the project, as they are when its files are merged. */
  readonly project: ReadonlyMap<string, MergedService>;
}

/** A scalar that holds a Dockerfile. */
export interface InlinePlace {
  readonly node: Node;
  readonly development: boolean;
  /** The names of the services that build it. */
  readonly services: readonly string[];
}

/** All places of a document. Source: compose specification; REFERENCE is an image unless a scheme says otherwise. */
export function placesOf(context: PlaceContext): { places: Place[]; inline: InlinePlace[] } {
  const holders = [...holdersOf(context), ...holdersAtTop(context.tree)];
  return {
    places: holders.flatMap((holder) => placesIn(context, holder)),
    inline: holders.filter(({ kind }) => kind === 'dockerfile_inline'),
  };
}

/** A node in which references stand, with what is true of it in all services that have it. */
interface Holder {
  readonly kind:
    | 'image'
    | 'volumes'
    | 'pre_start'
    | 'dockerfile_inline'
    | 'additional_contexts'
    | 'cache'
    | 'sbom'
    | 'models'
    | 'include'
    | 'extends';
  readonly node: Node;
  readonly through: (AliasPath | null)[];
  /** The names of those services. */
  readonly services: string[];
  development: boolean;
  /** Whether one of the services makes it itself. */
  built: boolean;
}

/** Each holder once: thousands of services can have one list of thousands of items by its alias. */
function holdersOf({ tree, services, project }: PlaceContext): Holder[] {
  const holders = new Map<string, Map<Node, Holder>>();
  const add = (kind: Holder['kind'], found: Found | null, { name, through }: Service) => {
    if (!found) return null;
    const ofKind = holders.get(kind) ?? new Map<Node, Holder>();
    holders.set(kind, ofKind);
    const holder = ofKind.get(found.node) ?? newHolder(kind, found, true);
    ofKind.set(found.node, holder);
    holder.development &&= project.get(name)?.development ?? false;
    holder.through.push(...through, found.through);
    holder.services.push(name);
    return holder;
  };
  for (const service of services) {
    const image = service.find('provider') ? null : add('image', service.find('image'), service);
    if (image && project.get(service.name)?.built === true) image.built = true;
    add('extends', tree.find(service.map, 'extends'), service);
    add('volumes', service.find('volumes'), service);
    add('pre_start', service.find('pre_start'), service);
    const build = service.find('build')?.node;
    if (!isMapNode(build)) continue;
    add('dockerfile_inline', tree.find(build, 'dockerfile_inline'), service);
    add('additional_contexts', tree.find(build, 'additional_contexts'), service);
    add('cache', tree.find(build, 'cache_from'), service);
    add('cache', tree.find(build, 'cache_to'), service);
    add('sbom', tree.find(build, 'sbom'), service);
  }
  return [...holders.values()].flatMap((ofKind) => [...ofKind.values()]);
}

function holdersAtTop(tree: YamlTree): Holder[] {
  const { root } = tree;
  if (!isMapNode(root)) return [];
  return (['models', 'include'] as const).flatMap((kind) => {
    const found = tree.find(root, kind);
    return found ? [newHolder(kind, found, false)] : [];
  });
}

function newHolder(kind: Holder['kind'], { node, through }: Found, development: boolean): Holder {
  return { kind, node, through: [through], services: [], development, built: false };
}

function placesIn(context: PlaceContext, { kind, node, built, development, ...holder }: Holder): Place[] {
  const { tree } = context;
  const through = aliasSpans(holder.through);
  const place = (
    position: ImagePosition,
    found: Found,
    { ignored = null, part = null }: Own = {},
  ): Place => ({
    position,
    node: found.node,
    through: found.through ? [...through, ...aliasSpans([found.through])] : through,
    development,
    // What one of them builds is no less built where another runs it.
    ignored: built ? 'build-output' : ignored,
    locked: built,
    part,
  });
  switch (kind) {
    case 'image':
      return [place('compose-image', { node, through: null })];
    case 'dockerfile_inline':
      return [];
    case 'volumes':
      return itemsOf(node).flatMap((volume) => {
        const source = imageVolume(context, volume);
        return source ? [place('image-volume', source.found, { ignored: source.ignored })] : [];
      });
    case 'pre_start':
      return childrenOf(tree, itemsOf(node), 'image').map((found) => place('pre-start', found));
    case 'models':
      return childrenOf(tree, mapValues(tree, node), 'model').map((found) => place('model', found));
    case 'additional_contexts':
      return valuesOf(tree, node).map((found) => place('additional-context', found, { part: CONTEXT_IMAGE }));
    case 'cache':
      return valuesOf(tree, node).map((found) =>
        place('cache', found, { ignored: 'cache', part: CACHE_IMAGE }),
      );
    case 'sbom':
      return [place('sbom-generator', { node, through: null }, { part: SBOM_GENERATOR })];
    case 'extends':
      return childrenOf(tree, [node], 'file').map((found) => place('include', found, { part: OCI_ARTIFACT }));
    case 'include':
      return includedFiles(tree, node).map((found) => place('include', found, { part: OCI_ARTIFACT }));
  }
}

type Own = Partial<Pick<Place, 'ignored' | 'part'>>;

/** The source of a volume in the long form with `type: image`, which may be the image of a service instead. */
function imageVolume(
  { tree, text, project }: PlaceContext,
  item: Node,
): { readonly found: Found; readonly ignored: IgnoredReason | null } | null {
  // Most volumes are in the short form, which names no image.
  if (!isMapNode(item) && !isAliasNode(item)) return null;
  const volume = tree.follow(item);
  if (!volume || !isMapNode(volume.node)) return null;
  const source = tree.find(volume.node, 'source');
  if (!source || scalarText(tree.find(volume.node, 'type')?.node, text)?.text !== 'image') return null;
  const found = { node: source.node, through: joinPaths(volume.through, source.through) };
  return { found, ignored: project.has(scalarText(source.node, text)?.text ?? '') ? 'service' : null };
}

/** Each element is a path, or a map with one or a list of them. */
function includedFiles(tree: YamlTree, node: Node): Found[] {
  return itemsOf(node).flatMap((item) => {
    const found = tree.follow(item);
    if (!found || !isMapNode(found.node)) return found ?? [];
    const path = tree.find(found.node, 'path');
    return path ? valuesOf(tree, path.node) : [];
  });
}

/** What maps say of a key. */
function childrenOf(tree: YamlTree, nodes: readonly Node[], key: string): Found[] {
  return nodes.flatMap((node) => {
    const parent = tree.follow(node);
    const found = parent && isMapNode(parent.node) ? tree.find(parent.node, key) : null;
    if (!parent || !found || isReset(found.node)) return [];
    return { node: found.node, through: joinPaths(parent.through, found.through) };
  });
}

/** The values of a list or a map; a scalar is its own only value. */
function valuesOf(tree: YamlTree, node: Node): Found[] {
  if (isMapNode(node)) {
    return tree.entries(node).flatMap(({ value, through }) => {
      const found = value && tree.follow(value);
      return found ? { node: found.node, through: joinPaths(found.through, through) } : [];
    });
  }
  const items = itemsOf(node);
  return items.length > 0 ? items.flatMap((item) => tree.follow(item) ?? []) : [{ node, through: null }];
}

function mapValues(tree: YamlTree, node: Node): Node[] {
  return isMapNode(node) ? tree.entries(node).flatMap(({ value }) => value ?? []) : [];
}

const CONTEXT_IMAGE = /^(?:[^=]*=)?docker-image:\/\/(.+)$/s;
const OCI_ARTIFACT = /^oci:\/\/(.+)$/s;
/** A reference alone, or a record of fields with one called `ref`; a cache of another type has none. */
const CACHE_IMAGE = /^([^=,]+)$|(?:^|,)ref=([^,]+)/;
const SBOM_GENERATOR = /(?:^|,)generator=([^,]+)/;
