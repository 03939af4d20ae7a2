/** Without what is there twice, by what it says; in the order of the first of each. */
export function distinct<T>(items: readonly T[]): readonly T[] {
  if (items.length < 2) return items;
  const found = new Map<string, T>();
  for (const item of items) {
    const text = JSON.stringify(item);
    if (!found.has(text)) found.set(text, item);
  }
  return [...found.values()];
}
