import type { EngineEvent } from '../engineEvents';
import type { Configuration } from '../engineFacts';
import type { Touch } from './answers';
import { maskCommand } from './maskSecrets';

/**
 * Commands that people ran in a container: its `exec_create` events but for those of its own health check. While the
 * container was not looked at closely it is not known which those are, and none is told.
 */
export function touches(
  events: readonly EngineEvent[],
  configuration: Configuration | null,
): readonly Touch[] {
  if (configuration === null) return [];
  const check = checkCommand(configuration);
  const seen = new Set<string>();
  return events.flatMap((event) => {
    const exec = event.attributes.execID ?? '';
    if (event.action !== 'exec_create' || isCheck(event.detail, check) || seen.has(exec)) return [];
    // Podman does not say which command it was; where there is a health check it may well have been that.
    if (event.detail.trim() === '' && check !== null) return [];
    if (exec !== '') seen.add(exec);
    return [{ time: event.time, command: maskCommand(event.detail.trim()) }];
  });
}

/** Whether an event is that of a health check, as the engine runs it. */
export function isHealthCheck(event: EngineEvent, configuration: Configuration): boolean {
  return event.action === 'exec_create' && isCheck(event.detail, checkCommand(configuration));
}

function isCheck(command: string, check: string | null): boolean {
  return check !== null && command.trim() === check;
}

/** The words of a health check as an event has them: with one space between them, whatever is in them. */
function checkCommand({ healthcheck, shell }: Configuration): string | null {
  const [form, ...words] = healthcheck ?? [];
  switch (form) {
    case 'CMD':
      return words.length === 0 ? null : words.join(' ').trim();
    case 'CMD-SHELL':
      return [...(shell.length > 0 ? shell : ['/bin/sh', '-c']), ...words].join(' ').trim();
    case 'NONE':
    case undefined:
    default:
      return null;
  }
}
