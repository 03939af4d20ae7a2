import { rules } from '../rules';
import { RULE_SETTING_VALUES } from '../settings';
import type { Span } from '../text/span';
import { PIN_STYLES, PROFILES, PROJECT_KEYS, type KeyShape } from './projectKeys';

/** A word that may stand in a project file, and what it means. */
export interface ProjectWord {
  readonly word: string;
  readonly summary: string;
  /** What is written for it. */
  readonly text: string;
}

/** The words that may stand at a place of a project file's text, and what they replace. */
export function projectCompletions(
  text: string,
  offset: number,
): { readonly span: Span; readonly words: readonly ProjectWord[] } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, indentation = '', key = null, word = ''] = LINE.exec(text.slice(start, offset)) ?? [];
  const span = { start: offset - word.length, end: offset };
  const isNothing = text.slice(start, offset).trim() !== '' && word === '' && key === null;
  return { span, words: isNothing ? [] : wordsAt(text.slice(0, start), { indentation, key }) };
}

/** A line up to where somebody types: a key that is begun, or a whole one with a value that is. */
const LINE = /^([ ]*)(?:["']?([^\s:"'#]+)["']?:[ ]+)?([\w@"'-]*)$/;

function wordsAt(
  before: string,
  { indentation, key }: { readonly indentation: string; readonly key: string | null },
): readonly ProjectWord[] {
  if (indentation === '') return key === null ? KEYS : (VALUES[shapeOf(key)] ?? []);
  const parents = [...before.matchAll(/^([\w-]+):[^\S\n]*(?:#.*)?$/gm)];
  const shape = shapeOf(parents.at(-1)?.[1] ?? '');
  if (key !== null) return ENTRY_VALUES[shape] ?? [];
  return shape === 'severities' || shape === 'imagesByRule' ? ruleWords(shape) : [];
}

function shapeOf(name: string): KeyShape | 'unknown' {
  return PROJECT_KEYS.find((known) => known.name === name)?.shape ?? 'unknown';
}

function plainWords(words: readonly string[]): readonly ProjectWord[] {
  // A space before a # would make the rest a comment.
  return words.map((word) => ({ word, summary: '', text: word.includes(' #') ? `"${word}"` : word }));
}

function ruleWords(shape: 'severities' | 'imagesByRule'): readonly ProjectWord[] {
  const after = shape === 'severities' ? ': ' : ':\n    - ';
  return rules.map(({ id, summary }) => ({ word: id, summary, text: id + after }));
}

const AFTER_KEY: Readonly<Record<KeyShape, string>> = {
  severities: ':\n  ',
  profiles: ':\n  ',
  images: ':\n  - ',
  imagesByRule: ':\n  ',
  paths: ':\n  - ',
  flag: ': ',
  pinStyle: ': ',
};
const KEYS: readonly ProjectWord[] = PROJECT_KEYS.map(({ name, shape, summary }) => ({
  ...{ word: name, summary, text: name + AFTER_KEY[shape] },
}));
const VALUES: Readonly<Partial<Record<KeyShape | 'unknown', readonly ProjectWord[]>>> = {
  flag: plainWords(['true', 'false']),
  pinStyle: plainWords(PIN_STYLES),
};
const ENTRY_VALUES: typeof VALUES = {
  severities: plainWords(RULE_SETTING_VALUES),
  profiles: plainWords(PROFILES),
};
