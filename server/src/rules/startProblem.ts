import type { DocumentStart } from '../project/documentStarts';
import type { ShellWord } from '../syntax/shell/word';
import type { Span } from '../text/span';
import type { Problem } from './rule';

/** The words of a command that tell what it does: those up to `last`. */
export interface Telling {
  readonly words: readonly ShellWord[];
  readonly last: number;
}

/** Where a problem of a command stands, and the file that says it where that is another. */
export function startProblem(
  { started, development, image, related }: DocumentStart,
  telling: Telling,
  message: string,
): Omit<Problem, 'message'> {
  const { through, command } = started;
  const elsewhere = through && {
    file: through.file.path,
    span: through.file.span ?? tellingSpan(command.span, telling),
    message,
  };
  return {
    span: through?.span ?? tellingSpan(command.span, telling),
    development,
    image,
    related: elsewhere ? [elsewhere, ...related] : related,
  };
}

/** From the beginning of a command to the word that tells. */
function tellingSpan({ start, end }: Span, { words, last }: Telling): Span {
  const word = words[last]?.span.end ?? end;
  return { start, end: word > start ? Math.min(word, Math.max(end, start)) : end };
}

/** The telling words, the middle left out where they are many. */
export function quoteLaunch(words: readonly ShellWord[], last: number): string {
  const said = words.slice(0, last + 1).map(({ written }) => written.replace(/\s+/g, ' '));
  const short = said.length > MAX_WORDS ? [...said.slice(0, 2), '…', said.at(-1) ?? ''] : said;
  const text = short.join(' ');
  return `'${text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text}'`;
}

const MAX_WORDS = 5;
const MAX_LENGTH = 80;
