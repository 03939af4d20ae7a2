import { lint } from '../lint';
import { findingsJson } from '../reports/json';
import { findingsText } from '../reports/text';
import { DEFAULT_SETTINGS } from '../settings';
import type { FileArguments, Format } from './arguments';
import type { Console, ExitCode } from './console';
import { complainOf, readSourceFiles } from './files';

export async function lintCommand(
  console: Console,
  { format, ...reading }: FileArguments & { readonly format: Format },
): Promise<ExitCode> {
  const { files, errors } = await readSourceFiles(console, reading);
  const judged = files.map((file) => ({
    file,
    findings: lint(file.document, DEFAULT_SETTINGS, { development: file.development }),
  }));
  console.print(format === 'json' ? findingsJson(judged, errors) : findingsText(judged));
  complainOf(console, errors);
  if (errors.length > 0) return 2;
  const weighty = judged.some(({ findings }) =>
    findings.some(({ severity }) => severity === 'error' || severity === 'warning'),
  );
  return weighty ? 1 : 0;
}
