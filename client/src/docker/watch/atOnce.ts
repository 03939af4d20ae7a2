/** Does something with each item, `limit` of them at a time. */
export async function atOnce<T>(
  items: Iterable<T>,
  limit: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  // They share one iterator: each takes the next item when it is done with the last.
  const rest = items[Symbol.iterator]();
  const work = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await task(next.value);
  };
  await Promise.all(Array.from({ length: limit }, work));
}
