import { parse, type ParseError, type Statement } from 'unbash';

/**
 * The statements of a script. Of broken text it has what can be read: where the parser stops at a token that cannot
 * stand there, it begins again after it. Text that nobody writes has none.
 */
export function parseShell(text: string): readonly Statement[] {
  if (text.length > MANY_HEREDOCS && text.split('<<').length > MANY_HEREDOCS) return [];
  let { commands, errors } = parse(text);
  if (!errors) return commands;
  const statements = [...commands];
  for (let restarts = 0; errors && restarts < MAX_RESTARTS; restarts++) {
    const stop = stopOf(errors, statements);
    if (stop === null) break;
    const junk = JUNK.exec(text.slice(stop, stop + MAX_JUNK))?.[0].length ?? 0;
    ({ commands, errors } = parse(' '.repeat(stop + junk) + text.slice(stop + junk)));
    statements.push(...commands);
  }
  return statements;
}

/** Where the parser gave up; null where it read on after an error. */
function stopOf(errors: readonly ParseError[], read: readonly Statement[]): number | null {
  const last = errors.findLast(({ message }) => message.startsWith('unexpected token'));
  const isUnclosed = read.some(({ pos, end }) => end <= pos);
  return last && !isUnclosed && last.pos >= (read.at(-1)?.end ?? 0) ? last.pos : null;
}

/** Operators, or a word that closes what was never opened. */
const JUNK = /^(?:[\s&|;()<>]+|[^\s&|;()<>]+)/;
const MAX_JUNK = 1000;
/** Each reads the rest of the text again. */
const MAX_RESTARTS = 10;
/** The parser takes time that grows with the square of the heredocs that a line opens. */
const MANY_HEREDOCS = 2000;
