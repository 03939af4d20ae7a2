import { activationFigures } from './activation';
import { bundledFigures } from './bundled';
import { corpusFigures } from './corpus';
import { editorFigures } from './editor';
import { registryFigures } from './registry';
import { sizeFigures } from './sizes';

/** `npm run bench`: prints figures, judges none. Each is a line `name: value`. */
async function run(): Promise<void> {
  const all = [
    sizeFigures,
    corpusFigures,
    () => bundledFigures('parsers'),
    () => bundledFigures('rules'),
    () => bundledFigures('memory', '--expose-gc'),
    () => bundledFigures('releases', '--expose-gc'),
    editorFigures,
    registryFigures,
    activationFigures,
  ];
  for (const figures of all) {
    for (const [name, value] of await figures()) process.stdout.write(`${name}: ${value}\n`);
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
  process.exitCode = 1;
});
