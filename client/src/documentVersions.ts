/** Versions of the open documents, by URI. */
export type Versions = ReadonlyMap<string, number>;

/** Whether one of the edited documents was open and is now another version, or is closed. */
export function changedSince(before: Versions, now: Versions, edited: readonly string[]): boolean {
  return edited.some((uri) => before.has(uri) && before.get(uri) !== now.get(uri));
}
