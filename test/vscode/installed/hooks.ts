import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { laboratory } from '../../docker/hooks';
import { outputOf } from '../../setup/runProgram';
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
  configuration = mkdtempSync(join(tmpdir(), 'immutable-infra-docker-'));
  const environment = { DOCKER_HOST: laboratory().engine.host, DOCKER_CONFIG: configuration };
  await addContext(configuration, ABSENT_ENGINE, `unix://${join(configuration, 'no-engine.sock')}`);
  // Whoever draws on a canvas leaves no text to read.
  const settings = { ...othersAsHints(), 'terminal.integrated.gpuAcceleration': 'off' };
  running = await startSession({ vsix, environment, settings });
}

/** A context of the Docker command line where no engine is. */
export const ABSENT_ENGINE = 'staging';
let configuration: string | undefined;

async function addContext(folder: string, name: string, host: string): Promise<void> {
  const environment = { ...process.env, DOCKER_CONFIG: folder, DOCKER_HOST: undefined };
  await outputOf('docker', ['context', 'create', name, '--docker', `host=${host}`], { environment });
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
  if (configuration !== undefined) rmSync(configuration, { recursive: true });
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
