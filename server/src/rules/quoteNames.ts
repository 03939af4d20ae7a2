/** How a message lists names: `'a'`, `'a' and 'b'`, `'a', 'b' and 4 more`. */
export function quoteNames(names: readonly string[]): string {
  const quoted = [...new Set(names)].map((name) => `'${name}'`);
  if (quoted.length > MAX_QUOTED) return `${quoted.slice(0, 2).join(', ')} and ${quoted.length - 2} more`;
  const last = quoted.at(-1) ?? '';
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} and ${last}` : last;
}

const MAX_QUOTED = 3;
