import type { Build } from './build';
import type { Span } from '../../text/span';
import { splitAtSpace, type Instruction, type Word } from './instruction';
import { sourceSpan } from './lines';
import { parseImageReference } from '../imageReference';

/** The empty image, which no registry has. */
export const SCRATCH = 'scratch';

/** A build stage: a FROM and the instructions up to the next. */
export interface Stage {
  readonly index: number;
  /** In lower case, as BuildKit keeps it; null where it has none. */
  readonly name: string | null;
  readonly from: Instruction;
  /** Those after its FROM. */
  readonly instructions: readonly Instruction[];
  /** The index of the stage that it starts from; null where it starts from an image, or the platform chooses the stage. */
  readonly base: number | null;
  /** The indexes of all stages that it is made of: those that it may start from, and those that it takes files from. */
  readonly uses: readonly number[];
  /** Whether a build names it as the one to end with. */
  readonly isTarget: boolean;
  /** Whether the last stage or a target is made of it, or it is one of these. */
  readonly isUsed: boolean;
  /** Whether only development builds it. */
  readonly isDevelopment: boolean;
  /** Whether an image is made of it that leaves the build, and is not for development: the last stage, or a target. */
  readonly isFinal: boolean;
  /** Whether it is final, or a stage that a final one starts from: what it says and writes is in an image. */
  readonly isExported: boolean;
}

/** What a stage is before it is known which others use it. */
export type StageDraft = Omit<Stage, 'isTarget' | 'isUsed' | 'isDevelopment' | 'isFinal' | 'isExported'>;

/** The name that `FROM image AS name` gives; null where it gives none. */
export function stageName([, as, name]: readonly Word[]): string | null {
  return as?.text.toLowerCase() === 'as' && name ? name.text.toLowerCase() : null;
}

/** Where a stage's FROM says what it starts from. */
export function baseSpan({ from }: Pick<Stage, 'from'>): Span {
  const [base] = splitAtSpace(from);
  return base ? sourceSpan(from.line, base.start, base.end) : from.line.span;
}

/** The number of the stage by which `COPY --from` names one; null for a name. Source: BuildKit's dockerfile2llb. */
export function stageNumber(text: string): number | null {
  return /^[+-]?\d+$/.test(text) ? Number(text) : null;
}

/**
 * The names that builds give contexts, as BuildKit compares them. Source: buildx's context names and BuildKit's
 * dockerui, which both make `docker.io/library/node:latest` of `node` and shorten it again.
 */
export function contextNames(builds: readonly Build[]): ReadonlySet<string> {
  if (builds.length === 0) return NO_NAMES;
  const names = builds.flatMap(({ contexts }) => [...contexts].map(familiarName));
  return new Set(names.filter((name) => name !== null));
}

/** Whether a text that names no stage names a context; nothing can stand for `scratch` and `context`. */
export function namesContext(contexts: ReadonlySet<string>, text: string): boolean {
  if (contexts.size === 0 || RESERVED_NAMES.has(text.toLowerCase())) return false;
  const name = familiarName(text);
  return name !== null && contexts.has(name);
}

function familiarName(text: string): string | null {
  const parsed = parseImageReference(text);
  if (parsed.kind !== 'reference') return null;
  const { registry, repository, tag, digest } = parsed;
  const name = registry === 'docker.io' ? repository.replace(/^library\//, '') : `${registry}/${repository}`;
  const ending = digest === null ? '' : `@${digest}`;
  return `${name}${tag === null || (tag === 'latest' && digest === null) ? '' : `:${tag}`}${ending}`;
}

/**
 * Settles which stages are used, and which are for development alone: a stage that is named so and that the last stage
 * is not made of, and a stage that only such stages use.
 */
export function settleStages(drafts: readonly StageDraft[], builds: readonly Build[]): Stage[] {
  const last = drafts.length - 1;
  const targets = targetsOf(drafts, builds);
  const named = (index: number) => DEVELOPMENT_STAGES.has(drafts[index]?.name ?? '');
  const released = reach(drafts, [last, ...[...targets].filter((index) => !named(index))]);
  const used = targets.size === 0 ? released : reach(drafts, [last, ...targets]);
  const isReleased = (index: number) => released.has(index);
  const development =
    released.size === drafts.length ? NO_STAGES : developmentStages(drafts, named, isReleased);
  const final = new Set([last, ...[...targets].filter((index) => !named(index))]);
  const exported = baseChains(drafts, final);
  return drafts.map(({ index, name, from, instructions, base, uses }) => ({
    index,
    name,
    from,
    instructions,
    base,
    uses: uses.length > 1 ? [...new Set(uses)] : uses,
    isTarget: targets.has(index),
    isUsed: used.has(index),
    isDevelopment: development.has(index),
    isFinal: final.has(index),
    isExported: exported.has(index),
  }));
}

/** Stages and those that they start from. */
function baseChains(drafts: readonly StageDraft[], final: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set(final);
  for (const index of found) {
    const base = drafts[index]?.base ?? null;
    if (base !== null) found.add(base);
  }
  return found;
}

/** The stages that builds name as the last one. */
function targetsOf(drafts: readonly StageDraft[], builds: readonly Build[]): ReadonlySet<number> {
  const wanted = builds.flatMap(({ target }) => target?.toLowerCase() ?? []);
  if (wanted.length === 0) return NO_STAGES;
  const byName = new Map(
    drafts.flatMap(({ name, index }) => (name === null ? [] : [[name, index] as const])),
  );
  const found = wanted.map((target) => byName.get(target));
  return new Set(found.filter((index) => index !== undefined));
}

function developmentStages(
  drafts: readonly StageDraft[],
  named: (index: number) => boolean,
  isReleased: (index: number) => boolean,
): ReadonlySet<number> {
  const inUse = new Set(drafts.flatMap(({ uses }) => uses));
  const indexes = drafts.map(({ index }) => index).filter((index) => !isReleased(index));
  const beginnings = indexes.filter(named);
  const others = indexes.filter((index) => !named(index) && !inUse.has(index));
  const elsewhere = reach(drafts, others, (index) => !named(index));
  const found = reach(drafts, beginnings);
  return new Set([...found].filter((index) => !isReleased(index) && !elsewhere.has(index)));
}

/** The stages that those at `beginnings` are made of, and they themselves. */
function reach(
  drafts: readonly StageDraft[],
  beginnings: readonly number[],
  enters: (index: number) => boolean = () => true,
): ReadonlySet<number> {
  const found = new Set(beginnings.filter((index) => drafts[index] !== undefined));
  for (const index of found) {
    for (const next of drafts[index]?.uses ?? []) if (enters(next)) found.add(next);
  }
  return found;
}

/** Whether a stage has a name of those that only development builds. */
export function isDevelopmentStage(name: string): boolean {
  return DEVELOPMENT_STAGES.has(name.toLowerCase());
}

const DEVELOPMENT_STAGES: ReadonlySet<string> = new Set(['dev', 'development', 'test', 'debug']);
const RESERVED_NAMES: ReadonlySet<string> = new Set([SCRATCH, 'context']);
const NO_NAMES: ReadonlySet<string> = new Set();
const NO_STAGES: ReadonlySet<number> = new Set();
