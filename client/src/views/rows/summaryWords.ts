import type { RunningContainer } from '../../docker/releases/model';

/** Of many containers: how many are not as they should be, and how. */
export function summaryWords(containers: readonly RunningContainer[]): readonly string[] {
  const drifted = containers.filter(({ answers }) => answers.drift.status === 'drifted').length;
  const outOfSync = containers.filter(({ answers }) => answers.sync.status === 'out-of-sync').length;
  const unhealthy = containers.filter(({ answers }) => answers.health.status === 'degraded').length;
  return [
    ...(drifted > 0 ? [`${drifted} drifted`] : []),
    ...(outOfSync > 0 ? [`${outOfSync} out of sync`] : []),
    ...(unhealthy > 0 ? [`${unhealthy} unhealthy`] : []),
  ];
}
