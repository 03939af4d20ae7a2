import { basename } from 'node:path';
import { isDigestLock, planLock, type DigestLock } from '../pins/digestLock';
import { withDigests, type AskingArguments } from './asking';
import { cancelled, type Console, type ExitCode } from './console';
import { lockTarget, type LockArguments, type LockTarget } from './lockTarget';

export interface LockCommandArguments extends LockArguments, AskingArguments {
  readonly dryRun: boolean;
}

/** Writes a compose override file that pins the images of a project. */
export async function lockCommand(console: Console, options: LockCommandArguments): Promise<ExitCode> {
  const { environment, signal, print, complain } = console;
  const target = await lockTarget(console, options);
  if ('problem' in target) {
    complain(`${target.problem}\n`);
    return 2;
  }
  const { services, files, location, name, lock } = target;
  if (lock && !isDigestLock(lock.text)) {
    complain(
      `${name}: The file is no digest lock, and is left as it is. Choose another place with --output.\n`,
    );
    return 2;
  }
  const plan = await withDigests(console, options, (digests) =>
    planLock(services, {
      files,
      name: basename(location),
      previous: lock?.text ?? null,
      ask: (reference) => digests.resolve(reference, signal),
      now: environment.now(),
      signal,
    }),
  );
  if (signal.aborted) return cancelled(console);
  for (const { message } of [...plan.notes, ...plan.failures]) complain(`${message}\n`);
  if (options.dryRun && plan.text !== null) print(plan.text);
  const problem = options.dryRun ? null : await write(console, target, plan);
  complain(problem === null ? summaryLine(target, plan, options.dryRun) : `${name}: ${problem}\n`);
  return problem !== null || plan.failures.length > 0 ? 2 : 0;
}

/** Says why nothing was written where something should have been. */
async function write(
  { environment }: Console,
  { location, lock }: LockTarget,
  { text }: DigestLock,
): Promise<string | null> {
  if (text === null || text === lock?.text) return null;
  const outcome = await environment.writeFileAtomic(location, Buffer.from(text), lock?.bytes ?? null);
  return outcome.written ? null : `Nothing was written. ${outcome.detail}`;
}

/** As in `compose.lock.yaml: 3 locked, 1 not: see above`. */
function summaryLine({ name }: LockTarget, plan: DigestLock, dryRun: boolean): string {
  const { locked, notes, failures } = plan;
  const left = notes.length + failures.length;
  const others = left === 0 ? '' : `, ${left} not: see above`;
  return locked === 0
    ? `There is nothing to lock${left === 0 ? '' : ': see above'}\n`
    : `${name}: ${locked} ${dryRun ? 'would be ' : ''}locked${others}\n`;
}
