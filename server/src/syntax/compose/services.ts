import type { Node, YAMLMap } from 'yaml';
import { isMapNode, isNothing, scalarText } from '../yaml/nodes';
import type { AliasPath, Entry, Found, YamlTree } from '../yaml/tree';

/** A service of a compose file. */
export interface Service {
  readonly name: string;
  readonly map: YAMLMap;
  /** What it says of a key: itself, by a merge, or by the service of this file that it extends; null where reset. */
  readonly find: (key: string) => Found | null;
  /** The aliases and merges through which it is what it is as a whole. */
  readonly through: readonly AliasPath[];
}

/** The services of a document, those that merge keys bring in too; of a file of the first version its top level. */
export function servicesOf(tree: YamlTree, text: string): Service[] {
  const { root } = tree;
  if (!isMapNode(root)) return [];
  const services = tree.find(root, 'services');
  if (!services) {
    const entries = version1Services(tree, root);
    return looksLikeVersion1(tree, text, entries) ? serviceList(tree, text, entries, null) : [];
  }
  const { node, through } = services;
  return isMapNode(node) && !isReset(node) ? serviceList(tree, text, tree.entries(node), through) : [];
}

/** `!reset` takes away what another file of the same project says. */
export function isReset({ tag }: Node): boolean {
  return tag === '!reset';
}

/** The names of the services that a document takes away from what other files say. */
export function resetServices(tree: YamlTree): string[] {
  const { root } = tree;
  const services = isMapNode(root) ? tree.find(root, 'services')?.node : undefined;
  if (!isMapNode(services)) return [];
  return tree.entries(services).flatMap(({ key, value }) => (value && isReset(value) ? [key] : []));
}

/** `!override` takes nothing from the files before. */
export function isOverride({ tag }: Node): boolean {
  return tag === '!override';
}

function serviceList(
  tree: YamlTree,
  text: string,
  entries: readonly Entry[],
  throughAll: AliasPath | null,
): Service[] {
  const found = entries.flatMap(({ key: name, value, through }) => {
    const service = value && tree.follow(value);
    if (!service || !isMapNode(service.node) || isReset(service.node)) return [];
    const paths = [throughAll, through, service.through].filter((path) => path !== null);
    return [{ name, map: service.node, through: paths }];
  });
  const byName = new Map(found.map(({ name, map }) => [name, map]));
  const bases = new Map(found.map(({ map }) => [map, byName.get(extendedService(tree, text, map) ?? '')]));
  return found.map((service) => ({ ...service, find: (key) => inherited(tree, bases, service.map, key) }));
}

function inherited(
  tree: YamlTree,
  bases: ReadonlyMap<YAMLMap, YAMLMap | undefined>,
  service: YAMLMap,
  key: string,
): Found | null {
  let map: YAMLMap | undefined = service;
  for (let step = 0; map && step < MAX_EXTENSIONS; step++) {
    const found = tree.find(map, key);
    if (found) return isReset(found.node) ? null : found;
    map = bases.get(map);
  }
  return null;
}

/** The name in `extends: name` or `extends: {service: name}`; null where that is a service of another file. */
function extendedService(tree: YamlTree, text: string, map: YAMLMap): string | null {
  const value = tree.find(map, 'extends')?.node;
  if (!isMapNode(value)) return scalarText(value, text)?.text ?? null;
  if (tree.find(value, 'file')) return null;
  return scalarText(tree.find(value, 'service')?.node, text)?.text ?? null;
}

function version1Services(tree: YamlTree, root: YAMLMap): Entry[] {
  return tree.entries(root).filter(({ key }) => !key.startsWith('x-') && key !== 'version');
}

/**
 * Files of compose's first version have their services at the top: maps, one of them with an image or a path to build,
 * and nothing of what CI systems write there. A service that is still to be typed has no map yet.
 */
function looksLikeVersion1(tree: YamlTree, text: string, entries: readonly Entry[]): boolean {
  if (entries.some(({ key }) => TOP_OF_OTHERS.has(key))) return false;
  const values = entries.map(({ value }) => value && tree.follow(value)?.node);
  const maps = values.filter(isMapNode);
  const says = (map: YAMLMap, key: string) => scalarText(tree.find(map, key)?.node, text) !== null;
  return (
    values.every((value) => isMapNode(value) || isNothing(value)) &&
    maps.some((map) => says(map, 'image') || says(map, 'build')) &&
    !maps.some((map) => JOB_OF_OTHERS.some((key) => tree.find(map, key)))
  );
}

/** What workflows, pipelines and Kubernetes objects have at the top, and in a job. */
const TOP_OF_OTHERS: ReadonlySet<string> = new Set([
  'apiVersion',
  'jobs',
  'kind',
  'on',
  'orbs',
  'pipeline',
  'pool',
  'spec',
  'stages',
  'steps',
  'trigger',
  'workflows',
]);
const JOB_OF_OTHERS = ['runs-on', 'script', 'stage', 'steps'];
/** Nobody extends what extends further than a few times. */
const MAX_EXTENSIONS = 20;
