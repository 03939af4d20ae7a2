import { relative } from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { imageWaivers } from '../lint';
import { createDigests, unresolvedMessage, type Digests } from '../registry/digests';
import type { SourceFile } from '../reports/report';
import type { ImageReference } from '../syntax/imageReference';
import type { ImageUse } from '../syntax/imageUse';
import { lineStarts, placeAt } from '../text/lines';
import { applyEdits, span, type Edit } from '../text/span';
import type { FileArguments } from './arguments';
import type { Console, ExitCode } from './console';
import { complainOf, decode, readSourceFiles, slashed, type SourceFiles } from './files';

/** Pins every reference that has a place for it, file by file; what fails in one file does not stop the others. */
export async function pinCommand(
  console: Console,
  { dryRun, ...reading }: FileArguments & { readonly dryRun: boolean },
): Promise<ExitCode> {
  const { files, errors, workspace } = await readSourceFiles(console, reading);
  complainOf(console, errors);
  const digests = createDigests(console.environment);
  const answers = await Promise.all(toPin(files).map((pin) => resolved(pin, digests, console)));
  const failures = answers.filter((answer) => typeof answer === 'string');
  for (const failure of failures) console.complain(`${failure}\n`);
  let complete = errors.length === 0 && failures.length === 0;
  for (const [location, edits] of byLocation(answers.filter((answer) => typeof answer !== 'string'))) {
    const target = await targetAt(location, { files, workspace }, console);
    const problem = 'problem' in target ? target.problem : await rewrite(target, edits, console, dryRun);
    if (problem !== null) console.complain(`${target.path}: ${problem}\n`);
    complete &&= problem === null;
  }
  return complete ? 0 : 2;
}

/** A reference with a place for a pin, in its own file or in another. */
interface Pinnable {
  readonly location: string;
  readonly insertion: number;
  readonly file: SourceFile;
  readonly image: ImageUse;
  readonly reference: ImageReference;
}

/** Each place once, in the order of the files; a reference that its author waived is left alone. */
function toPin(files: readonly SourceFile[]): Pinnable[] {
  const places = new Map<string, Pinnable>();
  for (const file of files) {
    const isWaived = imageWaivers(file.document);
    for (const image of file.document.images) {
      const { insertion, elsewhere, reference } = image;
      const place = insertion === null ? elsewhere : { file: file.location, offset: insertion };
      if (!place || reference?.kind !== 'reference' || isWaived(image)) continue;
      const pin = { location: place.file, insertion: place.offset, file, image, reference };
      places.set(`${place.offset} ${place.file}`, pin);
    }
  }
  return [...places.values()];
}

interface Insertion {
  readonly location: string;
  readonly edit: Edit;
}

/** The insertion; or a line that says why there is none. */
async function resolved(
  { location, insertion, file, image, reference }: Pinnable,
  digests: Digests,
  { signal }: Console,
): Promise<Insertion | string> {
  const resolution = await digests.resolve(reference, signal);
  if (resolution.found) {
    return { location, edit: { span: span(insertion, insertion), newText: `@${resolution.digest}` } };
  }
  const { line, column } = placeAt(lineStarts(file.document.text), image.span.start);
  return `${file.path}:${line}:${column}: ${unresolvedMessage(image.resolved ?? '', resolution)}`;
}

function byLocation(insertions: readonly Insertion[]): Map<string, Edit[]> {
  const edits = new Map<string, Edit[]>();
  for (const { location, edit } of insertions) {
    const known = edits.get(location);
    if (known) known.push(edit);
    else edits.set(location, [edit]);
  }
  return edits;
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
