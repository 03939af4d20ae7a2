import type { Construct, Inside, ShellCommand } from './command';
import { lastAtOrBefore, type SourceText } from './text';
import type { Expansion } from './word';

/** What holds for all commands of a piece of shell. */
export interface Scope {
  readonly source: SourceText;
  readonly inside: Inside | null;
  readonly within: readonly Construct[];
  readonly inputs: readonly ShellCommand[];
  /** The expansions of the outer shell that the text of a script still holds: their commands are listed already. */
  readonly listed: Ranges;
  readonly depth: number;
  readonly scripts: number;
  readonly walk: Walk;
}

interface Walk {
  readonly commands: ShellCommand[];
  /** How many more characters may be read: substitutions in one another are read once for each level. */
  budget: number;
}

/** What was found is kept when the parser, which has no bound of its own for some constructs, gives up on the rest. */
export function walked(length: number, read: (walk: Walk) => void): readonly ShellCommand[] {
  const walk = { commands: [], budget: BUDGET * length + MIN_BUDGET };
  try {
    read(walk);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return walk.commands;
}

/** Takes the reading of a text off the budget; false where it is too much, or too deep. */
export function spend({ walk, depth }: Scope, length: number): boolean {
  walk.budget -= length;
  return walk.budget >= 0 && depth < MAX_DEPTH;
}

interface Ranges {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export function rangesOf(expansions: readonly Expansion[]): Ranges {
  return { starts: expansions.map(({ start }) => start), ends: expansions.map(({ end }) => end) };
}

export function isListed({ listed: { starts, ends } }: Scope, offset: number): boolean {
  const index = lastAtOrBefore(starts, offset);
  return (starts[index] ?? Infinity) <= offset && offset < (ends[index] ?? 0);
}

export const NOTHING_LISTED: Ranges = { starts: [], ends: [] };
/** Compound commands, substitutions, wrappers and scripts in one another; people write a few. */
export const MAX_DEPTH = 100;
/** `sh -c` in `sh -c`. */
export const MAX_SCRIPTS = 10;
const BUDGET = 8;
const MIN_BUDGET = 100_000;
