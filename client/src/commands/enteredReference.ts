/** What to put into the input box for a selected text: that text, when it could be a reference. */
export function suggestion(selected: string): string {
  const text = selected.trim().replace(/^(["'])(.*)\1$/, '$2');
  return referenceProblem(text) === null ? text : '';
}

/** What keeps a text from being a reference at first sight, or null. The server has the last word. */
export function referenceProblem(text: string): string | null {
  const reference = text.trim();
  if (reference === '') return 'Enter an image reference like node:20 or ghcr.io/owner/name:1.2.';
  if (/\s/.test(reference)) return 'An image reference has no spaces.';
  if (/[$`"'\\]/.test(reference)) return 'Variables and quotes cannot be resolved here; enter the value.';
  if (/^[a-z]+:\/\//i.test(reference)) return 'An image reference does not start with a URL scheme.';
  return /^[\w.\-/:@[\]+]{1,512}$/.test(reference) ? null : 'This is not an image reference.';
}
