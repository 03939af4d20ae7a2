import assert from 'node:assert/strict';
import type { SyncReason, FreshnessUnknown } from '../../../client/src/docker/releases/answers';
import {
  driftWord,
  freshnessReasonText,
  freshnessWord,
  healthWord,
  syncReasonText,
} from '../../../client/src/wording/answerWords';
import { answers } from '../../support/runningParts';

describe('the reasons of an answer', () => {
  const sync: readonly (readonly [SyncReason, string])[] = [
    [
      { kind: 'tag-moved-here', reference: 'app:1' },
      'app:1 is another image on this engine by now, and the container was not replaced',
    ],
    [{ kind: 'configuration' }, 'the container was started with another configuration than the file has now'],
    [{ kind: 'behind', commits: 0 }, 'built from HEAD'],
    [{ kind: 'behind', commits: 1 }, 'built 1 commit behind HEAD'],
    [{ kind: 'dirty-source' }, 'built from files that were not committed'],
    [
      { kind: 'unknown-commit', revision: '9f8e7d6c5b4a' },
      'the Git history here does not have the commit 9f8e7d6',
    ],
    [{ kind: 'orphan' }, 'the file has no such service'],
    [{ kind: 'file-absent', path: '/a/compose.yaml' }, '/a/compose.yaml is not here, or cannot be read'],
    [{ kind: 'variable', text: '${X}' }, '${X} cannot be known from the files'],
    [{ kind: 'tag-not-here', declared: 'app:2' }, 'which image app:2 names is known to its registry only'],
    [{ kind: 'identity-unknown' }, 'the engine does not say what runs'],
  ];
  for (const [reason, expected] of sync) {
    it(`${reason.kind} in words`, () => assert.equal(syncReasonText(reason), expected));
  }

  const freshness: readonly (readonly [FreshnessUnknown, RegExp])[] = [
    ['not-asked', /Check Against Registries/],
    ['local', /no registry has it/],
    ['no-tag', /no tag that could move/],
    ['reference-unknown', /does not say what it was started from/],
    ['unanswered', /did not answer/],
  ];
  for (const [reason, expected] of freshness) {
    it(`${reason} in words`, () => assert.match(freshnessReasonText(reason), expected));
  }
});

describe('the word of an answer', () => {
  it('is one for each state', () => {
    const fresh = (['current', 'tag-moved', 'tag-gone', 'digest-gone', 'unknown'] as const).map((status) =>
      freshnessWord(answers({ freshness: { status } }).freshness),
    );
    assert.deepEqual(fresh, ['current', 'tag moved', 'tag gone', 'digest gone', 'unknown']);
    const health = (['healthy', 'starting', 'degraded', 'paused', 'stopped', 'unknown'] as const).map(
      (status) => healthWord(answers({ health: { status } }).health),
    );
    assert.deepEqual(health, ['healthy', 'starting', 'unhealthy', 'paused', 'stopped', 'unknown']);
  });

  it('tells who was inside from what was changed', () => {
    const touches = [{ time: 1, command: 'sh' }];
    const none = { code: [], data: [], scratch: [] };
    const { drift } = answers({ drift: { status: 'drifted', touches, changes: none } });
    assert.equal(driftWord(drift), 'touched by hand');
    assert.equal(driftWord({ ...drift, changes: null }), 'touched by hand');
    assert.equal(
      driftWord({ ...drift, changes: { ...none, code: [{ path: '/a', kind: 'added' }] } }),
      'drifted',
    );
  });
});
