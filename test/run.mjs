// npm test: installs what is missing, builds, checks, and runs every floor that this machine can run.
// npm test -- unit docker: these floors only, without the checks.
import { build, installDependencies } from './setup/install.mjs';
import { keep, npm, root, since } from './setup/processes.mjs';

const CHECKS = [
  ['format', 'prettier', '--check', '.'],
  ['lint', 'eslint', '.'],
  ['types', 'tsc'],
];

/** What they need is not of every machine: files beside the checkout, a mirror of Debian. */
const ALLOWED = ['corpus', 'docker-26', 'docker-26-containerd'];

const start = Date.now();
const chosen = process.argv.slice(2);
process.chdir(root);
process.exitCode = (await main()) ? 0 : 1;

async function main() {
  const problems = [];
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const leftOut = [];
  try {
    await installDependencies();
    await build();
    if (chosen.length === 0) problems.push(...(await check()));
    for (const floor of await chosenFloors()) await runFloor(floor, { problems, totals, leftOut });
  } catch (error) {
    problems.push(String(error.stack ?? error));
  }
  report({ problems, totals, leftOut });
  return problems.length === 0 && totals.failed === 0;
}

/** Names what is not in order; the checks run two at a time with their output kept together. */
async function check() {
  heading('format, lint, types');
  const failed = [];
  await Promise.all(
    CHECKS.map(async ([name, ...command]) => {
      const begin = Date.now();
      const { code, output } = await keep(...npm('exec', '--no', '--', ...command));
      console.log(`${code === 0 ? '✔' : '✘'} ${name} (${since(begin)})`);
      if (code === 0) return;
      console.log(output);
      failed.push(`${name}: not in order`);
    }),
  );
  return failed;
}

async function chosenFloors() {
  const { floors } = await import('../out/test/floors.js');
  const unknown = chosen.filter((name) => !floors.some((floor) => floor.name === name));
  if (unknown.length === 0) return floors.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  const names = floors.map(({ name }) => name).join(', ');
  throw new Error(`There is no floor ${unknown.join(', ')}. There are: ${names}.`);
}

async function runFloor(floor, { problems, totals, leftOut }) {
  heading(`${floor.name}: ${floor.title}`);
  const begin = Date.now();
  const readiness = await floor.prepare();
  if (!readiness.ready) {
    // What our own scripts could mend may not hide as a floor that is left out.
    const mendable =
      process.env.CI === 'true' && process.platform === 'linux' && !isAllowed(floor, readiness);
    if (mendable) problems.push(`${floor.name}: ${readiness.reason}`);
    else leftOut.push(`${floor.name} (${floor.title}): ${readiness.reason}`);
    console.log(`Left out: ${readiness.reason}`);
    return;
  }
  const found = await floor.run();
  console.log(`${floor.name}: ${since(begin)}`);
  if (found === null) problems.push(`${floor.name}: it ended before its last test`);
  else if (found.passed + found.failed === 0) problems.push(`${floor.name}: no test was run`);
  for (const key of Object.keys(totals)) totals[key] += found?.[key] ?? 0;
}

function isAllowed({ name }, { lasting }) {
  return lasting && ALLOWED.includes(name);
}

/** A problem that is no failed test counts as one failure, so that the last line is never green by mistake. */
function report({ problems, totals, leftOut }) {
  heading('result');
  for (const line of leftOut) console.log(`Left out: ${line}`);
  for (const line of problems) console.log(`Failed: ${line}`);
  console.log(`Time: ${since(start)}`);
  console.log(
    `${totals.passed} passed, ${totals.failed + problems.length} failed, ${totals.skipped} skipped`,
  );
}

function heading(text) {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`);
}
