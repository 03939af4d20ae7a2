import type { Context } from 'mocha';
import { laboratory } from '../../docker/hooks';
import { startSession } from './session';
import type { Session } from './session';

let running: Session | undefined;

/** The VS Code of this run of Mocha. */
export function session(): Session {
  if (running === undefined) throw new Error('Run Mocha with --require and this module.');
  return running;
}

/** Called by Mocha before the first test, after the laboratory has started. */
export async function mochaGlobalSetup(): Promise<void> {
  const vsix = process.env.TEST_VSIX;
  if (vsix === undefined) throw new Error('TEST_VSIX names no packaged extension.');
  running = await startSession({ vsix, environment: { DOCKER_HOST: laboratory().engine.host } });
}

export async function mochaGlobalTeardown(): Promise<void> {
  await running?.stop();
  running = undefined;
}

export const mochaHooks = {
  /** What a person would have seen. */
  async afterEach(this: Context): Promise<void> {
    const { currentTest } = this;
    if (currentTest?.state === 'failed') {
      await session().picture(`failed ${currentTest.fullTitle()}`.replaceAll(/[^\w]+/g, '-'));
    }
    await session().closePages();
  },
};
