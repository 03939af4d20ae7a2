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
  const query = { since: String(whole(since ?? 0) / 1000), filters: JSON.stringify({ type: TYPES }) };
  const answer = await open(line, { path: '/events', query, signal, limit: null }, async (response) => {
    listener.opened();
    await hear(response, listener, since);
    return { ok: true, value: null };
  });
  return answer.ok ? null : answer.failure;
}

/**
 * All engines understand whole seconds only, so that some events before `since` come again: those of the same second and
 * no others, for a clock may be put back. Resolves when there is
 * nothing more to hear: a cut is an error or only an end, as it comes.
 */
function hear(response: Readable, listener: EventListener, since: number | null): Promise<void> {
  const read = eventLines();
  return new Promise((resolve) => {
    response.on('data', (chunk: Buffer) => {
      const events = read(chunk).filter(({ time }) => since === null || time > since || time < whole(since));
      if (events.length > 0) listener.heard(events);
    });
    for (const end of ['end', 'close', 'error']) response.on(end, () => resolve());
  });
}

function whole(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

const TYPES = ['container', 'image', 'service', 'node'];
