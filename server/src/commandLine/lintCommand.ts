import { lint } from '../lint';
import type { JudgedFile } from '../reports/report';
import { DEFAULT_SETTINGS } from '../settings';
import type { LintArguments } from './arguments';
import { cancelled, type Console, type ExitCode } from './console';
import { readSourceFiles, type SourceFiles } from './files';
import { fixFiles } from './fixFiles';
import { exitCodeOf, reportFindings } from './reportFindings';

export async function lintCommand(
  console: Console,
  { format, fix, dryRun, ...reading }: LintArguments,
): Promise<ExitCode> {
  if (!fix) {
    const read = await readSourceFiles(console, reading);
    return reportFindings(console, { judged: judge(read), errors: read.errors, format });
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

function judge({ files }: SourceFiles): JudgedFile[] {
  return files.map((file) => ({
    file,
    findings: lint(file.document, DEFAULT_SETTINGS, { development: file.development }),
  }));
}
