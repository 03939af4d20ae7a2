import type { ImageUse } from '../syntax/imageUse';
import { lineStarts, placeAt } from '../text/lines';
import type { Span } from '../text/span';
import type { FileError, JudgedFile, SourceFile } from './report';

/** `lint --format json`. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export function findingsJson(judged: readonly JudgedFile[], errors: readonly FileError[]): string {
  const findings = judged.flatMap(({ file, findings: found }) => {
    const placed = placesIn(file);
    return found.map(({ rule, severity, span, message, fix }) => ({
      file: file.path,
      ...placed(span),
      rule: rule.id,
      severity,
      message,
      fixable: fix !== null,
    }));
  });
  return json({ version: 1, findings, errors });
}

/** `images --format json`. */
export function imagesJson(files: readonly SourceFile[], errors: readonly FileError[]): string {
  const images = files.flatMap((file) => {
    const placed = placesIn(file);
    return file.document.images.map((image) => ({
      file: file.path,
      ...placed(image.span),
      text: file.document.text.slice(image.span.start, image.span.end),
      position: image.position,
      inline: image.inline,
      ...partsOf(image),
      resolved: image.resolved,
      editable: image.insertion !== null || image.elsewhere !== null,
      ignored: image.ignored,
    }));
  });
  return json({ version: 1, images, errors });
}

function partsOf({
  reference,
}: ImageUse): Record<'registry' | 'repository' | 'tag' | 'digest', string | null> {
  if (reference === null || reference.kind === 'invalid') {
    return { registry: null, repository: null, tag: null, digest: null };
  }
  const { registry, repository, tag } = reference;
  return { registry, repository, tag, digest: reference.kind === 'reference' ? reference.digest : null };
}

function placesIn({
  document,
}: SourceFile): (span: Span) => Record<'line' | 'column' | 'endLine' | 'endColumn', number> {
  const starts = lineStarts(document.text);
  return ({ start, end }) => {
    const from = placeAt(starts, start);
    const to = placeAt(starts, end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
