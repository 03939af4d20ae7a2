import { basename, dirname, join } from 'node:path';
import type { Dockerfile } from '../syntax/document';
import type { InstructionCommands } from '../syntax/dockerfile/commands';
import { stageChain } from '../syntax/dockerfile/packages';
import type { Instruction } from '../syntax/dockerfile/instruction';
import type { Stage } from '../syntax/dockerfile/stages';
import { countUpTo } from '../text/ascending';

/** How the files around a Dockerfile can be seen. */
export interface ContextFiles {
  readonly path: string;
  readonly readText: (path: string) => string | null;
  readonly fileNames: (folder: string) => readonly string[];
}

/** Files that a RUN may find, as far as it is known where they come from. */
export interface BuildFile {
  /** From the build context, as COPY, ADD or a bind mount names it; it may be a pattern or a folder. */
  readonly source: string;
  /** Whether it comes from another stage or image. */
  readonly isFromElsewhere: boolean;
}

/** What instructions before a RUN, in its stage and those that it starts from, and its own mounts put there. */
export function filesBefore(file: Dockerfile, { instruction, stage }: InstructionCommands): BuildFile[] {
  let copies = remembered.get(file);
  if (!copies) remembered.set(file, (copies = copiesByStage(file)));
  const found: BuildFile[] = [];
  for (const each of stageChain(file, stage)) {
    const own = copies.get(each) ?? [];
    const end = countUpTo(own, instruction.line.span.start, ({ start }) => start);
    found.unshift(...own.slice(Math.max(end - MAX_COPIES, 0), end));
    if (found.length >= MAX_COPIES) break;
  }
  return [...found, ...mountedFiles(instruction)];
}

interface CopiedFile extends BuildFile {
  /** Where its instruction begins. */
  readonly start: number;
}

function copiesByStage({ statements }: Dockerfile): ReadonlyMap<Stage, readonly CopiedFile[]> {
  const byStage = new Map<Stage, CopiedFile[]>();
  for (const { stage, instruction, sources, isFromElsewhere } of statements.copies) {
    if (!stage) continue;
    const copies = byStage.get(stage) ?? [];
    byStage.set(stage, copies);
    const { start } = instruction.line.span;
    for (const { text, written } of sources) copies.push({ source: text ?? written, isFromElsewhere, start });
  }
  return byStage;
}

/**
 * Whether one of some files is there, such as a lockfile: `absent` where files beside it are named and it is not, or
 * where the build context shows that it has none.
 */
export function fileState(
  found: readonly BuildFile[],
  wanted: { readonly names: readonly string[]; readonly beside: readonly string[] },
  context: BuildContext | null,
): 'present' | 'absent' | 'unknown' {
  const names = (patterns: readonly string[]) =>
    found.filter(({ source }) => patterns.some((name) => matches(source, name)));
  const exact = names(wanted.names);
  const isListed = (file: BuildFile, listed: readonly string[]) =>
    context !== null && !file.isFromElsewhere && listed.some((name) => hasFile(context, file, name));
  // A pattern for both may find only the other one.
  const isKnownAway = (file: BuildFile) => isListed(file, wanted.beside) && !isListed(file, wanted.names);
  // `Gemfile.lock*` is for when there is none.
  const optional = exact.filter(({ source }) => wanted.names.some((name) => source.endsWith(`${name}*`)));
  const isThere = (file: BuildFile) =>
    optional.includes(file) ? isListed(file, wanted.names) : !/[*?[]/.test(file.source) || !isKnownAway(file);
  if (exact.some(isThere)) return 'present';
  const besides = names(wanted.beside);
  const folders = found.filter((file) => mayBeFolder(file.source) && !besides.includes(file));
  if (folders.some((file) => isListed(file, wanted.names))) return 'present';
  const isKnown = context !== null && folders.every(({ isFromElsewhere }) => !isFromElsewhere);
  if (isKnown && [...folders, ...besides].some((file) => isListed(file, wanted.beside))) return 'absent';
  const isUnnamed = folders.length === 0 && optional.every(isKnownAway);
  return isUnnamed && besides.length > 0 ? 'absent' : 'unknown';
}

/** The text of a file of the build context by the name that a command gives it; null where it cannot be found. */
export function contextText(found: readonly BuildFile[], name: string, context: BuildContext): string | null {
  for (const { source, isFromElsewhere } of found) {
    if (isFromElsewhere) continue;
    const places = matches(source, basename(name))
      ? [join(context.folder, dirname(source), basename(name))]
      : mayBeFolder(source)
        ? [join(context.folder, source, name), join(context.folder, source, basename(name))]
        : [];
    for (const place of places) {
      const text = context.readText(place);
      if (text !== null) return text;
    }
  }
  return null;
}

export interface BuildContext extends ContextFiles {
  /** Absolute. */
  readonly folder: string;
}

/** The folder that a build copies from: what the only compose files say, else the Dockerfile's own. */
export function buildContext({ builds }: Dockerfile, files: ContextFiles | undefined): BuildContext | null {
  if (!files) return null;
  const [folder = dirname(files.path), ...others] = new Set(builds.map(({ context }) => context));
  return folder === null || others.length > 0 ? null : { ...files, folder };
}

function hasFile(context: BuildContext, { source }: BuildFile, name: string): boolean {
  const folder = mayBeFolder(source) && !matches(source, name) ? source : dirname(source);
  return context.fileNames(join(context.folder, folder).replace(/(?<=.)\/$/, '')).includes(name);
}

/** Whether the last part of a path or pattern is a name. Source: Dockerfile reference, COPY, with Go's filepath.Match. */
function matches(source: string, name: string): boolean {
  const last = source.replace(/\/+$/, '').split('/').at(-1) ?? '';
  if (!/[*?]/.test(last)) return last === name;
  if (!/[\w-]{3}/.test(last)) return false;
  const pattern = last
    .replace(/[.+^${}()|\\[\]]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${pattern}$`).test(name);
}

/** Whether a source may bring whole folders: what has no ending, a pattern for all, or a variable. */
function mayBeFolder(source: string): boolean {
  const last = source.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return source.endsWith('/') || /^(?:[^.]*|\.{0,2}|\*.*|.*\$.*|\.[^.]*)$/.test(last);
}

/** `RUN --mount=type=bind,source=package-lock.json,target=…`. */
function mountedFiles({ flags }: Instruction): BuildFile[] {
  return flags.flatMap(({ name, value }) => {
    if (name !== 'mount') return [];
    const fields = new Map(value.split(',').map((field) => split(field)));
    if (!BIND.has(fields.get('type') ?? 'bind')) return [];
    const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
    const source = fields.get('source') ?? fields.get('src') ?? '.';
    return target === undefined ? [] : [{ source, isFromElsewhere: fields.has('from') }];
  });
}

function split(field: string): [string, string] {
  const equals = field.indexOf('=');
  return equals < 0 ? [field, ''] : [field.slice(0, equals).toLowerCase(), field.slice(equals + 1)];
}

const remembered = new WeakMap<Dockerfile, ReadonlyMap<Stage, readonly CopiedFile[]>>();
/** More sources than a stage has; people write a few. */
const MAX_COPIES = 100;
const BIND: ReadonlySet<string> = new Set(['bind']);
