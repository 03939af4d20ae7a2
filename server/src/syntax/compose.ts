import type { Node, YAMLMap } from 'yaml';
import type { Span } from '../text/span';
import { composeSuppressions } from './composeSuppressions';
import type { ComposeFile } from './document';
import { imageUse, PLACEHOLDER, type ImageUse, type ImageUseDraft } from './imageUse';
import { interpolate } from './interpolation';
import { entriesOf, isMapNode, itemsOf, readYaml, scalarText, spanOf, type YamlTree } from './yamlNodes';

/**
 * Reads a compose file; variables have the values given, and else their defaults. It never fails: of broken text it
 * understands less.
 */
export function parseCompose(text: string, variables: ReadonlyMap<string, string> = new Map()): ComposeFile {
  const images = readYaml(text).flatMap((tree) => imagesOf(tree, text, variables));
  images.sort((a, b) => a.span.start - b.span.start);
  return { kind: 'compose', text, images, suppressions: composeSuppressions(text) };
}

/** A service with what decides how its image is judged. */
interface Service {
  readonly image: Node;
  /** The aliases and merges through which the service has its image. */
  readonly through: readonly Span[];
  /** Whether the image is what this service builds, or one that is only on this machine. */
  readonly built: boolean;
  readonly development: boolean;
}

function imagesOf(tree: YamlTree, text: string, variables: ReadonlyMap<string, string>): ImageUse[] {
  const users = new Map<Node, Service[]>();
  for (const service of servicesOf(tree, text)) {
    const known = users.get(service.image);
    if (known) known.push(service);
    else users.set(service.image, [service]);
  }
  const uses = [...users].flatMap(([node, services]) => {
    const draft = imageDraft(node, services, text, variables);
    return draft ? [imageUse(draft)] : [];
  });
  const outputs = new Set(uses.filter(({ ignored }) => ignored === 'build-output').map(nameOf));
  return uses.map((use) =>
    use.ignored === null && outputs.has(nameOf(use))
      ? { ...use, ignored: 'build-output', insertion: null }
      : use,
  );
}

/** One draft for all services that have the same scalar for their image. */
function imageDraft(
  node: Node,
  services: readonly Service[],
  text: string,
  variables: ReadonlyMap<string, string>,
): ImageUseDraft | null {
  const users = services.flatMap(({ through }) => through);
  const built = services.filter((service) => service.built);
  const common = {
    position: 'compose-image' as const,
    users: [...new Map(users.map((user) => [user.start, user])).values()],
    development: services.every(({ development }) => development),
    // A digest on what one of them builds would break that build.
    locked: built.length > 0,
  };
  const scalar = scalarText(node, text);
  if (!scalar) return templateDraft(node, text, common);
  const ignored = built.length === services.length ? ('build-output' as const) : null;
  return { ...common, span: scalar.span, expanded: interpolate(scalar, variables), ignored };
}

/** `{{ image }}` without quotes is a map of maps to YAML, and a placeholder to everybody else. */
function templateDraft(
  node: Node,
  text: string,
  common: Pick<ImageUseDraft, 'position' | 'users' | 'development'>,
): ImageUseDraft | null {
  const { start } = spanOf(node);
  const line = /^[^\r\n]*/.exec(text.slice(start, start + 1000))?.[0].trimEnd() ?? '';
  if (!isMapNode(node) || !line.startsWith('{{') || !PLACEHOLDER.test(line)) return null;
  const span = { start, end: start + line.length };
  return { ...common, span, expanded: { text: null, segments: [] }, ignored: 'template' };
}

function servicesOf(tree: YamlTree, text: string): Service[] {
  if (!isMapNode(tree.root)) return [];
  const services = tree.find(tree.root, 'services');
  const owner = services ? services.node : looksLikeVersion1(tree, tree.root) ? tree.root : null;
  if (!isMapNode(owner)) return [];
  return mergedEntries(tree, owner).flatMap(({ value }) => serviceOf(tree, value, text) ?? []);
}

/** The services of a map, those that merge keys bring into it too. */
function mergedEntries(tree: YamlTree, owner: YAMLMap): { readonly value: Node | null }[] {
  const own = entriesOf(owner);
  const merged = own
    .filter(({ key }) => key === '<<')
    .flatMap(({ value }) => (value ? [tree.follow(value)?.node] : []))
    .flatMap((node) => (isMapNode(node) ? [node] : itemsOf(node).map((item) => tree.follow(item)?.node)));
  const names = new Set(own.map(({ key }) => key));
  return [
    ...own.filter(({ key }) => key !== '<<'),
    ...merged.flatMap((map) => (isMapNode(map) ? entriesOf(map).filter(({ key }) => !names.has(key)) : [])),
  ];
}

function serviceOf(tree: YamlTree, value: Node | null, text: string): Service | null {
  const service = value && tree.follow(value);
  if (!service || !isMapNode(service.node)) return null;
  const { node: map, through } = service;
  const image = tree.find(map, 'image');
  if (!image || isReset(image.node) || tree.find(map, 'provider')) return null;
  const textOf = (node: Node | undefined) => (node ? (scalarText(node, text)?.text ?? '') : '');
  const pullPolicy = textOf(tree.find(map, 'pull_policy')?.node);
  const build = tree.find(map, 'build');
  const profiles = itemsOf(tree.find(map, 'profiles')?.node).map((profile) =>
    textOf(tree.follow(profile)?.node),
  );
  return {
    image: image.node,
    through: [...through, ...image.through],
    built: (build !== null && !isReset(build.node)) || pullPolicy === 'build' || pullPolicy === 'never',
    development: profiles.length > 0 && profiles.every((profile) => DEVELOPMENT_PROFILES.has(profile)),
  };
}

/** `!reset` takes away what another file of the same project says. */
function isReset({ tag }: Node): boolean {
  return tag === '!reset';
}

/** Files of compose's first version have their services at the top: maps with an image or a build, and nothing of CI. */
function looksLikeVersion1(tree: YamlTree, root: YAMLMap): boolean {
  const values = entriesOf(root)
    .filter(({ key }) => !key.startsWith('x-') && key !== 'version')
    .map(({ value }) => value && tree.follow(value)?.node);
  return (
    values.every((value) => isMapNode(value)) &&
    values.some((value) => tree.find(value, 'image') ?? tree.find(value, 'build')) &&
    !values.some((value) => NOT_OF_COMPOSE.some((key) => tree.find(value, key)))
  );
}

/** What two references are compared by: registry, repository and tag, `latest` where there is none. */
function nameOf({ reference, resolved }: ImageUse): string | null {
  if (reference?.kind !== 'reference') return resolved;
  return `${reference.registry}/${reference.repository}:${reference.tag ?? 'latest'}@${reference.digest ?? ''}`;
}

const DEVELOPMENT_PROFILES: ReadonlySet<string> = new Set([
  'dev',
  'development',
  'debug',
  'test',
  'tests',
  'testing',
  'e2e',
  'ci',
]);
const NOT_OF_COMPOSE = ['script', 'steps', 'stage', 'runs-on'];
