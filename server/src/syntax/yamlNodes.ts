import {
  Composer,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  Scalar,
  visit,
} from 'yaml';
import type { Alias, CST, Document, Node, Pair, YAMLMap } from 'yaml';
import type { Span } from '../text/span';
import type { Template } from './interpolation';

/** A value found in a map, and the aliases that led to it from there. */
export interface Found {
  readonly node: Node;
  readonly through: readonly Span[];
}

/** One document of a YAML stream, in which aliases and merge keys can be followed without losing their places. */
export interface YamlTree {
  readonly root: Node | null;
  /** The node behind an alias; the node itself where it is none, and null for an alias of nothing. */
  readonly follow: (node: Node) => Found | null;
  /** The value of a key: the map's own, else that of the first map merged into it that has it. */
  readonly find: (map: YAMLMap, key: string) => Found | null;
}

/** The documents of a text, as far as it can be understood. */
export function readYaml(text: string): YamlTree[] {
  return documents(text).map((document) => {
    const targets = aliasTargets(document);
    const follow = (node: Node) => followed(node, targets);
    return { root: document.contents, follow, find: finder(follow) };
  });
}

export function isMapNode(node: Node | null | undefined): node is YAMLMap {
  return isMap(node);
}

/** The nodes of a sequence; none where `node` is no sequence. */
export function itemsOf(node: Node | null | undefined): Node[] {
  return isSeq(node) ? node.items.filter(isNode) : [];
}

/** A map's entries with their keys as text. */
export function entriesOf({ items }: YAMLMap): { readonly key: string; readonly value: Node | null }[] {
  return items.flatMap((pair) =>
    isPair(pair) ? [{ key: keyOf(pair), value: isNode(pair.value) ? pair.value : null }] : [],
  );
}

export function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

/** A scalar's text without its quotes, and where that stands; null for what is no scalar, or an empty one. */
export function scalarText(node: Node, source: string): Template | null {
  if (!isScalar(node) || node.value === null) return null;
  const span = contentSpan(node, source);
  const written = source.slice(span.start, span.end);
  const text = typeof node.value === 'string' && isClosed(node, source) ? node.value.trim() : written;
  return text === '' ? null : { text, span, verbatim: node.type !== Scalar.BLOCK_FOLDED && written === text };
}

function contentSpan(node: Scalar, source: string): Span {
  const { start, end } = spanOf(node);
  switch (node.type) {
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE:
      return trimmed(source, { start: start + 1, end: isClosed(node, source) ? end - 1 : end });
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL: {
      const header = source.indexOf('\n', start);
      return trimmed(source, { start: header < 0 ? end : header + 1, end });
    }
    default:
      return trimmed(source, { start, end });
  }
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

function documents(text: string): Document.Parsed[] {
  const composer = new Composer({
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    strict: false,
  });
  return [...composer.compose(tokens(text), false, text.length)];
}

/**
 * The parser's tokens, up to where nesting gets deeper than people write: the parser takes quadratic time over such a
 * text, and the composer, which recurses, all of the stack.
 */
function* tokens(text: string): Iterable<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_NESTING) return;
  }
  yield* parser.end();
}

/** Each alias's node: that of the last anchor of its name before it. One walk, where `Alias.resolve` takes one each. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
    } else if (isNode(node) && node.anchor !== undefined) {
      anchors.set(node.anchor, node);
    }
  });
  return targets;
}

function followed(node: Node, targets: ReadonlyMap<Alias, Node>): Found | null {
  if (!isAlias(node)) return { node, through: [] };
  const target = targets.get(node);
  return target ? { node: target, through: [spanOf(node)] } : null;
}

/** Remembers what it found for each map and key, so that maps merged many times over are searched once. */
function finder(follow: YamlTree['follow']): YamlTree['find'] {
  const known = new Map<YAMLMap, Map<string, Found | null>>();
  const find = (map: YAMLMap, key: string): Found | null => {
    const answers = known.get(map) ?? new Map<string, Found | null>();
    known.set(map, answers);
    const answer = answers.get(key);
    if (answer !== undefined) return answer;
    // A map that is merged into itself has nothing more to say.
    answers.set(key, null);
    const own = entriesOf(map).findLast((entry) => entry.key === key);
    const found = own ? own.value && follow(own.value) : findMerged(map, key);
    answers.set(key, found);
    return found;
  };
  const findMerged = (map: YAMLMap, key: string): Found | null => {
    for (const { key: name, value } of entriesOf(map)) {
      if (name !== MERGE || !value) continue;
      const merged = follow(value);
      const sources = merged && isSeq(merged.node) ? itemsOf(merged.node).map(follow) : [merged];
      for (const source of sources) {
        const found = source && isMap(source.node) ? find(source.node, key) : null;
        if (source && found) return { node: found.node, through: [...source.through, ...found.through] };
      }
    }
    return null;
  };
  return find;
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.source ?? key.value) : '';
}

const MERGE = '<<';
const MAX_NESTING = 500;
