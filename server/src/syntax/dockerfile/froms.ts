import { expandWord, type Lookup } from './expansion';
import { splitAtSpace, type Instruction, type Word } from './instruction';
import { joinPlaceholders } from '../placeholder';
import { sourceSpan } from './lines';
import { namesContext, SCRATCH, stageName } from './stages';
import {
  givenArguments,
  mayNamePlatform,
  platformLookups,
  readGlobalArguments,
  type GlobalArgument,
} from './variables';
import type { Build } from './build';
import type { ExpandedText } from '../expandedText';
import { parseImageReference } from '../imageReference';
import type { IgnoredReason, ImageUseDraft } from '../imageUse';

/** A FROM, and what it says. */
export interface From {
  readonly instruction: Instruction;
  /** The name of the stage that it begins; null where it has none. */
  readonly name: string | null;
  /** The indexes of the stages that it may start from: one, or one for each platform. */
  readonly bases: readonly number[];
  readonly draft: ImageUseDraft;
}

export interface FromContext {
  readonly escape: string;
  readonly builds: readonly Build[];
  /** Names that stand for what a build gives. */
  readonly contexts: ReadonlySet<string>;
}

/**
 * Reads all FROMs. What one names is looked for among the stages before it, as written, and then among the contexts.
 * Source: BuildKit's dockerfile2llb.
 */
export function readFroms(
  instructions: readonly Instruction[],
  context: FromContext,
): { froms: From[]; globals: readonly GlobalArgument[] } {
  const first = instructions.findIndex(({ keyword }) => keyword === 'from');
  const before = first < 0 ? instructions : instructions.slice(0, first);
  const args = before.filter(({ keyword }) => keyword === 'arg');
  const given = givenArguments(context.builds);
  const { declared, lookup } = readGlobalArguments(args, context.escape, given);
  const platforms = lazily(() =>
    platformLookups().map((known) => readGlobalArguments(args, context.escape, given, known).lookup),
  );
  const isPlatformIn = args.some(({ line }) => mayNamePlatform(line.text));
  const froms: From[] = [];
  const earlier = new Map<string, number>();
  for (const instruction of instructions) {
    if (instruction.keyword !== 'from') continue;
    const words = joinPlaceholders(splitAtSpace(instruction), instruction.line.text);
    const [word] = words;
    if (!word) continue;
    const expanded = expandFrom(instruction, word, context, { lookup, stages: earlier });
    const mayChoose = expanded.text === null && (isPlatformIn || mayNamePlatform(word.text));
    const texts = mayChoose
      ? platforms().map((known) => expand(instruction, word, context, known).text)
      : [expanded.text];
    const found = new Set(texts.map((text) => (text === null ? undefined : earlier.get(text))));
    const bases = [...found].filter((index) => index !== undefined);
    const name = stageName(words);
    const draft = fromDraft(instruction, word, expanded, ignored(bases, texts, froms, context));
    if (name !== null) earlier.set(name, froms.length);
    froms.push({ instruction, name, bases, draft });
  }
  return { froms, globals: declared };
}

function expand({ line }: Instruction, word: Word, { escape }: FromContext, lookup: Lookup): ExpandedText {
  return expandWord(line, word, { escape, lookup, unset: 'unknown' });
}

/**
 * A variable that no build gives is empty to BuildKit. Where that leaves a reference, it is what a build starts from;
 * where it leaves none, the variable is meant to be given, so that the text is not known.
 */
function expandFrom(
  instruction: Instruction,
  word: Word,
  context: FromContext,
  { lookup, stages }: { readonly lookup: Lookup; readonly stages: ReadonlyMap<string, number> },
): ExpandedText {
  const expanded = expand(instruction, word, context, lookup);
  const isGiven = context.builds.some(({ args }) =>
    [...args.keys()].some((name) => word.text.includes(name)),
  );
  if (expanded.text !== null || isGiven) return expanded;
  const scope = { escape: context.escape, lookup, unset: 'empty' } as const;
  const empty = expandWord(instruction.line, word, scope);
  const text = empty.text ?? '';
  return stages.has(text) || parseImageReference(text).kind === 'reference' ? empty : expanded;
}

function fromDraft(
  { line }: Instruction,
  { start, end }: Word,
  expanded: ExpandedText,
  reason: IgnoredReason | null,
): ImageUseDraft {
  return { position: 'from', span: sourceSpan(line, start, end), expanded, ignored: reason };
}

function ignored(
  bases: readonly number[],
  texts: readonly (string | null)[],
  froms: readonly From[],
  { contexts }: FromContext,
): IgnoredReason | null {
  if (bases.length > 0) {
    const replaced = bases.every((index) => namesContext(contexts, froms[index]?.name ?? ''));
    return replaced ? 'context' : 'stage';
  }
  if (texts[0] === SCRATCH) return 'scratch';
  return texts.some((text) => text !== null && namesContext(contexts, text)) ? 'context' : null;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
