import assert from 'node:assert/strict';
import type { Answers, Drift, Freshness, Health, Sync } from '../../../../client/src/docker/releases/answers';
import { worstAnswers } from '../../../../client/src/docker/releases/worstAnswers';

describe('one answer for several', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['is the worst of sync', ['synced', 'unknown', 'out-of-sync'], 'out-of-sync'],
    ['does not take what is unknown for synced', ['synced', 'unknown'], 'unknown'],
    ['is synced where all are', ['synced', 'synced'], 'synced'],
    ['is unknown where all are', ['unknown', 'unknown'], 'unknown'],
  ];
  for (const [title, given, expected] of cases) {
    it(title, () => {
      const all = given.map((status) => answers({ sync: { status: status as Sync['status'], reasons: [] } }));
      assert.equal(worstAnswers(all).sync.status, expected);
    });
  }

  it('has the reasons of the worst first, and each once', () => {
    const all = [
      answers({ sync: { status: 'synced', reasons: [{ kind: 'behind', commits: 2 }] } }),
      answers({ sync: { status: 'out-of-sync', reasons: [{ kind: 'configuration' }] } }),
      answers({ sync: { status: 'out-of-sync', reasons: [{ kind: 'configuration' }] } }),
    ];
    assert.deepEqual(worstAnswers(all).sync.reasons, [
      { kind: 'configuration' },
      { kind: 'behind', commits: 2 },
    ]);
  });

  it('is the worst of freshness, with all that the registry said of it', () => {
    const order: readonly Freshness['status'][] = [
      'current',
      'unknown',
      'tag-moved',
      'tag-gone',
      'digest-gone',
    ];
    order.forEach((status, at) => {
      const all = order.slice(0, at + 1).map((each) => answers({ freshness: freshness(each) }));
      assert.deepEqual(worstAnswers(all).freshness, freshness(status));
    });
  });

  it('is the worst of health', () => {
    const order: readonly Health['status'][] = ['healthy', 'unknown', 'starting', 'paused', 'degraded'];
    order.forEach((status, at) => {
      const all = order.slice(0, at + 1).map((each) => answers({ health: { status: each, details: [] } }));
      assert.equal(worstAnswers(all).health.status, status);
    });
  });

  it('is as old as the oldest measurement of drift, and unknown while one is missing', () => {
    const all = [9, 5, null].map((measured) =>
      answers({
        drift: { ...DRIFT, status: measured === null ? 'unknown' : 'none', measured, touchesSince: measured },
      }),
    );
    const { drift } = worstAnswers(all);
    assert.deepEqual([drift.status, drift.measured, drift.touchesSince], ['unknown', 5, null]);
    assert.deepEqual(worstAnswers(all.slice(0, 2)).drift.touchesSince, 9);
  });

  it('has each risk once', () => {
    const risky = answers({ risks: [{ kind: 'engine-socket', target: '/x' }] });
    assert.deepEqual(worstAnswers([risky, risky, answers({})]).risks, [
      { kind: 'engine-socket', target: '/x' },
    ]);
  });

  it('is unknown for nothing', () => {
    const { sync, freshness: fresh, health, drift, risks } = worstAnswers([]);
    assert.deepEqual(
      [sync.status, fresh.status, health.status, drift.status, risks],
      ['unknown', 'unknown', 'unknown', 'unknown', []],
    );
    assert.deepEqual([drift.changes, drift.measured, drift.touchesSince], [null, null, null]);
  });
});

const DRIFT: Drift = {
  status: 'none',
  changes: null,
  measured: 1,
  problem: null,
  touches: [],
  touchesSince: null,
};

function freshness(status: Freshness['status']): Freshness {
  return { status, reason: null, newDigest: status, asked: 1, detail: null };
}

function answers(given: Partial<Answers>): Answers {
  return {
    sync: { status: 'synced', reasons: [] },
    freshness: freshness('current'),
    health: { status: 'healthy', details: [] },
    drift: DRIFT,
    risks: [],
    ...given,
  };
}
