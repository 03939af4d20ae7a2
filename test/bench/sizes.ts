import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure';

/** What is shipped: each bundle, and the package where `npm run package` has written one. */
export function sizeFigures(): Figure[] {
  const project = join(__dirname, '../../..');
  const files = [
    ...readdirSync(join(project, 'dist')).map((name) => join('dist', name)),
    ...readdirSync(project).filter((name) => name.endsWith('.vsix')),
  ];
  return files
    .filter((file) => existsSync(join(project, file)))
    .map((file) => [`size of ${file}`, `${(statSync(join(project, file)).size / 1024).toFixed(1)} KiB`]);
}
