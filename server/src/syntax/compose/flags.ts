/**
 * Whether a text says yes where compose wants a boolean: it takes the words of YAML 1.1 as well, in any case.
 * Source: `toBoolean` of compose-go's loader.
 */
export function isTrue(text: string | null | undefined): boolean {
  return TRUE.test(text ?? '');
}

const TRUE = /^(?:true|yes|on|[ty1])$/i;
