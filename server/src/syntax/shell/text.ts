import { countUpTo } from '../../text/ascending';
import { span, type Span } from '../../text/span';

/** A text and where its characters from `start` to `end` stand in a file. */
export interface SourceText {
  readonly text: string;
  readonly spanOf: (start: number, end: number) => Span;
}

/** A piece of a text that was made from another: what it reads, and the range of the other that says it. */
export interface Run {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The text that the runs make, led back through the text that they were taken from. A run as long as its range is
 * verbatim and led back character by character, any other as a whole. `place` is where a text without runs stands.
 */
export function derivedText(source: SourceText, runs: readonly Run[], place: number): SourceText {
  const [first] = runs;
  if (!first || (runs.length === 1 && isVerbatim(first))) {
    const from = first?.from ?? place;
    return { text: first?.text ?? '', spanOf: (start, end) => source.spanOf(from + start, from + end) };
  }
  const starts: number[] = [];
  let text = '';
  for (const run of runs) {
    starts.push(text.length);
    text += run.text;
  }
  return { text, spanOf: (start, end) => source.spanOf(...sourceRange(runs, starts, { start, end })) };
}

/** A part of a text as a text of its own. */
export function partOf(source: SourceText, start: number, end: number): SourceText {
  return {
    text: source.text.slice(start, end),
    spanOf: (from, to) => source.spanOf(start + from, start + to),
  };
}

/** A file's own text. */
export function fileText(text: string): SourceText {
  return { text, spanOf: span };
}

function sourceRange(
  runs: readonly Run[],
  starts: readonly number[],
  { start, end }: Span,
): [start: number, end: number] {
  const first = lastAtOrBefore(starts, start);
  const from = sourceOffset(runs[first], start - (starts[first] ?? 0), 'start');
  if (end <= start) return [from, from];
  const last = lastAtOrBefore(starts, end - 1);
  return [from, sourceOffset(runs[last], end - (starts[last] ?? 0), 'end')];
}

function sourceOffset(run: Run | undefined, offset: number, side: 'start' | 'end'): number {
  if (!run) return 0;
  if (isVerbatim(run)) return run.from + offset;
  return side === 'start' && offset < run.text.length ? run.from : run.to;
}

/** The index of the last of ascending numbers that is at or before an offset. */
export function lastAtOrBefore(starts: readonly number[], offset: number): number {
  return Math.max(countUpTo(starts, offset, (start) => start) - 1, 0);
}

function isVerbatim({ text, from, to }: Run): boolean {
  return text.length === to - from;
}
