import type { Node, YAMLMap } from 'yaml';
import { interpolate, type Variables } from './interpolation';
import { isMapNode, itemsOf, plainBoolean, scalarText } from '../yaml/nodes';
import type { YamlTree } from '../yaml/tree';

/** An element of a service's `volumes`; texts are those after variables, null where one has no value. */
export interface Volume {
  /** Where it is mounted. */
  readonly target: string | null;
  /** Null for what is no image. */
  readonly image: ImageVolume | null;
}

/** A volume of `type: image`, which has the long form. */
export interface ImageVolume {
  readonly source: string | null;
  /** All that it says, the source and the target too; null where a variable in it has no value. */
  readonly fields: VolumeFields | null;
}

export interface VolumeFields {
  readonly [key: string]: string | boolean | VolumeFields;
}

interface VolumeContext {
  readonly tree: YamlTree;
  readonly text: string;
  readonly variables: Variables;
}

/** Reads the list of a service. Source: compose specification, "volumes". */
export function readVolumes(context: VolumeContext, node: Node): Volume[] {
  return itemsOf(node).flatMap((item) => {
    const volume = context.tree.follow(item)?.node;
    if (!isMapNode(volume)) return { target: shortTarget(textOf(context, volume)), image: null };
    const field = (key: string) => textOf(context, context.tree.find(volume, key)?.node);
    const target = field('target');
    if (field('type') !== 'image') return { target, image: null };
    return { target, image: { source: field('source'), fields: fieldsOf(context, volume, 0) } };
  });
}

/** Of `source:target:mode`, `source:target` or `target` alone. */
function shortTarget(text: string | null): string | null {
  return text?.split(':').findLast((part) => part.startsWith('/')) ?? null;
}

function fieldsOf(context: VolumeContext, map: YAMLMap, depth: number): VolumeFields | null {
  const fields: [string, string | boolean | VolumeFields][] = [];
  for (const { key, value } of context.tree.entries(map)) {
    const node = value && context.tree.follow(value)?.node;
    if (!node) continue;
    const said = isMapNode(node)
      ? depth < MAX_DEPTH && fieldsOf(context, node, depth + 1)
      : (plainBoolean(node) ?? textOf(context, node));
    if (said === null) return null;
    fields.push([key, said]);
  }
  return Object.fromEntries(fields);
}

function textOf({ text, variables }: VolumeContext, node: Node | null | undefined): string | null {
  const scalar = scalarText(node, text);
  return scalar ? interpolate(scalar, variables).text : null;
}

/** No volume of the specification goes deeper. */
const MAX_DEPTH = 3;
