import { parseCompose } from './compose/compose';
import type { Document } from './document';
import { parseDockerfile } from './dockerfile/dockerfile';

/** Reads a text of a known kind. It never fails: of broken text it understands less. */
export function parseDocument(kind: Document['kind'], text: string): Document {
  switch (kind) {
    case 'dockerfile':
      return parseDockerfile(text);
    case 'compose':
      return parseCompose(text);
  }
}

/** Whether a text is more than people write: then it is not parsed, and that is said once. */
export function isTooLarge(text: string): boolean {
  return text.length > MAX_BYTES || (text.length * 3 > MAX_BYTES && Buffer.byteLength(text) > MAX_BYTES);
}

/** 1 MB in UTF-8. */
export const MAX_BYTES = 1_000_000;
