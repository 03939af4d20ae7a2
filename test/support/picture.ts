import type { Span } from '../../server/src/text/span';

export interface Mark {
  readonly span: Span;
  readonly text: string;
}

/**
 * The source with `^^^^ text` under each marked span; marks of one line stand one under the other. A span of several
 * lines is marked on its first and ends in `…`. Tabs before a mark stay tabs, so that carets align; CRLF becomes LF.
 */
export function picture(source: string, marks: readonly Mark[]): string {
  const ordered = [...marks].sort((a, b) => a.span.start - b.span.start);
  let offset = 0;
  const drawn: string[] = [];
  for (const line of source.split('\n')) {
    const next = offset + line.length + 1;
    drawn.push(line.replace(/\r$/, ''));
    for (const { span, text } of ordered) {
      if (span.start < offset || span.start >= next) continue;
      const end = Math.min(span.end, offset + line.length);
      const indentation = line.slice(0, span.start - offset).replace(/[^\t]/g, ' ');
      const carets = '^'.repeat(Math.max(end - span.start, 1)) + (span.end > end ? '…' : '');
      drawn.push(`${indentation}${carets} ${text}`);
    }
    offset = next;
  }
  return drawn.join('\n');
}
