import assert from 'node:assert/strict';
import { startFakeEngine, type FakeEngine } from '../../support/fakeEngine';
import { connected } from '../../support/engineConnection';

describe('a container that is never started', () => {
  const { signal } = new AbortController();
  let fake: FakeEngine;
  beforeEach(async () => (fake = await startFakeEngine()));
  afterEach(() => fake.dispose());

  it('is created with its labels, and removed with its volumes', async () => {
    const engine = await connected(fake);
    const created = await engine.createContainer('sha256:1', { owner: 'us' }, signal);
    assert.ok(created.ok);
    assert.deepEqual(await engine.removeContainer(created.value, signal), { ok: true, value: null });
    assert.deepEqual(fake.log, [
      'GET /info',
      'POST /containers/create',
      `DELETE /containers/${created.value}?v=1`,
    ]);
    assert.deepEqual(fake.bodies, [
      {
        Image: 'sha256:1',
        Labels: { owner: 'us' },
        Cmd: ['never-started'],
        Entrypoint: [],
        NetworkDisabled: true,
        HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'no' } },
      },
    ]);
  });

  it('is created for the platform that is wanted', async () => {
    const arm = { os: 'linux', architecture: 'arm', variant: 'v7' };
    await (await connected(fake)).createContainer('sha256:1', {}, signal, arm);
    assert.equal(fake.log.at(-1), 'POST /containers/create?platform=linux%2Farm%2Fv7');
  });

  it('may be refused', async () => {
    fake.set({ troubles: { '/containers/create': { status: 404, body: '{"message":"No such image: x"}' } } });
    const answer = await (await connected(fake)).createContainer('x', {}, signal);
    assert.ok(!answer.ok);
    assert.deepEqual([answer.failure.status, answer.failure.detail], [404, 'HTTP 404: No such image: x']);
  });

  it('may come without an id', async () => {
    fake.set({ troubles: { '/containers/create': { status: 201, body: '{"Warnings":[]}' } } });
    const answer = await (await connected(fake)).createContainer('x', {}, signal);
    assert.ok(!answer.ok && answer.failure.reason === 'unexpected');
  });

  const removals: readonly (readonly [string, number, string, boolean])[] = [
    ['is gone', 404, 'No such container: c1', true],
    ['is being removed by somebody else', 409, 'removal of container c1 is already in progress', true],
    ['has been started by somebody', 409, 'You cannot remove a running container c1.', false],
    ['cannot be removed', 500, 'driver failed', false],
  ];
  for (const [title, status, message, ok] of removals) {
    it(`${title}: ${ok ? 'no failure' : 'a failure'}`, async () => {
      fake.set({ troubles: { '/containers/c1': { status, body: JSON.stringify({ message }) } } });
      const answer = await (await connected(fake)).removeContainer('c1', signal);
      assert.equal(answer.ok, ok);
      if (!answer.ok) assert.equal(answer.failure.detail, `HTTP ${status}: ${message}`);
    });
  }
});
