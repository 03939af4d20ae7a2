import type { EngineEvent } from '../engineEvents';
import { TEMPORARY_LABEL } from '../releases/temporaryContainer';
import { isCommand, remember } from './eventMemory';
import type { FollowedHost } from './followedHost';
import { doubt, takeEvents, type HostMemory } from './hostMemory';
import type { Latch } from './latch';
import { wantChanges } from './measureChanges';
import { needsOf, type Needs } from './needs';

/** What one connection has told of its events. */
export interface Hearing {
  state: 'opening' | 'open' | 'cut' | 'refused';
  /** What is to be asked because of them. */
  needs: Needs;
  readonly news: Latch;
  /** Whether it still has to show that it remembers what it told last: otherwise something may have been missed. */
  awaitsProof: boolean;
  /** Whether it goes on from an earlier connection, so that even old events are news. */
  readonly isResumed: boolean;
  /** By the engine's clock, null where it does not say: what happened before is in the lists that are read. */
  readonly connected: number | null;
  /** Whether events may still come that the engine remembers; later its clock may be another. */
  isReplaying: boolean;
  /** How often it was asked without an event. */
  looks: number;
}

/** Remembers events, and what is to be asked because of them. */
export function hear(host: FollowedHost, hearing: Hearing, told: readonly EngineEvent[]): void {
  // What becomes of containers that we have made to read files of images concerns nobody.
  const events = told.filter(({ attributes }) => !Object.hasOwn(attributes, TEMPORARY_LABEL));
  if (events.length === 0) return;
  const { memory, model, changed } = host;
  const isReal = (exec: EngineEvent) => {
    const details = detailsOf(memory, exec.id);
    return !(details && model.isHealthcheck(exec, details));
  };
  const before = memory.events.execs;
  const heard = remember(memory.events, events, isReal);
  if (hearing.awaitsProof && !heard.repeated) {
    doubtAll(host, hearing);
    takeEvents(memory, { ...heard.memory, since: heard.news[0]?.time ?? null });
  } else {
    takeEvents(memory, heard.memory);
  }
  hearing.awaitsProof = false;
  const isPast = ({ time }: EngineEvent) =>
    hearing.isReplaying && hearing.connected !== null && time <= hearing.connected;
  const news = heard.news.filter((event) => hearing.isResumed || !isPast(event));
  for (const event of news) hearOne(host, { event, isReal });
  const details = (id: string) => detailsOf(memory, id);
  // The lists, which are asked after it was connected, know of what was before.
  owe(memory, needsOf(news.filter(isPast), details));
  const present = news.filter((event) => !isPast(event));
  need(hearing, needsOf(present, details), memory);
  if (memory.events.execs !== before) changed();
}

/** Events may have been missed: everything is to be looked at again. */
export function doubtAll({ memory }: FollowedHost, hearing: Hearing): void {
  hearing.awaitsProof = false;
  doubt(memory);
  need(hearing, { containers: true, images: true, swarm: true, inspected: new Set() }, memory);
}

interface Heard {
  readonly event: EngineEvent;
  readonly isReal: (exec: EngineEvent) => boolean;
}

function hearOne({ memory, plan, clock }: FollowedHost, { event, isReal }: Heard): void {
  const { kind, action, id, attributes } = event;
  if (kind === 'service' || kind === 'node') memory.inSwarm = true;
  if (kind !== 'container') return;
  const command = attributes.execID ?? '';
  // One that is not listed yet is measured when it is: an answer before that would have no place.
  const want = (pause: number) => {
    if (memory.containers.has(id)) wantChanges(plan, id, clock.now() + pause);
  };
  if (isCommand(event) && isReal(event)) {
    plan.commands.set(command, id);
    want(COMMAND_RUNS);
  } else if ((action === 'exec_die' && plan.commands.delete(command)) || action === 'extract-to-dir') {
    want(FILES_SETTLE);
  } else if (action === 'die') {
    for (const [running, container] of plan.commands) if (container === id) plan.commands.delete(running);
  }
}

function owe({ owedContainers }: HostMemory, { inspected }: Needs): void {
  for (const id of inspected) owedContainers.add(id);
}

function need(hearing: Hearing, more: Needs, memory: HostMemory): void {
  owe(memory, more);
  if (!more.containers && !more.swarm) return;
  const { needs, news } = hearing;
  hearing.needs = {
    containers: needs.containers || more.containers,
    images: needs.images || more.images,
    swarm: needs.swarm || more.swarm,
    inspected: more.inspected,
  };
  news.set();
}

function detailsOf(memory: HostMemory, id: string) {
  return memory.containers.get(id)?.details ?? null;
}

/** Milliseconds that a command is given before its container is measured. */
const COMMAND_RUNS = 1_000;
/** Milliseconds from the end of a command to the look. */
const FILES_SETTLE = 100;
