import type { Resolution } from '../registry/digests';
import { CANCELLED } from '../registry/unresolved';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import type { Document } from '../syntax/document';
import { isWellFormedDigest, type ImageReference } from '../syntax/imageReference';
import type { ImageUse } from '../syntax/imageUse';
import { textOf, type Edit, type Span } from '../text/span';
import type { PinStyle } from './commentStyle';
import { wishesOf, type PinAction, type Wish } from './wishes';

/** A document whose references are looked at. */
export interface PinSource {
  /** The path as it is reported. */
  readonly path: string;
  /** The absolute path. */
  readonly location: string;
  readonly document: Document;
}

export interface PinOptions {
  readonly action: PinAction;
  /** How a tag and its digest are written together, in all files or in each. */
  readonly style: PinStyle | ((source: PinSource) => PinStyle);
  /** Says what a reference without a digest names now. */
  readonly ask: (reference: ImageReference) => Promise<Resolution>;
  /** The text of another file, such as `.env`, as it was when the sources were read. */
  readonly readText: (location: string) => string | null;
  readonly signal: AbortSignal;
  /** Told after each answer how many of the references were answered. */
  readonly progress?: (answered: number, of: number) => void;
}

export interface PinPlan {
  /** By the absolute path of the file, for its text without a byte order mark. */
  readonly edits: ReadonlyMap<string, readonly PinEdit[]>;
  /** In the order of the sources and their text; a place that several references share is told of once. */
  readonly outcomes: readonly PinOutcome[];
  /** Of answers that were remembered, how many there are, and when the oldest was given in milliseconds since the epoch. */
  readonly remembered: { readonly count: number; readonly oldest: number } | null;
}

export interface PinEdit extends Edit {
  /** What is pinned, without its digest: `node:20`. */
  readonly reference: string;
  /** The text that `span` has. */
  readonly before: string;
}

/**
 * What became of a reference. `current` has nothing to change, `failed` is for what the registry did not say, `skipped`
 * for what was not asked.
 */
export interface PinOutcome {
  readonly source: PinSource;
  readonly image: ImageUse;
  readonly outcome: 'changed' | 'current' | 'failed' | 'skipped';
  /** Why it is so, in two sentences; null where there is nothing to say. */
  readonly message: string | null;
  /** The file with the place that holds its pin, where there is one. */
  readonly place: { readonly location: string; readonly span: Span } | null;
}

/** Plans the changes of pins in documents: each place once, each reference asked once, nothing written. */
export async function planPins(sources: readonly PinSource[], options: PinOptions): Promise<PinPlan> {
  const wishes = onePerPlace(
    sources.flatMap((source) => wishesOf(source, { ...options, style: styleIn(source, options) })),
  );
  const answers = await askEach(
    wishes.flatMap((wish) => ('outcome' in wish || !wish.asked ? [] : [wish.asked])),
    options,
  );
  const edits = new Map<string, PinEdit[]>();
  const outcomes = wishes.map((wish) => {
    if ('outcome' in wish) return wish;
    const resolution = wish.asked ? answers.get(nameOf(wish.asked)) : undefined;
    const { edit, ...outcome } = settled(wish, resolution, options);
    const known = edits.get(wish.location);
    if (edit && known) known.push(edit);
    else if (edit) edits.set(wish.location, [edit]);
    return outcome;
  });
  return { edits, outcomes, remembered: rememberedOf([...answers.values()]) };
}

function styleIn(source: PinSource, { style }: PinOptions): PinStyle {
  return typeof style === 'string' ? style : style(source);
}

/** Uses of one place share its change; where they want different ones, it has none. */
function onePerPlace(wishes: readonly (Wish | PinOutcome)[]): (Wish | PinOutcome)[] {
  const first = new Map<string, Wish>();
  const disputed = new Map<string, Wish>();
  for (const wish of wishes) {
    if ('outcome' in wish) continue;
    const key = placeKey(wish);
    const known = first.get(key);
    if (!known) first.set(key, wish);
    else if (!isSameWish(known, wish)) disputed.set(key, wish);
  }
  return wishes.flatMap((wish): Wish | PinOutcome | readonly [] => {
    if ('outcome' in wish) return wish;
    if (first.get(placeKey(wish)) !== wish) return [];
    const other = disputed.get(placeKey(wish));
    return other ? disputedOutcome(wish, other) : wish;
  });
}

function placeKey({ location, span }: Wish): string {
  return `${span.start} ${span.end} ${location}`;
}

function isSameWish(a: Wish, b: Wish): boolean {
  return a.text === b.text && a.after === b.after && a.before === b.before;
}

function disputedOutcome({ source, image, location, span, text }: Wish, other: Wish): PinOutcome {
  const message = `The text of '${text}' also makes '${other.text}' in ${other.source.path}. Write them apart, and pin them again.`;
  return { source, image, outcome: 'skipped', message, place: { location, span } };
}

/** By registry, repository and tag, so that spellings of one name are one question. */
async function askEach(
  references: readonly ImageReference[],
  { ask, signal, progress }: PinOptions,
): Promise<Map<string, Resolution>> {
  const distinct = new Map(references.map((reference) => [nameOf(reference), reference]));
  let answered = 0;
  const answers = await Promise.all(
    [...distinct].map(async ([name, reference]) => {
      const resolution: Resolution = signal.aborted
        ? { ...CANCELLED, found: false, registry: reference.registry }
        : await ask(reference);
      progress?.(++answered, distinct.size);
      return [name, resolution] as const;
    }),
  );
  return new Map(answers);
}

function nameOf({ registry, repository, tag }: ImageReference): string {
  return `${registry}/${repository}:${tag ?? 'latest'}`;
}

/** What becomes of a wish now that the registry has answered; one that needs no answer has none. */
function settled(
  wish: Wish,
  resolution: Resolution | undefined,
  { readText }: PinOptions,
): PinOutcome & { readonly edit?: PinEdit } {
  const { source, image, location, span, text, before } = wish;
  const common = { source, image, place: { location, span } };
  if (resolution?.found === false)
    return { ...common, outcome: 'failed', message: unresolvedMessage(text, resolution) };
  if (resolution && !isWellFormedDigest(resolution.digest)) {
    const message = `${resolution.host} answered for '${text}' with a text that is no digest. Check that it is a container registry.`;
    return { ...common, outcome: 'failed', message };
  }
  const newText = (resolution ? `@${resolution.digest}` : '') + wish.after;
  if (newText === before) return { ...common, outcome: 'current', message: null };
  if (!stillStands(wish, readText)) {
    return { ...common, outcome: 'failed', message: 'Nothing was changed. The file has changed meanwhile.' };
  }
  const edit = { span, newText, reference: text, before };
  return { ...common, outcome: 'changed', message: wish.note, edit };
}

/** Whether the file that holds the place has there what the change is for. */
function stillStands(
  { source, location, span, before, text }: Wish,
  readText: PinOptions['readText'],
): boolean {
  if (location === source.location) return textOf(source.document.text, span) === before;
  const other = readText(location);
  return other !== null && textOf(other, span) === before && other.slice(0, span.start).endsWith(text);
}

function rememberedOf(answers: readonly Resolution[]): PinPlan['remembered'] {
  const times = answers.flatMap((answer) => (answer.found && answer.remembered ? [answer.at] : []));
  return times.length === 0 ? null : { count: times.length, oldest: Math.min(...times) };
}
