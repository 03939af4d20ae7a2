import type { Node, YAMLMap } from 'yaml';
import type { Span } from '../../text/span';
import type { RelatedPlace } from '../imageUse';
import { charactersOf } from '../yaml/characters';
import { isMapNode, isNothing, isScalarNode, itemsOf, keySpan, scalarText, spanOf } from '../yaml/nodes';
import type { Template } from '../expandedText';
import { aliasSpans, hasMerges, joinPaths, type AliasPath, type Found, type YamlTree } from '../yaml/tree';
import { interpolate, type Variables } from './interpolation';
import { scalarSource, type ScalarSource } from './scalarSource';
import { isReset } from './services';

/** A value of a compose file, behind aliases and merges. */
export interface ComposeValue {
  /** `nothing`: no value, null, or an empty text. */
  readonly kind: 'text' | 'map' | 'list' | 'nothing';
  /** Of a text where it stands without its quotes; of a collection all of it. */
  readonly span: Span;
  /** A text after variables; null where one has no value, and for what is no text. */
  readonly text: string | null;
  /** A text before variables; empty for what is no text. */
  readonly written: string;
  /** Whether the text at `span` is `written`: no escape, no fold. */
  readonly isVerbatim: boolean;
  /** Whether a plain scalar: its quotes are none. */
  readonly isPlain: boolean;
  /** Whether a collection whose entries stand on lines of their own. */
  readonly isBlock: boolean;
  /** Whether a map into which others are merged. */
  readonly isMerging: boolean;
  /** The aliases and merges through which it stands where it was asked for; an edit of it changes those too. */
  readonly related: readonly RelatedPlace[];
  /** The value of a key of a map; null where it is absent or reset. */
  readonly field: (key: string) => ComposeValue | null;
  /** A map's entries, those that are merged into it last. */
  readonly entries: () => readonly ComposeEntry[];
  readonly items: () => readonly ComposeValue[];
  /** A text's characters after variables; a variable without a value stands as it is written, or as `unknown` says. */
  readonly source: (unknown?: (written: string) => string) => ScalarSource | null;
}

export interface ComposeEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: ComposeValue;
  /** Whether it comes from a merge, so that it stands in another map. */
  readonly isMerged: boolean;
}

export interface ValueContext {
  readonly tree: YamlTree;
  readonly text: string;
  readonly variables: Variables;
  /** How often the contents of a collection were asked for. */
  readonly visits: Map<Node, number>;
}

export function composeValue(context: ValueContext, { node, through }: Found): ComposeValue {
  const scalar = scalarText(node, context.text);
  return scalar ? textValue(context, { node, through }, scalar) : collectionValue(context, { node, through });
}

function textValue(
  { text, variables }: ValueContext,
  { node, through }: Found,
  scalar: Template,
): ComposeValue {
  let expanded: string | null | undefined;
  return {
    kind: 'text',
    span: scalar.span,
    get text() {
      if (expanded === undefined) expanded = interpolate(scalar, variables).text;
      return expanded;
    },
    written: scalar.text,
    isVerbatim: scalar.verbatim,
    isPlain: isScalarNode(node) && node.type === 'PLAIN',
    isBlock: false,
    isMerging: false,
    get related() {
      return relatedOf(through);
    },
    field: noField,
    entries: noEntries,
    items: noItems,
    source: (unknown) => {
      const characters = charactersOf(node, text);
      return characters && scalarSource(characters, text, variables, unknown);
    },
  };
}

function collectionValue(context: ValueContext, { node, through }: Found): ComposeValue {
  const { tree } = context;
  const isMap = isMapNode(node);
  const kind = isMap ? 'map' : isScalarNode(node) || isNothing(node) ? 'nothing' : 'list';
  let entries: readonly ComposeEntry[] | null = null;
  let items: readonly ComposeValue[] | null = null;
  const fields = new Map<string, ComposeValue | null>();
  return {
    kind,
    span: spanOf(node),
    text: null,
    written: '',
    isVerbatim: false,
    isPlain: isScalarNode(node) && node.type === 'PLAIN',
    isBlock: (node as { readonly flow?: boolean }).flow !== true,
    get isMerging() {
      return isMap && hasMerges(node);
    },
    get related() {
      return relatedOf(through);
    },
    field: (key) => {
      if (!isMap) return null;
      const known = fields.get(key);
      if (known !== undefined) return known;
      const found = tree.find(node, key);
      const value = found && !isReset(found.node) ? child(context, found, through) : null;
      fields.set(key, value);
      return value;
    },
    entries: () => (entries ??= isMap && mayVisit(context, node) ? entriesOf(context, node, through) : []),
    items: () => (items ??= mayVisit(context, node) ? itemsIn(context, node, through) : []),
    source: (unknown) => {
      const characters = charactersOf(node, context.text);
      return characters && scalarSource(characters, context.text, context.variables, unknown);
    },
  };
}

/**
 * Thousands of services can have one list of thousands of items by its alias: the first of them tell all that there is
 * to be told of its items. A short list is told to all.
 */
function mayVisit({ visits }: ValueContext, node: Node): boolean {
  const count = (visits.get(node) ?? 0) + 1;
  visits.set(node, count);
  const { length = 0 } = (node as { readonly items?: readonly unknown[] }).items ?? {};
  return count === 1 || count * length <= MAX_SHARED_ITEMS;
}

function child(context: ValueContext, found: Found, through: AliasPath | null): ComposeValue {
  return composeValue(context, { node: found.node, through: joinPaths(found.through, through) });
}

function itemsIn(context: ValueContext, node: Node, through: AliasPath | null): ComposeValue[] {
  return itemsOf(node).flatMap((item) => {
    const found = context.tree.follow(item);
    return found ? child(context, found, through) : [];
  });
}

function entriesOf(context: ValueContext, map: YAMLMap, through: AliasPath | null): ComposeEntry[] {
  return context.tree.entries(map).flatMap(({ key, keyNode, value, through: merged }) => {
    const found = value && context.tree.follow(value);
    if (value && (!found || isReset(found.node))) return [];
    const path = joinPaths(merged, through);
    const place = keySpan(keyNode);
    let read: ComposeValue | null = null;
    return {
      key,
      keySpan: place,
      isMerged: merged !== null,
      // Of the many that are merged few are looked at.
      get value() {
        read ??= found ? child(context, found, path) : nothingAt({ start: place.end, end: place.end }, path);
        return read;
      },
    };
  });
}

function relatedOf(through: AliasPath | null): RelatedPlace[] {
  return through ? aliasSpans([through]).map((span) => ({ span, message: 'Used here.' })) : [];
}

/** The value of a key behind which nothing is written. */
function nothingAt(span: Span, through: AliasPath | null): ComposeValue {
  return {
    kind: 'nothing',
    span,
    text: null,
    written: '',
    isVerbatim: false,
    isPlain: true,
    isBlock: false,
    isMerging: false,
    related: relatedOf(through),
    field: noField,
    entries: noEntries,
    items: noItems,
    source: () => null,
  };
}

// What holds no others shares its answers: a file has thousands of texts.
const noField: ComposeValue['field'] = () => null;
const noEntries: ComposeValue['entries'] = () => [];
const noItems: ComposeValue['items'] = () => [];
const MAX_SHARED_ITEMS = 10_000;
