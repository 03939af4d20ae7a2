/** The little that is needed of the editor's file system; `Place` is its Uri. */
export interface WritableFiles<Place> {
  readonly stat: (place: Place) => PromiseLike<unknown>;
  readonly writeFile: (place: Place, content: Uint8Array) => PromiseLike<void>;
  readonly rename: (from: Place, to: Place, options: { overwrite: boolean }) => PromiseLike<void>;
  readonly delete: (place: Place) => PromiseLike<void>;
}

export interface WriteTarget<Place> {
  readonly place: Place;
  /** Free names in the same folder: for what is new until it is whole, and for what was there until then. */
  readonly beside: Place;
  readonly aside: Place;
  /** Of the file and of `aside`, for people. */
  readonly name: string;
  readonly asideName: string;
}

/**
 * Writes a file whole or not at all, and answers null, or what is wrong in words. The editor's file system deletes what
 * is there before it renames over it, so that a rename that fails would lose both: what is there is put aside instead.
 */
export async function writeWhole<Place>(
  files: WritableFiles<Place>,
  target: WriteTarget<Place>,
  text: string,
): Promise<string | null> {
  const { place, beside, aside, name } = target;
  try {
    await files.writeFile(beside, new TextEncoder().encode(text));
    const isReplaced = await isThere(files, place);
    if (isReplaced) await files.rename(place, aside, NOT_OVER);
    const problem = await putInPlace(files, target, isReplaced);
    if (problem !== null) return problem;
    if (isReplaced) await removed(files, aside);
    return null;
  } catch (error) {
    await removed(files, beside);
    return `${name} was not written. ${whyNot(error)}`;
  }
}

/** Answers what is wrong where what was there could not be put back; throws where it is there again. */
async function putInPlace<Place>(
  files: WritableFiles<Place>,
  { place, beside, aside, name, asideName }: WriteTarget<Place>,
  isReplaced: boolean,
): Promise<string | null> {
  try {
    await files.rename(beside, place, NOT_OVER);
    return null;
  } catch (error) {
    if (!isReplaced || (await isDone(files.rename(aside, place, NOT_OVER)))) throw error;
    await removed(files, beside);
    return `${name} was not written, and what was there is now ${asideName}. ${whyNot(error)}`;
  }
}

async function isThere<Place>(files: WritableFiles<Place>, place: Place): Promise<boolean> {
  return isDone(files.stat(place));
}

async function removed<Place>(files: WritableFiles<Place>, place: Place): Promise<void> {
  await isDone(files.delete(place));
}

async function isDone(work: PromiseLike<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch {
    return false;
  }
}

const NOT_OVER = { overwrite: false };

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
