import { innerInstruction, type Flag, type Instruction } from './dockerfileInstruction';
import { isDevelopmentStage, isStageIndex, SCRATCH, type StageNames } from './dockerfileStages';
import { literalText } from './expandedText';
import type { IgnoredReason, ImageUseDraft } from './imageUse';

/**
 * The references that instructions take files from: `COPY --from`, `RUN --mount=from`, and both inside ONBUILD.
 * BuildKit expands no variables in them, and refuses a text that has one.
 */
export function sourceDrafts(instructions: readonly Instruction[], stages: StageNames): ImageUseDraft[] {
  const names = new Set(stages);
  const drafts: ImageUseDraft[] = [];
  let current = -1;
  for (const instruction of instructions) {
    if (instruction.keyword === 'from' && instruction.end > instruction.start) current++;
    const delayed = instruction.keyword === 'onbuild';
    for (const source of sourcesOf(delayed ? innerInstruction(instruction) : instruction)) {
      const position = delayed ? 'onbuild' : source.position;
      const ignored = delayed ? ignoredInChild(source) : ignoredHere(source, names);
      drafts.push({ ...draft(source, ignored), position, development: isDevelopmentStage(stages, current) });
    }
  }
  return drafts;
}

/** A reference inside the value of a flag. */
interface Source {
  readonly position: 'copy-from' | 'mount-from';
  readonly flag: Flag;
  readonly start: number;
  readonly text: string;
}

function sourcesOf({ keyword, flags }: Instruction): Source[] {
  switch (keyword) {
    case 'copy': {
      const flag = flags.find(({ name, value }) => name === 'from' && value !== '');
      return flag ? [{ position: 'copy-from', flag, start: 0, text: flag.value }] : [];
    }
    case 'run':
      return flags.flatMap((flag) => (flag.name === 'mount' ? mountSource(flag) : []));
    default:
      return [];
  }
}

/** The `from` of a mount, whose value is one record of comma-separated fields; only bind and cache mounts have one. */
function mountSource(flag: Flag): Source[] {
  let type = 'bind';
  const found: Source[] = [];
  for (const field of fieldsOf(flag.value)) {
    const equals = field.text.indexOf('=');
    const key = field.text.slice(0, equals).trim().toLowerCase();
    const text = field.text.slice(equals + 1);
    if (equals > 0 && key === 'type') type = text.toLowerCase();
    if (equals > 0 && key === 'from' && text !== '') {
      found.push({ position: 'mount-from', flag, start: field.start + equals + 1, text });
    }
  }
  return type === 'bind' || type === 'cache' ? found.slice(-1) : [];
}

/** The fields of a record (RFC 4180); one in quotes may hold commas. */
function fieldsOf(record: string): { readonly text: string; readonly start: number }[] {
  return [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => {
    const [whole, quoted, plain = ''] = match;
    const comma = whole.startsWith(',') ? 1 : 0;
    const start = match.index + comma;
    return quoted === undefined ? { text: plain, start } : { text: quoted, start: start + 1 };
  });
}

function draft(
  { flag, start, text }: Source,
  ignored: IgnoredReason | null,
): Omit<ImageUseDraft, 'position'> {
  const span = flag.spanOf(start, start + text.length);
  const literal = literalText(text, span, span.end - span.start === text.length);
  const expanded = text.includes('$') ? { text: null, segments: literal.segments } : literal;
  return { span, expanded, ignored };
}

/** COPY names a stage by its number or name, a mount by its name alone. Source: BuildKit's dockerfile2llb. */
function ignoredHere({ position, text }: Source, stages: ReadonlySet<string | null>): IgnoredReason | null {
  if (stages.has(text.toLowerCase()) || (position === 'copy-from' && isStageIndex(text))) return 'stage';
  return text === SCRATCH ? 'scratch' : null;
}

/** The stages of the build that ONBUILD waits for are not known here, so that a plain word may be one of them. */
function ignoredInChild({ text }: Source): IgnoredReason | null {
  if (text === SCRATCH) return 'scratch';
  return /[/:@]/.test(text) ? null : 'stage';
}
