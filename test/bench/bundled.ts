import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Figure } from './figure';

/**
 * What a file of this folder prints as JSON in a process of its own, as one bundle: what is compiled file by file calls
 * every import through a getter, which costs a parser more than its work, and ours is shipped in a bundle.
 */
export function bundledFigures(name: string, ...nodeOptions: readonly string[]): Figure[] {
  const bundle = join(__dirname, `${name}.bundle.js`);
  buildSync({
    entryPoints: [join(__dirname, '../../../test/bench', `${name}.ts`)],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    // Optional speed of the SSH library, which is not shipped either.
    external: ['*.node'],
    logLevel: 'error',
  });
  return JSON.parse(
    execFileSync(process.execPath, [...nodeOptions, bundle], { encoding: 'utf8' }),
  ) as Figure[];
}
