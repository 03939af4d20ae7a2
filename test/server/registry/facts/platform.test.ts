import assert from 'node:assert/strict';
import { bestMatch, platformKey, readPlatform } from '../../../../server/src/registry/facts/platform';

/** What is wanted, what there is → what is taken. */
const MATCHES: readonly (readonly [wanted: string, there: string, taken: string | null])[] = [
  ['linux/amd64', 'linux/arm64 linux/amd64', 'linux/amd64'],
  ['linux/amd64', 'linux/386', null],
  ['linux/amd64', 'linux/amd64/v1', 'linux/amd64/v1'],
  ['linux/amd64', 'linux/amd64/v3', null],
  ['linux/amd64/v3', 'linux/amd64 linux/amd64/v2', 'linux/amd64/v2'],
  ['linux/amd64/v3', 'linux/amd64/v4 linux/amd64', 'linux/amd64'],
  ['linux/amd64/v3', 'linux/amd64/v2 linux/amd64/v3', 'linux/amd64/v3'],
  ['linux/arm64', 'linux/arm64/v8', 'linux/arm64/v8'],
  ['linux/arm64/v8', 'linux/arm64', 'linux/arm64'],
  ['linux/arm64/v9', 'linux/arm64/v8 linux/arm64/v8.2', 'linux/arm64/v8.2'],
  ['linux/arm64', 'linux/arm/v7', null],
  ['linux/arm', 'linux/arm/v5 linux/arm/v6', 'linux/arm/v6'],
  ['linux/arm', 'linux/arm/v5 linux/arm/v7', 'linux/arm/v7'],
  ['linux/arm/v6', 'linux/arm/v7 linux/arm/v5', 'linux/arm/v5'],
  ['linux/arm/v6', 'linux/arm', null],
  ['linux/armel', 'linux/arm/v6', 'linux/arm/v6'],
  ['linux/aarch64', 'linux/arm64', 'linux/arm64'],
  ['linux/x86_64', 'linux/amd64', 'linux/amd64'],
  ['Linux/AMD64', 'linux/amd64', 'linux/amd64'],
  ['arm64', 'windows/arm64 linux/arm64', 'linux/arm64'],
  ['linux/riscv64', 'linux/riscv64/rva22u64', null],
  ['linux/riscv64', 'linux/riscv64', 'linux/riscv64'],
  ['windows/amd64', 'linux/amd64', null],
  ['windows/amd64', 'windows/amd64@10.0.17763.1 windows/amd64@10.0.20348.9', 'windows/amd64@10.0.20348.9'],
  ['windows/amd64', 'windows/amd64 windows/amd64@10.0.9.1', 'windows/amd64@10.0.9.1'],
  [
    'windows(10.0.17763.99)/amd64',
    'windows/amd64@10.0.20348.9 windows/amd64@10.0.17763.1',
    'windows/amd64@10.0.17763.1',
  ],
  ['windows(10.0.22000)/amd64', 'windows/amd64@10.0.20348.9 windows/amd64', null],
  ['', 'linux/amd64', null],
  ['linux/constructor', 'linux/amd64', null],
  ['linux/__proto__/v1', 'linux/__proto__', null],
  ['linux/amd64', '', null],
];

describe('the image that is taken for a platform', () => {
  for (const [wanted, there, taken] of MATCHES) {
    it(`${wanted} of ${there}: ${taken ?? 'none'}`, () => {
      const candidates = there.split(' ').map((text) => {
        const [platform = '', osVersion = null] = text.split('@');
        return { platform, osVersion, text };
      });
      assert.equal(bestMatch(candidates, wanted)?.text ?? null, taken);
    });
  }

  it('is the earliest of those that are alike', () => {
    const alike = ['first', 'second'].map((name) => ({ platform: 'linux/amd64', osVersion: null, name }));
    assert.equal(bestMatch(alike, 'linux/amd64')?.name, 'first');
  });
});

describe('a platform', () => {
  it('is named by its parts', () => {
    assert.deepEqual(readPlatform({ os: 'linux', architecture: 'arm', variant: 'v7' }), {
      platform: 'linux/arm/v7',
      osVersion: null,
    });
    const windows = { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.2113' };
    assert.deepEqual(readPlatform(windows), { platform: 'windows/amd64', osVersion: '10.0.20348.2113' });
  });

  for (const none of [
    null,
    'linux/amd64',
    [],
    {},
    { os: 'linux' },
    { os: 'unknown', architecture: 'unknown' },
    { os: '', architecture: '' },
    { os: 'linux', architecture: '[click](https://example.com)' },
    { os: 'linux', architecture: 'a'.repeat(65) },
    { os: 1, architecture: {} },
  ]) {
    it(`is none: ${JSON.stringify(none).slice(0, 60)}`, () => assert.equal(readPlatform(none), null));
  }

  it('has one key in all its spellings', () => {
    const key = (platform: string): string => platformKey({ platform, osVersion: null });
    assert.equal(key('linux/arm64/v8'), key('linux/aarch64'));
    assert.equal(key('linux/arm'), key('linux/arm/v7'));
    assert.notEqual(key('linux/arm'), key('linux/arm/v6'));
    assert.notEqual(key('linux/amd64'), platformKey({ platform: 'linux/amd64', osVersion: '1' }));
  });
});
