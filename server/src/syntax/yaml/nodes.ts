import { isAlias, isMap, isNode, isPair, isScalar, isSeq, Scalar } from 'yaml';
import type { Alias, Node, Pair, YAMLMap } from 'yaml';
import type { Span } from '../../text/span';
import type { Template } from '../expandedText';

export function isAliasNode(node: Node | null | undefined): node is Alias {
  return isAlias(node);
}

export function isMapNode(node: Node | null | undefined): node is YAMLMap {
  return isMap(node);
}

/** The nodes of a sequence; none where `node` is no sequence. */
export function itemsOf(node: Node | null | undefined): Node[] {
  return isSeq(node) ? node.items.filter(isNode) : [];
}

/** A map's entries in their order, a key that stands twice twice. */
export function pairsOf({ items }: YAMLMap): Pair[] {
  return items.filter(isPair);
}

/** The value of an entry; null where none is written. */
export function valueOf({ value }: Pair): Node | null {
  return isNode(value) ? value : null;
}

/** The node of a key; null where it is none. */
export function keyNodeOf({ key }: Pair): Node | null {
  return isNode(key) ? key : null;
}

/** Where a key stands, with its quotes. */
export function keySpan(key: Node | null): Span {
  return key ? spanOf(key) : { start: 0, end: 0 };
}

export function isScalarNode(node: Node | null | undefined): node is Scalar {
  return isScalar(node);
}

/** The text of a key, or '' where it is no scalar. */
export function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : '';
}

/** Whether nothing is written there, or null. */
export function isNothing(node: Node | null | undefined): boolean {
  return !node || (isScalar(node) && node.type === Scalar.PLAIN && NULL.test(node.source ?? ''));
}

/** Whether an entry merges its value into the map: `<<` without quotes, or with the tag of a merge. */
export function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.source === '<<' && (key.type === Scalar.PLAIN || key.tag === MERGE_TAG);
}

/** What is left of a number without quotes once it has been one: `3.10` is 3.1; null for what is none. */
export function decimalText(node: Node): string | null {
  if (!isScalar(node) || node.type !== Scalar.PLAIN || node.tag !== undefined) return null;
  return DECIMAL.test(node.source ?? '') ? String(Number(node.source)) : null;
}

/** What a plain scalar says that YAML's core schema reads as true or false; null for any other node. */
export function plainBoolean(node: Node): boolean | null {
  if (!isScalar(node) || node.type !== Scalar.PLAIN || node.tag !== undefined) return null;
  const written = node.source ?? '';
  return BOOLEAN.test(written) ? /^t/i.test(written) : null;
}

export function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

/** A scalar's text without its quotes, and where that stands; null for what is no scalar, or an empty one. */
export function scalarText(node: Node | null | undefined, source: string): Template | null {
  if (!isScalar(node) || isNothing(node)) return null;
  const value = String(node.value);
  const closed = isClosed(node, source);
  const span = closed ? contentSpan(node, source) : unclosedSpan(node, source);
  const written = source.slice(span.start, span.end);
  const text = closed ? value.trim() : written;
  if (text === '') return null;
  // A folded text changes with its line breaks, and what a tag makes of a text no longer holds when it grows.
  const asWritten = node.type !== Scalar.BLOCK_FOLDED && !OTHER_TYPE.test(node.tag ?? '');
  return { text, span, verbatim: asWritten && written === text };
}

function contentSpan(node: Scalar, source: string): Span {
  const { start, end } = spanOf(node);
  switch (node.type) {
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE:
      return trimmed(source, { start: start + 1, end: end - 1 });
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL: {
      const header = source.indexOf('\n', start);
      return trimmed(source, { start: header < 0 ? end : header + 1, end });
    }
    default:
      return trimmed(source, { start, end });
  }
}

/** A quote that nobody has closed yet opens no more than its own line. */
function unclosedSpan(node: Node, source: string): Span {
  const { start, end } = spanOf(node);
  const line = source.indexOf('\n', start);
  return trimmed(source, { start: start + 1, end: line < 0 ? end : Math.min(end, line) });
}

/** False for a quoted scalar that somebody is still typing. */
function isClosed(node: Scalar, source: string): boolean {
  if (node.type !== Scalar.QUOTE_DOUBLE && node.type !== Scalar.QUOTE_SINGLE) return true;
  const { start, end } = spanOf(node);
  return end - start > 1 && source[end - 1] === source[start];
}

function trimmed(source: string, { start, end }: Span): Span {
  const text = source.slice(start, end);
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: from + text.trim().length };
}

/** What YAML's core schema reads as null. */
const NULL = /^(?:|~|null|Null|NULL)$/;
/** What YAML's core schema reads as a number with decimals. */
const DECIMAL = /^[-+]?(?:\.\d+|\d+\.\d*)$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const OTHER_TYPE = /^tag:yaml\.org,2002:(?!str$)/;
const MERGE_TAG = 'tag:yaml.org,2002:merge';
