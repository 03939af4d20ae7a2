import type { Node, YAMLMap } from 'yaml';
import type { Span } from '../text/span';
import { servicesOf, type Service } from './composeServices';
import type { IgnoredReason, ImagePosition } from './imageUse';
import { entriesOf, isMapNode, itemsOf, scalarText, type Found, type YamlTree } from './yamlNodes';

/** A scalar of a compose file in which an image reference stands. */
export interface Place {
  readonly position: ImagePosition;
  readonly node: Node;
  /** The aliases and merges through which it stands there. */
  readonly through: readonly Span[];
  readonly development: boolean;
  readonly ignored: IgnoredReason | null;
  /** Which part of the scalar is the reference: its first group; the whole where absent. */
  readonly part?: RegExp;
}

/** All places of a document. Source: compose specification; REFERENCE is an image unless a scheme says otherwise. */
export function placesOf(tree: YamlTree, text: string): Place[] {
  const services = servicesOf(tree, text);
  const names = new Set(services.map(({ name }) => name));
  return [
    ...services.flatMap((service) => placesInService({ tree, text, names }, service)),
    ...placesAtTop(tree),
  ];
}

interface Context {
  readonly tree: YamlTree;
  readonly text: string;
  /** The names of all services. */
  readonly names: ReadonlySet<string>;
}

function placesInService(context: Context, service: Service): Place[] {
  const { tree } = context;
  const build = tree.find(service.map, 'build');
  const places = [
    ...imagePlaces(context, service, build),
    ...volumePlaces(context, service.map),
    ...itemsOf(tree.find(service.map, 'pre_start')?.node).flatMap((hook) =>
      childPlace(tree, hook, 'image', 'pre-start'),
    ),
    ...(build && isMapNode(build.node) ? buildPlaces(tree, build.node) : []),
  ];
  const { development, through } = service;
  return places.map((place) => ({ ...place, development, through: [...through, ...place.through] }));
}

/** The service's image; with a build it is the name of what that makes, and with some policies one of this machine. */
function imagePlaces({ tree, text }: Context, { map }: Service, build: Found | null): Place[] {
  const image = tree.find(map, 'image');
  if (!image || isReset(image.node) || tree.find(map, 'provider')) return [];
  const policy = tree.find(map, 'pull_policy');
  const pullPolicy = policy && scalarText(policy.node, text)?.text;
  const built = (build !== null && !isReset(build.node)) || pullPolicy === 'build' || pullPolicy === 'never';
  return [place('compose-image', image, { ignored: built ? 'build-output' : null })];
}

/** `volumes[]` in the long form with `type: image`; its source may name a service instead. */
function volumePlaces({ tree, text, names }: Context, service: YAMLMap): Place[] {
  return itemsOf(tree.find(service, 'volumes')?.node).flatMap((item) => {
    const volume = tree.follow(item);
    if (!volume || !isMapNode(volume.node)) return [];
    const textOf = (key: string) => {
      const found = isMapNode(volume.node) ? tree.find(volume.node, key) : null;
      return found && scalarText(found.node, text)?.text;
    };
    const source = tree.find(volume.node, 'source');
    if (!source || textOf('type') !== 'image') return [];
    const ignored = names.has(textOf('source') ?? '') ? 'service' : null;
    return [place('image-volume', source, { ignored })];
  });
}

function buildPlaces(tree: YamlTree, build: YAMLMap): Place[] {
  const caches = ['cache_from', 'cache_to'].flatMap((key) => valuesOf(tree, tree.find(build, key)));
  const contexts = valuesOf(tree, tree.find(build, 'additional_contexts'));
  const sbom = tree.find(build, 'sbom');
  return [
    ...contexts.map((found) => place('additional-context', found, { part: CONTEXT_IMAGE })),
    ...caches.map((found) => place('cache', found, { ignored: 'cache', part: CACHE_IMAGE })),
    ...(sbom ? [place('sbom-generator', sbom, { part: SBOM_GENERATOR })] : []),
  ];
}

function placesAtTop(tree: YamlTree): Place[] {
  if (!isMapNode(tree.root)) return [];
  const models = tree.find(tree.root, 'models')?.node;
  const includes = itemsOf(tree.find(tree.root, 'include')?.node).flatMap((item) => {
    const found = tree.follow(item);
    if (!found || !isMapNode(found.node)) return found ? [found] : [];
    return valuesOf(tree, tree.find(found.node, 'path'));
  });
  return [
    ...(isMapNode(models) ? entriesOf(models) : []).flatMap(({ value }) =>
      value ? childPlace(tree, value, 'model', 'model') : [],
    ),
    ...includes.map((found) => place('include', found, { part: OCI_ARTIFACT })),
  ];
}

/** The value of a key of a node, where that is a map. */
function childPlace(tree: YamlTree, node: Node, key: string, position: ImagePosition): Place[] {
  const parent = tree.follow(node);
  const found = parent && isMapNode(parent.node) ? tree.find(parent.node, key) : null;
  return parent && found
    ? [{ ...place(position, found, {}), through: [...parent.through, ...found.through] }]
    : [];
}

/** The values of a list or a map; a scalar is its own only value. */
function valuesOf(tree: YamlTree, found: Found | null): Found[] {
  if (!found) return [];
  const { node } = found;
  if (isMapNode(node)) return entriesOf(node).flatMap(({ value }) => (value && tree.follow(value)) ?? []);
  const items = itemsOf(node);
  return items.length > 0 ? items.flatMap((item) => tree.follow(item) ?? []) : [found];
}

function place(
  position: ImagePosition,
  { node, through }: Found,
  { ignored = null, part }: { readonly ignored?: IgnoredReason | null; readonly part?: RegExp },
): Place {
  return { position, node, through, development: false, ignored, ...(part && { part }) };
}

/** `!reset` takes away what another file of the same project says. */
function isReset({ tag }: Node): boolean {
  return tag === '!reset';
}

const CONTEXT_IMAGE = /^(?:[^=]*=)?docker-image:\/\/(.+)$/s;
const OCI_ARTIFACT = /^oci:\/\/(.+)$/s;
/** A reference alone, or a record of fields with one called `ref`; a cache of another type has none. */
const CACHE_IMAGE = /^([^=,]+)$|(?:^|,)ref=([^,]+)/;
const SBOM_GENERATOR = /(?:^|,)generator=([^,]+)/;
