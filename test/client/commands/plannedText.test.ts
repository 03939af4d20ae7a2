import assert from 'node:assert/strict';
import { appliedCount, isAsPlanned, placed, withoutKept } from '../../../client/src/commands/plannedText';
import type { PresentText } from '../../../client/src/commands/plannedText';
import type { PlannedEdit } from '../../../server/src/protocol';

const TEXT = 'FROM node:20\nFROM redis:7\n';
const PINNED = 'FROM node:20@sha256:aa\nFROM redis:7@sha256:bb\n';

describe('a file that was planned for', () => {
  const edits = [edit(0, 'node:20', 'node:20@sha256:aa')];
  const cases: readonly (readonly [string, number | null, Partial<Open>, boolean])[] = [
    ['is open in the same version', 4, { wasOpen: true, version: 4 }, true],
    ['is open in a later version', 4, { wasOpen: true, version: 5 }, false],
    ['was closed since', 4, { wasOpen: false, version: 4 }, false],
    ['has that version again, and another text', 4, { wasOpen: true, version: 4, text: '#\nFROM x' }, false],
    ['is not open', null, { wasOpen: false }, true],
    ['changed on disk', null, { wasOpen: false, text: '# new first line\n' + TEXT }, false],
    ['is shorter on disk', null, { wasOpen: false, text: '' }, false],
    ['was opened since, and left as it is', null, { wasOpen: true }, true],
    ['was opened since, and typed into', null, { wasOpen: true, isDirty: true }, false],
  ];
  for (const [title, version, open, expected] of cases) {
    it(`${title}: ${expected ? 'edited' : 'left out'}`, () => {
      const { wasOpen = false } = open;
      assert.equal(isAsPlanned({ uri: 'file:///a', version, edits }, present(open), wasOpen), expected);
    });
  }
});

describe('the edits that a text has', () => {
  const pins = [edit(0, 'node:20', 'node:20@sha256:aa'), edit(1, 'redis:7', 'redis:7@sha256:bb')];
  const insertions = [edit(0, '', '@sha256:aa', 12), edit(1, '', '@sha256:bb', 12)];
  const removals = [edit(0, '@sha256:aa', '', 12), edit(1, '@sha256:bb', '', 12)];
  const updates = [edit(0, 'sha256:aa', 'sha256:cc', 13), edit(1, 'redis:7@sha256:bb', 'redis:7@sha256:dd')];
  const cases: readonly (readonly [string, readonly PlannedEdit[], string, string, number])[] = [
    ['all pins', pins, TEXT, PINNED, 2],
    ['the first pin', pins, TEXT, 'FROM node:20@sha256:aa\nFROM redis:7\n', 1],
    ['the second pin', pins, TEXT, 'FROM node:20\nFROM redis:7@sha256:bb\n', 1],
    ['no pin', pins, TEXT, TEXT, 0],
    ['all insertions', insertions, TEXT, PINNED, 2],
    ['the second insertion', insertions, TEXT, 'FROM node:20\nFROM redis:7@sha256:bb\n', 1],
    ['all removals', removals, PINNED, TEXT, 2],
    ['the first removal', removals, PINNED, 'FROM node:20\nFROM redis:7@sha256:bb\n', 1],
    ['no removal', removals, PINNED, PINNED, 0],
    ['updates', updates, PINNED, 'FROM node:20@sha256:cc\nFROM redis:7@sha256:dd\n', 2],
    ['one update', updates, PINNED, 'FROM node:20@sha256:aa\nFROM redis:7@sha256:dd\n', 1],
  ];
  for (const [title, edits, before, after, expected] of cases) {
    it(`are ${title}, in any order`, () => {
      const planned = placed(edits, present({ text: before }));
      assert.equal(appliedCount(planned, after), expected);
      assert.equal(appliedCount([...planned].reverse(), after), expected);
    });
  }
});

describe('what an edit shows', () => {
  const shown = (before: string, newText: string) => {
    const { range, newText: text } = withoutKept(edit(2, before, newText));
    return [range.start.character, range.end.character, text];
  };

  it('is the digest that is inserted, replaced or removed, and nothing of the name', () => {
    assert.deepEqual(shown('node:20', 'node:20@sha256:a'), [12, 12, '@sha256:a']);
    assert.deepEqual(shown('node:20@sha256:a', 'node:20@sha256:b'), [12, 21, '@sha256:b']);
    assert.deepEqual(shown('node:20@sha256:a', 'node:20'), [12, 21, '']);
    assert.deepEqual(shown('node:20', 'node@sha256:a # 20'), [9, 12, '@sha256:a # 20']);
  });

  it('is all of it where it goes over lines', () => {
    assert.deepEqual(shown('a\nb', 'a\nb@sha256:a'), [5, 8, 'a\nb@sha256:a']);
  });
});

interface Open {
  readonly wasOpen: boolean;
  readonly version: number;
  readonly isDirty: boolean;
  readonly text: string;
}

function present({ version = 1, isDirty = false, text = TEXT }: Partial<Open>): PresentText {
  const lines = text.split('\n');
  return {
    version,
    isDirty,
    textIn: ({ start, end }) => (lines[start.line] ?? '').slice(start.character, end.character),
    offsetAt: ({ line, character }) =>
      lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character,
  };
}

function edit(line: number, before: string, newText: string, character = 5): PlannedEdit {
  const end = { line, character: character + before.length };
  return { range: { start: { line, character }, end }, newText, before, reference: before };
}
