import type { Dockerfile } from '../document';
import { verificationOf, type Verification } from '../programs/verifications';
import type { Stage } from './stages';

/** What the RUNs of each stage verify. */
export function verificationsOf({
  commands,
}: Dockerfile): ReadonlyMap<Stage | null, readonly Verification[]> {
  const found = new Map<Stage | null, Verification[]>();
  for (const run of commands) {
    if (run.keyword !== 'run') continue;
    const readers = new Set([...new Set(run.commands.map(({ inputs }) => inputs))].flat());
    const own = run.commands.flatMap((command) => verificationOf(command, readers) ?? []);
    found.set(run.stage, [...(found.get(run.stage) ?? []), ...own].slice(0, MAX_KEPT));
  }
  return found;
}

const MAX_KEPT = 50;
