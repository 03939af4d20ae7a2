import type { EngineKind } from './engine';
import { startLaboratory } from './laboratory';
import type { Laboratory } from './laboratory';

let running: Laboratory | undefined;

/** The engine that the variables `TEST_ENGINE` and `TEST_STORE` choose. */
function chosenKind(): EngineKind {
  const { TEST_ENGINE, TEST_STORE } = process.env;
  return {
    engine: TEST_ENGINE === '26' ? '26' : 'installed',
    store: TEST_STORE === 'containerd' ? 'containerd' : 'classic',
  };
}

/** The engine and the registries of this run of Mocha. */
export function laboratory(): Laboratory {
  if (running === undefined) throw new Error('Run Mocha with --require and this module.');
  return running;
}

/** Called by Mocha before the first test. */
export async function mochaGlobalSetup(): Promise<void> {
  running = await startLaboratory(chosenKind());
}

/** Called by Mocha after the last test, also after failures. */
export async function mochaGlobalTeardown(): Promise<void> {
  await running?.stop();
  running = undefined;
}
