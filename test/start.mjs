// npm start: installs what is missing, builds, and opens VS Code with this extension on a copy of examples/shop.
// npm start -- --check: looks without a window whether the workbench comes up and shows findings, and ends.
import { build, installDependencies } from './setup/install.mjs';
import { root } from './setup/processes.mjs';

const begin = Date.now();
// Ctrl-C is the way to end it, no failure.
process.exitCode = 0;
process.chdir(root);
try {
  await installDependencies();
  await build();
  const { start } = await import('../out/test/start/start.js');
  await start({ check: process.argv.includes('--check'), begin });
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
