import { relative } from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { applyEdits, type Edit } from '../text/span';
import type { Console } from './console';
import { decode, slashed, type SourceFiles } from './files';

/**
 * Prints the changes of files as unified diffs and makes them, each file as a whole; answers which could not be changed.
 * Edits are by the absolute path of a file, and for the text that it had when the files were read.
 */
export async function rewriteFiles(
  console: Console,
  read: Pick<SourceFiles, 'files' | 'workspace'>,
  edits: ReadonlyMap<string, readonly Edit[]>,
  dryRun: boolean,
): Promise<ReadonlySet<string>> {
  const failed = new Set<string>();
  for (const [location, changes] of edits) {
    const target = await targetAt(location, read, console);
    const problem = 'problem' in target ? target.problem : await rewrite(target, changes, console, dryRun);
    if (problem === null) continue;
    console.complain(`${target.path}: ${problem}\n`);
    failed.add(location);
  }
  return failed;
}

/** A file to be changed; its text has no byte order mark. */
interface Target {
  readonly path: string;
  readonly location: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** One of the files that were read, or another that holds the text of a reference. */
async function targetAt(
  location: string,
  { files, workspace }: Pick<SourceFiles, 'files' | 'workspace'>,
  { environment, workingDirectory }: Console,
): Promise<Target | { readonly path: string; readonly problem: string }> {
  const known = files.find((file) => file.location === location);
  if (known) return { ...known, text: known.document.text };
  const path = slashed(relative(workingDirectory, location));
  const content = await environment.readFile(location);
  const text = content.found ? decode(content.bytes) : null;
  // Places were found in the text as it was when the references were read.
  if (content.found && text !== null && text === workspace.readText(location)) {
    return { path, location, bytes: content.bytes, text };
  }
  return { path, problem: 'Nothing was written. The file has changed meanwhile.' };
}

/** Prints the change and makes it; says why it was not made. */
async function rewrite(
  { path, location, bytes, text: before }: Target,
  edits: readonly Edit[],
  { environment, print }: Console,
  dryRun: boolean,
): Promise<string | null> {
  const text = applyEdits(before, edits);
  if (!dryRun) {
    const mark = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK : [];
    const content = Buffer.concat([Buffer.from(mark), Buffer.from(text)]);
    const outcome = await environment.writeFileAtomic(location, content, bytes);
    if (!outcome.written) return `Nothing was written. ${outcome.detail}`;
  }
  print(unifiedDiff(path, before, text));
  return null;
}

function unifiedDiff(path: string, before: string, after: string): string {
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, options);
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
