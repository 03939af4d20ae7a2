import { code, plain } from '../../wording/markdown';
import { briefText } from '../../wording/visibleText';

/** A line of a tooltip: `title: value`, both Markdown; without a title only the value. */
export type TooltipLine = readonly [string, string];

/** Text as it is, in Markdown in which `$(name)` is an icon. */
export function text(words: string): string {
  return plain(briefText(words, LONGEST)).replace(ICON_IN_PLAIN, '\\\\$&');
}

/** A code span, in Markdown in which `$(name)` is an icon. */
export function span(words: string): string {
  return code(briefText(words, LONGEST)).replace(ICON, '\\$&');
}

/** A heading, and the lines below it. */
export function tooltip(title: string, lines: readonly TooltipLine[]): string {
  const below = lines.map(([name, value]) => (name === '' ? value : `${name}: ${value}`));
  return [`**${text(title)}**`, ...(below.length > 0 ? [below.join(LINE_BREAK)] : [])].join('\n\n');
}

/** Within a paragraph. */
const LINE_BREAK = '  \n';
const ICON = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/gi;
/** The same after its signs were escaped. */
const ICON_IN_PLAIN = /\$\\\((?:[a-z0-9]|\\-)+(?:\\~[a-z]+)?\\\)/gi;

/** Characters: a variable's value or a command may be a whole file. */
const LONGEST = 1000;
