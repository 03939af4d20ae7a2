import type { JudgedFile } from '../reports/report';
import type { LintArguments } from './arguments';
import { cancelled, type Console, type ExitCode } from './console';
import { readSourceFiles, type SourceFiles } from './files';
import { fixFiles } from './fixFiles';
import { withKnownImages } from './remembering';
import { exitCodeOf, reportFindings } from './reportFindings';

/** Reports what rules find, and fixes what is certain where that is wanted; what registries said before may be remembered, and none is asked. */
export async function lintCommand(
  console: Console,
  { format, fix, dryRun, ...reading }: LintArguments,
): Promise<ExitCode> {
  const judge = ({ files, judge: findingsOf }: SourceFiles): Promise<JudgedFile[]> =>
    withKnownImages(console, reading, (known) =>
      files.map((file) => ({ file, findings: findingsOf(file, known) })),
    );
  if (!fix) {
    const read = await readSourceFiles(console, reading);
    return reportFindings(console, { judged: await judge(read), errors: read.errors, format });
  }
  const fixed = await fixFiles(console, { reading, judge, dryRun });
  if (!fixed) return cancelled(console);
  const { count, left, errors, failed } = fixed;
  const report = { judged: left, errors, format };
  // Of a dry run the changes alone are printed, so that they are a patch.
  const code = dryRun ? exitCodeOf(console, report) : reportFindings(console, report);
  if (failed.size === 0) console.complain(`${count} ${dryRun ? 'would be ' : ''}fixed\n`);
  return failed.size > 0 ? 2 : code;
}
