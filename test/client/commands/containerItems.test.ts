import assert from 'node:assert/strict';
import { containerItems, containersBelow } from '../../../client/src/commands/containerItems';
import type { Inspection, Target } from '../../../client/src/docker/watch/inspection';
import { containerOf, digestOf, hostOf } from '../../support/running';

describe('containers to pick from', () => {
  const stopped = containerOf({ id: 'c3', name: 'web-3' });
  const inspection: Inspection = {
    hosts: [
      hostOf([
        containerOf({ id: 'c1', name: 'web-1' }),
        containerOf({ id: 'c2', name: 'web-2', digest: { known: false, reason: 'none', elsewhere: [] } }),
        { ...stopped, facts: { ...stopped.facts, state: 'exited' } },
      ]),
      hostOf([containerOf({ id: 'c1', name: 'other' })], {
        host: { id: 'context:prod', name: 'prod' },
        project: { kind: 'standalone', name: 'Standalone' },
        release: { version: null },
      }),
      { id: 'gone', name: 'gone', origin: { kind: 'usual' }, state: { kind: 'connecting' } },
    ],
  };
  const names = (target: Target | null) =>
    containersBelow(inspection, target).map(({ host, container }) => `${host.name}: ${container.name}`);

  const cases: readonly [target: Target | null, names: readonly string[]][] = [
    [null, ['This machine: web-1', 'This machine: web-2', 'prod: other']],
    [{ kind: 'host', host: 'usual' }, ['This machine: web-1', 'This machine: web-2', 'This machine: web-3']],
    [{ kind: 'project', host: 'context:prod', key: 'shop' }, ['prod: other']],
    [{ kind: 'service', host: 'context:prod', key: 'shop/web' }, ['prod: other']],
    [{ kind: 'release', host: 'context:prod', key: 'shop/web/1' }, ['prod: other']],
    [{ kind: 'release', host: 'context:prod', key: 'shop/web/2' }, []],
    [{ kind: 'container', host: 'usual', id: 'c1' }, ['This machine: web-1']],
    [{ kind: 'change', host: 'usual', id: 'c3', path: '/x' }, ['This machine: web-3']],
    [{ kind: 'host', host: 'gone' }, []],
    [{ kind: 'host', host: 'unheard' }, []],
  ];
  for (const [target, expected] of cases) {
    it(`of ${target ? `a ${target.kind} of ${target.host}` : 'everything, are those that run'}`, () =>
      assert.deepEqual(names(target), expected));
  }

  it('say their release, and their host only where there are several', () => {
    const lines = (target: Target | null) =>
      containerItems(containersBelow(inspection, target)).map(
        ({ label, description, detail }) => `${label}  ${description}  ${detail}`,
      );
    assert.deepEqual(lines(null), [
      'web-1  1.4.0 · @aaaaaaa · running  shop / web / This machine',
      'web-2  1.4.0 · running  shop / web / This machine',
      'other  @aaaaaaa · running  web / prod',
    ]);
    assert.deepEqual(lines({ kind: 'container', host: 'usual', id: 'c1' }), [
      `web-1  1.4.0 · @${digestOf('a').slice(7, 14)} · running  shop / web`,
    ]);
  });
});
