import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads stay between runs, outside every checkout. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'immutable-infra-test');
}
