/**
 * Remembers of each object what was made of it last, under the same circumstances. What an engine said of a container
 * stays the same object while it does not change, and a tree is made again at each event of any.
 */
export function remembered<Result>(): (
  key: object,
  circumstances: readonly unknown[],
  make: () => Result,
) => Result {
  const known = new WeakMap<
    object,
    { readonly circumstances: readonly unknown[]; readonly result: Result }
  >();
  return (key, circumstances, make) => {
    const last = known.get(key);
    if (last?.circumstances.every((one, index) => Object.is(one, circumstances[index]))) return last.result;
    const result = make();
    known.set(key, { circumstances, result });
    return result;
  };
}
