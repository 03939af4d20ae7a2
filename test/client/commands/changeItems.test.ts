import assert from 'node:assert/strict';
import { changeItems, changesTitle, noChanges } from '../../../client/src/commands/changeItems';
import type { Drift, SortedChanges } from '../../../client/src/docker/releases/answers';
import { NO_ANSWERS } from '../../support/running';

const NOW = Date.UTC(2026, 10, 27, 10, 0);

describe('what changed in a container, to pick from', () => {
  it('is grouped, what matters most first', () => {
    const changes: SortedChanges = {
      code: [
        { path: '/app/server.js', kind: 'changed' },
        { path: '/etc/passwd', kind: 'deleted' },
      ],
      data: [{ path: '/var/lib/app/db', kind: 'added' }],
      scratch: [],
    };
    const lines = changeItems(drift({ changes })).map((item) =>
      'heading' in item ? `-- ${item.heading}` : `${item.label}  ${item.description}`,
    );
    assert.equal(
      lines.join('\n'),
      `-- Code and configuration: a release should bring these (2 paths)
/app/server.js  C changed
/etc/passwd  D deleted
-- Data: it belongs into a volume (1 path)
/var/lib/app/db  A added`,
    );
  });

  it('has nothing before it was measured', () => assert.deepEqual(changeItems(drift({})), []));

  it('says when it was measured', () => {
    assert.equal(
      changesTitle('web-1', drift({ measured: NOW })),
      'Changes in web-1, measured 2026-11-27 10:00 UTC',
    );
    assert.equal(changesTitle('web-1', drift({})), 'Changes in web-1');
  });
});

describe('why nothing is listed of what changed in a container', () => {
  const nothing: SortedChanges = { code: [], data: [], scratch: [] };
  const cases: readonly [what: string, facts: Partial<Drift>, said: string | null][] = [
    [
      'nothing did',
      { changes: nothing, measured: NOW },
      'Nothing in web-1 differs from its image, as of 2026-11-27 10:00 UTC. Mounts are not part of a container, and are not looked at.',
    ],
    [
      'the engine refuses',
      { problem: 'not supported', measured: NOW },
      'What changed in web-1 cannot be measured: not supported',
    ],
    [
      'the engine has not answered',
      {},
      'What changed in web-1 is not known: its engine has not answered. Refresh the view of releases and try again.',
    ],
    [
      'something did',
      { changes: { ...nothing, scratch: [{ path: '/tmp/x', kind: 'added' }] }, measured: NOW },
      null,
    ],
  ];
  for (const [what, facts, said] of cases) {
    it(`is that ${what}`, () => assert.equal(noChanges('web-1', drift(facts)), said));
  }
});

function drift(facts: Partial<Drift>): Drift {
  return { ...NO_ANSWERS.drift, ...facts };
}
