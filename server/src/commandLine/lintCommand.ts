import { lint } from '../lint';
import { DEFAULT_SETTINGS } from '../settings';
import type { FileArguments, Format } from './arguments';
import type { Console, ExitCode } from './console';
import { readSourceFiles } from './files';
import { reportFindings } from './reportFindings';

export async function lintCommand(
  console: Console,
  { format, ...reading }: FileArguments & { readonly format: Format },
): Promise<ExitCode> {
  const { files, errors } = await readSourceFiles(console, reading);
  const judged = files.map((file) => ({
    file,
    findings: lint(file.document, DEFAULT_SETTINGS, { development: file.development }),
  }));
  return reportFindings(console, { judged, errors, format });
}
