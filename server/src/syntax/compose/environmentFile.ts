import type { Span } from '../../text/span';
import { literalText, textOfFile, type ExpandedText } from '../expandedText';
import { interpolate, type Variables } from './interpolation';

/**
 * The variables of an environment file such as `.env`. A value may use the names before it, of a name that stands twice
 * the last counts, and a line that is no assignment is passed over. What `outer` knows wins over the file, in its values
 * too, and the file over what is known from `earlier` ones. Source: compose specification, "Interpolation", and
 * compose-go's dotenv.
 */
export function readEnvironmentFile(
  { file, text }: { readonly file: string; readonly text: string },
  outer: Variables,
  earlier: Variables = outer,
): Variables {
  const values = new Map<string, ExpandedText>();
  const variables: Variables = (name) => outer(name) ?? values.get(name) ?? earlier(name);
  let offset = text.startsWith('\uFEFF') ? 1 : 0;
  while (offset < text.length) {
    const end = lineEnd(text, offset);
    const [written, name] = ASSIGNMENT.exec(text.slice(offset, end)) ?? [];
    if (written === undefined || name === undefined) {
      offset = end + 1;
      continue;
    }
    const { value, next } = readValue(text, { start: offset + written.length, end }, variables);
    values.set(name, isReasonable(value) ? textOfFile(file, value) : NO_VALUE);
    offset = next;
  }
  return variables;
}

/** The name that is assigned on the line of an offset; null where none is. */
export function assignmentAt(text: string, offset: number): string | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return ASSIGNMENT.exec(text.slice(start, offset))?.[1] ?? null;
}

interface Value {
  readonly value: ExpandedText;
  /** Where the next line begins. */
  readonly next: number;
}

function readValue(text: string, { start, end }: Span, variables: Variables): Value {
  const quote = text[start];
  const closing = quote === '"' || quote === "'" ? closingQuote(text, start, quote) : null;
  if (closing !== null) {
    const span = { start: start + 1, end: closing };
    const written = text.slice(span.start, span.end);
    const value = quote === '"' ? unescapeDouble(written) : written.replaceAll("\\'", "'");
    const template = { text: value, span, verbatim: value === written };
    return {
      value: quote === '"' ? interpolate(template, variables) : literalText(value, span, template.verbatim),
      next: lineEnd(text, closing) + 1,
    };
  }
  const line = text.slice(start, end);
  const comment = line.indexOf(' #');
  const value = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  const template = { text: value, span: { start, end: start + value.length }, verbatim: true };
  return { value: interpolate(template, variables), next: end + 1 };
}

/** A quoted value may go on over lines; one that never ends is read as if its quote were a letter. */
function closingQuote(text: string, start: number, quote: string): number | null {
  for (let offset = start + 1; offset < text.length; offset++) {
    if (text[offset] === '\\') offset++;
    else if (text[offset] === quote) return offset;
  }
  return null;
}

function unescapeDouble(text: string): string {
  return text.replace(/\\(.)/gs, (written, character: string) => ESCAPES.get(character) ?? written);
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline;
}

/** Values that hold each other twice double with each line. */
function isReasonable({ text, segments }: ExpandedText): boolean {
  return segments.length <= MAX_SEGMENTS && (text?.length ?? 0) <= MAX_LENGTH;
}

const NO_VALUE: ExpandedText = { text: null, segments: [] };
const MAX_SEGMENTS = 100;
const MAX_LENGTH = 10_000;
/** The name, and the equals sign or colon after it with the spaces around. */
const ASSIGNMENT = /^\s*(?:export\s+)?([\p{L}\p{N}_.[\]-]+)[^\S\n]*[=:][^\S\n]*/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  // Kept for the interpolation that follows, to which two dollars are one.
  ['$', '$$'],
]);
