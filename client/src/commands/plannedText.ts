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

/** The edit without the text at its begin that it keeps, so that people see what is new and nothing else. */
export function withoutKept({
  range: { start, end },
  before,
  newText,
}: PlannedEdit): Pick<PlannedEdit, 'range' | 'newText'> {
  const length = Math.min(before.length, newText.length);
  const differs = Array.from({ length }).findIndex((_, at) => before[at] !== newText[at]);
  const same = differs < 0 ? length : differs;
  // A digest is seen whole, however much of it is the same.
  const digest = newText.indexOf('@');
  const kept = digest < 0 ? same : Math.min(same, digest);
  // A reference stands on one line; whatever does not is replaced as it is.
  if (/[\r\n]/.test(before.slice(0, kept))) return { range: { start, end }, newText };
  const from = { line: start.line, character: start.character + kept };
  return { range: { start: from, end }, newText: newText.slice(kept) };
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
