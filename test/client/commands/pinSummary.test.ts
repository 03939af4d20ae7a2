import assert from 'node:assert/strict';
import { changedFile, pinSummary, reportSummary } from '../../../client/src/commands/pinSummary';
import type { Outcome } from '../../../client/src/commands/pinSummary';
import type { PinProblem } from '../../../server/src/protocol';

const START = { line: 3, character: 4 };
const PROBLEM: PinProblem = {
  uri: 'file:///shop/compose.yaml',
  range: { start: START, end: START },
  place: 'compose.yaml:4',
  message: 'The registry has no such tag.',
};
const CAUTION = '2 answers are remembered ones, the oldest 40 minutes old.';

describe('what is said after pins were changed', () => {
  const cases: readonly (readonly [string, Case, string | null])[] = [
    ['one image', { wanted: 1, made: [1, 1] }, 'Pinned 1 image.'],
    ['several in one file', { wanted: 2, made: [2, 1] }, 'Pinned 2 images.'],
    [
      'several files, and problems',
      { wanted: 5, made: [5, 3], problems: 2 },
      'Pinned 5 images in 3 files. 2 could not be pinned. [2]',
    ],
    ['remembered answers', { wanted: 1, made: [1, 1], caution: CAUTION }, `Pinned 1 image. ${CAUTION}`],
    [
      'a file that changed since',
      { wanted: 3, made: [2, 1], changed: 1 },
      'Pinned 2 images. 1 file was left out, because the text has changed since. [1]',
    ],
    [
      'nothing but files that changed since',
      { wanted: 3, made: [0, 0], changed: 2 },
      'Nothing was pinned. 2 files were left out, because the text has changed since. [2]',
    ],
    ['only problems', { problems: 2 }, 'Nothing was pinned. 2 could not be pinned. [2]'],
    ['nothing to do', { unchanged: 7 }, 'Nothing to pin: all 7 references have digests.'],
    ['one that is done', { unchanged: 1 }, 'Nothing to pin: the only reference has a digest.'],
    ['no references', {}, 'Nothing to pin: there are no image references.'],
    ['a preview that was not accepted', { wanted: 5, problems: 2 }, null],
    ['a part of a preview', { wanted: 5, made: [3, 2] }, 'Pinned 3 images in 2 files.'],
    [
      'an editor that refuses',
      { wanted: 1, refused: true },
      'Nothing was pinned. The editor did not make the edit: the file cannot be written to, or has changed since. []',
    ],
    [
      'an update',
      { action: 'update', wanted: 1, made: [1, 1], problems: 1 },
      'Updated 1 pin. 1 could not be updated. [1]',
    ],
    [
      'nothing to update',
      { action: 'update', unchanged: 7 },
      'Nothing to update: all 7 pins are up to date.',
    ],
    ['no pins to update', { action: 'update' }, 'Nothing to update: no reference has a digest.'],
    ['a removal', { action: 'unpin', wanted: 2, made: [2, 1] }, 'Removed 2 pins.'],
    ['nothing to remove', { action: 'unpin', unchanged: 3 }, 'Nothing to remove: no reference has a digest.'],
    [
      'the running digest',
      { action: 'use', wanted: 1, made: [1, 1] },
      'The file names the running digest now.',
    ],
    [
      'the running digest that is there',
      { action: 'use', unchanged: 1 },
      'Nothing to write: the file names the running digest already.',
    ],
    [
      'a running digest that cannot be written',
      { action: 'use', problems: 1 },
      'The running digest was not written. The registry has no such tag. [1]',
    ],
    ['a preview of the running digest that was not accepted', { action: 'use', wanted: 1 }, null],
    [
      'a roll back',
      { action: 'rollBack', wanted: 1, made: [1, 1] },
      'The file names the earlier digest now. It runs once it is deployed.',
    ],
    [
      'a roll back to what is there',
      { action: 'rollBack', unchanged: 1 },
      'Nothing to write: the file names this digest already.',
    ],
  ];
  for (const [title, outcome, expected] of cases) {
    it(title, () => assert.equal(said(outcome), expected));
  }

  it('leads to each place that was left out, those that changed first', () => {
    const changed = changedFile('file:///shop/Dockerfile', 'Dockerfile');
    const summary = pinSummary({ ...outcomeOf({ problems: 1 }), changed: [changed] });
    assert.deepEqual(
      summary?.details.map(({ place, message }) => `${place}: ${message}`),
      [
        'Dockerfile: Left out, because the file has changed since it was read. Try again.',
        'compose.yaml:4: The registry has no such tag.',
      ],
    );
  });
});

describe('what is said after a check', () => {
  it('is what the server says, with how old its answers are', () => {
    const summary = '12 pins checked: 2 are behind their tags.';
    assert.deepEqual(reportSummary({ summary, problems: [PROBLEM], caution: CAUTION }), {
      message: `${summary} ${CAUTION}`,
      isWarning: true,
      details: [PROBLEM],
    });
    assert.deepEqual(reportSummary({ summary, problems: [], caution: null }), {
      message: summary,
      isWarning: false,
      details: [],
    });
  });
});

interface Case {
  readonly action?: Outcome['action'];
  readonly wanted?: number;
  /** Edits, files. */
  readonly made?: readonly [number, number];
  readonly problems?: number;
  readonly unchanged?: number;
  readonly changed?: number;
  readonly caution?: string;
  readonly refused?: boolean;
}

/** The message; after a warning the number of its details. */
function said(about: Case): string | null {
  const summary = pinSummary(outcomeOf(about));
  if (!summary) return null;
  const { message, isWarning, details } = summary;
  return isWarning ? `${message} [${details.length || ''}]` : message;
}

function outcomeOf(about: Case): Outcome {
  const { action = 'pin', wanted = 0, problems = 0, unchanged = 0, changed = 0 } = about;
  const [edits, files] = about.made ?? [0, 0];
  const edit = { range: PROBLEM.range, newText: 'b', reference: 'a', before: 'a' };
  return {
    action,
    plan: {
      files: wanted > 0 ? [{ uri: 'file:///a', version: null, edits: Array(wanted).fill(edit) }] : [],
      problems: Array<PinProblem>(problems).fill(PROBLEM),
      unchanged,
      caution: about.caution ?? null,
    },
    made: { edits, files },
    changed: Array<PinProblem>(changed).fill(PROBLEM),
    refused: about.refused ?? false,
  };
}
