import { innerInstruction, type Flag, type Instruction } from './instruction';
import { namesContext, SCRATCH, stageNumber } from './stages';
import { literalText } from '../expandedText';
import type { IgnoredReason, ImageUseDraft } from '../imageUse';

/** What an instruction takes files from. */
export interface FileSource {
  readonly draft: ImageUseDraft;
  /** The index of the stage that it names; null for none. */
  readonly stage: number | null;
}

/** What a name may mean to an instruction that takes files from it. */
export interface SourceNames {
  /** The index of the last stage of each name. */
  readonly stages: ReadonlyMap<string, number>;
  readonly count: number;
  /** Names that stand for what a build gives; of stages too. */
  readonly contexts: ReadonlySet<string>;
}

/**
 * What an instruction takes files from: `COPY --from`, `RUN --mount=from`, and both inside ONBUILD.
 * BuildKit expands no variables in them, and refuses a text that has one.
 */
export function fileSources(instruction: Instruction, names: SourceNames): FileSource[] {
  const isDelayed = instruction.keyword === 'onbuild';
  const inner = isDelayed ? innerInstruction(instruction) : instruction;
  return sourcesOf(inner).map((source) => {
    const stage = isDelayed ? null : stageOf(source, names);
    const ignored = isDelayed ? ignoredInChild(source) : ignoredHere(source, stage, names);
    return { draft: draft(source, isDelayed ? 'onbuild' : source.position, ignored), stage };
  });
}

/** A reference inside the value of a flag. */
interface Source {
  readonly position: 'copy-from' | 'mount-from';
  readonly flag: Flag;
  readonly start: number;
  readonly text: string;
}

function sourcesOf({ keyword, flags }: Instruction): Source[] {
  if (flags.length === 0) return NO_SOURCES;
  switch (keyword) {
    case 'copy': {
      const flag = flags.find(({ name, value }) => name === 'from' && value !== '');
      return flag ? [{ position: 'copy-from', flag, start: 0, text: flag.value }] : NO_SOURCES;
    }
    case 'run':
      return flags.flatMap((flag) => (flag.name === 'mount' ? mountSource(flag) : NO_SOURCES));
    default:
      return NO_SOURCES;
  }
}

/** The `from` of a mount, whose value is one record of comma-separated fields; some types have none. */
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
  return TYPES_WITHOUT_SOURCE.has(type) ? NO_SOURCES : found.slice(-1);
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
  position: ImageUseDraft['position'],
  ignored: IgnoredReason | null,
): ImageUseDraft {
  const span = flag.spanOf(start, start + text.length);
  const literal = literalText(text, span, span.end - span.start === text.length);
  const expanded = text.includes('$') ? { text: null, segments: literal.segments } : literal;
  return { position, span, expanded, ignored };
}

/** COPY names a stage by its number or name, a mount by its name alone. Source: BuildKit's dockerfile2llb. */
function stageOf({ position, text }: Source, { stages, count }: SourceNames): number | null {
  const number = position === 'copy-from' ? stageNumber(text) : null;
  if (number === null) return stages.get(text.toLowerCase()) ?? null;
  return number >= 0 && number < count ? number : null;
}

function ignoredHere(
  { position, text }: Source,
  stage: number | null,
  { contexts }: SourceNames,
): IgnoredReason | null {
  const isNumber = position === 'copy-from' && stageNumber(text) !== null;
  if (!isNumber && namesContext(contexts, stage === null ? text : text.toLowerCase())) return 'context';
  if (stage !== null || isNumber) return 'stage';
  return text === SCRATCH ? 'scratch' : null;
}

/** The stages of the build that ONBUILD waits for are not known here, so that a plain word may be one of them. */
function ignoredInChild({ text }: Source): IgnoredReason | null {
  if (text === SCRATCH) return 'scratch';
  return /[/:@$]/.test(text) ? null : 'stage';
}

const TYPES_WITHOUT_SOURCE: ReadonlySet<string> = new Set(['secret', 'ssh', 'tmpfs']);
const NO_SOURCES: Source[] = [];
