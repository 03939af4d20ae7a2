import type { Node, YAMLMap } from 'yaml';
import { isOverride, isReset, resetServices, type Service } from './services';
import { isTrue } from './flags';
import { interpolate, type Variables } from './interpolation';
import { decimalText, isMapNode, isNothing, itemsOf, scalarText } from '../yaml/nodes';
import type { YamlTree } from '../yaml/tree';
import { imagePlace, statedImages, type ImagePlace, type StatedImage } from './statedImage';
import { readVolumes, type Volume } from './volumes';

/** What a document of a compose file says that other files of its project depend on; texts are those after variables. */
export interface ComposeOutline {
  /** The folder that its relative paths start from. */
  readonly folder: string;
  /** Null for a service that it resets. */
  readonly services: ReadonlyMap<string, ServiceOutline | null>;
  readonly includes: readonly Include[];
}

/** What one document says of a service by itself; undefined where it says nothing of a key, null where it resets it. */
export interface ServiceOutline {
  /** True for `!override`: nothing is taken from the files before. */
  readonly replaces: boolean;
  readonly extends: { readonly file: string | null; readonly service: string } | null | undefined;
  readonly image: string | null | undefined;
  /** What each file says that its image is, the last one last; empty where none does. */
  readonly images: readonly StatedImage[];
  /** Where it says that, also where a variable has no value. */
  readonly imagePlace: ImagePlace | null | undefined;
  /** True where it names an image that is not known here, for a variable in it has no value. */
  readonly hasUnknownImage: boolean;
  readonly build: BuildOutline | null | undefined;
  readonly pullPolicy: string | null | undefined;
  readonly profiles: { readonly names: readonly string[]; readonly replaces: boolean } | null | undefined;
  readonly volumes: Parts<Volume> | null | undefined;
  /** The images of `pre_start`. */
  readonly hooks: Parts<string> | null | undefined;
  /** `disabled` where it switches off what the image says. */
  readonly healthcheck: 'set' | 'disabled' | null | undefined;
  /** Of `deploy.replicas`, else of `scale`; undefined too where it is not known here. */
  readonly replicas: number | null | undefined;
  /** Where memory is mounted that a restart loses. */
  readonly tmpfs: Parts<string> | null | undefined;
}

/** A list that files add to. What each adds is read when somebody asks, which few do. */
export interface Parts<Item> {
  readonly parts: readonly (() => readonly Item[])[];
  /** True for `!override`: nothing is taken from the files before. */
  readonly replaces: boolean;
}

/** A service's `build`; fields are undefined where they are absent, or hold a variable without a value. */
export interface BuildOutline {
  /** True for `!override`: nothing is taken from the files before. */
  readonly replaces: boolean;
  /** The folder that stands for the context where none is written. */
  readonly folder: string;
  /** `path` is relative to `folder`; null where its text is not known here. */
  readonly context: { readonly path: string | null; readonly folder: string } | undefined;
  readonly dockerfile: string | undefined;
  /** Whether it has a `dockerfile_inline`. */
  readonly inline: boolean;
  readonly target: string | undefined;
  /** Null for an argument whose value is not known here. */
  readonly args: Said<ReadonlyMap<string, string | null>>;
  readonly contexts: Said<ReadonlySet<string>>;
  /** The names of the labels that it gives the image. */
  readonly labels: Said<ReadonlySet<string>>;
  /** Further names of the image that it makes. */
  readonly tags: readonly string[];
}

/** A collection, and whether it is all there is, whatever the files before say. */
export interface Said<Collection> {
  readonly value: Collection;
  readonly replaces: boolean;
}

/** An element of `include`; paths are as written. */
export interface Include {
  readonly paths: readonly string[];
  readonly projectDirectory: string | null;
  readonly environmentFiles: readonly string[];
}

export interface OutlineContext {
  readonly tree: YamlTree;
  readonly services: readonly Service[];
  readonly text: string;
  readonly variables: Variables;
  /** The folder that relative paths of the document start from. */
  readonly folder: string;
  /** The absolute path of its file; null for one that is read by itself. */
  readonly file: string | null;
}

export function outlineCompose(context: OutlineContext): ComposeOutline {
  const { tree, services, folder } = context;
  const include = isMapNode(tree.root) ? tree.find(tree.root, 'include')?.node : undefined;
  const readers = {
    extends: once((node) => outlineExtends(context, node)),
    text: once((node) => textOf(context, node)),
    images: once((node) => statedImages(node, textOf(context, node), context)),
    imagePlace: once((node) => imagePlace(node, context)),
    build: once((node) => outlineBuild(context, node)),
    profiles: once((node) => ({ names: textsOf(context, node), replaces: isOverride(node) })),
    volumes: once((node) => partOf(node, () => readVolumes(context, node))),
    hooks: once((node) => partOf(node, () => hookImages(context, node))),
    healthcheck: once((node) => outlineHealthcheck(context, node)),
    replicas: once((node) =>
      isMapNode(node) ? countOf(context, tree.find(node, 'replicas')?.node) : undefined,
    ),
    count: once((node) => countOf(context, node)),
    texts: once((node) => partOf(node, () => textsOf(context, node))),
  };
  return {
    folder,
    services: new Map([
      ...resetServices(tree).map((name) => [name, null] as const),
      ...services.map(({ name, map }) => [name, outlineService(tree, map, readers)] as const),
    ]),
    includes: itemsOf(include).flatMap((item) => outlineInclude(context, tree.follow(item)?.node)),
  };
}

function outlineService(tree: YamlTree, map: YAMLMap, readers: Readers): ServiceOutline {
  const said = <Value>(key: string, read: (node: Node) => Value): Value | null | undefined => {
    const node = tree.find(map, key)?.node;
    if (!node) return undefined;
    if (isReset(node)) return null;
    return isNothing(node) ? undefined : read(node);
  };
  const image = said('image', readers.text);
  return {
    replaces: isOverride(map),
    extends: said('extends', readers.extends),
    image,
    images: said('image', readers.images) ?? [],
    imagePlace: said('image', readers.imagePlace),
    hasUnknownImage: image === undefined && said('image', () => true) === true,
    build: said('build', readers.build),
    pullPolicy: said('pull_policy', readers.text),
    profiles: said('profiles', readers.profiles),
    volumes: said('volumes', readers.volumes),
    hooks: said('pre_start', readers.hooks),
    healthcheck: said('healthcheck', readers.healthcheck),
    replicas: said('deploy', readers.replicas) ?? said('scale', readers.count),
    tmpfs: said('tmpfs', readers.texts),
  };
}

interface Readers {
  readonly extends: (node: Node) => ServiceOutline['extends'];
  readonly text: (node: Node) => string | undefined;
  readonly images: (node: Node) => readonly StatedImage[];
  readonly imagePlace: (node: Node) => ImagePlace | null;
  readonly build: (node: Node) => BuildOutline;
  readonly profiles: (node: Node) => NonNullable<ServiceOutline['profiles']>;
  readonly volumes: (node: Node) => Parts<Volume>;
  readonly hooks: (node: Node) => Parts<string>;
  readonly healthcheck: (node: Node) => ServiceOutline['healthcheck'];
  readonly replicas: (node: Node) => number | undefined;
  readonly count: (node: Node) => number | undefined;
  readonly texts: (node: Node) => Parts<string>;
}

function partOf<Item>(node: Node, read: () => readonly Item[]): Parts<Item> {
  let known: readonly Item[] | null = null;
  return { parts: [() => (known ??= read())], replaces: isOverride(node) };
}

function hookImages(context: OutlineContext, node: Node): string[] {
  return itemsOf(node).flatMap((item) => {
    const hook = context.tree.follow(item)?.node;
    return isMapNode(hook) ? (fieldOf(context, hook, 'image') ?? []) : [];
  });
}

/** Reads each node once: thousands of services can have one list of thousands of items by its alias. */
function once<Value>(read: (node: Node) => Value): (node: Node) => Value {
  const known = new Map<Node, Value>();
  return (node) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const value = read(node);
    known.set(node, value);
    return value;
  };
}

function outlineHealthcheck(context: OutlineContext, node: Node): ServiceOutline['healthcheck'] {
  if (!isMapNode(node)) return undefined;
  const [first] = textsOf(context, context.tree.find(node, 'test')?.node);
  if (isTrue(fieldOf(context, node, 'disable')) || first === 'NONE') return 'disabled';
  // Intervals alone change the check of the image.
  return first === undefined ? undefined : 'set';
}

function countOf(context: OutlineContext, node: Node | undefined): number | undefined {
  const text = textOf(context, node);
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function outlineExtends(context: OutlineContext, node: Node): ServiceOutline['extends'] {
  const service = isMapNode(node) ? fieldOf(context, node, 'service') : textOf(context, node);
  if (service === undefined) return undefined;
  const file = isMapNode(node) ? context.tree.find(node, 'file')?.node : undefined;
  if (!file) return { file: null, service };
  const path = textOf(context, file);
  return path === undefined ? undefined : { file: path, service };
}

function outlineBuild(context: OutlineContext, node: Node): BuildOutline {
  const { tree, folder } = context;
  const place = (path: Node) => ({ path: textOf(context, path) ?? null, folder });
  const none = {
    folder,
    dockerfile: undefined,
    inline: false,
    target: undefined,
    args: { value: new Map<string, string | null>(), replaces: false },
    contexts: { value: new Set<string>(), replaces: false },
    labels: { value: new Set<string>(), replaces: false },
    tags: [],
  };
  const replaces = isOverride(node);
  if (!isMapNode(node)) return { ...none, replaces, context: place(node) };
  const contextNode = tree.find(node, 'context')?.node;
  return {
    replaces,
    folder,
    context: contextNode && place(contextNode),
    dockerfile: fieldOf(context, node, 'dockerfile'),
    inline: tree.find(node, 'dockerfile_inline') !== null,
    target: fieldOf(context, node, 'target'),
    args: pairsSaid(context, tree.find(node, 'args')?.node),
    contexts: namesSaid(pairsSaid(context, tree.find(node, 'additional_contexts')?.node)),
    labels: namesSaid(pairsSaid(context, tree.find(node, 'labels')?.node)),
    tags: textsOf(context, tree.find(node, 'tags')?.node),
  };
}

function pairsSaid(context: OutlineContext, node: Node | undefined): BuildOutline['args'] {
  const isGone = node !== undefined && isReset(node);
  return {
    value: isGone ? new Map() : pairsOf(context, node),
    replaces: isGone || (node !== undefined && isOverride(node)),
  };
}

function namesSaid({ value, replaces }: BuildOutline['args']): BuildOutline['contexts'] {
  return { value: new Set(value.keys()), replaces };
}

/** The pairs of a map, or of a list of `name=value`; null for a value that is not known here. */
function pairsOf(context: OutlineContext, node: Node | undefined): Map<string, string | null> {
  if (isMapNode(node)) {
    return new Map(
      context.tree.entries(node).map(({ key, value }) => {
        const target = value && context.tree.follow(value)?.node;
        return [key, target ? (decimalText(target) ?? textOf(context, target) ?? null) : null];
      }),
    );
  }
  return new Map(
    textsOf(context, node).map((item) => {
      const equals = item.indexOf('=');
      return equals < 0 ? [item, null] : [item.slice(0, equals), item.slice(equals + 1)];
    }),
  );
}

function outlineInclude(context: OutlineContext, node: Node | undefined): Include[] {
  if (!isMapNode(node)) {
    const path = textOf(context, node);
    return path === undefined ? [] : [{ paths: [path], projectDirectory: null, environmentFiles: [] }];
  }
  const texts = (key: string) => textsOf(context, context.tree.find(node, key)?.node);
  const projectDirectory = fieldOf(context, node, 'project_directory') ?? null;
  return [{ paths: texts('path'), projectDirectory, environmentFiles: texts('env_file') }];
}

function fieldOf(context: OutlineContext, map: YAMLMap, key: string): string | undefined {
  return textOf(context, context.tree.find(map, key)?.node);
}

/** The texts of a list; a scalar is its own only one. */
function textsOf(context: OutlineContext, node: Node | undefined): string[] {
  const items = itemsOf(node);
  if (items.length === 0) return [node].flatMap((scalar) => textOf(context, scalar) ?? []);
  return items.flatMap((item) => textOf(context, context.tree.follow(item)?.node) ?? []);
}

function textOf({ text, variables }: OutlineContext, node: Node | undefined): string | undefined {
  const scalar = scalarText(node, text);
  return scalar ? (interpolate(scalar, variables).text ?? undefined) : undefined;
}
