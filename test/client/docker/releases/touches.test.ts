import assert from 'node:assert/strict';
import type { Configuration } from '../../../../client/src/docker/engineFacts';
import { isHealthCheck, touches } from '../../../../client/src/docker/releases/touches';
import { configured, exec } from '../../../support/observed';

describe('commands that somebody ran in a container', () => {
  const cases: readonly (readonly [string, string, Partial<Configuration> | null, string])[] = [
    ['are told', 'sh -c vi /etc/app.conf', {}, 'sh -c vi /etc/app.conf'],
    [
      'are none for a health check of words',
      'curl -f http://localhost',
      { healthcheck: ['CMD', 'curl', '-f', 'http://localhost'] },
      '',
    ],
    [
      'are none for a health check of one word, after which engines write a space',
      'check ',
      { healthcheck: ['CMD', 'check'] },
      '',
    ],
    [
      'are none for a health check of a shell',
      '/bin/sh -c pg_isready -U a',
      { healthcheck: ['CMD-SHELL', 'pg_isready -U a'] },
      '',
    ],
    [
      'are none for a health check of more than one line',
      '/bin/sh -c test -f /a &&\n  test -f /b\n',
      { healthcheck: ['CMD-SHELL', 'test -f /a &&\n  test -f /b\n'] },
      '',
    ],
    [
      'are none for a health check of a shell of its own',
      '/bin/bash -eo pipefail -c check',
      { healthcheck: ['CMD-SHELL', 'check'], shell: ['/bin/bash', '-eo', 'pipefail', '-c'] },
      '',
    ],
    [
      'are told where they only begin like the health check',
      'check --fix',
      { healthcheck: ['CMD', 'check'] },
      'check --fix',
    ],
    ['are told where there is no health check', 'check', { healthcheck: ['NONE'] }, 'check'],
    ['are told where the health check is empty', 'check', { healthcheck: ['CMD'] }, 'check'],
    ['are told without a command by an engine that does not say it', '', {}, ' '],
    ['are not told where such may be a health check', '', { healthcheck: ['CMD', 'check'] }, ''],
    ['are not told while the health check is not known', 'check', null, ''],
  ];
  for (const [title, command, given, expected] of cases) {
    it(title, () => {
      const configuration = given === null ? null : configured(given);
      const seen = touches([exec('id', command)], configuration);
      assert.equal(seen.map((touch) => touch.command || ' ').join('; '), expected);
    });
  }

  it('are told once, though the engine told twice', () => {
    const twice = { attributes: { execID: 'x' } };
    const seen = touches([exec('id', 'sh', twice), exec('id', 'sh', twice), exec('id', 'sh')], configured());
    assert.deepEqual(seen, [
      { time: 1, command: 'sh' },
      { time: 1, command: 'sh' },
    ]);
  });

  it('hide their secrets', () => {
    const [touch] = touches([exec('id', 'mysql -uroot -phunter2')], configured());
    assert.equal(touch?.command, 'mysql -uroot -p•••');
  });

  it('are told apart from health checks for whoever has to repaint', () => {
    const configuration = configured({ healthcheck: ['CMD', 'check'] });
    assert.equal(isHealthCheck(exec('id', 'check '), configuration), true);
    assert.equal(isHealthCheck(exec('id', 'sh'), configuration), false);
    assert.equal(isHealthCheck(exec('id', 'check', { action: 'exec_start' }), configuration), false);
  });
});
