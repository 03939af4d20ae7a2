/** The little that is needed of the editor's file system; `Place` is its Uri. */
export interface WritableFiles<Place> {
  readonly writeFile: (place: Place, content: Uint8Array) => PromiseLike<void>;
  readonly rename: (from: Place, to: Place, options: { overwrite: boolean }) => PromiseLike<void>;
  readonly delete: (place: Place) => PromiseLike<void>;
}

/**
 * Writes a file whole or not at all: beside its place first, and then into it. Answers null, or what is wrong in words.
 * `name`: of the file, for people.
 */
export async function writeWhole<Place>(
  files: WritableFiles<Place>,
  target: { readonly place: Place; readonly beside: Place; readonly name: string },
  text: string,
): Promise<string | null> {
  try {
    await files.writeFile(target.beside, new TextEncoder().encode(text));
    await files.rename(target.beside, target.place, { overwrite: true });
    return null;
  } catch (error) {
    await Promise.resolve(files.delete(target.beside)).catch(() => undefined);
    return `${target.name} was not written. ${whyNot(error)}`;
  }
}

/** The editor names few kinds of errors; the rest is in the words of the system. */
function whyNot(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/ENOSPC|EDQUOT|no space left|quota/i.test(message))
    return 'The disk is full, or your quota of it is used up. Make room, or choose another folder.';
  if (code === 'NoPermissions' || /EACCES|EPERM|EROFS|read-only|permission/i.test(message))
    return 'The folder, or the file that is there, may not be written to. Choose another folder.';
  if (code === 'FileNotFound' || message.includes('ENOENT'))
    return 'The folder is not there any more. Choose another folder.';
  return message;
}
