import type { Span } from '../text/span';
import { expandWord, type Lookup } from './dockerfileExpansion';
import { splitWords, type Instruction, type Word } from './dockerfileInstruction';
import { sourceSpan } from './dockerfileLines';
import type { ExpandedText, Segment } from './expandedText';

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

/**
 * Reads the global arguments in the order of the file. A default may use the arguments before it, and the last
 * declaration of a name that has a default decides. Source: BuildKit's dockerfile2llb.
 */
export function readArguments(
  instructions: readonly Instruction[],
  escape: string,
): { declared: readonly GlobalArgument[]; lookup: Lookup } {
  const values = new Map<string, ExpandedText>();
  const lookup: Lookup = (name) => values.get(name);
  const declared: GlobalArgument[] = [];
  for (const instruction of instructions) {
    for (const word of splitWords(instruction, escape)) {
      const argument = readArgument(instruction, word, escape, lookup);
      if (argument.value) values.set(argument.name, argument.value);
      declared.push(argument);
    }
  }
  return { declared, lookup };
}

/** The names that an ARG declares. */
export function argumentNames(instruction: Instruction, escape: string): string[] {
  return splitWords(instruction, escape).map(({ text }) => text.split('=', 1)[0] ?? '');
}

function readArgument({ line }: Instruction, word: Word, escape: string, lookup: Lookup): GlobalArgument {
  const equals = word.text.indexOf('=');
  const span = sourceSpan(line, word.start, word.end);
  if (equals < 0) return { name: word.text, span, value: undefined, valueSpan: null };
  const range = { start: word.start + equals + 1, end: word.end };
  return {
    name: word.text.slice(0, equals),
    span,
    value: asArgument(expandWord(line, range, escape, lookup)),
    valueSpan: sourceSpan(line, range.start, range.end),
  };
}

function asArgument({ text, segments }: ExpandedText): ExpandedText {
  const origin = (segment: Segment) => (segment.origin === 'literal' ? 'argument' : segment.origin);
  return { text, segments: segments.map((segment) => ({ ...segment, origin: origin(segment) })) };
}

/** The arguments of PLATFORM_CHOICES. */
export const PLATFORM_ARGUMENT = /(?:TARGET|BUILD)(?:ARCH|OS|VARIANT)/;

/** Platform arguments that every build has, with values that a stage's name may be made of. */
export const PLATFORM_CHOICES: readonly Readonly<Record<string, string>>[] = [
  ...['amd64', 'arm64', 'arm', '386', 'ppc64le', 's390x', 'riscv64'].map((architecture) => ({
    TARGETARCH: architecture,
    BUILDARCH: architecture,
    TARGETOS: 'linux',
    BUILDOS: 'linux',
    TARGETVARIANT: architecture === 'arm' ? 'v7' : '',
    BUILDVARIANT: architecture === 'arm' ? 'v7' : '',
  })),
  {
    TARGETARCH: 'amd64',
    BUILDARCH: 'amd64',
    TARGETOS: 'windows',
    BUILDOS: 'windows',
    TARGETVARIANT: '',
    BUILDVARIANT: '',
  },
];
