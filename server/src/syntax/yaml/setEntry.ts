import type { Node, Pair, YAMLMap } from 'yaml';
import { isScalar } from 'yaml';
import { applyEdits, type Edit, type Span } from '../../text/span';
import { isAliasNode, isMapNode, isNothing, keyText, pairsOf, spanOf, valueOf } from './nodes';
import { readYaml } from './tree';

export interface EntryToSet {
  /** The key at the top of the file whose map has the entry. */
  readonly section: string;
  readonly key: string;
  /** A plain scalar. */
  readonly value: string;
}

/**
 * The edit after which the map under `section` says `value` for `key`, and all else stands as its author wrote it; null
 * where the file says so already, or is not written so that one edit can do it.
 */
export function setEntry(text: string, entry: EntryToSet): Edit | null {
  if (says(text, entry)) return null;
  const edit = editFor(text, entry);
  return edit && says(applyEdits(text, [edit]), entry) ? edit : null;
}

function says(text: string, { section, key, value }: EntryToSet): boolean {
  const trees = readYaml(text);
  const [tree] = trees;
  if (!tree?.root || trees.length > 1 || !isMapNode(tree.root)) return false;
  const map = tree.find(tree.root, section)?.node;
  const found = isMapNode(map) ? tree.find(map, key)?.node : null;
  return isScalar(found) && found.value === value;
}

function editFor(text: string, entry: EntryToSet): Edit | null {
  const root = readYaml(text)[0]?.root ?? null;
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  if (isNothing(root)) return atEnd(text, blockOf(entry, '', line), line);
  if (!isMapNode(root)) return null;
  const pair = entryOf(root, entry.section);
  if (!pair) {
    const { section, key, value } = entry;
    if (root.flow) return intoFlow(root, `${section}: { ${key}: ${value} }`, text);
    const indentation = indentationOf(root, text);
    return indentation === null ? null : behindLast(root, blockOf(entry, indentation, line), text);
  }
  return sectionEdit(pair, entry, { text, line, root });
}

interface Place {
  readonly text: string;
  /** How its lines end. */
  readonly line: string;
  readonly root: YAMLMap;
}

function sectionEdit(pair: Pair, { key, value }: EntryToSet, { text, line, root }: Place): Edit | null {
  const map = valueOf(pair);
  const entry = `${key}: ${value}`;
  if (isNothing(map)) {
    const written = map ? spanOf(map) : null;
    // A word for nothing, as `~`; otherwise nothing but a comment may stand behind the key.
    if (root.flow || (written && written.end > written.start)) {
      return written && written.end > written.start ? { span: written, newText: `{ ${entry} }` } : null;
    }
    const outer = indentationOf(root, text) ?? '';
    return { span: pointAtLineEnd(text, endOfKey(pair)), newText: `${line}${outer}  ${entry}` };
  }
  if (!isMapNode(map)) return null;
  const own = entryOf(map, key);
  if (own) return valueEdit(own, value);
  if (map.flow) return intoFlow(map, entry, text);
  const indentation = indentationOf(map, text);
  return indentation === null ? null : behindLast(map, `${line}${indentation}${entry}`, text);
}

/** Only a scalar or an alias is replaced: more than that holds what somebody thought about. */
function valueEdit(pair: Pair, value: string): Edit | null {
  const node = valueOf(pair);
  if (!node || (isNothing(node) && spanOf(node).start === spanOf(node).end)) return null;
  return isScalar(node) || isAliasNode(node) ? { span: spanOf(node), newText: value } : null;
}

/** Of a key that stands twice the last counts. */
function entryOf(map: YAMLMap, key: string): Pair | undefined {
  return pairsOf(map).findLast((pair) => keyText(pair.key) === key);
}

/** As the first entry: what stands behind the last one may be a comma. */
function intoFlow(map: YAMLMap, entry: string, text: string): Edit {
  const [first] = pairsOf(map);
  const { start, end } = spanOf(map);
  if (!first) {
    const isBlank = text.slice(start + 1, end - 1).trim() === '';
    return isBlank
      ? { span: { start, end }, newText: `{ ${entry} }` }
      : { span: point(start + 1), newText: ` ${entry}` };
  }
  return { span: point(startOfKey(first)), newText: `${entry}, ` };
}

/** On lines of its own behind the line on which a block map's last entry ends. */
function behindLast(map: YAMLMap, newText: string, text: string): Edit | null {
  const last = pairsOf(map).at(-1);
  if (!last) return null;
  const end = endOf(last);
  // A block scalar ends with its line.
  const isLineOver = end > 0 && text[end - 1] === '\n';
  return { span: isLineOver ? point(withoutBreak(text, end)) : pointAtLineEnd(text, end), newText };
}

function endOf(pair: Pair): number {
  const node = valueOf(pair);
  return node ? deepEnd(node) : endOfKey(pair);
}

/** Where a node's own text ends: that of a block map may count the comments behind it. */
function deepEnd(node: Node): number {
  const last = isMapNode(node) && node.flow !== true ? pairsOf(node).at(-1) : undefined;
  return last ? endOf(last) : spanOf(node).end;
}

function startOfKey({ key }: Pair): number {
  return isNode(key) ? spanOf(key).start : 0;
}

function endOfKey({ key }: Pair): number {
  return isNode(key) ? spanOf(key).end : 0;
}

function isNode(key: unknown): key is Node {
  return typeof key === 'object' && key !== null && 'range' in key;
}

/** What stands before a block map's first key on its line; null where that is more than spaces. */
function indentationOf(map: YAMLMap, text: string): string | null {
  const [first] = pairsOf(map);
  const start = first ? startOfKey(first) : 0;
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^ *$/.test(before) ? before : null;
}

/** The section with its one entry, as lines behind others. */
function blockOf({ section, key, value }: EntryToSet, indentation: string, line: string): string {
  return `${line}${indentation}${section}:${line}${indentation}  ${key}: ${value}`;
}

/** Behind the comments of a file that says nothing. */
function atEnd(text: string, lines: string, line: string): Edit {
  const end = text.trimEnd().length;
  return { span: { start: end, end: text.length }, newText: (end === 0 ? lines.trimStart() : lines) + line };
}

function pointAtLineEnd(text: string, offset: number): Span {
  const newline = text.indexOf('\n', offset);
  return point(newline < 0 ? text.length : withoutBreak(text, newline + 1));
}

/** Where the line ends whose line break ends at `offset`. */
function withoutBreak(text: string, offset: number): number {
  return text[offset - 2] === '\r' ? offset - 2 : offset - 1;
}

function point(offset: number): Span {
  return { start: offset, end: offset };
}
