import { systemClock } from '../../client/src/environment';
import { connectEngine } from '../../client/src/docker/dockerode';
import type { Inspection, Inspector } from '../../client/src/docker/watch/inspection';
import { createInspector } from '../../client/src/docker/watch/inspector';
import { startSimulatedEngine, type SimulatedEngine } from './simulatedEngine';

/** The real inspector, the real model and the real client before engines that are simulated. */
export interface WatchedSimulation {
  readonly engines: readonly SimulatedEngine[];
  readonly inspector: Inspector;
  /** When something was shown, in milliseconds of the clock. */
  readonly paints: number[];
  readonly errors: unknown[];
  /** Resolves with the time as soon as a picture is shown for which it holds. */
  readonly shown: (holds: (inspection: Inspection) => boolean) => Promise<number>;
  /** Of all engines since it was last read, by kind. */
  readonly requests: () => ReadonlyMap<string, number>;
  readonly dispose: () => Promise<void>;
}

export interface SimulationSize {
  readonly hosts: number;
  /** On each of them. */
  readonly services: number;
  /** On each of them. */
  readonly containers: number;
  readonly delay: number;
}

export async function watchSimulation({ hosts, ...size }: SimulationSize): Promise<WatchedSimulation> {
  const names = Array.from({ length: hosts }, (_, index) => `host-${index}`);
  const engines = await Promise.all(names.map((name) => startSimulatedEngine({ ...size, name })));
  const paints: number[] = [];
  const errors: unknown[] = [];
  const awaited = new Set<(inspection: Inspection) => void>();
  const inspector = createInspector(
    {
      hosts: () => Promise.resolve(engines.map(({ host }) => host)),
      connect: (host, signal) => connectEngine(host, signal),
      knowledge: {
        declarations: () => Promise.resolve([]),
        compare: () => Promise.resolve([]),
        evidence: () => Promise.resolve([]),
        commit: () => Promise.resolve({ known: false, reason: 'no-repository' }),
        configurationHashes: () => Promise.resolve(null),
        scratch: () => [],
        mayAskRegistries: () => false,
      },
      show: (inspection) => {
        paints.push(systemClock.now());
        for (const look of awaited) look(inspection);
      },
      report: (error) => errors.push(error),
      chosen: engines.map(({ host }) => host.id),
    },
    systemClock,
  );
  return {
    engines,
    inspector,
    paints,
    errors,
    shown: (holds) =>
      new Promise((resolve) => {
        const look = (inspection: Inspection) => {
          if (!holds(inspection)) return;
          awaited.delete(look);
          resolve(systemClock.now());
        };
        awaited.add(look);
        look(inspector.current());
      }),
    requests: () => {
      const all = new Map<string, number>();
      for (const engine of engines)
        for (const [kind, count] of engine.requests()) all.set(kind, (all.get(kind) ?? 0) + count);
      return new Map([...all].toSorted(([one], [other]) => one.localeCompare(other)));
    },
    dispose: async () => {
      inspector.dispose();
      await Promise.all(engines.map((engine) => engine.dispose()));
    },
  };
}

/** Whether every host shows its containers, and how far. */
export function shows(kind: 'listed' | 'inspected' | 'measured') {
  return ({ hosts }: Inspection): boolean =>
    hosts.length > 0 &&
    hosts.every(({ state }) => {
      if (state.kind !== 'running') return false;
      const containers = state.releases.projects.flatMap(({ services }) =>
        services.flatMap(({ releases }) => releases.flatMap((release) => release.containers)),
      );
      return (
        containers.length > 0 &&
        containers.every(
          ({ details, answers }) =>
            kind === 'listed' ||
            (details !== null && (kind === 'inspected' || answers.drift.measured !== null)),
        )
      );
    });
}
