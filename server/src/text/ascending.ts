/** How many of `items`, whose places ascend, are at `offset` or before it; in logarithmic time. */
export function countUpTo<Item>(
  items: readonly Item[],
  offset: number,
  placeOf: (item: Item) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && placeOf(item) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
