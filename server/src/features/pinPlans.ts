import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PinEdit, PinOutcome, PinPlan, PinSource } from '../pins/planPins';
import type * as protocol from '../protocol';
import { pressingHostsMessage } from '../registry/hostsMessage';
import type { HostState } from '../registry/network/hosts';
import { lineStarts, placeAt } from '../text/lines';
import { rangeOf, type EditTarget } from './convert';
import { uriOf } from './files';

/** The text of a file that changes are for; null where it cannot be read any more. */
export type TargetAt = (location: string) => EditTarget | null;

/** A plan in the words of the protocol. */
export function protocolPlan(
  { edits, outcomes, remembered }: PinPlan,
  {
    targetAt,
    hosts,
    now,
  }: { readonly targetAt: TargetAt; readonly hosts: readonly HostState[]; readonly now: number },
): protocol.PinPlan {
  const files = [...edits].flatMap(([location, changes]) => {
    const target = targetAt(location);
    return target ? [plannedFile(target, changes)] : [];
  });
  return {
    files,
    problems: outcomes.flatMap((outcome) => problemOf(outcome)),
    unchanged: outcomes.filter(({ outcome }) => outcome === 'current').length,
    caution: cautionOf(remembered, hosts, now),
  };
}

function plannedFile({ source, version }: EditTarget, edits: readonly PinEdit[]): protocol.PlannedFile {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start);
  const text = source.getText();
  let free = 0;
  const planned = ordered.map(({ span: { start, end }, newText, reference }) => {
    // The text before the place is replaced by itself, so that a look at it tells whether the file is still the same.
    const from = Math.max(free, start - reference.length);
    free = end;
    const kept = text.slice(from, start);
    const range = rangeOf(source, { start: from, end });
    return { range, newText: kept + newText, reference, before: text.slice(from, end) };
  });
  return { uri: source.uri, version, edits: planned };
}

function problemOf({ source, image, outcome, message }: PinOutcome): protocol.PinProblem[] {
  return message === null || outcome === 'current' ? [] : [problemAt(source, image.span, message)];
}

/** A problem at a place of a document. */
export function problemAt(
  { path, location, document: { text } }: PinSource,
  place: { readonly start: number; readonly end: number },
  message: string,
): protocol.PinProblem {
  const document = TextDocument.create(uriOf(location), '', 0, text);
  const { line } = placeAt(lineStarts(text), place.start);
  return { uri: document.uri, range: rangeOf(document, place), place: `${path}:${line}`, message };
}

/** What is to be known about answers: which are remembered, and which hosts want to be spared; null for nothing. */
export function cautionOf(
  remembered: PinPlan['remembered'],
  hosts: readonly HostState[],
  now: number,
): string | null {
  const sentences = [remembered && rememberedCaution(remembered, now), pressingHostsMessage(hosts, now)];
  return sentences.filter((sentence) => sentence !== null).join(' ') || null;
}

/** How many answers are remembered ones, and how old the oldest is. */
function rememberedCaution({ count, oldest }: NonNullable<PinPlan['remembered']>, now: number): string {
  const minutes = Math.max(1, Math.round((now - oldest) / 60_000));
  const age = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return count === 1
    ? `One answer is remembered, from ${age} ago.`
    : `${count} answers are remembered, the oldest from ${age} ago.`;
}
