import type { Finding } from '../lint';
import type { Document } from '../syntax/document';

/** A file that was read, with the path under which it is reported; its text has no byte order mark. */
export interface SourceFile {
  readonly path: string;
  readonly location: string;
  readonly bytes: Uint8Array;
  readonly document: Document;
}

/** A file or path that could not be read or judged. */
export interface FileError {
  readonly file: string;
  readonly message: string;
}

export interface JudgedFile {
  readonly file: SourceFile;
  readonly findings: readonly Finding[];
}
