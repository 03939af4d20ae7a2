import { readFileSync, writeFileSync } from 'node:fs';
import { generatedFiles } from './generatedFiles';

/** The door of `npm run generate`: writes what the rules decide into docs/ and package.json; `--check` only compares. */
const check = process.argv.includes('--check');
let stale = false;
for (const { path, content } of generatedFiles((file) => readFileSync(file, 'utf8'))) {
  const before = readFileSync(path, { encoding: 'utf8', flag: 'a+' });
  if (before === content) continue;
  if (check) stale = true;
  else writeFileSync(path, content);
  process.stdout.write(`${path}: ${check ? 'stale; run npm run generate' : 'written'}\n`);
}
process.exitCode = stale ? 1 : 0;
