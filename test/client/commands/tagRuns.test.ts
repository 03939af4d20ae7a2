import assert from 'node:assert/strict';
import { noHistory, tagRuns } from '../../../client/src/commands/tagRuns';

const OLD = `sha256:${'a'.repeat(64)}`;
const NEW = `sha256:0123456789ab${'c'.repeat(52)}`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = new Date(2026, 10, 23, 12).getTime();

describe('the history of a tag', () => {
  it('shows the latest first', () => {
    const runs = [
      { digest: OLD, first: new Date(2026, 8, 1, 9).getTime(), last: new Date(2026, 9, 4, 23).getTime() },
      { digest: NEW, first: new Date(2026, 10, 2, 0, 1).getTime(), last: NOW - 3 * HOUR },
    ];
    assert.deepEqual(
      tagRuns(runs, NOW).map(({ label, description, detail }) => `${label} ${description} ${detail}`),
      [
        `$(history) sha256:0123456789ab since 2026-11-02, seen last 3 hours ago ${NEW}`,
        `$(history) sha256:aaaaaaaaaaaa since 2026-09-01, seen last on 2026-10-04 ${OLD}`,
      ],
    );
  });

  const ages: readonly (readonly [number, string])[] = [
    [0, 'just now'],
    [-5 * MINUTE, 'just now'],
    [MINUTE, '1 minute ago'],
    [59 * MINUTE, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [23.9 * HOUR, '23 hours ago'],
    [DAY, '1 day ago'],
    [30 * DAY, '30 days ago'],
    [31 * DAY, 'on 2026-10-23'],
  ];
  for (const [age, expected] of ages) {
    it(`seen ${age / MINUTE} minutes ago is seen ${expected}`, () => {
      const [run] = tagRuns([{ digest: NEW, first: NOW - age, last: NOW - age }], NOW);
      assert.ok(run?.description.endsWith(`, seen last ${expected}`), run?.description);
    });
  }

  it('says when it begins while it is empty', () => {
    assert.deepEqual(tagRuns([], NOW), []);
    assert.equal(
      noHistory('node:20'),
      'Nothing is recorded for node:20. Its history begins with the first question to a registry.',
    );
  });
});
