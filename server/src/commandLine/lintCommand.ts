import type { FileArguments, Format } from './arguments';
import type { Console, ExitCode } from './console';
import { readSourceFiles } from './files';
import { withKnownImages, type RememberingArguments } from './remembering';
import { reportFindings } from './reportFindings';

export interface LintCommandArguments extends FileArguments, RememberingArguments {
  readonly format: Format;
}

/** Reports what rules find; what registries said before may be remembered, and none is asked. */
export async function lintCommand(console: Console, options: LintCommandArguments): Promise<ExitCode> {
  const { files, errors, judge } = await readSourceFiles(console, options);
  const judged = await withKnownImages(console, options, (known) =>
    files.map((file) => ({ file, findings: judge(file, known) })),
  );
  return reportFindings(console, { judged, errors, format: options.format });
}
