import { resolve } from 'node:path';
import { runProgram } from './runProgram';
import type { ProgramOptions, ProgramResult } from './runProgram';

/** Runs the packaged command line of this checkout. */
export function immutableInfra(
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return runProgram(process.execPath, [resolve('dist/cli.js'), ...args], options);
}
