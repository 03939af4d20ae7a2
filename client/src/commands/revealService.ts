import type { Target } from '../docker/watch/inspection';
import type { Views } from '../views/index';

/** What a code lens over a service does: shows its line in the view, or that of its project where nothing runs of it. */
export async function revealService(views: Views, target: unknown): Promise<void> {
  if (isLensTarget(target)) await views.reveal(target);
}

/** The command can be bound to a key, with anything for its argument. */
function isLensTarget(target: unknown): target is Extract<Target, { key: string }> {
  if (typeof target !== 'object' || target === null) return false;
  const { kind, host, key }: { kind?: unknown; host?: unknown; key?: unknown } = target;
  return (kind === 'service' || kind === 'project') && typeof host === 'string' && typeof key === 'string';
}
