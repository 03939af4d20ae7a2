import { createHash } from 'node:crypto';

/**
 * What files about a registry are called, without an ending: another for each host with its port, and none that a file
 * system refuses or takes for another, as those that do not tell cases apart. `a:5000` is `a_3a5000`.
 */
export function registryFileName(registry: string): string {
  const host = registry.toLowerCase();
  const name = host.replace(/[^a-z0-9.-]/gu, escaped);
  // `=` stands in no name that is not cut.
  if (name.length > MAX_LENGTH) return `${name.slice(0, MAX_LENGTH)}=${hash(host)}`;
  return RESERVED.test(name) || name.startsWith('.') ? `${escaped(name.charAt(0))}${name.slice(1)}` : name;
}

/** With any of the endings that are put to it, far from the 255 bytes that file systems allow. */
const MAX_LENGTH = 100;
/** What Windows takes for a device, whatever the ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

function escaped(character: string): string {
  return Buffer.from(character).toString('hex').replace(/../g, '_$&');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
