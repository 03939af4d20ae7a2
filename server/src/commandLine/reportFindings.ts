import { findingsJson } from '../reports/json';
import type { FileError, JudgedFile } from '../reports/report';
import { findingsText } from '../reports/text';
import type { Format } from './arguments';
import type { Console, ExitCode } from './console';
import { complainOf } from './files';

/** Prints what was found, says what could not be judged, and tells by the exit code which of both there is. */
export function reportFindings(
  console: Console,
  {
    judged,
    errors,
    format,
  }: {
    readonly judged: readonly JudgedFile[];
    readonly errors: readonly FileError[];
    readonly format: Format;
  },
): ExitCode {
  console.print(format === 'json' ? findingsJson(judged, errors) : findingsText(judged));
  complainOf(console, errors);
  if (errors.length > 0) return 2;
  const weighty = judged.some(({ findings }) =>
    findings.some(({ severity }) => severity === 'error' || severity === 'warning'),
  );
  return weighty ? 1 : 0;
}
