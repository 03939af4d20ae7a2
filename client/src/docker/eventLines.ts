import { StringDecoder } from 'node:string_decoder';
import type { EngineEvent } from './engineEvents';
import { labelsOf, numberOf, recordOf, textOf, timeOf } from './untypedAnswer';

/** Reads the body of `GET /events` as its bytes come: the events whose lines are complete by now. One that is too long is none. */
export function eventLines(): (bytes: Uint8Array) => readonly EngineEvent[] {
  const decoder = new StringDecoder('utf8');
  let pieces: readonly string[] = [];
  let length = 0;
  return (bytes) => {
    // A line in many pieces is put together once, at its end.
    const [end = '', ...lines] = decoder.write(Buffer.from(bytes)).split('\n');
    const last = lines.pop();
    const add = (piece: string) => {
      length += piece.length;
      pieces = length > LONGEST_LINE ? [] : [...pieces, piece];
    };
    add(end);
    if (last === undefined) return [];
    const first = pieces.join('');
    [pieces, length] = [[], 0];
    add(last);
    return [first, ...lines].flatMap((line) => readEvent(line) ?? []);
  };
}

/** Null for a line that is broken, or that says nothing of anything. */
export function readEvent(line: string): EngineEvent | null {
  const event = parsed(line);
  const actor = recordOf(event.Actor);
  // Engines before 1.22 of the API, and what imitates them, have `status` and `id` alone.
  const [action, detail] = split(textOf(event.Action) ?? textOf(event.status) ?? '');
  if (action === '') return null;
  const what = kind(event.Type);
  return {
    kind: what,
    action: (what === 'container' ? DOCKER_ACTIONS.get(action) : undefined) ?? action,
    detail: detail || (textOf(event.HealthStatus) ?? ''),
    id: textOf(actor.ID) ?? textOf(event.id) ?? '',
    time: time(event),
    attributes: labelsOf(actor.Attributes),
  };
}

function parsed(line: string): ReturnType<typeof recordOf> {
  try {
    return recordOf(JSON.parse(line));
  } catch {
    return {};
  }
}

/** `exec_create: /bin/sh -c true`. */
function split(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1).trimStart()];
}

function kind(type: unknown): EngineEvent['kind'] {
  return type === 'container' || type === 'image' || type === 'service' || type === 'node' ? type : 'other';
}

function time(event: Readonly<Record<string, unknown>>): number {
  const nanoseconds = numberOf(event.timeNano);
  return nanoseconds ? nanoseconds / 1e6 : (timeOf(event.time) ?? 0);
}

/** Characters: commands and labels have room in a hundred thousand. */
const LONGEST_LINE = 1024 * 1024;

/** Podman's own words for what Docker calls otherwise; it does not tell the command of an exec. */
const DOCKER_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['exec', 'exec_create'],
  ['exec_died', 'exec_die'],
  ['died', 'die'],
  ['remove', 'destroy'],
]);
