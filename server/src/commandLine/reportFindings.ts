import { findingsJson } from '../reports/json';
import type { FileError, JudgedFile } from '../reports/report';
import { findingsText } from '../reports/text';
import type { Format } from './arguments';
import type { Console, ExitCode } from './console';
import { complainOf } from './files';

interface Report {
  readonly judged: readonly JudgedFile[];
  readonly errors: readonly FileError[];
}

/** Prints what was found, says what could not be judged, and tells by the exit code which of both there is. */
export function reportFindings(
  console: Console,
  { format, ...report }: Report & { readonly format: Format },
): ExitCode {
  const { judged, errors } = report;
  console.print(format === 'json' ? findingsJson(judged, errors) : findingsText(judged));
  return exitCodeOf(console, report);
}

/** Says what could not be judged, and prints nothing. */
export function exitCodeOf(console: Console, { judged, errors }: Report): ExitCode {
  complainOf(console, errors);
  if (errors.length > 0) return 2;
  const weighty = judged.some(({ findings }) =>
    findings.some(({ severity }) => severity === 'error' || severity === 'warning'),
  );
  return weighty ? 1 : 0;
}
