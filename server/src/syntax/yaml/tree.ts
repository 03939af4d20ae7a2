import { Composer, isCollection, isNode, isPair, Lexer, Parser } from 'yaml';
import type { Alias, CST, Document, Node, YAMLMap } from 'yaml';
import type { Span } from '../../text/span';
import {
  isAliasNode,
  isMapNode,
  isMerge,
  itemsOf,
  keyNodeOf,
  keyText,
  pairsOf,
  spanOf,
  valueOf,
} from './nodes';

/** One document of a YAML stream, in which aliases and merge keys can be followed without losing their places. */
export interface YamlTree {
  readonly root: Node | null;
  /** The node behind an alias; the node itself where it is none, and null for an alias of nothing. */
  readonly follow: (node: Node) => Found | null;
  /** The value of a key: the map's own, else that of the first map merged into it that has it. */
  readonly find: (map: YAMLMap, key: string) => Found | null;
  /** A map's entries, and behind them those that merging adds, each name from the first map that has it. */
  readonly entries: (map: YAMLMap) => Entry[];
  /** The keys whose values are aliases of this very node; '' for an alias in a list or for a key. */
  readonly aliasedAs: (node: Node) => ReadonlySet<string>;
}

/** A node, and the aliases that led to it. */
export interface Found {
  readonly node: Node;
  readonly through: AliasPath | null;
}

export interface Entry {
  readonly key: string;
  /** The node of the key; null where it is none. */
  readonly keyNode: Node | null;
  readonly value: Node | null;
  /** The aliases through which merging brought the entry here. */
  readonly through: AliasPath | null;
}

/** Aliases in a row. Paths share their ends, so that long chains of merges stay cheap. */
export interface AliasPath {
  readonly span: Span;
  readonly next: AliasPath | null;
}

/** The documents of a text, as far as it can be understood. Linear in the text, whatever its aliases multiply to. */
export function readYaml(text: string): YamlTree[] {
  const hasAliases = text.includes('*');
  return yamlDocuments(text).map(({ contents: root }) => {
    const { targets, uses } = hasAliases ? readAliases(root) : NO_ALIASES;
    const follow = (node: Node): Found | null => {
      if (!isAliasNode(node)) return { node, through: null };
      const target = targets.get(node);
      return target ? { node: target, through: { span: spanOf(node), next: null } } : null;
    };
    return {
      root,
      follow,
      find: finder(follow),
      entries: (map) => mergedEntries(map, follow),
      aliasedAs: (node) => uses.get(node) ?? NO_KEYS,
    };
  });
}

/** One path out of two, of which the first is that of a single alias at most. */
export function joinPaths(first: AliasPath | null, next: AliasPath | null): AliasPath | null {
  return first ? { span: first.span, next } : next;
}

/** The aliases of all paths in their order, each once; no more than anybody would look at. */
export function aliasSpans(paths: readonly (AliasPath | null)[]): readonly Span[] {
  if (paths.every((path) => path === null)) return NO_SPANS;
  const seen = new Set<AliasPath>();
  const spans = new Map<number, Span>();
  for (const path of paths) {
    // Where two paths meet they go on as one.
    for (let step = path; step && !seen.has(step) && spans.size < MAX_SPANS; step = step.next) {
      seen.add(step);
      spans.set(step.span.start, step.span);
    }
  }
  return [...spans.values()].sort((a, b) => a.start - b.start);
}

/** `strict` where the errors of the documents are wanted, all that there are. */
export function yamlDocuments(text: string, strict = false): Document.Parsed[] {
  const composer = new Composer({
    // All scalars are texts here: which of them compose takes for numbers changes nothing that is asked.
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    strict,
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

interface Aliases {
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly uses: ReadonlyMap<Node, ReadonlySet<string>>;
}

/** Each alias's node: that of the last anchor of its name before it. One walk, where `Alias.resolve` takes one each. */
function readAliases(root: Node | null): Aliases {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const uses = new Map<Node, Set<string>>();
  const readAlias = (alias: Alias, key: string) => {
    const target = anchors.get(alias.source);
    if (!target) return;
    targets.set(alias, target);
    const keys = uses.get(target);
    if (keys) keys.add(key);
    else uses.set(target, new Set([key]));
  };
  const walk = (node: unknown, key: string) => {
    if (isPair(node)) {
      walk(node.key, '');
      walk(node.value, keyText(node.key));
    } else if (isNode(node)) {
      if (isAliasNode(node)) readAlias(node, key);
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isCollection(node)) for (const item of node.items) walk(item, '');
    }
  };
  walk(root, '');
  return { targets, uses };
}

/** What a map says itself, and what is merged into it; of a list that is merged, its maps. */
interface Contents {
  readonly own: ReadonlyMap<string, Node | null>;
  readonly sources: readonly Node[];
}

/** Reads each node once, and remembers what merging gave, so that what many maps merge is searched once. */
function finder(follow: YamlTree['follow']): YamlTree['find'] {
  const read = new Map<Node, Contents>();
  const answers = new Map<string, Map<Node, Found | null>>();
  const contentsOf = (node: Node): Contents => {
    const known = read.get(node) ?? contents(node, follow);
    read.set(node, known);
    return known;
  };
  return (map, key) => {
    const { own, sources } = contentsOf(map);
    const value = own.get(key);
    if (value !== undefined || sources.length === 0) return value ? follow(value) : null;
    const known = answers.get(key) ?? new Map<Node, Found | null>();
    answers.set(key, known);
    if (!known.has(map)) search({ start: map, key, known, contentsOf, follow });
    return known.get(map) ?? null;
  };
}

/** Of keys that stand twice the last counts. */
function contents(node: Node, follow: YamlTree['follow']): Contents {
  const own = new Map<string, Node | null>();
  const sources: Node[] = [];
  if (!isMapNode(node)) return { own, sources: itemsOf(node) };
  for (const pair of pairsOf(node)) {
    const value = valueOf(pair);
    if (!isMerge(pair)) own.set(keyOf(pair.key, follow), value);
    else if (value) sources.push(value);
  }
  return { own, sources };
}

interface Search {
  readonly start: Node;
  readonly key: string;
  /** The answers for nodes, to which this one's and those on its way are added. */
  readonly known: Map<Node, Found | null>;
  readonly contentsOf: (node: Node) => Contents;
  readonly follow: YamlTree['follow'];
}

/** A node whose sources are being searched one after the other. */
interface Step {
  readonly node: Node;
  readonly sources: readonly Node[];
  next: number;
}

/** Not recursive: a chain of merges can be longer than the stack. */
function search({ start, key, known, contentsOf, follow }: Search): void {
  const steps: Step[] = [];
  const enter = (node: Node) => {
    const { own, sources } = contentsOf(node);
    const value = own.get(key);
    // What is merged into itself has nothing more to say, hence an answer before there is one.
    known.set(node, value ? follow(value) : null);
    if (value === undefined) steps.push({ node, sources, next: 0 });
  };
  enter(start);
  for (let step = steps.at(-1); step; step = steps.at(-1)) {
    const value = step.sources[step.next];
    const source = value && follow(value);
    const answer = source ? known.get(source.node) : null;
    if (source && answer === undefined) {
      enter(source.node);
    } else if (source && answer) {
      known.set(step.node, { node: answer.node, through: joinPaths(source.through, answer.through) });
      steps.pop();
    } else if (value) {
      step.next++;
    } else {
      steps.pop();
    }
  }
}

function keyOf(key: unknown, follow: YamlTree['follow']): string {
  return keyText(isNode(key) && isAliasNode(key) ? follow(key)?.node : key);
}

/** What is merged into a map, or the maps of a list that is merged. */
function sourcesOf(node: Node): Node[] {
  if (!isMapNode(node)) return itemsOf(node);
  return pairsOf(node).flatMap((pair) => (isMerge(pair) ? (valueOf(pair) ?? []) : []));
}

/** Whether a map says `<<` itself. */
export function hasMerges(map: YAMLMap): boolean {
  return pairsOf(map).some((pair) => isMerge(pair));
}

function mergedEntries(map: YAMLMap, follow: YamlTree['follow']): Entry[] {
  const names = new Set<string>();
  const seen = new Set<Node>();
  const entries: Entry[] = [];
  const waiting: Found[] = [{ node: map, through: null }];
  for (let found = waiting.pop(); found; found = waiting.pop()) {
    const { node, through } = found;
    // A chain of merges as long as the file would be read once for each of its links.
    if (seen.has(node) || seen.size >= MAX_MERGED) continue;
    seen.add(node);
    const first = entries.length;
    for (const pair of isMapNode(node) ? pairsOf(node) : []) {
      const key = keyOf(pair.key, follow);
      if (!isMerge(pair) && !names.has(key))
        entries.push({ key, keyNode: keyNodeOf(pair), value: valueOf(pair), through });
    }
    for (const { key } of entries.slice(first)) names.add(key);
    // Backwards, for the last one in is the first one out.
    for (const source of sourcesOf(node).reverse()) {
      const next = follow(source);
      if (next) waiting.push({ node: next.node, through: joinPaths(next.through, through) });
    }
  }
  return entries;
}

const NO_ALIASES: Aliases = { targets: new Map(), uses: new Map() };
const NO_SPANS: readonly Span[] = [];
const NO_KEYS: ReadonlySet<string> = new Set();
const MAX_NESTING = 500;
const MAX_SPANS = 100;

/** Each map of a chain would walk all of it again, and nobody merges that many. */
const MAX_MERGED = 200;
