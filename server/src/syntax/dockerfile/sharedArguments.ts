import { countUpTo } from '../../text/ascending';
import type { Span } from '../../text/span';
import type { GlobalArgument } from './variables';
import type { ExpandedText, Segment } from '../expandedText';
import { pinPlace, TEXT_SOURCE, type ImageUse, type ImageUseDraft, type RelatedPlace } from '../imageUse';

/**
 * Settles who may edit an ARG that feeds references. Where one default is the text of several references, a finding
 * stands on it once; where it means different things to them, or other text than FROM may use it, it has no place for
 * a pin.
 */
export function shareArguments(
  images: readonly ImageUse[],
  drafts: readonly ImageUseDraft[],
  globals: readonly GlobalArgument[],
  redeclared: ReadonlySet<string>,
): ImageUse[] {
  if (globals.length === 0) return [...images];
  const feeds = drafts.map(({ expanded }) => argumentsIn(expanded, globals));
  const uses = drafts.map(({ expanded }) =>
    argumentsIn({ segments: withMakings(expanded.segments) }, globals),
  );
  const inArguments = globals.map(({ value }) => (value ? argumentsIn(value, globals) : []));
  const derived = inverse(globals, inArguments);
  const holders = new Map<GlobalArgument, Holder>();
  for (const [argument, sharing] of inverse(images, uses)) {
    holders.set(argument, holder(argument, sharing, derived.get(argument) ?? [], redeclared));
  }
  return images.map((image, index) => {
    const sources = feeds[index] ?? [];
    const place = placeEnd(image);
    const argument = place === null ? undefined : argumentAt(globals, place);
    const held = argument && holders.get(argument);
    if (held?.finding) return { ...image, finding: held.finding, related: held.related };
    const related = sources.flatMap(({ valueSpan }) =>
      valueSpan ? [{ span: valueSpan, message: TEXT_SOURCE }] : [],
    );
    const locked = held?.locked === true && { insertion: null, digestPlace: null };
    return { ...image, ...locked, related };
  });
}

function placeEnd(image: ImageUse): number | null {
  return pinPlace(image)?.span.end ?? null;
}

/** An argument whose default feeds references. */
interface Holder {
  /** True where a pin in it would change what else it means. */
  readonly locked: boolean;
  /** Where the one finding about all that it feeds stands; null where each has its own. */
  readonly finding: Span | null;
  readonly related: readonly RelatedPlace[];
}

function holder(
  argument: GlobalArgument,
  sharing: readonly ImageUse[],
  derived: readonly GlobalArgument[],
  redeclared: ReadonlySet<string>,
): Holder {
  const [first] = sharing;
  const agreed = sharing.every(
    (image) => first && placeEnd(image) === placeEnd(first) && image.resolved === first.resolved,
  );
  const fragment = argument.value?.text !== first?.resolved;
  const locked = !agreed || (fragment && [argument, ...derived].some(({ name }) => redeclared.has(name)));
  const shared = !locked && sharing.length > 1;
  return {
    locked,
    finding: shared ? argument.valueSpan : null,
    related: shared ? sharing.map(({ span }) => ({ span, message: 'Used here.' })) : [],
  };
}

/** The arguments whose defaults hold a piece of the text. */
function argumentsIn(
  { segments }: Pick<ExpandedText, 'segments'>,
  globals: readonly GlobalArgument[],
): GlobalArgument[] {
  const found = new Set<GlobalArgument>();
  for (const { text, span } of segments) {
    const argument = text !== '' && span ? argumentAt(globals, span.end) : undefined;
    if (argument) found.add(argument);
  }
  return [...found];
}

/** With the pieces that operators rewrote, whose text a pin would change too. */
function withMakings(segments: readonly Segment[]): Segment[] {
  return segments.flatMap((segment) => [segment, ...withMakings(segment.madeOf ?? [])]);
}

/** The argument whose default ends at or spans `offset`; the arguments stand in the order of the file. */
function argumentAt(globals: readonly GlobalArgument[], offset: number): GlobalArgument | undefined {
  const found = globals[countUpTo(globals, offset - 1, ({ span }) => span.end)];
  return found?.valueSpan && found.valueSpan.start < offset ? found : undefined;
}

function inverse<Item>(
  items: readonly Item[],
  lists: readonly (readonly GlobalArgument[])[],
): Map<GlobalArgument, Item[]> {
  const found = new Map<GlobalArgument, Item[]>();
  items.forEach((item, index) => {
    for (const argument of lists[index] ?? []) {
      const known = found.get(argument);
      if (known) known.push(item);
      else found.set(argument, [item]);
    }
  });
  return found;
}
