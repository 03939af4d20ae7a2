import assert from 'node:assert/strict';
import { readImageFacts } from '../../../../server/src/registry/facts/imageFacts';
import { sha256 } from '../../../support/fakeRegistry';

describe('the facts of an image', () => {
  it('are what its configuration says, without its variables', () => {
    const facts = readImageFacts({
      os: 'linux',
      architecture: 'arm64',
      variant: 'v8',
      created: '2024-05-06T07:08:09.123456789Z',
      config: {
        User: 'app:app',
        Env: ['PASSWORD=hunter2'],
        ExposedPorts: { '8080/tcp': {}, '53/udp': {} },
        Volumes: { '/data': {} },
        Entrypoint: ['/entrypoint.sh'],
        Cmd: ['serve'],
        Labels: { 'org.opencontainers.image.revision': 'abc', broken: 1 },
        StopSignal: 'SIGQUIT',
        Healthcheck: { Test: ['CMD-SHELL', 'curl -f http://localhost'], Interval: 90_000_000_000 },
      },
    });
    assert.deepEqual(facts, {
      platform: 'linux/arm64/v8',
      osVersion: null,
      created: '2024-05-06T07:08:09.123456789Z',
      labels: { 'org.opencontainers.image.revision': 'abc' },
      volumes: ['/data'],
      exposedPorts: ['8080/tcp', '53/udp'],
      user: 'app:app',
      healthcheck: { test: ['CMD-SHELL', 'curl -f http://localhost'], interval: '1m30s' },
      entrypoint: ['/entrypoint.sh'],
      command: ['serve'],
      stopSignal: 'SIGQUIT',
      base: null,
    });
    assert.doesNotMatch(JSON.stringify(facts), /hunter2/);
  });

  it('are nothing where nothing is said, or something else than is meant', () => {
    const nothing = {
      platform: null,
      osVersion: null,
      created: null,
      labels: {},
      volumes: [],
      exposedPorts: [],
      user: null,
      healthcheck: null,
      entrypoint: null,
      command: null,
      stopSignal: null,
      base: null,
    };
    assert.deepEqual(readImageFacts({}), nothing);
    assert.deepEqual(readImageFacts({ config: null, created: 5 }), nothing);
    const config = {
      User: '',
      ExposedPorts: ['80'],
      Volumes: null,
      Entrypoint: 'text',
      Cmd: [],
      Labels: [],
      Healthcheck: { Test: [] },
    };
    assert.deepEqual(readImageFacts({ os: 'linux', created: 'yesterday', config }), nothing);
  });

  for (const [created, expected] of [
    ['0001-01-01T00:00:00Z', null],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ['2024-01-02T03:04:05+02:00', '2024-01-02T03:04:05+02:00'],
    ['2024-13-45T00:00:00Z', null],
    ['2024-01-02', null],
  ] as const) {
    it(`created ${created}: ${expected ?? 'unknown'}`, () =>
      assert.equal(readImageFacts({ created }).created, expected));
  }

  for (const [nanoseconds, interval] of [
    [30e9, '30s'],
    [3_600e9, '1h'],
    [5_430.5e9, '1h30m30.5s'],
    [250e6, '250ms'],
    [0, null],
    [-1, null],
    ['30s', null],
  ] as const) {
    it(`a health check every ${nanoseconds} ns: ${interval ?? 'as the engine wants'}`, () => {
      const facts = readImageFacts({
        config: { Healthcheck: { Test: ['CMD', 'x'], Interval: nanoseconds } },
      });
      assert.deepEqual(facts.healthcheck, { test: ['CMD', 'x'], interval });
    });
  }

  it('a health check that is switched off', () => {
    assert.equal(readImageFacts({ config: { Healthcheck: { Test: ['NONE'] } } }).healthcheck, 'NONE');
  });

  describe('the base image', () => {
    const NAME = 'org.opencontainers.image.base.name';
    const DIGEST = 'org.opencontainers.image.base.digest';
    const base = (Labels: object, ...annotations: Record<string, string>[]): unknown =>
      readImageFacts({ config: { Labels } }, annotations).base;

    it('is that of the labels', () => {
      assert.deepEqual(base({ [NAME]: 'debian:12', [DIGEST]: sha256('d') }), {
        name: 'debian:12',
        digest: sha256('d'),
      });
    });

    it('is rather that of the annotations, as labels are inherited', () => {
      assert.deepEqual(
        base({ [NAME]: 'debian:12', [DIGEST]: sha256('d') }, { [NAME]: 'python:3', [DIGEST]: sha256('p') }),
        { name: 'python:3', digest: sha256('p') },
      );
    });

    it('is rather that of the manifest than that of the index', () => {
      assert.deepEqual(base({}, {}, { [NAME]: 'debian:12' }), { name: 'debian:12', digest: null });
      assert.deepEqual(base({}, { [NAME]: 'python:3' }, { [DIGEST]: sha256('d') }), {
        name: 'python:3',
        digest: null,
      });
    });

    it('is never mixed of both', () => {
      assert.deepEqual(base({ [NAME]: 'debian:12', [DIGEST]: sha256('d') }, { [NAME]: 'python:3' }), {
        name: 'python:3',
        digest: null,
      });
    });

    it('has no digest that is none', () => {
      assert.deepEqual(base({ [NAME]: 'debian:12', [DIGEST]: 'latest' }), {
        name: 'debian:12',
        digest: null,
      });
      assert.equal(base({ [DIGEST]: 'latest' }), null);
    });
  });
});
