import type { Inspection, Target } from '../docker/watch/inspection';
import { lookUp } from '../docker/watch/lookUp';

/** A target, and after it what it is part of, the smallest first: not everything has a line of its own. */
export function targetAndAbove(inspection: Inspection, target: Target): readonly Target[] {
  const found = lookUp(inspection, target);
  const { host } = target;
  return [
    target,
    ...(found?.container ? [{ kind: 'container', host, id: found.container.id } as const] : []),
    ...(found?.release ? [{ kind: 'release', host, key: found.release.key } as const] : []),
    ...(found?.service ? [{ kind: 'service', host, key: found.service.key } as const] : []),
    ...(found?.project ? [{ kind: 'project', host, key: found.project.key } as const] : []),
    { kind: 'host', host },
  ];
}
