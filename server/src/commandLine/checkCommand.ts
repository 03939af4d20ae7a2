import { pinAnswersOf } from '../pins/checkPin';
import { aside, checkPins, type CheckedUse } from '../pins/checkPins';
import { lineStarts, placeAt } from '../text/lines';
import type { FileArguments, Format } from './arguments';
import { withDigests, type AskingArguments } from './asking';
import type { Console, ExitCode } from './console';
import { readSourceFiles } from './files';
import { withKnownImages } from './remembering';
import { reportFindings } from './reportFindings';

export interface CheckCommandArguments extends FileArguments, AskingArguments {
  readonly format: Format;
}

/** Asks registries about the pins of files, and reports what the rules of pins find then. */
export async function checkCommand(console: Console, options: CheckCommandArguments): Promise<ExitCode> {
  const { environment, signal, complain } = console;
  const { files, errors, judge } = await readSourceFiles(console, options);
  const { checks, checked } = await withDigests(console, options, (digests) =>
    checkPins(files, { answers: pinAnswersOf(digests, environment.now), signal }),
  );
  const judged = await withKnownImages(console, options, (known) =>
    files.map((file) => {
      const found = judge(file, { checks, ...known });
      return { file, findings: found.filter(({ rule }) => rule.subject === 'pin') };
    }),
  );
  const asides = checked.flatMap((use) => asideOf(use) ?? []);
  const unknown = asides.filter(({ isUnknown }) => isUnknown);
  for (const { file, message, isUnknown } of asides) if (!isUnknown) complain(`${file}: ${message}\n`);
  return reportFindings(console, {
    judged,
    errors: [...errors, ...unknown.map(({ file, message }) => ({ file, message }))],
    format: options.format,
  });
}

/** What no rule says of a reference, and where it stands. */
function asideOf(use: CheckedUse): { file: string; message: string; isUnknown: boolean } | null {
  const said = aside(use);
  if (!said) return null;
  const { line, column } = placeAt(lineStarts(use.source.document.text), use.image.span.start);
  return { ...said, file: `${use.source.path}:${line}:${column}` };
}
