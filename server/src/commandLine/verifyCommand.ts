import { pinAnswersOf } from '../pins/checkPin';
import { verifyLock, type LockProblem } from '../pins/verifyLock';
import { lineStarts, placeAt } from '../text/lines';
import { withDigests, type AskingArguments } from './asking';
import type { Console, ExitCode } from './console';
import { lockTarget, type LockArguments } from './lockTarget';

export type VerifyCommandArguments = LockArguments & AskingArguments;

/** Says where a digest lock differs from its project, and from what registries have now. */
export async function verifyCommand(console: Console, options: VerifyCommandArguments): Promise<ExitCode> {
  const { environment, signal, print, complain } = console;
  const target = await lockTarget(console, options);
  if ('problem' in target) {
    complain(`${target.problem}\n`);
    return 2;
  }
  const { services, lock, name } = target;
  if (!lock) {
    complain(`${name}: There is no such file. Make it with immutable-infra lock.\n`);
    return 2;
  }
  const problems = await withDigests(console, options, (digests) =>
    verifyLock(lock.text, services, { answers: pinAnswersOf(digests, environment.now), signal }),
  );
  const starts = lineStarts(lock.text);
  const line = ({ span, message }: LockProblem): string => {
    if (!span) return `${name}: ${message}\n`;
    const place = placeAt(starts, span.start);
    return `${name}:${place.line}:${place.column}: ${message}\n`;
  };
  const differences = problems.filter(({ kind }) => kind === 'difference');
  const unknown = problems.filter(({ kind }) => kind === 'unknown');
  print(differences.map(line).join(''));
  complain(unknown.map(line).join(''));
  if (unknown.length > 0) return 2;
  return differences.length > 0 ? 1 : 0;
}
