// Brings a checkout to the point where tests and the extension can run: dependencies and builds.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, show, since } from './processes.mjs';

/** Runs `npm ci` where node_modules is absent or is not what package-lock.json says. */
export async function installDependencies() {
  if (dependenciesAreCurrent()) return;
  const start = Date.now();
  console.log('Installing dependencies (npm ci) …');
  const code = await show(...npm('ci', '--no-audit', '--no-fund', '--loglevel=error'));
  if (code !== 0) throw new Error(`npm ci ended with ${code}.`);
  console.log(`Dependencies installed in ${since(start)}.`);
}

/** Bundles the product into dist/ and compiles sources and tests into out/. */
export async function build() {
  for (const args of [[], ['--tests']]) {
    const code = await show(process.execPath, ['esbuild.mjs', ...args]);
    if (code !== 0)
      throw new Error(`The build (node ${['esbuild.mjs', ...args].join(' ')}) ended with ${code}.`);
  }
}

/** Whether every package of the lock file is there in its version; npm keeps its own record of what it installed. */
function dependenciesAreCurrent() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(record);
  return Object.entries(wanted).every(
    ([path, { version, optional, dev, peer }]) =>
      path === '' ||
      optional ||
      peer ||
      installed[path]?.version === version ||
      (dev && process.env.NODE_ENV === 'production'),
  );
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
