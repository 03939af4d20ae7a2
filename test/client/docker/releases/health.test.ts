import assert from 'node:assert/strict';
import type { ContainerDetails } from '../../../../client/src/docker/engineFacts';
import { health } from '../../../../client/src/docker/releases/health';
import { container } from '../../../support/observed';

describe('the health of a container', () => {
  const cases: readonly (readonly [string, Partial<ContainerDetails> | null, string, string?])[] = [
    ['running', {}, 'unknown'],
    ['running', { health: 'healthy' }, 'healthy'],
    ['running', { health: 'healthy', restarts: 4 }, 'healthy: restarted 4 times'],
    ['running', { restarts: 1 }, 'unknown: restarted once'],
    ['running', { health: 'starting' }, 'starting'],
    ['running', { health: 'unhealthy' }, 'degraded: unhealthy'],
    [
      'running',
      { health: 'unhealthy', healthOutput: 'no answer of redis://me:secret@db' },
      'degraded: unhealthy: no answer of redis://me:•••@db',
    ],
    ['running', { health: 'unhealthy', healthOutput: 'refused\nmore' }, 'degraded: unhealthy: refused'],
    [
      'running',
      { health: 'unhealthy', healthOutput: 'x'.repeat(200) },
      `degraded: unhealthy: ${'x'.repeat(99)}…`,
    ],
    ['running', null, 'healthy', 'Up 8 minutes (healthy)'],
    ['running', null, 'degraded: unhealthy', 'Up 8 minutes (unhealthy)'],
    ['running', null, 'starting', 'Up 2 seconds (health: starting)'],
    ['running', null, 'unknown', 'Up 8 minutes'],
    ['paused', {}, 'paused', 'Up 8 minutes (Paused)'],
    ['restarting', { exitCode: 1, restarts: 12 }, 'degraded: restarting, exit code 1, restarted 12 times'],
    ['restarting', null, 'degraded: restarting, exit code 1', 'Restarting (1) 2 seconds ago'],
    [
      'restarting',
      { exitCode: 137, outOfMemory: true },
      'degraded: restarting, out of memory, exit code 137',
    ],
    ['exited', { exitCode: 0 }, 'stopped'],
    ['exited', { exitCode: 3 }, 'degraded: exit code 3'],
    ['exited', { exitCode: 143 }, 'stopped: exit code 143'],
    ['exited', { exitCode: 137 }, 'stopped: exit code 137'],
    ['exited', { exitCode: 137, outOfMemory: true }, 'degraded: out of memory, exit code 137'],
    ['exited', { exitCode: 127, error: 'no such file' }, 'degraded: no such file, exit code 127'],
    ['exited', null, 'degraded: exit code 3', 'Exited (3) 5 minutes ago'],
    ['exited', null, 'stopped', 'Exited (0) 5 minutes ago'],
    ['exited', null, 'stopped', ''],
    ['created', {}, 'stopped: never started'],
    ['created', { error: 'port is taken' }, 'degraded: could not start: port is taken'],
    ['dead', {}, 'degraded: dead'],
    ['removing', {}, 'stopped: removing'],
    ['dreaming', {}, 'unknown: dreaming'],
  ];
  for (const [state, details, expected, status = ''] of cases) {
    it(`${state} ${JSON.stringify(details ?? status)} is ${expected}`, () => {
      const seen = health(container({ state, status, details }));
      assert.equal([seen.status, seen.details.join(', ')].filter(Boolean).join(': '), expected);
    });
  }
});
