import { maskCommand } from './maskSecrets';
import type { SwarmTask } from './model';
import type { Health } from './answers';
import type { ObservedContainer } from './observation';

/** How a container does, by its state, its own check and how it ended. Restarts belong here, and are no drift. */
export function health(observed: ObservedContainer): Health {
  const { facts, details } = observed;
  const restarts = restartText(details?.restarts ?? 0);
  const memory = details?.outOfMemory ? ['out of memory'] : [];
  switch (facts.state) {
    case 'running':
      return { status: checked(observed), details: [...checkDetails(observed), ...restarts] };
    case 'paused':
      return { status: 'paused', details: restarts };
    case 'restarting':
      return {
        status: 'degraded',
        details: ['restarting', ...memory, ...exitText(exitCode(observed)), ...restarts],
      };
    case 'exited':
    case 'stopped':
      return ended(observed, [...memory, ...exitText(exitCode(observed)), ...restarts]);
    case 'created':
    case 'configured':
    case 'initialized': {
      const error = details?.error ?? '';
      if (error !== '') return { status: 'degraded', details: [`could not start: ${oneLine(error)}`] };
      return { status: 'stopped', details: ['never started'] };
    }
    case 'dead':
      return { status: 'degraded', details: ['dead', ...memory] };
    default:
      // `removing`, and what engines may yet think of.
      return {
        status: facts.state === 'removing' ? 'stopped' : 'unknown',
        details: [oneLine(facts.state)].filter(Boolean),
      };
  }
}

/** How tasks do that run on other nodes: all that a manager says is that they run. */
export function healthElsewhere(tasks: readonly SwarmTask[]): Health {
  const one = tasks.length === 1 ? '1 task on another node' : `${tasks.length} tasks on other nodes`;
  return { status: 'unknown', details: [one] };
}

function ended(observed: ObservedContainer, details: readonly string[]): Health {
  const { details: said } = observed;
  const error = said?.error ?? '';
  const code = exitCode(observed);
  const failed =
    said?.outOfMemory === true || error !== '' || (code !== null && code !== 0 && !ENDED_BY_SIGNAL.has(code));
  return {
    status: failed ? 'degraded' : 'stopped',
    details: error === '' ? details : [oneLine(error), ...details],
  };
}

function checked({ facts, details }: ObservedContainer): Health['status'] {
  switch (details?.health ?? listedHealth(facts.status)) {
    case 'healthy':
      return 'healthy';
    case 'starting':
      return 'starting';
    case 'unhealthy':
      return 'degraded';
    case null:
      return 'unknown';
  }
}

function checkDetails({ facts, details }: ObservedContainer): readonly string[] {
  if ((details?.health ?? listedHealth(facts.status)) !== 'unhealthy') return [];
  const output = oneLine(details?.healthOutput ?? '');
  return [output === '' ? 'unhealthy' : `unhealthy: ${output}`];
}

/** The list has it only inside its text. */
function listedHealth(status: string): 'healthy' | 'unhealthy' | 'starting' | null {
  const said = /\((healthy|unhealthy|health: starting|starting)\)\s*$/.exec(status)?.[1];
  switch (said) {
    case 'healthy':
    case 'unhealthy':
      return said;
    case 'health: starting':
    case 'starting':
      return 'starting';
    case undefined:
    default:
      return null;
  }
}

/** Null where nothing says it: `Exited (3) 5 minutes ago`, `Restarting (1) 2 seconds ago`. */
function exitCode({ facts, details }: ObservedContainer): number | null {
  if (details) return details.exitCode;
  const code = /^(?:Exited|Restarting) \((-?\d{1,10})\)/.exec(facts.status)?.[1];
  return code === undefined ? null : Number(code);
}

function exitText(code: number | null): readonly string[] {
  return code === null || code === 0 ? [] : [`exit code ${code}`];
}

function restartText(count: number): readonly string[] {
  if (count <= 0) return [];
  return [count === 1 ? 'restarted once' : `restarted ${count} times`];
}

/** The beginning, for a line of a view. */
function oneLine(text: string): string {
  const line = maskCommand(text.trim().split(/\r?\n/, 1)[0] ?? '');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const LONGEST = 100;
/** SIGINT, SIGKILL and SIGTERM, as `docker stop` and people send them. */
const ENDED_BY_SIGNAL: ReadonlySet<number> = new Set([130, 137, 143]);
