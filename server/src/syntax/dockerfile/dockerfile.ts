import type { Build } from './build';
import { dockerfileCommands } from './commands';
import type { Directive } from './directives';
import type { Dockerfile } from '../document';
import { readFroms, type From } from './froms';
import { readInstruction, type Instruction } from './instruction';
import { readLines } from './lines';
import { fileSources, type SourceNames } from './sources';
import { contextNames, settleStages, type StageDraft } from './stages';
import { dockerfileSuppressions } from './dockerfileSuppressions';
import { argumentNames } from './variables';
import { literalText } from '../expandedText';
import { imageUse, type ImageUse, type ImageUseDraft } from '../imageUse';
import { statementsOf } from './statements';
import { shareArguments } from './sharedArguments';

/**
 * Reads a Dockerfile, as those builds see it that are known to use it. It never fails: of broken text it understands
 * less.
 */
export function parseDockerfile(text: string, builds: readonly Build[] = []): Dockerfile {
  const { directives, instructions: lines, comments, escape } = readLines(text);
  const instructions = lines.map(readInstruction);
  const contexts = contextNames(builds);
  const { froms, globals } = readFroms(instructions, { escape, builds, contexts });
  const { drafts, stageDrafts } = readStages(instructions, froms, contexts);
  const stages = settleStages(stageDrafts, builds);
  const settled = drafts.map(({ draft, stage }) =>
    stages[stage]?.isDevelopment === true ? { ...draft, development: true } : draft,
  );
  const all = [...directives.filter(({ name }) => name === 'syntax').map(syntaxDraft), ...settled];
  const redeclared = stageArguments(instructions, globals.length > 0, escape);
  let commands: Dockerfile['commands'] | null = null;
  let statements: Dockerfile['statements'] | null = null;
  return {
    kind: 'dockerfile',
    text,
    escape,
    builds,
    instructions,
    stages,
    get commands() {
      return (commands ??= dockerfileCommands({ text, escape }, instructions, stages));
    },
    get statements() {
      return (statements ??= statementsOf(this));
    },
    images: shareArguments(
      all.map((draft) => withRemovableDigest(imageUse(draft), text)),
      all,
      globals,
      redeclared,
    ),
    suppressions: dockerfileSuppressions(text, comments, lines, directives),
  };
}

/** A digest after an escape character or at the beginning of a line could not be taken away without another change. */
function withRemovableDigest(image: ImageUse, text: string): ImageUse {
  const start = image.digestPlace?.span.start ?? 0;
  return /[\s\\`]/.test(text.charAt(start - 1)) ? { ...image, digestPlace: null } : image;
}

interface StagedDraft {
  readonly draft: ImageUseDraft;
  readonly stage: number;
}

/** The references in the order of the file, and the stages that they make. */
function readStages(
  instructions: readonly Instruction[],
  froms: readonly From[],
  contexts: ReadonlySet<string>,
): { drafts: StagedDraft[]; stageDrafts: StageDraft[] } {
  const stages = new Map(froms.flatMap(({ name }, index) => (name === null ? [] : [[name, index] as const])));
  const names: SourceNames = { stages, count: froms.length, contexts };
  const drafts: StagedDraft[] = [];
  const stageDrafts: StageDraft[] = [];
  let own: Instruction[] = [];
  let uses: number[] = [];
  for (const instruction of instructions) {
    const from = froms[stageDrafts.length];
    if (from?.instruction === instruction) {
      own = [];
      uses = [...from.bases];
      drafts.push({ draft: from.draft, stage: stageDrafts.length });
      stageDrafts.push(stageDraft(from, stageDrafts.length, own, uses));
      continue;
    }
    own.push(instruction);
    for (const { draft, stage } of fileSources(instruction, names)) {
      drafts.push({ draft, stage: stageDrafts.length - 1 });
      if (stage !== null && stage !== stageDrafts.length - 1) uses.push(stage);
    }
  }
  return { drafts, stageDrafts };
}

function stageDraft(
  { instruction, name, bases }: From,
  index: number,
  instructions: readonly Instruction[],
  uses: readonly number[],
): StageDraft {
  const [base = null, ...others] = bases;
  return { index, name, from: instruction, instructions, base: others.length > 0 ? null : base, uses };
}

/** The names of the arguments that stages declare, where any might be a global one. */
function stageArguments(
  instructions: readonly Instruction[],
  hasGlobals: boolean,
  escape: string,
): Set<string> {
  if (!hasGlobals) return new Set();
  const first = instructions.findIndex(({ keyword }) => keyword === 'from');
  const own = first < 0 ? [] : instructions.slice(first).filter(({ keyword }) => keyword === 'arg');
  return new Set(own.flatMap((instruction) => argumentNames(instruction, escape)));
}

/** The frontend's reference ends at the first space; what follows is for the frontend. */
function syntaxDraft({ value, valueSpan }: Directive): ImageUseDraft {
  const [reference = ''] = value.split(' ', 1);
  const isVerbatim = valueSpan.end - valueSpan.start === value.length;
  const span = isVerbatim ? { ...valueSpan, end: valueSpan.start + reference.length } : valueSpan;
  return { position: 'syntax', span, expanded: literalText(reference, span, isVerbatim) };
}
