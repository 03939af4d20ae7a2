import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { isWaived } from '../lint';
import { createDigests, unresolvedMessage, type Digests } from '../registry/digests';
import type { SourceFile } from '../reports/report';
import type { ImageReference } from '../syntax/imageReference';
import type { ImageUse } from '../syntax/imageUse';
import { lineStarts, placeAt } from '../text/lines';
import { applyEdits, span, type Edit } from '../text/span';
import type { Console, ExitCode } from './console';
import { complainOf, readSourceFiles } from './files';

/** Pins every reference that has a place for it, file by file; what fails in one file does not stop the others. */
export async function pinCommand(
  console: Console,
  { paths, dryRun }: { readonly paths: readonly string[]; readonly dryRun: boolean },
): Promise<ExitCode> {
  const { files, errors } = await readSourceFiles(console, paths);
  complainOf(console, errors);
  const digests = createDigests(console.environment);
  const pinned = await Promise.all(files.map((file) => pinsOf(file, digests, console)));
  let complete = errors.length === 0;
  for (const { file, edits, failures } of pinned) {
    for (const failure of failures) console.complain(`${failure}\n`);
    const problem = edits.length > 0 ? await rewrite(file, edits, console, dryRun) : null;
    if (problem !== null) console.complain(`${file.path}: ${problem}\n`);
    complete &&= failures.length === 0 && problem === null;
  }
  return complete ? 0 : 2;
}

interface PinnedFile {
  readonly file: SourceFile;
  readonly edits: readonly Edit[];
  readonly failures: readonly string[];
}

async function pinsOf(file: SourceFile, digests: Digests, { signal }: Console): Promise<PinnedFile> {
  const starts = lineStarts(file.document.text);
  const answers = await Promise.all(
    toPin(file).map(async ({ insertion, image, reference }) => {
      const resolution = await digests.resolve(reference, signal);
      if (resolution.found) return { span: span(insertion, insertion), newText: `@${resolution.digest}` };
      const { line, column } = placeAt(starts, image.span.start);
      return `${file.path}:${line}:${column}: ${unresolvedMessage(image.resolved ?? '', resolution)}`;
    }),
  );
  return {
    file,
    edits: answers.filter((answer) => typeof answer !== 'string'),
    failures: answers.filter((answer) => typeof answer === 'string'),
  };
}

interface Pinnable {
  readonly insertion: number;
  readonly image: ImageUse;
  readonly reference: ImageReference;
}

/** The references with a place for a pin, each place once; one that its author waived is left alone. */
function toPin({ document }: SourceFile): Pinnable[] {
  const places = new Map<number, Pinnable>();
  for (const image of document.images) {
    const { insertion, reference } = image;
    if (insertion === null || reference?.kind !== 'reference' || isWaived(document, image)) continue;
    places.set(insertion, { insertion, image, reference });
  }
  return [...places.values()];
}

/** Prints the change and makes it; says why it was not made. */
async function rewrite(
  { path, location, bytes, document }: SourceFile,
  edits: readonly Edit[],
  { environment, print }: Console,
  dryRun: boolean,
): Promise<string | null> {
  const text = applyEdits(document.text, edits);
  if (!dryRun) {
    const mark = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK : [];
    const content = Buffer.concat([Buffer.from(mark), Buffer.from(text)]);
    const outcome = await environment.writeFileAtomic(location, content, bytes);
    if (!outcome.written) return `Nothing was written. ${outcome.detail}`;
  }
  print(unifiedDiff(path, document.text, text));
  return null;
}

function unifiedDiff(path: string, before: string, after: string): string {
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, options);
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
