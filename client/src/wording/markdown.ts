import { visibleText } from './visibleText';

/** Text as it is, inside Markdown: nothing in it makes a link, a picture or a heading. */
export function plain(text: string): string {
  return visibleText(text)
    .replace(/[\\`*_{}[\]()#+\-.!~|<>&@:/]/g, '\\$&')
    .replace(/\s+/g, ' ');
}

/** A code span around any text: its fence is longer than the text's longest run of backticks. */
export function code(words: string): string {
  const text = visibleText(words);
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${text.replace(/\s+/g, ' ')}${padding}${fence}`;
}
