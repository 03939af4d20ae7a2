import type { Span } from '../../text/span';
import type { Build } from './build';
import { expandWord, type Lookup } from './expansion';
import { splitWords, type Instruction, type Word } from './instruction';
import { sourceSpan, type LogicalLine } from './lines';
import { outsideText, type ExpandedText, type Segment } from '../expandedText';

/** An `ARG` before the first FROM, which FROM may use. */
export interface GlobalArgument {
  readonly name: string;
  /** The whole declaration, `NAME=default`. */
  readonly span: Span;
  /** Its default after variables; undefined where it has none. */
  readonly value: ExpandedText | undefined;
  /** The default as written, after the equals sign; null where there is none. */
  readonly valueSpan: Span | null;
}

/** The global arguments in the order of the file, and the values that FROM sees. */
export interface GlobalArguments {
  readonly declared: readonly GlobalArgument[];
  readonly lookup: Lookup;
}

/**
 * Reads the global arguments in the order of the file. A default may use the arguments before it, and the last
 * declaration of a name that has a default decides; one without a default has the value that is given for it.
 * Source: BuildKit's dockerfile2llb.
 */
export function readGlobalArguments(
  instructions: readonly Instruction[],
  escape: string,
  given: GivenArguments,
  automatic: Lookup = anyPlatform,
): GlobalArguments {
  const values = new Map<string, ExpandedText>();
  const lookup: Lookup = (name) => values.get(name) ?? automatic(name);
  const declared: GlobalArgument[] = [];
  for (const instruction of instructions) {
    for (const { word, name, valueRange } of declarationsOf(instruction, escape)) {
      const { line } = instruction;
      const range = given.wins(name) ? null : valueRange;
      const value = range && asArgument(expandWord(line, range, { escape, lookup, unset: 'unknown' }));
      const known = value ?? (values.has(name) ? undefined : given.lookup(name));
      if (known) values.set(name, known);
      declared.push({
        name,
        span: sourceSpan(line, word.start, word.end),
        value: value ?? undefined,
        valueSpan: range && sourceSpan(line, range.start, range.end),
      });
    }
  }
  return { declared, lookup };
}

/** One `NAME` or `NAME=default` of an ARG. */
export interface Declaration {
  readonly word: Word;
  readonly name: string;
  /** Where the default stands in the logical line; null where there is none. */
  readonly valueRange: { readonly start: number; readonly end: number } | null;
}

export function declarationsOf(instruction: Instruction, escape: string): Declaration[] {
  return splitWords(instruction, escape).map((word) => {
    const equals = word.text.indexOf('=');
    if (equals < 0) return { word, name: word.text, valueRange: null };
    const valueRange = { start: word.start + equals + 1, end: word.end };
    return { word, name: word.text.slice(0, equals), valueRange };
  });
}

/** The names that an ARG declares. */
export function argumentNames(instruction: Instruction, escape: string): string[] {
  return declarationsOf(instruction, escape).map(({ name }) => name);
}

/** A text that an ARG or ENV wrote, as those see it who use the variable. */
export function asArgument({ text, segments }: ExpandedText): ExpandedText {
  const argument = (segment: Segment): Segment =>
    segment.origin === 'literal' ? { ...segment, origin: 'argument' } : segment;
  return { text, segments: segments.map(argument) };
}

/** An argument that is declared to be given from outside, and whose value nobody knows. */
export function unknownArgument(line: LogicalLine, { text, start, end }: Word): ExpandedText {
  const span = sourceSpan(line, start, end);
  return { text: null, segments: [{ text, origin: 'unknown', span, verbatim: false }] };
}

/** The values that builds give arguments. */
export interface GivenArguments {
  /** The value on which all builds agree that give one. */
  readonly lookup: Lookup;
  /** Whether that value wins over a default in the Dockerfile. */
  readonly wins: (name: string) => boolean;
}

export function givenArguments(builds: readonly Build[]): GivenArguments {
  if (builds.length === 0) return NO_ARGUMENTS;
  const lookup: Lookup = (name) => {
    const values = new Set(builds.flatMap(({ args }) => args.get(name) ?? []));
    const [value] = values;
    return values.size === 1 && value !== undefined ? outsideText(value) : undefined;
  };
  // A build that gives nothing has the default.
  const isGivenByAll = (name: string) => builds.every(({ isOnly, args }) => isOnly && args.has(name));
  return { lookup, wins: (name) => isGivenByAll(name) && lookup(name) !== undefined };
}

/** Whether a word may hold an argument of `platformLookups`. */
export function mayNamePlatform(text: string): boolean {
  return PLATFORM_ARGUMENT.test(text);
}

/** The arguments that BuildKit gives every build, on each of the platforms that a stage's name may be made of. */
export function platformLookups(): Lookup[] {
  return PLATFORM_CHOICES.map((platform) => (name) => {
    const value = platform[name];
    return value === undefined ? undefined : outsideText(value);
  });
}

/** That these arguments have a value is known, and which is not. */
const anyPlatform: Lookup = (name) =>
  PLATFORM_NAMES.has(name)
    ? { text: null, segments: [{ text: `\${${name}}`, origin: 'unknown', span: null, verbatim: false }] }
    : undefined;

const NOTHING: Lookup = () => undefined;
const NO_ARGUMENTS: GivenArguments = { lookup: NOTHING, wins: () => false };

const PLATFORM_ARGUMENT = /(?:TARGET|BUILD)(?:ARCH|OS|VARIANT|PLATFORM)/;

const PLATFORM_CHOICES: readonly Readonly<Record<string, string>>[] = [
  ...['amd64', 'arm64', 'arm', '386', 'ppc64le', 's390x', 'riscv64'].map((architecture) =>
    platform('linux', architecture, architecture === 'arm' ? 'v7' : ''),
  ),
  platform('windows', 'amd64', ''),
];

const PLATFORM_NAMES: ReadonlySet<string> = new Set(Object.keys(platform('', '', '')));

function platform(os: string, architecture: string, variant: string): Readonly<Record<string, string>> {
  const whole = [os, architecture, variant].filter((part) => part !== '').join('/');
  return {
    TARGETPLATFORM: whole,
    BUILDPLATFORM: whole,
    TARGETARCH: architecture,
    BUILDARCH: architecture,
    TARGETOS: os,
    BUILDOS: os,
    TARGETVARIANT: variant,
    BUILDVARIANT: variant,
  };
}
