import { createHash } from 'node:crypto';
import type { EngineFailure, FileAnswer } from '../docker/engine';
import { explanation } from '../docker/failures';
import type { ImageFile } from '../docker/imageSide';

/** What one side of a diff shows. */
export interface FileText {
  /** The file's own text, or words about what has none; empty where there is no file. */
  readonly text: string;
  /** What was read, whole; null where it was not. */
  readonly file: Extract<FileAnswer, { readonly kind: 'file' }> | null;
}

export const NO_FILE: FileText = { text: '', file: null };

/** The image's side; null where it was cancelled. */
export function imageText(answer: ImageFile): FileText | null {
  if (answer.read) return fileText(answer.file);
  switch (answer.reason) {
    case 'cancelled':
      return null;
    case 'image-gone':
      return words('The engine does not have the image any more, so this file cannot be compared with it.');
    case 'not-created':
      return words(
        `The image's file cannot be read: that takes a container, never started and removed at once, and the engine makes none. ${failureText(answer.failure)}`,
      );
    case 'not-read':
      return words(`The image's file cannot be read. ${failureText(answer.failure)}`);
  }
}

/** The container's side when its engine did not give the file. */
export function unreadText(failure: EngineFailure): FileText {
  return words(`The container's file cannot be read. ${failureText(failure)}`);
}

export function fileText(answer: FileAnswer): FileText {
  if (!answer.found) return NO_FILE;
  switch (answer.kind) {
    case 'file':
      return { text: decoded(answer.content) ?? binaryText(answer.content), file: answer };
    case 'link':
      return words(`→ ${answer.target}`);
    case 'too-large':
      return words(
        `This file has ${bytes(answer.size)}. Files of more than ${bytes(LARGEST_FILE)} are not shown.`,
      );
    case 'other':
      return words('This is no file: a folder, a device, a pipe or a socket.');
  }
}

/** Where two files have the same content: what may differ all the same; null where the content differs. */
export function sameContent(path: string, image: FileText, container: FileText): string | null {
  if (!image.file || !container.file || !equal(image.file.content, container.file.content)) return null;
  const modes = [image.file.mode, container.file.mode].map(modeText);
  return modes[0] === modes[1]
    ? `${path} has the same content and mode as in the image. It was written again, or its owner or its times were changed.`
    : `${path} has the same content as in the image; its mode is ${modes[1]} instead of ${modes[0]}.`;
}

/** Bytes of the largest file that is shown. */
export const LARGEST_FILE = 1024 * 1024;

/** What HTTP said is the engine's own word; else it did not answer at all. */
function failureText(failure: EngineFailure): string {
  return failure.status === undefined ? explanation(failure) : `The engine says: ${failure.detail}`;
}

/** Null for what is no text in UTF-8. */
function decoded(content: Uint8Array): string | null {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

/** With its hash, so that two sides of the same size are told apart. */
function binaryText(content: Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex');
  return `This file is binary: ${bytes(content.length)}, SHA-256 ${hash}.\n`;
}

function words(text: string): FileText {
  return { text: `${text}\n`, file: null };
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** As `chmod` takes it: the kind of the file is told elsewhere. */
function modeText(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

function bytes(size: number): string {
  return `${size.toLocaleString('en')} bytes`;
}
