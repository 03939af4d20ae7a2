import { setMaxListeners } from 'node:events';
import { version } from '../../package.json';
import { HELP, readArguments } from './commandLine/arguments';
import { checkCommand } from './commandLine/checkCommand';
import type { Console, ExitCode } from './commandLine/console';
import { imagesCommand } from './commandLine/imagesCommand';
import { lintCommand } from './commandLine/lintCommand';
import { lockCommand } from './commandLine/lockCommand';
import { pinCommand } from './commandLine/pinCommand';
import { resolveCommand } from './commandLine/resolveCommand';
import { verifyCommand } from './commandLine/verifyCommand';
import { createNodeEnvironment } from './nodeEnvironment';

/** The command line's door: what it prints and what it returns depends on `console` and the words alone. */
export async function run(words: readonly string[], console: Console): Promise<ExitCode> {
  const parsed = readArguments(words);
  if ('problem' in parsed) {
    console.complain(`immutable-infra: ${parsed.problem}. See immutable-infra --help.\n`);
    return 2;
  }
  // Each reference that a registry is asked for waits on it.
  setMaxListeners(0, console.signal);
  switch (parsed.command) {
    case 'help':
      console.print(HELP);
      return 0;
    case 'version':
      console.print(`${console.version}\n`);
      return 0;
    case 'lint':
      return lintCommand(console, parsed);
    case 'images':
      return imagesCommand(console, parsed);
    case 'resolve':
      return resolveCommand(console, parsed);
    case 'pin':
    case 'update':
    case 'unpin':
      return pinCommand(console, parsed);
    case 'check':
      return checkCommand(console, parsed);
    case 'lock':
      return lockCommand(console, parsed);
    case 'verify':
      return verifyCommand(console, parsed);
  }
}

async function main(): Promise<void> {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0);
  });
  process.exitCode = await run(process.argv.slice(2), {
    environment: createNodeEnvironment(() => undefined),
    workingDirectory: process.cwd(),
    version,
    print: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    signal: controller.signal,
  });
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(
      `immutable-infra: unexpected: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`,
    );
    process.exitCode = 2;
  });
}
