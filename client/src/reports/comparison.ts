/** One of the two that are compared: a release that runs, an image. */
export interface ComparisonSide {
  readonly title: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly name: string;
  /** In an order that does not depend on the side; or why nothing is known. */
  readonly facts: readonly Fact[] | Unknown;
  /** The facts are layers: of interest is how many are the same from the first on. */
  readonly isStack?: true;
}

export interface Unknown {
  readonly unknown: string;
}

export interface Fact {
  /** What it says something of, where a section says more than one thing: a variable's name, a mount's target. */
  readonly key: string;
  /** Never shown; two facts are equal when these are. */
  readonly value: string;
  /** As it is shown: secrets masked. */
  readonly shown: string;
}

export interface ComparisonTexts {
  readonly left: string;
  readonly right: string;
  /** How many facts differ, or are on one side only, by section. Nothing is counted that is unknown on a side. */
  readonly differences: readonly { readonly section: string; readonly count: number }[];
}

/** Two texts for a diff editor: what is equal is on equal lines, and secrets that differ say so. */
export function comparisonTexts(left: ComparisonSide, right: ComparisonSide): ComparisonTexts {
  const pairs = pairedSections(left, right);
  return {
    left: sideText(left, right),
    right: sideText(right, left, DIFFERS),
    differences: pairs
      .map(([section, one, other]) => ({ section, count: differenceCount(one, other) }))
      .filter(({ count }) => count > 0),
  };
}

function pairedSections(
  left: ComparisonSide,
  right: ComparisonSide,
): readonly (readonly [string, Section['facts'], Section['facts']])[] {
  return left.sections.map(({ name, facts }) => [name, facts, factsOf(right, name)]);
}

/** `differs` follows a value that looks like the other side's and is another. */
function sideText(side: ComparisonSide, other: ComparisonSide, differs = ''): string {
  const sections = side.sections.map(({ name, facts, isStack }, index) => {
    const others = factsOf(other, name);
    const before = side.sections.slice(0, index).map((section) => section.facts);
    const lines = isUnknown(facts)
      ? [unknownLine(facts, before)]
      : [...(isStack ? stackLines(facts, others) : []), ...factLines(facts, others, differs)];
    return [name, ...lines.map((line) => `    ${line}`)].join('\n');
  });
  return [side.title, ...sections].join('\n\n') + '\n';
}

/** A reason is said once: an image that is not there leaves a dozen sections unknown. */
function unknownLine({ unknown }: Unknown, before: readonly Section['facts'][]): string {
  const isSaid = before.some((facts) => isUnknown(facts) && facts.unknown === unknown);
  return isSaid ? 'unknown, as above' : `unknown: ${unknown}`;
}

function factLines(facts: readonly Fact[], others: Section['facts'], differs: string): readonly string[] {
  if (facts.length === 0) return ['none'];
  const elsewhere = isUnknown(others) ? new Map<string, Fact>() : byKey(others);
  return facts.map((fact) => {
    const other = elsewhere.get(fact.key);
    const isHidden = other?.shown === fact.shown && other.value !== fact.value;
    return oneLine(fact.shown) + (isHidden ? differs : '');
  });
}

/** `5 in all, the first 3 the same on both sides`. */
function stackLines(facts: readonly Fact[], others: Section['facts']): readonly string[] {
  if (isUnknown(others)) return [];
  const differing = facts.findIndex(({ value }, index) => others[index]?.value !== value);
  const same = differing === -1 ? facts.length : differing;
  return [`${facts.length} in all, ${same === 0 ? 'none' : `the first ${same}`} the same on both sides`];
}

function differenceCount(one: Section['facts'], other: Section['facts']): number {
  if (isUnknown(one) || isUnknown(other)) return 0;
  const [left, right] = [byKey(one), byKey(other)];
  const keys = new Set([...left.keys(), ...right.keys()]);
  return [...keys].filter((key) => left.get(key)?.value !== right.get(key)?.value).length;
}

function factsOf({ sections }: ComparisonSide, name: string): Section['facts'] {
  return sections.find((section) => section.name === name)?.facts ?? [];
}

function byKey(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
  return new Map(facts.map((fact) => [fact.key, fact]));
}

function isUnknown(facts: Section['facts']): facts is Unknown {
  return 'unknown' in facts;
}

/** So that a value of several lines stays one line of the diff. */
function oneLine(text: string): string {
  return text.replace(/\r/g, '\\r').replace(/\n/g, '\\n');
}

const DIFFERS = ' (differs)';
