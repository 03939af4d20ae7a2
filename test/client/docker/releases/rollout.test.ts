import assert from 'node:assert/strict';
import { rollout, type RolloutRelease } from '../../../../client/src/docker/releases/rollout';

describe('a service with more than one release', () => {
  const cases: readonly (readonly [string, readonly Partial<RolloutRelease>[], string | null])[] = [
    ['has a canary', [of(9, '1.0'), of(1, '2.0')], '9 × 1.0 · 1 × 2.0, 10 % canary'],
    ['has a canary of a third', [of(2, '1.0'), of(1, '2.0')], '2 × 1.0 · 1 × 2.0, 33 % canary'],
    ['has a very small canary', [of(999, '1.0'), of(1, '2.0')], '999 × 1.0 · 1 × 2.0, less than 1 % canary'],
    ['has two halves', [of(2, '1.0'), of(2, '2.0')], '2 × 1.0 · 2 × 2.0'],
    ['has three releases', [of(8, '1.0'), of(1, '2.0'), of(1, '3.0')], '8 × 1.0 · 1 × 2.0 · 1 × 3.0'],
    ['counts the largest first', [of(1, '2.0'), of(9, '1.0')], '9 × 1.0 · 1 × 2.0, 10 % canary'],
    [
      'has the last of the old, and no canary',
      [
        { ...of(9, '2.0'), started: 5 },
        { ...of(1, '1.0'), started: 1 },
      ],
      '9 × 2.0 · 1 × 1.0',
    ],
    [
      'has the last of the old by when its image was made',
      [
        { ...of(9, '2.0'), built: 5 },
        { ...of(1, '1.0'), built: 1 },
      ],
      '9 × 2.0 · 1 × 1.0',
    ],
    [
      'has a canary that went back to an older image',
      [
        { ...of(9, '2.0'), started: 1, built: 5 },
        { ...of(1, '1.0'), started: 5, built: 1 },
      ],
      '9 × 2.0 · 1 × 1.0, 10 % canary',
    ],
    [
      'tells equal versions by their digests',
      [
        { ...of(9, 'latest'), short: '@aaaaaaa' },
        { ...of(1, 'latest'), short: '@bbbbbbb' },
      ],
      '9 × latest @aaaaaaa · 1 × latest @bbbbbbb, 10 % canary',
    ],
    [
      'tells what has no version by its digest',
      [of(9, '1.0'), { ...of(1, null), short: '@bbbbbbb' }],
      '9 × 1.0 · 1 × @bbbbbbb, 10 % canary',
    ],
    [
      'is blue and green, and neither is a canary',
      [
        { ...of(3, '1.0'), colour: 'blue' },
        { ...of(1, '2.0'), colour: 'green' },
      ],
      '3 × 1.0 (blue) · 1 × 2.0 (green)',
    ],
    [
      'is canary and stable by name',
      [
        { ...of(3, '1.0'), colour: 'stable' },
        { ...of(1, '2.0'), colour: 'canary' },
      ],
      '3 × 1.0 · 1 × 2.0, 25 % canary',
    ],
    ['is none while only one runs', [of(3, '1.0'), of(0, '2.0')], null],
    ['is none while nothing runs', [of(0, '1.0'), of(0, '2.0')], null],
    ['is none without releases', [], null],
  ];
  for (const [title, releases, expected] of cases) {
    it(title, () => {
      const full = releases.map((release) => ({ ...of(0, null), ...release }));
      assert.equal(rollout(full), expected);
    });
  }
});

function of(running: number, version: string | null): RolloutRelease {
  return { running, version, short: '@1234567', colour: null, started: null, built: null };
}
