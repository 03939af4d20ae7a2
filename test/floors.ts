import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { prepareLaboratory } from './docker/laboratory';
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
    run: () => runFiles('out/test/docker/**/*.test.js', '--require', resolve('out/test/docker/hooks.js')),
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

/** Files of their own, not those that package.json names. */
function runFiles(pattern: string, ...options: string[]): Promise<Totals | null> {
  return runMocha(['--no-config', '--no-package', '--timeout', '60000', ...options, pattern]);
}
