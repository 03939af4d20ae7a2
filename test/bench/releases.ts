import { setTimeout } from 'node:timers/promises';
import { shows, watchSimulation, type WatchedSimulation } from '../support/watchedSimulation';
import type { Figure } from './figure';

/** 1,000 containers of 100 services on 5 hosts. */
const SIZE = { hosts: 5, services: 20, containers: 200, delay: 20 };

/** What it costs to look at many containers: time, requests, repaints and memory. */
async function releaseFigures(): Promise<Figure[]> {
  const simulation = await watchSimulation(SIZE);
  const before = bytesInUse();
  const start = performance.now();
  simulation.inspector.setVisible(true);
  const listed = (await simulation.shown(shows('listed'))) - start;
  const inspected = (await simulation.shown(shows('inspected'))) - start;
  const measured = (await simulation.shown(shows('measured'))) - start;
  const first = counted(simulation);
  const bytes = bytesInUse() - before;
  const burst = await burstFigures(simulation);
  await setTimeout(1_000);
  simulation.requests();
  await setTimeout(5_000);
  const idle = counted(simulation);
  await simulation.dispose();
  if (simulation.errors.length > 0) throw new Error(String(simulation.errors[0]));
  // What cannot be had sooner: who it is, and the list.
  const own = 2 * SIZE.delay;
  return [
    ['releases, 1,000 containers of 100 services on 5 hosts, each answer after', milliseconds(SIZE.delay)],
    [
      'releases, first tree of all hosts',
      `${milliseconds(listed - own)} beside ${milliseconds(own)} of the engines`,
    ],
    ['releases, all containers inspected', milliseconds(inspected)],
    ['releases, all containers measured', milliseconds(measured)],
    ['releases, requests until then', first],
    ['releases, memory of the inspector', `${(bytes / 1024 / 1024).toFixed(1)} MiB`],
    ...burst,
    ['releases, requests in 5 s of nothing', idle || 'none'],
  ];
}

async function burstFigures(simulation: WatchedSimulation): Promise<Figure[]> {
  const { engines, paints } = simulation;
  paints.length = 0;
  const start = performance.now();
  for (let index = 0; index < 1_000; index++) {
    const engine = engines[index % engines.length]!;
    engine.restart(engine.containerIds[index % engine.containerIds.length]!);
    // About a second in all.
    if (index % 100 === 99) await setTimeout(100);
  }
  await setTimeout(3_000);
  const busiest = Math.max(
    ...paints.map((time) => paints.filter((at) => at >= time && at < time + 1_000).length),
  );
  return [
    ['releases, repaints for 3,000 events in a second', `${paints.length}, at most ${busiest} in a second`],
    ['releases, requests for them', counted(simulation)],
    ['releases, last repaint after the first event', milliseconds((paints.at(-1) ?? NaN) - start)],
  ];
}

function counted(simulation: WatchedSimulation): string {
  return [...simulation.requests()].map(([kind, count]) => `${count} × ${kind}`).join(', ');
}

function bytesInUse(): number {
  const collect = globalThis.gc;
  if (!collect) throw new Error('Start it with --expose-gc.');
  for (let round = 0; round < 3; round++) collect();
  return process.memoryUsage().heapUsed;
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}

releaseFigures().then(
  (figures) => process.stdout.write(JSON.stringify(figures)),
  (error: unknown) => {
    process.stderr.write(String(error));
    process.exitCode = 1;
  },
);
