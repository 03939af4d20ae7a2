import type { Segment } from './expandedText';
import type { ImageUse } from './imageUse';

/** A variable in an image reference to which nothing that is known here gives a value. */
export interface UnsetVariable {
  readonly name: string;
  /** As it is written: `${TAG}`. */
  readonly segment: Segment;
  /** Whether the engine refuses to go on without it, as with `${TAG:?}`. */
  readonly isRequired: boolean;
  /** Whether the reference is none without it: it is the whole tag, so that nothing would follow the colon. */
  readonly isWholeTag: boolean;
}

/** The variables of a reference without a value, the platform's own left out: those have one in every build. */
export function unsetVariables({ segments }: ImageUse): UnsetVariable[] {
  return segments.flatMap((segment, index) => {
    const [, braced, operator = '', plain] = VARIABLE.exec(segment.text) ?? [];
    const name = braced ?? plain;
    if (segment.origin !== 'unknown' || name === undefined || PLATFORM.test(name)) return [];
    const before = segments.slice(0, index).map(({ text }) => text);
    const isLast = segments.slice(index + 1).every(({ text }) => text === '');
    const isWholeTag = isLast && before.join('').endsWith(':');
    return [{ name, segment, isRequired: operator.endsWith('?'), isWholeTag }];
  });
}

/** The digest at the end of a reference, where it is written out and no variable has a part in it; else null. */
export function writtenDigest({ segments }: ImageUse): string | null {
  const last = segments.at(-1);
  if (!last || last.origin === 'unknown') return null;
  return DIGEST.exec(last.text)?.[0] ?? null;
}

/** Whole, for `${templateOption:variant}` is a variable to no engine. */
const VARIABLE = /^\$(?:\{(\w+)(?:(:?[-+?])[^]*)?\}|(\w+))$/;
const PLATFORM = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;
const DIGEST = /@sha\d+:[0-9a-f]{64,}$/;
