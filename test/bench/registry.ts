import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createNodeEnvironment } from '../../server/src/nodeEnvironment';
import { createDigests } from '../../server/src/registry/digests';
import { createMemory } from '../../server/src/registry/memory/createMemory';
import { DEFAULT_REGISTRY_SETTINGS } from '../../server/src/registry/registrySettings';
import { parseImageReference } from '../../server/src/syntax/imageReference';
import { findProgram } from '../setup/debianPackages';
import { outputOf } from '../setup/runProgram';
import { whenSaid } from '../setup/whenSaid';
import { quantile, type Figure } from './figure';
import { DELAY } from './delay';

const REFERENCES = 100;
const AT_ONCE = 4;
const RUNS = 5;
const SERVER = join(__dirname, 'slowRegistry.js');
const COMMAND = join(__dirname, '../../../dist/cli.js');

/**
 * Seconds for the digests of 100 distinct references of one registry whose answers take 50 ms each, behind a token
 * service: the shipped command as a whole process, and `skopeo inspect` one after the other and at 4 at once.
 */
export async function registryFigures(): Promise<Figure[]> {
  const child = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [, host = ''] = await whenSaid(child, /(localhost:\d+)/, 'The slow registry');
  const names = Array.from({ length: REFERENCES }, (_, index) => `${host}/team/app${index}:1`);
  // The challenge, the token, and then the references, as many at once as may be.
  const limit = ((REFERENCES / AT_ONCE) * DELAY + 2 * DELAY) / 1000;
  const figures: Figure[] = [];
  const add = (name: string, seconds: number): void => {
    figures.push([
      `${name} of ${REFERENCES} references`,
      `${seconds.toFixed(2)} s, ${(seconds / limit).toFixed(2)} of the limit of ${limit.toFixed(2)} s`,
    ]);
  };
  const inside: number[] = [];
  const whole: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    inside.push(await seconds(() => resolveAll(names)));
    whole.push(await seconds(() => outputOf(process.execPath, [COMMAND, 'resolve', ...names])));
  }
  add(`resolving in a running process, median of ${RUNS},`, quantile(inside, 0.5));
  add(`the command resolve as a process, median of ${RUNS},`, quantile(whole, 0.5));
  if (findProgram('skopeo') !== undefined) {
    add('skopeo inspect at 4 at once', await seconds(() => inspect(names, AT_ONCE)));
    add('skopeo inspect one after the other', await seconds(() => inspect(names, 1)));
  }
  child.stdin.end();
  return figures;
}

/** Each time from nothing: no token, nothing remembered. */
async function resolveAll(names: readonly string[]): Promise<void> {
  const environment = createNodeEnvironment(() => undefined);
  const memory = createMemory(environment, { folder: null });
  const digests = createDigests(environment, { settings: () => DEFAULT_REGISTRY_SETTINGS, memory });
  const { signal } = new AbortController();
  const answers = await Promise.all(
    names.map((name) => {
      const reference = parseImageReference(name);
      if (reference.kind !== 'reference') throw new Error(`${name} is no reference`);
      return digests.resolve(reference, signal);
    }),
  );
  if (!answers.every(({ found }) => found)) throw new Error('A reference was not resolved.');
}

async function inspect(names: readonly string[], atOnce: number): Promise<void> {
  const waiting = [...names];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const words = ['inspect', '--no-tags', '--tls-verify=false', '--format', '{{.Digest}}'];
      await outputOf('skopeo', [...words, `docker://${name}`]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
