import { CANCELLED, type Unresolved } from '../registry/unresolved';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import { checkSentence, type PinCheck } from '../rules/pinCheck';
import type { Facts } from '../rules/facts';
import type { ImageReference } from '../syntax/imageReference';
import type { ImageUse } from '../syntax/imageUse';
import { checkPin, isCheckable, type PinAnswers } from './checkPin';
import type { PinSource } from './planPins';

export interface CheckOptions {
  readonly answers: PinAnswers;
  readonly signal: AbortSignal;
  /** Told after each answer how many of the references were answered. */
  readonly progress?: (answered: number, of: number) => void;
}

export interface PinChecks {
  /** What was answered about each reference that was asked for, for the rules. */
  readonly checks: NonNullable<Facts['checks']>;
  /** What was asked for, in the order of the sources and their text, and what came of it. */
  readonly checked: readonly CheckedUse[];
}

export interface CheckedUse {
  readonly source: PinSource;
  readonly image: ImageUse;
  readonly reference: ImageReference;
  readonly answer: PinCheck | Unresolved;
}

/** Checks the pins of documents, and their tags of one build that have none; each reference is asked for once. */
export async function checkPins(sources: readonly PinSource[], options: CheckOptions): Promise<PinChecks> {
  const { answers, signal, progress } = options;
  const uses = sources.flatMap((source) => checkableUses(source));
  const distinct = new Map(uses.map(({ reference }) => [checkKey(reference), reference]));
  let answered = 0;
  const answer = async (reference: ImageReference): Promise<PinCheck | Unresolved> => {
    const cancelled: Unresolved = { ...CANCELLED, found: false, registry: reference.registry };
    const check = signal.aborted ? cancelled : await checkPin(answers, reference, signal);
    progress?.(++answered, distinct.size);
    return check;
  };
  const found = new Map(
    await Promise.all([...distinct].map(async ([key, reference]) => [key, await answer(reference)] as const)),
  );
  const checked = uses.flatMap((use) => {
    const known = found.get(checkKey(use.reference));
    return known ? [{ ...use, answer: known }] : [];
  });
  return {
    checks: (reference) => {
      const known = found.get(checkKey(reference));
      return known && isPinCheck(known) ? known : undefined;
    },
    checked,
  };
}

/**
 * What no rule says of a checked reference: why nothing is known of it, or that its tag is gone, which is no fault of the
 * pin. Null where there is nothing to say.
 */
export function aside({
  answer,
  image,
  reference,
}: CheckedUse): { readonly message: string; readonly isUnknown: boolean } | null {
  if (!isPinCheck(answer)) {
    return { message: unresolvedMessage(image.resolved ?? reference.name, answer), isUnknown: true };
  }
  if (answer.state !== 'tag-gone') return null;
  const message = `${checkSentence(reference, answer) ?? ''} Choose another tag when you next update it.`;
  return { message, isUnknown: false };
}

/** By what a registry is asked for, so that spellings of one name are one question. */
export function checkKey({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}:${tag ?? ''}@${digest ?? ''}`;
}

export function isPinCheck(answer: PinCheck | Unresolved): answer is PinCheck {
  return 'state' in answer;
}

function checkableUses(source: PinSource): Omit<CheckedUse, 'answer'>[] {
  return source.document.images.flatMap((image) => {
    const { ignored, reference } = image;
    if (ignored !== null || reference?.kind !== 'reference' || !isCheckable(reference)) return [];
    return [{ source, image, reference }];
  });
}
