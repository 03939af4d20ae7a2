import assert from 'node:assert/strict';
import { readRateLimit, retryAfter } from '../../../../server/src/registry/network/rateLimit';

describe('readRateLimit', () => {
  const read = (limit: string | null, remaining: string | null, source: string | null = null) => {
    const headers = new Map([
      ['ratelimit-limit', limit],
      ['ratelimit-remaining', remaining],
      ['docker-ratelimit-source', source],
    ]);
    return readRateLimit({ get: (name) => headers.get(name) ?? null });
  };

  it('takes the number, the window and the source', () => {
    assert.deepEqual(read('100;w=21600', '87;w=21600', '192.0.2.1'), {
      limit: 100,
      remaining: 87,
      windowSeconds: 21_600,
      source: '192.0.2.1',
    });
    assert.deepEqual(read('100', '0, extra'), {
      limit: 100,
      remaining: 0,
      windowSeconds: null,
      source: null,
    });
  });

  it('takes nothing where one is missing or is no number, and no odd source', () => {
    assert.equal(read('100;w=21600', null), null);
    assert.equal(read(null, '1'), null);
    assert.equal(read('many', '1'), null);
    assert.equal(read('-1', '1'), null);
    assert.equal(read('1', '1', 'two words\n')?.source, null);
  });
});

describe('retryAfter', () => {
  const TIMES: readonly (readonly [header: string | null, seconds: number | null])[] = [
    [null, null],
    ['', null],
    ['120', 120],
    ['0', 1],
    ['-5', null],
    ['1.5', null],
    ['9999999999', null],
    ['soon', null],
    ['Wed, 01 Jan 2020 00:00:30 GMT', 30],
    ['Wed, 01 Jan 2014 00:00:30 GMT', 1],
  ];
  for (const [header, seconds] of TIMES) {
    it(`${header ?? 'none'} → ${seconds ?? 'not said'}`, () =>
      assert.equal(retryAfter(header, Date.parse('2020-01-01T00:00:00Z')), seconds));
  }
});
