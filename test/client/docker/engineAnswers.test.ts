import assert from 'node:assert/strict';
import { isTooOld, readInfo } from '../../../client/src/docker/engineAnswers';

describe('what an engine says of itself', () => {
  it('is read', () => {
    const answer = {
      Name: 'builder',
      ServerVersion: '28.5.1',
      Driver: 'overlayfs',
      DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
      SystemTime: '2026-11-27T09:48:06.123456789Z',
      Swarm: { LocalNodeState: 'active', ControlAvailable: true },
    };
    assert.deepEqual(readInfo(answer), {
      version: '28.5.1',
      machine: 'builder',
      store: 'containerd',
      swarm: 'manager',
      time: Date.UTC(2026, 10, 27, 9, 48, 6, 123),
    });
  });

  it('may be nothing', () => {
    assert.deepEqual(readInfo(null), {
      version: null,
      machine: null,
      store: 'unknown',
      swarm: 'none',
      time: null,
    });
  });

  it('tells the store', () => {
    assert.equal(readInfo({ Driver: 'overlay2', DriverStatus: null }).store, 'classic');
    assert.equal(
      readInfo({ Driver: 'overlay', DriverStatus: [['Backing Filesystem', 'extfs']] }).store,
      'classic',
    );
    assert.equal(readInfo({ Driver: '' }).store, 'unknown');
  });

  it('tells its part in a swarm', () => {
    assert.equal(readInfo({ Swarm: { LocalNodeState: 'active', ControlAvailable: false } }).swarm, 'worker');
    assert.equal(readInfo({ Swarm: { LocalNodeState: 'inactive' } }).swarm, 'none');
    assert.equal(readInfo({ Swarm: { LocalNodeState: 'locked' } }).swarm, 'none');
    assert.equal(readInfo({ Swarm: null }).swarm, 'none');
  });
});

describe('an engine that is too old', () => {
  for (const version of ['1.12.6', '1.9.1', '0.11.1']) {
    it(version, () => assert.ok(isTooOld(version)));
  }
  for (const version of ['1.13.1', '17.03.0-ce', '20.10.24+dfsg1', '4.3.1', '3.0.0', 'dev', null]) {
    it(`is not ${String(version)}`, () => assert.ok(!isTooOld(version)));
  }
});
