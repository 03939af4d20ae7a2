/** Milliseconds between two looks, and after which waiting is given up. */
const PAUSE = 50;
const LIMIT = 20_000;

/** Waits until something is so; what it is becomes the message when it never is. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + LIMIT;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited ${LIMIT / 1000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
