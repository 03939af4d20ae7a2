import { readFileSync } from 'node:fs';
import type { Context } from 'mocha';
import { laboratory } from '../../docker/hooks';
import { IMAGE_RULES } from '../../support/imageRules';
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
  const environment = { DOCKER_HOST: laboratory().engine.host };
  running = await startSession({ vsix, environment, settings: othersAsHints() });
}

/** All rules speak, as for a person, but only those of images draw the squiggles that tests wait for and count. */
function othersAsHints(): Record<string, 'hint'> {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const names = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  const ofRules = names.filter((name) => name.startsWith(RULES));
  const others = ofRules.filter((name) => !IMAGE_RULES.includes(name.slice(RULES.length)));
  return Object.fromEntries(others.map((name) => [name, 'hint']));
}

const RULES = 'immutableInfra.rules.';

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
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
