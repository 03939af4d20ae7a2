import { startLaboratory } from './laboratory';
import type { Laboratory } from './laboratory';

let running: Laboratory | undefined;

/** The engine and the registries of this run of Mocha. */
export function laboratory(): Laboratory {
  if (running === undefined) throw new Error('Run Mocha with --require and this module.');
  return running;
}

/** Called by Mocha before the first test. */
export async function mochaGlobalSetup(): Promise<void> {
  running = await startLaboratory();
}

/** Called by Mocha after the last test, also after failures. */
export async function mochaGlobalTeardown(): Promise<void> {
  await running?.stop();
  running = undefined;
}
