import type { Environment } from '../environment';

const CONNECT_TIMEOUT = 10_000;
const KEEP_ALIVE = 10_000;

/**
 * HTTP by undici, which is loaded with the first request. No redirect is followed; connections are kept for the next
 * request, and idle ones do not keep the process alive.
 */
export function createFetch(): Environment['fetch'] {
  let client: Promise<Environment['fetch']> | null = null;
  return async (url, init) => (await (client ??= loadClient()))(url, init);
}

async function loadClient(): Promise<Environment['fetch']> {
  const { Agent, fetch } = await import('undici');
  const dispatcher = new Agent({ connect: { timeout: CONNECT_TIMEOUT }, keepAliveTimeout: KEEP_ALIVE });
  return (url, init) => fetch(url, { ...init, redirect: 'manual', dispatcher });
}
