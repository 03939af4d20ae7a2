// npm run screenshots: takes the pictures of the README anew, into media/.
import { build, installDependencies } from './setup/install.mjs';
import { root } from './setup/processes.mjs';

process.chdir(root);
await installDependencies();
await build();
const { takeScreenshots } = await import('../out/test/vscode/screenshots.js');
await takeScreenshots();
process.exit(0);
