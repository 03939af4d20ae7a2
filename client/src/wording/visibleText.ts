/**
 * Text of others with every sign in it that is not seen and could change how the rest reads: control characters, marks
 * that turn the direction of writing, spaces without width. Each becomes one `�`; line ends and tabs become a space.
 */
export function visibleText(text: string): string {
  return text.replace(/[\t\n\v\f\r\u2028\u2029]/g, ' ').replace(UNSEEN, '\uFFFD');
}

/** The same, cut after so many characters: engines hand out texts of any length. */
export function briefText(text: string, most: number): string {
  if (text.length <= most) return visibleText(text);
  // A character of two halves is not cut through.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 2)) ? most - 2 : most - 1;
  return `${visibleText(text.slice(0, end))}…`;
}

const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
