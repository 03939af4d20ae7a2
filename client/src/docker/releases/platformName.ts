import type { Platform } from '../engineFacts';

/** `linux/arm/v7`. */
export function platformName({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

/** Null where it is no name of a platform. */
export function namedPlatform(name: string): Platform | null {
  const [os = '', architecture = '', variant = null] = name.split('/');
  return os === '' || architecture === '' ? null : { os, architecture, variant };
}
