import { isScalar, Scalar } from 'yaml';
import type { Node } from 'yaml';
import type { Span } from '../../text/span';
import { isAliasNode, isMapNode, isNothing, itemsOf, keyText, pairsOf, spanOf, valueOf } from './nodes';
import { yamlDocuments } from './tree';

/** What stands in a small YAML file that only we read, and where. */
export type PlacedValue = PlacedMap | PlacedList | PlacedText;

export interface PlacedMap {
  readonly kind: 'map';
  readonly span: Span;
  /** In their order; a key that stands twice is there twice. */
  readonly entries: readonly PlacedEntry[];
}

export interface PlacedEntry {
  readonly key: string;
  readonly keySpan: Span;
  /** Null where nothing is written. */
  readonly value: PlacedValue | null;
}

export interface PlacedList {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly PlacedValue[];
}

export interface PlacedText {
  readonly kind: 'text';
  readonly span: Span;
  readonly text: string;
  /** Whether it stands without quotes. */
  readonly plain: boolean;
}

/** What is wrong with a text, and where. */
export interface PlacedProblem {
  readonly span: Span;
  readonly message: string;
}

/** Reads the one document of a text as far as it can be understood. Aliases are not followed. */
export function readPlacedValue(text: string): {
  readonly value: PlacedValue | null;
  readonly problems: readonly PlacedProblem[];
} {
  const [document, ...more] = yamlDocuments(text, true);
  const problems: PlacedProblem[] = [];
  if (!document && /^[^\S\n]*[^#\s]/m.test(text)) {
    problems.push({ span: { start: 0, end: 0 }, message: 'This is not YAML that can be read. Correct it.' });
  }
  for (const { pos, message } of document?.errors ?? []) {
    const [start, end] = pos;
    problems.push({ span: { start, end }, message: `This is not valid YAML: ${sentence(message)}` });
  }
  const [second] = more;
  if (second) {
    const [start, end] = second.range;
    const message = 'The file has more than one YAML document. Only the first counts.';
    problems.push({ span: { start, end }, message });
  }
  const value = document?.contents ? placed(document.contents, problems) : null;
  return { value, problems };
}

function placed(node: Node, problems: PlacedProblem[]): PlacedValue | null {
  const span = spanOf(node);
  if (isAliasNode(node)) {
    problems.push({ span, message: 'Aliases are not understood in this file. Write the value itself.' });
    return null;
  }
  if (isMapNode(node)) {
    const entries = pairsOf(node).map((pair) => {
      const value = valueOf(pair);
      const { key } = pair;
      const keySpan = isScalar(key) ? spanOf(key) : span;
      return { key: keyText(key), keySpan, value: value && placed(value, problems) };
    });
    return { kind: 'map', span, entries };
  }
  if (isScalar(node)) {
    if (isNothing(node)) return null;
    return { kind: 'text', span, text: String(node.value), plain: node.type === Scalar.PLAIN };
  }
  return { kind: 'list', span, items: itemsOf(node).flatMap((item) => placed(item, problems) ?? []) };
}

/** The parser's messages have no end of their own. */
function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
