import type { Environment } from '../environment';

/** What a command has of the terminal: where it stands, what it prints on, and what stops it. */
export interface Console {
  readonly environment: Environment;
  readonly workingDirectory: string;
  readonly version: string;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly signal: AbortSignal;
}

/** 0: nothing to mend. 1: findings. 2: something could not be done, and the error stream says what. */
export type ExitCode = 0 | 1 | 2;

/** Half of a plan is none: what was interrupted writes nothing. */
export function cancelled({ complain }: Pick<Console, 'complain'>): ExitCode {
  complain('Cancelled. Nothing was written.\n');
  return 2;
}
