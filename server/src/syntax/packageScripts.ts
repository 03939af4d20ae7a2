import type { Span } from '../text/span';

/** A script of a package.json, and where its text stands there, with its quotes. */
export interface PackageScript {
  readonly command: string;
  readonly span: Span;
}

/** The scripts of a package.json by name; none where it cannot be read. Source: npm's documentation, "scripts". */
export function packageScripts(text: string): ReadonlyMap<string, PackageScript> {
  const start = text.indexOf('"scripts"');
  const found = new Map<string, PackageScript>();
  for (const [name, command] of start < 0 ? [] : scriptEntries(text)) {
    const key = text.indexOf(`${JSON.stringify(name)}:`, start);
    const at = key < 0 ? start : key;
    const value = key < 0 ? -1 : text.indexOf(JSON.stringify(command), at);
    const span =
      value < 0 ? { start: at, end: at } : { start: value, end: value + JSON.stringify(command).length };
    found.set(name, { command, span });
  }
  return found;
}

function scriptEntries(text: string): [string, string][] {
  try {
    const parsed: unknown = JSON.parse(text);
    const scripts = isObject(parsed) ? parsed.scripts : null;
    if (!isObject(scripts)) return [];
    return Object.entries(scripts)
      .slice(0, MAX_SCRIPTS)
      .flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []));
  } catch {
    return [];
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const MAX_SCRIPTS = 200;
