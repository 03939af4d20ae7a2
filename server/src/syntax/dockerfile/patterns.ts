import type { Span } from '../../text/span';

/** A shell's pattern: UTF-16 code units, ANY_CHARACTER for `?`, and ANY_TEXT for `*`. */
export type Pattern = readonly number[];

/**
 * Reads a pattern of `${name#pattern}` and its kin; null where it escapes what BuildKit lets no pattern escape.
 * Source: BuildKit's frontend/dockerfile/shell, which knows no brackets.
 */
export function parsePattern(text: string): Pattern | null {
  const pattern: number[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset] ?? '';
    if (character === '*') pattern.push(ANY_TEXT);
    else if (character === '?') pattern.push(ANY_CHARACTER);
    else if (character !== '\\') pattern.push(text.charCodeAt(offset));
    else if (ESCAPABLE.has(text[++offset] ?? '')) pattern.push(text.charCodeAt(offset));
    else return null;
  }
  return pattern;
}

/** The same pattern for a text that is read from its end. */
export function reversedPattern(pattern: Pattern): Pattern {
  return [...pattern].reverse();
}

/**
 * The places where a pattern matches one character or more, one after the other, or only the first; a match begins as
 * early and ends as late as it can. Where a pattern has `*` it is first asked whether it matches the rest at all: then
 * a place that its text before the `*` fits is the next.
 */
export function findPattern(pattern: Pattern, text: string, all: boolean): Span[] {
  const found: Span[] = [];
  const star = pattern.indexOf(ANY_TEXT);
  const fixed = star < 0 ? pattern : pattern.slice(0, star);
  const anywhere = [ANY_TEXT, ...pattern];
  const matches = (from: number) => star < 0 || matchEnd(anywhere, text, from, false) !== null;
  if (pattern.length === 0 || !matches(0)) return found;
  let start = 0;
  while (start < text.length) {
    const end = fits(fixed, text, start) ? endOfMatch(pattern, text, start, star) : null;
    if (end === null || end === start) {
      start++;
      continue;
    }
    found.push({ start, end });
    if (!all || !matches(end)) break;
    start = end;
  }
  return found;
}

function endOfMatch(pattern: Pattern, text: string, start: number, star: number): number | null {
  return star < 0 ? start + pattern.length : matchEnd(pattern, text, start, true);
}

/** Whether a pattern without `*` matches at `start`. */
function fits(pattern: Pattern, text: string, start: number): boolean {
  if (start + pattern.length > text.length) return false;
  for (let index = 0; index < pattern.length; index++) {
    const code = pattern[index];
    if (code !== ANY_CHARACTER && code !== text.charCodeAt(start + index)) return false;
  }
  return true;
}

/**
 * Where the shortest or the longest match of a pattern ends that begins at `from`; null where there is none. It follows
 * all ways to match at once, so that no pattern takes more than its length times the text's.
 */
export function matchEnd(pattern: Pattern, text: string, from: number, longest: boolean): number | null {
  let ends = [from];
  for (const code of pattern) {
    const first = ends[0];
    if (first === undefined) return null;
    ends = code === ANY_TEXT ? offsetsFrom(first, text.length) : step(code, ends, text);
  }
  return (longest ? ends.at(-1) : ends[0]) ?? null;
}

/** Where a match can stand after any text. */
function offsetsFrom(first: number, last: number): number[] {
  const offsets: number[] = [];
  for (let offset = first; offset <= last; offset++) offsets.push(offset);
  return offsets;
}

/** Where a match can stand after one more character. */
function step(code: number, ends: readonly number[], text: string): number[] {
  const next: number[] = [];
  for (const end of ends) {
    if (end < text.length && (code === ANY_CHARACTER || text.charCodeAt(end) === code)) next.push(end + 1);
  }
  return next;
}

const ANY_CHARACTER = -1;
const ANY_TEXT = -2;
/** `}` and `/` would end the pattern, and the others mean something in it. */
const ESCAPABLE: ReadonlySet<string> = new Set(['}', '/', '*', '?', '\\']);
