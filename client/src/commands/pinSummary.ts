import type { PinPlan, PinProblem, PinReport } from '../../../server/src/protocol';
import type { PinAction } from '../serverRequests';

/** What is said when work is done. */
export interface Summary {
  readonly message: string;
  readonly isWarning: boolean;
  /** Behind the button *Show Details*. */
  readonly details: readonly PinProblem[];
}

/** `use`: the digest that runs is written. `rollBack`: one that ran before is. */
export type PlannedAction = PinAction | 'use' | 'rollBack';

/** What became of a plan. */
export interface Outcome {
  readonly action: PlannedAction;
  readonly plan: PinPlan;
  readonly made: { readonly edits: number; readonly files: number };
  /** Files that are no longer as they were when they were planned for. */
  readonly changed: readonly PinProblem[];
  /** The editor was not willing to make the edit, and asked nobody. */
  readonly refused: boolean;
}

/** Null where there is nothing to say: the user has seen the preview and wants none of it. */
export function pinSummary({ action, plan, made, changed, refused }: Outcome): Summary | null {
  const { problems, unchanged, caution } = plan;
  const words = WORDS[action];
  const wanted = plan.files.reduce((sum, { edits }) => sum + edits.length, 0);
  if (wanted > 0 && made.edits === 0 && changed.length === 0 && !refused) return null;
  const done = made.edits > 0 ? words.done(count(made.edits, words.thing), filesText(made.files)) : null;
  const nothing = wanted === 0 && problems.length === 0 ? words.nothing(unchanged) : words.none;
  const sentences = [
    done ?? nothing,
    refused ? 'The editor did not make the edit: the file cannot be written to, or has changed since.' : null,
    couldNot(action, problems),
    changed.length > 0 ? leftOutText(changed.length) : null,
    made.edits > 0 ? caution : null,
  ];
  const details = [...changed, ...problems];
  return { message: sentences.filter(Boolean).join(' '), isWarning: details.length > 0 || refused, details };
}

function couldNot(action: PlannedAction, problems: readonly PinProblem[]): string | null {
  const [only] = problems;
  if (!only) return null;
  // One reference was asked about: what there is to say of it needs no list.
  const isOfOne = action === 'use' || action === 'rollBack';
  return isOfOne && problems.length === 1
    ? only.message
    : `${problems.length} could not be ${WORDS[action].past}.`;
}

/** What a check of pins or of a lock has found. */
export function reportSummary({ summary, problems, caution }: PinReport): Summary {
  const message = [summary, caution].filter(Boolean).join(' ');
  return { message, isWarning: problems.length > 0, details: problems };
}

/** `place` as people name it, `compose.yaml`. */
export function changedFile(uri: string, place: string): PinProblem {
  const start = { line: 0, character: 0 };
  const message = 'Left out, because the file has changed since it was read. Try again.';
  return { uri, range: { start, end: start }, place, message };
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

interface Words {
  readonly thing: string;
  readonly past: string;
  readonly done: (things: string, files: string) => string;
  readonly none: string;
  readonly nothing: (unchanged: number) => string;
}

const WORDS: Readonly<Record<PlannedAction, Words>> = {
  pin: {
    thing: 'image',
    past: 'pinned',
    done: (images, files) => `Pinned ${images}${files}.`,
    none: 'Nothing was pinned.',
    nothing: (unchanged) => {
      if (unchanged === 0) return 'Nothing to pin: there are no image references.';
      if (unchanged === 1) return 'Nothing to pin: the only reference has a digest.';
      return `Nothing to pin: all ${unchanged} references have digests.`;
    },
  },
  update: {
    thing: 'pin',
    past: 'updated',
    done: (pins, files) => `Updated ${pins}${files}.`,
    none: 'Nothing was updated.',
    nothing: (unchanged) => {
      if (unchanged === 0) return 'Nothing to update: no reference has a digest.';
      if (unchanged === 1) return 'Nothing to update: the only pin is up to date.';
      return `Nothing to update: all ${unchanged} pins are up to date.`;
    },
  },
  unpin: {
    thing: 'pin',
    past: 'removed',
    done: (pins, files) => `Removed ${pins}${files}.`,
    none: 'Nothing was removed.',
    nothing: () => 'Nothing to remove: no reference has a digest.',
  },
  use: {
    thing: 'reference',
    past: 'changed',
    done: () => 'The file names the running digest now.',
    none: 'The running digest was not written.',
    nothing: () => 'Nothing to write: the file names the running digest already.',
  },
  rollBack: {
    thing: 'reference',
    past: 'changed',
    done: () => 'The file names the earlier digest now. It runs once it is deployed.',
    none: 'The earlier digest was not written.',
    nothing: () => 'Nothing to write: the file names this digest already.',
  },
};

function filesText(files: number): string {
  return files > 1 ? ` in ${files} files` : '';
}

function leftOutText(files: number): string {
  return `${count(files, 'file')} ${files === 1 ? 'was' : 'were'} left out, because the text has changed since.`;
}
