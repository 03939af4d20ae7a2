import type { Readable } from 'node:stream';
import { open, type Line } from './dockerodeClient';
import { eventLines } from './eventLines';
import type { EngineFailure, EventListener } from './engine';

/** Follows the events until they end; no time limit, for nothing may happen for days. */
export async function followEvents(
  line: Line,
  listener: EventListener,
  since: number | null,
  signal: AbortSignal,
): Promise<EngineFailure | null> {
  const query = { since: String(Math.floor((since ?? 0) / 1000)), filters: JSON.stringify({ type: TYPES }) };
  const answer = await open(line, { path: '/events', query, signal, limit: null }, async (response) => {
    listener.opened();
    // A cut is an error or only an end, as it comes; both mean that there is nothing more to hear.
    await hear(response, listener, since).catch(() => undefined);
    return { ok: true, value: null };
  });
  return answer.ok ? null : answer.failure;
}

/** Engines take whole seconds only, all of them, so that some events before `since` come again. */
async function hear(response: Readable, listener: EventListener, since: number | null): Promise<void> {
  const read = eventLines();
  for await (const chunk of response) {
    const events = read(chunk as Buffer).filter(({ time }) => since === null || time > since);
    if (events.length > 0) listener.heard(events);
  }
}

const TYPES = ['container', 'image', 'service', 'node'];
