import type { Node, YAMLMap } from 'yaml';
import type { Span } from '../text/span';
import { entriesOf, isMapNode, itemsOf, scalarText, type YamlTree } from './yamlNodes';

/** A service of a compose file. */
export interface Service {
  readonly name: string;
  readonly map: YAMLMap;
  /** The alias through which it is what it is, where it is one as a whole. */
  readonly through: readonly Span[];
  /** True where all its profiles are for development. */
  readonly development: boolean;
}

/** The services of a document, those that merge keys bring in too; of a file of the first version its top level. */
export function servicesOf(tree: YamlTree, text: string): Service[] {
  if (!isMapNode(tree.root)) return [];
  const services = tree.find(tree.root, 'services');
  const owner = services ? services.node : looksLikeVersion1(tree, tree.root) ? tree.root : null;
  if (!isMapNode(owner)) return [];
  return mergedEntries(tree, owner).flatMap(({ key, value }) => {
    const found = value && tree.follow(value);
    if (!found || !isMapNode(found.node)) return [];
    const { node: map, through } = found;
    return [{ name: key, map, through, development: isForDevelopment(tree, map, text) }];
  });
}

function mergedEntries(tree: YamlTree, owner: YAMLMap): ReturnType<typeof entriesOf> {
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

function isForDevelopment(tree: YamlTree, service: YAMLMap, text: string): boolean {
  const profiles = itemsOf(tree.find(service, 'profiles')?.node).map((item) => {
    const profile = tree.follow(item);
    return (profile && scalarText(profile.node, text)?.text) ?? '';
  });
  return profiles.length > 0 && profiles.every((profile) => DEVELOPMENT_PROFILES.has(profile));
}

/** Files of compose's first version have their services at the top: maps with an image or a build, and nothing of CI. */
function looksLikeVersion1(tree: YamlTree, root: YAMLMap): boolean {
  const values: (Node | null | undefined)[] = entriesOf(root)
    .filter(({ key }) => !key.startsWith('x-') && key !== 'version')
    .map(({ value }) => value && tree.follow(value)?.node);
  return (
    values.every((value) => isMapNode(value)) &&
    values.some((value) => tree.find(value, 'image') ?? tree.find(value, 'build')) &&
    !values.some((value) => NOT_OF_COMPOSE.some((key) => tree.find(value, key)))
  );
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
