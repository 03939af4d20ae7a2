/** Whether a UTF-16 code unit is white space to BuildKit's parser (Go's unicode.IsSpace: U+0085 is, U+FEFF is not). */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  return WIDE_SPACES.has(code);
}

/** Whether a code unit separates the words of FROM, COPY and their like: any white space of ASCII but the line feed. */
export function isWordSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || (code >= 0x0b && code <= 0x0d);
}

/** The first offset from `start` on, at most `end`, that holds no white space. */
export function skipSpaces(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && isSpace(text.charCodeAt(offset))) offset++;
  return offset;
}

/** The end of the text from `start` to `end` without the white space that it ends in. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let offset = end;
  while (offset > start && isSpace(text.charCodeAt(offset - 1))) offset--;
  return offset;
}

const WIDE_SPACES: ReadonlySet<number> = new Set([
  0x1680,
  ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
  0x2028,
  0x2029,
  0x202f,
  0x205f,
  0x3000,
]);
