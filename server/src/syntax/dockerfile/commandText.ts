import type { Span } from '../../text/span';
import type { CommandLanguage } from './commandLanguage';
import type { Instruction, Word } from './instruction';
import { jsonWords } from './jsonForm';
import { sourceSpan, type LogicalLine } from './lines';
import { isShell, programOf, windowsShell } from '../shell/programs';
import { derivedText, fileText, type Run, type SourceText } from '../shell/text';

/** What an instruction gives to be run. The language is null where the shell form's shell decides. */
export type CommandText =
  | {
      readonly form: 'exec';
      readonly language: CommandLanguage | null;
      readonly words: readonly SourceText[];
    }
  | {
      readonly form: 'shell' | 'heredoc';
      readonly language: CommandLanguage | null;
      readonly script: SourceText;
    };

/** The text of RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD; null for HEALTHCHECK NONE. */
export function commandText(text: string, instruction: Instruction): CommandText | null {
  const { line, end } = instruction;
  const start = argumentsStart(instruction);
  if (start === null) return null;
  const words = jsonWords(line, { start, end });
  if (words) {
    const language = words[0] ? windowsShell(programOf(words[0].text)) : null;
    return { form: 'exec', language, words: words.map((word) => jsonText(line, word)) };
  }
  const [body] = line.heredocs;
  const lone = body && line.heredocs.length === 1 ? LONE_HEREDOC.exec(line.text.slice(start, end)) : null;
  if (body && lone) {
    const script = bodyText(text, body, lone[1] === '-');
    return { form: 'heredoc', language: shebangLanguage(script.text), script };
  }
  const script = shellText(text, line, { start, end });
  const program = /^\S*/.exec(script.text)?.[0] ?? '';
  return { form: 'shell', language: windowsShell(programOf(program.replaceAll('"', ''))), script };
}

function argumentsStart({ keyword, line, start, end }: Instruction): number | null {
  if (keyword !== 'healthcheck') return start;
  const cmd = /^cmd\s+/i.exec(line.text.slice(start, end));
  return cmd ? start + cmd[0].length : null;
}

/**
 * The shell form's text as the shell gets it: with its heredocs after it. Source: BuildKit's dispatchRun, which puts
 * them together again.
 */
function shellText(text: string, line: LogicalLine, { start, end }: Span): SourceText {
  const [body] = line.heredocs;
  const command = line.text.slice(start, end);
  const spanOf = (from: number, to: number) => sourceSpan(line, start + from, start + to);
  if (!body) return { text: command, spanOf };
  const bodies = bodyText(text, { start: body.start, end: line.span.end }, false);
  const bodiesStart = command.length + 1;
  return {
    text: `${command}\n${bodies.text}`,
    spanOf: (from, to) => {
      const first =
        from < bodiesStart ? spanOf(from, from + 1) : bodies.spanOf(from - bodiesStart, to - bodiesStart);
      if (to <= from) return { start: first.start, end: first.start };
      const last =
        to <= bodiesStart ? spanOf(to - 1, to) : bodies.spanOf(to - 1 - bodiesStart, to - bodiesStart);
      return { start: first.start, end: last.end };
    },
  };
}

/** What stands in heredocs, without CRs before LFs and, for `<<-`, without the tabs before each line. */
function bodyText(text: string, { start, end }: Span, chomp: boolean): SourceText {
  const body = text.slice(start, end);
  if (!chomp && !body.includes('\r'))
    return derivedText(fileText(text), [{ text: body, from: start, to: end }], start);
  const runs: Run[] = [];
  let offset = 0;
  while (offset < body.length) {
    const newline = body.indexOf('\n', offset);
    const next = newline < 0 ? body.length : newline + 1;
    let first = offset;
    while (chomp && body[first] === '\t') first++;
    let last = newline < 0 ? next : newline;
    while (last > first && body[last - 1] === '\r') last--;
    if (last > first) runs.push({ text: body.slice(first, last), from: start + first, to: start + last });
    if (newline >= 0) runs.push({ text: '\n', from: start + newline, to: start + next });
    offset = next;
  }
  return derivedText(fileText(text), runs, start);
}

/** The value of a JSON string, whose escapes are led back as wholes. */
function jsonText(line: LogicalLine, { text, start, end }: Word): SourceText {
  const source = { text: line.text, spanOf: (from: number, to: number) => sourceSpan(line, from, to) };
  const raw = line.text.slice(start, end);
  if (raw === text) return derivedText(source, [{ text, from: start, to: end }], start);
  const runs: Run[] = [];
  let value = 0;
  for (const { 0: match, index } of raw.matchAll(JSON_PIECE)) {
    const length = match.startsWith('\\') ? 1 : match.length;
    runs.push({
      text: text.slice(value, value + length),
      from: start + index,
      to: start + index + match.length,
    });
    value += length;
  }
  return derivedText(source, runs, start);
}

/** The language of a script with a `#!` line: null without one, and for a shell. */
function shebangLanguage(script: string): CommandLanguage | null {
  const [, line] = /^#![ \t]*([^\n]*)/.exec(script) ?? [];
  if (line === undefined) return null;
  const words = line
    .trim()
    .split(/[ \t]+/)
    .map(programOf);
  const program = words[0] === 'env' ? words.slice(1).find((word) => !/^-|=/.test(word)) : words[0];
  if (program === undefined || isShell(program)) return 'shell';
  return windowsShell(program) ?? 'other';
}

const LONE_HEREDOC = /^\d*<<(-?)[ \t]*(?:"[^"]*"|'[^']*'|[^\s<"';|&()]+)$/;
const JSON_PIECE = /\\u[0-9a-fA-F]{4}|\\.|[^\\]+/g;
