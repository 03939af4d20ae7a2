import type { FileArguments, Format } from './arguments';
import type { Console, ExitCode } from './console';
import { readSourceFiles } from './files';
import { reportFindings } from './reportFindings';

export async function lintCommand(
  console: Console,
  { format, ...reading }: FileArguments & { readonly format: Format },
): Promise<ExitCode> {
  const { files, errors, judge } = await readSourceFiles(console, reading);
  const judged = files.map((file) => ({ file, findings: judge(file) }));
  return reportFindings(console, { judged, errors, format });
}
