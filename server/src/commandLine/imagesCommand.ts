import { imagesJson } from '../reports/json';
import { imagesText } from '../reports/text';
import type { FileArguments, Format } from './arguments';
import type { Console, ExitCode } from './console';
import { complainOf, readSourceFiles } from './files';

export async function imagesCommand(
  console: Console,
  { format, ...reading }: FileArguments & { readonly format: Format },
): Promise<ExitCode> {
  const { files, errors } = await readSourceFiles(console, reading);
  console.print(format === 'json' ? imagesJson(files, errors) : imagesText(files));
  complainOf(console, errors);
  return errors.length > 0 ? 2 : 0;
}
