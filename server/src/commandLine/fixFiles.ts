import { certainEdits, certainFixes } from '../certainEdits';
import type { Environment, FileWrite } from '../environment';
import type { FileError, JudgedFile } from '../reports/report';
import type { Edit } from '../text/span';
import type { FileArguments } from './arguments';
import type { Console } from './console';
import { decode, readSourceFiles, type SourceFiles } from './files';
import { rewriteFiles } from './rewriteFiles';

/** What was fixed, or would be, and what is left then. */
export interface Fixed {
  readonly count: number;
  readonly left: readonly JudgedFile[];
  /** Files that could not be read. */
  readonly errors: readonly FileError[];
  /** Files that could not be written, by location; why was said. */
  readonly failed: ReadonlySet<string>;
}

export interface FixOptions {
  readonly reading: FileArguments;
  readonly judge: (read: SourceFiles) => Promise<readonly JudgedFile[]>;
  /** Prints the changes as unified diffs and makes none. */
  readonly dryRun: boolean;
}

/** A fix may make room for another, and two that undo each other end. */
const MAX_ROUNDS = 10;

/**
 * Makes every certain edit until there is none. All rounds are made in memory, so that each file is written once, as a
 * whole, and a diff shows what would be written. Null where it was cancelled, and nothing was written.
 */
export async function fixFiles(
  console: Console,
  { reading, judge, dryRun }: FixOptions,
): Promise<Fixed | null> {
  const copy = copyOnWrite(console.environment);
  const inMemory: Console = { ...console, environment: copy.environment, print: () => undefined };
  const first = await readSourceFiles(inMemory, reading);
  let read = first;
  let judged = await judge(read);
  let count = 0;
  for (let round = 0; round < MAX_ROUNDS && !console.signal.aborted; round++) {
    const edits = editsOf(judged);
    if (edits.size === 0) break;
    count += judged.reduce((sum, { findings }) => sum + certainFixes(findings).length, 0);
    await rewriteFiles(inMemory, read, edits, false);
    read = await readSourceFiles(inMemory, reading);
    judged = await judge(read);
  }
  if (console.signal.aborted) return null;
  const changes = changesOf(first, copy.written);
  const writing = dryRun ? console : { ...console, print: () => undefined };
  const failed = await rewriteFiles(writing, first, changes, dryRun);
  if (!dryRun && changes.size > 0) {
    read = await readSourceFiles(console, reading);
    judged = await judge(read);
  }
  return { count, left: judged, errors: read.errors, failed };
}

function editsOf(judged: readonly JudgedFile[]): ReadonlyMap<string, readonly Edit[]> {
  const edits = judged.map(({ file, findings }) => [file.location, certainEdits(findings)] as const);
  return new Map(edits.filter(([, changes]) => changes.length > 0));
}

/** What all rounds together make of each file. */
function changesOf(
  { files }: SourceFiles,
  written: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, readonly Edit[]> {
  const changes = new Map<string, readonly Edit[]>();
  for (const { location, document } of files) {
    const bytes = written.get(location);
    const newText = bytes ? decode(bytes) : null;
    if (newText === null || newText === document.text) continue;
    changes.set(location, [{ span: { start: 0, end: document.text.length }, newText }]);
  }
  return changes;
}

/** The same disk, on which nothing is written that others would see. */
function copyOnWrite(environment: Environment): {
  readonly environment: Environment;
  readonly written: ReadonlyMap<string, Uint8Array>;
} {
  const written = new Map<string, Uint8Array>();
  const done: FileWrite = { written: true };
  return {
    written,
    environment: {
      ...environment,
      readFile: async (path) => {
        const bytes = written.get(path);
        return bytes ? { found: true, bytes } : environment.readFile(path);
      },
      readText: (path) => {
        const bytes = written.get(path);
        return bytes ? decode(bytes) : environment.readText(path);
      },
      writeFileAtomic: (path, bytes) => {
        written.set(path, bytes);
        return Promise.resolve(done);
      },
    },
  };
}
