import type { Severity } from '../rules/rule';
import { lineStarts, placeAt } from '../text/lines';
import type { JudgedFile, SourceFile } from './report';

/** `lint`: one line a finding, in the form that editors and terminals link, and a line that counts them. */
export function findingsText(judged: readonly JudgedFile[]): string {
  const lines = judged.flatMap(({ file, findings }) => {
    const starts = lineStarts(file.document.text);
    return findings.map(({ rule, severity, span, message }) => {
      const { line, column } = placeAt(starts, span.start);
      return `${file.path}:${line}:${column}: ${severity}: ${message} [${rule.id}]`;
    });
  });
  const severities = judged.flatMap(({ findings }) => findings.map(({ severity }) => severity));
  return [...lines, `${countsOf(severities)} in ${plural(judged.length, 'file')}`, ''].join('\n');
}

/** `images`: one line a reference: place, position, text, and what it means where that differs or is not judged. */
export function imagesText(files: readonly SourceFile[]): string {
  const lines = files.flatMap(({ path, document }) => {
    const starts = lineStarts(document.text);
    return document.images.map(({ span, position, resolved, ignored }) => {
      const { line, column } = placeAt(starts, span.start);
      const text = document.text.slice(span.start, span.end);
      const meaning = resolved !== null && resolved !== text ? ` = ${resolved}` : '';
      return `${path}:${line}:${column}: ${position}: ${text}${meaning}${ignored === null ? '' : ` (${ignored})`}`;
    });
  });
  return [...lines, ''].join('\n');
}

function countsOf(found: readonly Severity[]): string {
  const counts = SEVERITIES.map(([severity, one, many]) => {
    const count = found.filter((other) => other === severity).length;
    return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
  }).filter((count) => count !== null);
  return counts.length === 0 ? 'No findings' : counts.join(', ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const SEVERITIES: readonly (readonly [Severity, string, string])[] = [
  ['error', 'error', 'errors'],
  ['warning', 'warning', 'warnings'],
  ['information', 'information', 'information'],
  ['hint', 'hint', 'hints'],
];
