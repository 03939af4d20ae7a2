import { rules } from '../rules';
import { RULE_SETTING_VALUES } from '../settings';
import { isCheapPattern } from '../syntax/pathPattern';
import { readPlacedValue } from '../syntax/yaml/placedValue';
import type { PlacedEntry, PlacedMap, PlacedProblem, PlacedValue } from '../syntax/yaml/placedValue';
import { PIN_STYLES, PROFILES, PROJECT_FILE, PROJECT_KEYS, type KeyShape } from './projectKeys';

/** A project file as it was understood. */
export interface ProjectFile {
  /** The values in the words of editor settings, without what is wrong. */
  readonly section: Readonly<Record<string, unknown>>;
  /** What is wrong, in the order of the text. */
  readonly problems: readonly PlacedProblem[];
}

/** Reads the text of a project file. What is not understood is told and left out; the rest counts. */
export function readProjectFile(text: string): ProjectFile {
  const { value, problems: broken } = readPlacedValue(text);
  const problems = [...broken];
  const tell: Tell = ({ span }, message) => void problems.push({ span, message });
  const section: Record<string, unknown> = {};
  for (const { key, keySpan, value: written } of entriesOf(value, `'${PROJECT_FILE}'`, tell)) {
    const known = PROJECT_KEYS.find(({ name }) => name === key);
    if (!known) {
      const names = PROJECT_KEYS.map(({ name }) => name).join(', ');
      tell({ span: keySpan }, `There is no setting '${key}' in this file. Use one of: ${names}.`);
    } else if (written) section[key] = READERS[known.shape](written, key, tell);
  }
  return { section, problems: problems.sort((a, b) => a.span.start - b.span.start) };
}

type Tell = (place: Pick<PlacedValue, 'span'>, message: string) => void;
type ReadValue = (value: PlacedValue, name: string, tell: Tell) => unknown;

/** Undefined for what is not understood. */
const READERS: Readonly<Record<KeyShape, ReadValue>> = {
  severities: (value, name, tell) =>
    mapOf(ruleEntries(value, name, tell), (severity) =>
      oneOf(RULE_SETTING_VALUES, severity, { what: 'severity', tell }),
    ),
  profiles: (value, name, tell) =>
    mapOf(
      entriesOf(value, `'${name}'`, tell).filter(({ key, keySpan }) =>
        isUsable(key, { span: keySpan }, tell),
      ),
      (profile) => oneOf(PROFILES, profile, { what: 'profile', tell }),
    ),
  images: (value, name, tell) => textsOf(value, name, tell).map(({ text }) => text),
  imagesByRule: (value, name, tell) =>
    mapOf(ruleEntries(value, name, tell), (images, id) =>
      textsOf(images, `${name}.${id}`, tell).map(({ text }) => text),
    ),
  paths: (value, name, tell) =>
    textsOf(value, name, tell)
      .filter((item) => isUsable(item.text, item, tell))
      .map(({ text }) => text),
  flag: (value, name, tell) => {
    if (value.kind === 'text' && value.plain && /^(?:true|false)$/i.test(value.text)) {
      return value.text.toLowerCase() === 'true';
    }
    tell(value, `'${name}' takes true or false. Write one of them without quotes.`);
    return undefined;
  },
  pinStyle: (value, _name, tell) =>
    oneOf(PIN_STYLES, value, {
      what: 'style',
      // What follows a space and a # is a comment to YAML.
      advice: 'Write tag@digest, or "digest # tag" with its quotes.',
      tell,
    }),
};

/** The entries of a map, each key once. */
function entriesOf(value: PlacedValue | null, name: string, tell: Tell): readonly PlacedEntry[] {
  if (!value) return [];
  if (value.kind !== 'map') {
    tell(value, `${name} takes keys with values. Write them as in 'key: value'.`);
    return [];
  }
  return lastOfEach(value, tell);
}

function lastOfEach({ entries }: PlacedMap, tell: Tell): readonly PlacedEntry[] {
  const known = new Map<string, PlacedEntry>();
  for (const entry of entries) {
    if (known.has(entry.key)) {
      tell({ span: entry.keySpan }, `'${entry.key}' stands here twice, and the last counts. Remove one.`);
    }
    known.set(entry.key, entry);
  }
  return [...known.values()];
}

function ruleEntries(value: PlacedValue, name: string, tell: Tell): readonly PlacedEntry[] {
  return entriesOf(value, `'${name}'`, tell).filter(({ key, keySpan }) => {
    const isKnown = rules.some(({ id }) => id === key);
    if (!isKnown) tell({ span: keySpan }, `There is no rule '${key}'. Write its id as a finding shows it.`);
    return isKnown;
  });
}

function mapOf(
  entries: readonly PlacedEntry[],
  read: (value: PlacedValue, key: string) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    entries.flatMap(({ key, value }) => {
      const understood = value ? read(value, key) : undefined;
      return understood === undefined ? [] : [[key, understood]];
    }),
  );
}

function textsOf(value: PlacedValue, name: string, tell: Tell): (PlacedValue & { kind: 'text' })[] {
  if (value.kind !== 'list') {
    tell(value, `'${name}' takes a list. Write each item in a line of its own, after '- '.`);
    return [];
  }
  return value.items.flatMap((item) => {
    if (item.kind === 'text') return item;
    tell(item, `An item of '${name}' is no text. Write a pattern, in quotes where it begins with '*'.`);
    return [];
  });
}

function oneOf(
  allowed: readonly string[],
  value: PlacedValue,
  {
    what,
    advice = `Use one of: ${allowed.join(', ')}.`,
    tell,
  }: { readonly what: string; readonly advice?: string; readonly tell: Tell },
): string | undefined {
  if (value.kind === 'text' && allowed.includes(value.text)) return value.text;
  const written = value.kind === 'text' ? `'${value.text}' is no ${what}.` : `This is no ${what}.`;
  tell(value, `${written} ${advice}`);
  return undefined;
}

function isUsable(pattern: string, place: Pick<PlacedValue, 'span'>, tell: Tell): boolean {
  const isCheap = isCheapPattern(pattern);
  if (!isCheap) {
    tell(
      place,
      `The pattern '${pattern}' may take too long to match. Use at most three stars between slashes, and no parentheses.`,
    );
  }
  return isCheap;
}
