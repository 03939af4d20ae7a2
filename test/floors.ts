import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { prepareLaboratory, prepareLaboratory26 } from './docker/laboratory';
import { READY } from './setup/debianPackages';
import type { Readiness } from './setup/debianPackages';
import { runMocha } from './setup/mochaFloor';
import type { Totals } from './setup/mochaFloor';
import { prepareInstalled, runInstalled } from './vscode/installedFloor';
import { prepareSuite, runSuite } from './vscode/suiteFloor';

/** A part of the tests that needs something of the machine. */
export interface Floor {
  readonly name: string;
  readonly title: string;
  /** Installs what is missing, and says whether this machine can run it. */
  readonly prepare: () => Promise<Readiness>;
  /** Null when it died before its end. */
  readonly run: () => Promise<Totals | null>;
}

const CORPUS = '../shared/corpus/files';
/** Tests for which it matters what the engine is. */
const INSPECTOR = 'out/test/docker/inspector/*.test.js';

/** From the quickest to the slowest. */
export const floors: readonly Floor[] = [
  { name: 'unit', title: 'pure and protocol', prepare: ready, run: () => runMocha([]) },
  {
    name: 'hostile',
    title: 'hostile texts',
    prepare: ready,
    run: () => runFiles('out/test/hostile/*.test.js'),
  },
  {
    name: 'corpus',
    title: 'corpus of real files',
    prepare: findCorpus,
    run: () => runFiles('out/test/*.test.js'),
  },
  {
    name: 'docker',
    title: 'real registry and engine',
    prepare: prepareLaboratory,
    run: () => runInLaboratory('out/test/docker/**/*.test.js'),
  },
  {
    name: 'docker-26',
    title: 'what runs, on Docker 26',
    prepare: prepareLaboratory26,
    run: () => runInLaboratory(INSPECTOR, { TEST_ENGINE: '26' }),
  },
  {
    name: 'docker-26-containerd',
    title: 'what runs, on Docker 26 with the image store of containerd',
    prepare: prepareLaboratory26,
    run: () => runInLaboratory(INSPECTOR, { TEST_ENGINE: '26', TEST_STORE: 'containerd' }),
  },
  { name: 'vscode', title: 'real VS Code', prepare: prepareSuite, run: runSuite },
  { name: 'installed', title: 'installed .vsix, used by hand', prepare: prepareInstalled, run: runInstalled },
];

function ready(): Promise<Readiness> {
  return Promise.resolve(READY);
}

function findCorpus(): Promise<Readiness> {
  const found = existsSync(resolve(CORPUS));
  return Promise.resolve(found ? READY : { ready: false, reason: `${CORPUS} is not there`, lasting: true });
}

function runInLaboratory(pattern: string, environment?: NodeJS.ProcessEnv): Promise<Totals | null> {
  return runMocha([...OWN_FILES, '--require', resolve('out/test/docker/hooks.js'), pattern], environment);
}

function runFiles(pattern: string): Promise<Totals | null> {
  return runMocha([...OWN_FILES, pattern]);
}

/** Other files than those that package.json names. */
const OWN_FILES = ['--no-config', '--no-package', '--timeout', '60000'];
