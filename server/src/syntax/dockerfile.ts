import type { Dockerfile } from './document';
import { expandWord, type Lookup } from './dockerfileExpansion';
import { readInstruction, splitAtSpace, type Instruction, type Word } from './dockerfileInstruction';
import { readLines, sourceSpan, type Directive } from './dockerfileLines';
import { sourceDrafts } from './dockerfileSources';
import { isDevelopmentStage, SCRATCH, stageName, type StageNames } from './dockerfileStages';
import { argumentNames, PLATFORM_ARGUMENT, PLATFORM_CHOICES, readArguments } from './dockerfileVariables';
import { literalText, outsideText } from './expandedText';
import { imageUse, type ImageUseDraft } from './imageUse';
import { shareArguments } from './sharedArguments';
import { dockerfileSuppressions } from './dockerfileSuppressions';

/** Reads a Dockerfile. It never fails: of broken text it understands less. */
export function parseDockerfile(text: string): Dockerfile {
  const { directives, instructions: lines, comments, escape } = readLines(text);
  const instructions = lines.map(readInstruction);
  const firstFrom = instructions.findIndex(({ keyword }) => keyword === 'from');
  const isGlobal = (index: number) => firstFrom < 0 || index < firstFrom;
  const args = (global: boolean) =>
    instructions.filter(({ keyword }, index) => keyword === 'arg' && isGlobal(index) === global);
  const globals = readArguments(args(true), escape);
  const redeclared = new Set(args(false).flatMap((instruction) => argumentNames(instruction, escape)));
  const { drafts: froms, stages } = readFroms(instructions, escape, globals.lookup);
  const drafts = [
    ...directives.filter(({ name }) => name === 'syntax').map(syntaxDraft),
    ...froms,
    ...sourceDrafts(instructions, stages),
  ].sort((a, b) => a.span.start - b.span.start);
  return {
    kind: 'dockerfile',
    text,
    images: shareArguments(drafts.map(imageUse), drafts, globals.declared, redeclared),
    suppressions: dockerfileSuppressions(text, comments, lines),
  };
}

/** The references of all FROMs and the stages that they begin. A name in FROM is a stage only after that stage. */
function readFroms(
  instructions: readonly Instruction[],
  escape: string,
  lookup: Lookup,
): { drafts: ImageUseDraft[]; stages: StageNames } {
  const drafts: ImageUseDraft[] = [];
  const stages: (string | null)[] = [];
  const earlier = new Set<string | null>();
  for (const instruction of instructions) {
    if (instruction.keyword !== 'from') continue;
    const words = splitAtSpace(instruction);
    const [base] = words;
    if (!base) continue;
    const expanded = expandWord(instruction.line, base, escape, lookup);
    const texts = expanded.text === null ? platformTexts(instruction, base, escape, lookup) : [expanded.text];
    const ignored = texts.some((text) => earlier.has(text))
      ? 'stage'
      : expanded.text === SCRATCH
        ? 'scratch'
        : null;
    drafts.push({
      position: 'from',
      span: sourceSpan(instruction.line, base.start, base.end),
      expanded,
      ignored,
    });
    const name = stageName(words);
    if (name !== null) earlier.add(name);
    stages.push(name);
  }
  const inDevelopment = (draft: ImageUseDraft, index: number) => ({
    ...draft,
    development: isDevelopmentStage(stages, index),
  });
  return { drafts: drafts.map(inDevelopment), stages };
}

/** What `FROM base-${TARGETARCH}` may read on the platforms that exist: it may select one of several stages. */
function platformTexts({ line }: Instruction, base: Word, escape: string, lookup: Lookup): string[] {
  if (!PLATFORM_ARGUMENT.test(base.text)) return [];
  return PLATFORM_CHOICES.flatMap((platform) => {
    const { text } = expandWord(line, base, escape, (name) => {
      const value = platform[name];
      return value === undefined ? lookup(name) : outsideText(value);
    });
    return text ?? [];
  });
}

/** The frontend's reference ends at the first space; what follows is for the frontend. */
function syntaxDraft({ value, valueSpan }: Directive): ImageUseDraft {
  const reference = /^\S*/.exec(value)?.[0] ?? '';
  const span = { start: valueSpan.start, end: valueSpan.start + reference.length };
  return { position: 'syntax', span, expanded: literalText(reference, span, true) };
}
