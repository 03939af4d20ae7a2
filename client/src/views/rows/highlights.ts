/** Where the words of a filter stand in a label: pairs of offsets, in order and apart. */
export function highlights(label: string, words: readonly string[]): readonly (readonly [number, number])[] {
  const text = label.toLowerCase();
  const found = words.flatMap((word) => {
    const start = text.indexOf(word);
    return start < 0 ? [] : [[start, start + word.length] as const];
  });
  found.sort(([a], [b]) => a - b);
  return found.filter(([start], index) => index === 0 || start >= (found[index - 1]?.[1] ?? 0));
}
