import type { PlannedEdit, PlannedFile, ProtocolPosition, ProtocolRange } from '../../../server/src/protocol';

/** An open text, as far as it must be compared with a plan. */
export interface PresentText {
  readonly version: number;
  readonly isDirty: boolean;
  readonly textIn: (range: ProtocolRange) => string;
  readonly offsetAt: (position: ProtocolPosition) => number;
}

/** Whether a file is still the one that was planned for. `wasOpen`: before it was opened to look. */
export function isAsPlanned(file: PlannedFile, now: PresentText, wasOpen: boolean): boolean {
  const sameText = file.version === null ? !wasOpen || !now.isDirty : wasOpen && now.version === file.version;
  return sameText && file.edits.every(({ range, before }) => now.textIn(range) === before);
}

/** An edit with the place of its range in the text that it was planned for. */
export interface PlacedEdit {
  readonly offset: number;
  readonly before: string;
  readonly newText: string;
}

export function placed(edits: readonly PlannedEdit[], text: PresentText): readonly PlacedEdit[] {
  return edits.map(({ range, before, newText }) => ({
    offset: text.offsetAt(range.start),
    before,
    newText,
  }));
}

/** How many of the edits a text has: in a preview people may leave some out. */
export function appliedCount(edits: readonly PlacedEdit[], text: string): number {
  let growth = 0;
  let count = 0;
  for (const { offset, before, newText } of [...edits].sort((a, b) => a.offset - b.offset)) {
    const start = offset + growth;
    // The longer of the two may begin with the shorter one, and never the other way round.
    const applied =
      newText.length >= before.length ? text.startsWith(newText, start) : !text.startsWith(before, start);
    if (!applied) continue;
    growth += newText.length - before.length;
    count++;
  }
  return count;
}
