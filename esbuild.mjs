// Bundles the product into dist/, or with --tests compiles sources and tests file by file into out/.
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const tests = process.argv.includes('--tests');

/** A dynamic import of the engine's room becomes a `require` of its own bundle. */
const loadDockerLater = {
  name: 'load-docker-later',
  setup({ onResolve }) {
    onResolve({ filter: /\/docker\/dockerode$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './docker.js', external: true } : undefined,
    );
  },
};

const common = { platform: 'node', target: 'node20', format: 'cjs', logLevel: 'warning' };

await (tests ? compileTests() : bundle());

/** Four bundles; docker.js is loaded by extension.js when the Releases view is first shown, and not before. */
async function bundle() {
  rmSync('dist', { recursive: true, force: true });
  const options = {
    ...common,
    bundle: true,
    minify: !process.argv.includes('--debug'),
    sourcemap: process.argv.includes('--debug'),
    outdir: 'dist',
    external: ['vscode', '*.node'],
    legalComments: 'none',
    mainFields: ['module', 'main'],
  };
  await Promise.all([
    build({ ...options, entryPoints: { extension: 'client/src/extension.ts' }, plugins: [loadDockerLater] }),
    build({ ...options, entryPoints: { docker: 'client/src/docker/dockerode.ts' } }),
    build({ ...options, entryPoints: { server: 'server/src/main.ts' } }),
    build({
      ...options,
      entryPoints: { cli: 'server/src/cli.ts' },
      banner: { js: '#!/usr/bin/env node' },
    }),
  ]);
}

async function compileTests() {
  rmSync('out', { recursive: true, force: true });
  const entryPoints = ['client/src', 'server/src', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
  await build({ ...common, entryPoints, outdir: 'out', outbase: '.', sourcemap: 'inline' });
  // The doors read their version from it.
  copyFileSync('package.json', 'out/package.json');
}
