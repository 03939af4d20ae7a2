import assert from 'node:assert/strict';
import type { SwarmServiceFacts } from '../../../client/src/docker/swarmFacts';
import { startFakeEngine, type FakeEngine, type Trouble } from '../../support/fakeEngine';
import { connected } from '../../support/engineConnection';

const SPECIFICATION = {
  Name: 'web',
  TaskTemplate: { ContainerSpec: { Image: 'shop/web:2' }, ForceUpdate: 0 },
  Mode: { Replicated: { Replicas: 2 } },
};
const SWARM = {
  services: [{ ID: 's1', Version: { Index: 7 }, Spec: SPECIFICATION }],
  tasks: null,
  nodes: [{ ID: 'n1', Description: { Hostname: 'builder' } }],
};

describe('the swarm of an engine', () => {
  const { signal } = new AbortController();
  let fake: FakeEngine;
  beforeEach(async () => (fake = await startFakeEngine()));
  afterEach(() => fake.dispose());

  it('is asked for in three requests', async () => {
    fake.set({ swarm: SWARM });
    const answer = await (await connected(fake)).swarm(signal);
    assert.ok(answer.ok && answer.value);
    assert.deepEqual(
      [answer.value.services[0]?.name, answer.value.tasks, answer.value.nodes[0]?.name],
      ['web', [], 'builder'],
    );
    assert.deepEqual([...fake.log].sort(), ['GET /info', 'GET /nodes', 'GET /services', 'GET /tasks']);
  });

  it('is none on a node that is no manager, which is asked once', async () => {
    assert.deepEqual(await (await connected(fake)).swarm(signal), { ok: true, value: null });
    assert.deepEqual(fake.log, ['GET /info', 'GET /services']);
  });

  const troubles: readonly (readonly [string, string, Trouble, string])[] = [
    ['is none with podman', '/services', { status: 404, body: '{"cause":"not found"}' }, 'null'],
    [
      'may be left in the midst of the answer',
      '/nodes',
      { status: 503, body: '{"message":"no manager"}' },
      'null',
    ],
    ['may not be told', '/services', { status: 500, body: '{"message":"no leader"}' }, 'unexpected'],
    ['may not tell its tasks', '/tasks', { status: 500, body: '{"message":"no leader"}' }, 'unexpected'],
    ['may be something else', '/tasks', { status: 200, body: '{}' }, 'unexpected'],
  ];
  for (const [title, path, trouble, expected] of troubles) {
    it(title, async () => {
      fake.set({ swarm: SWARM, troubles: { [path]: trouble } });
      const answer = await (await connected(fake)).swarm(signal);
      assert.equal(answer.ok ? JSON.stringify(answer.value) : answer.failure.reason, expected);
    });
  }

  const service = async () => {
    const answer = await (await connected(fake)).swarm(signal);
    return answer.ok ? answer.value!.services[0]! : assert.fail();
  };
  const rollBack = async (facts: SwarmServiceFacts) => (await connected(fake)).rollBackService(facts, signal);

  it('has a service return to what it was', async () => {
    fake.set({ swarm: SWARM });
    assert.deepEqual(await rollBack(await service()), { ok: true, value: null });
    assert.deepEqual(fake.log.slice(-2), [
      'GET /services/s1',
      'POST /services/s1/update?version=7&rollback=previous',
    ]);
    assert.deepEqual(fake.bodies, [SPECIFICATION]);
  });

  it('refuses one that has changed since', async () => {
    fake.set({ swarm: SWARM });
    const facts = await service();
    const body = '{"message":"rpc error: code = Unknown desc = update out of sequence"}';
    fake.set({ troubles: { '/services/s1/update': { status: 500, body } } });
    const answer = await rollBack(facts);
    assert.ok(!answer.ok && answer.failure.detail.includes('update out of sequence'));
  });

  it('does not have one that is gone', async () => {
    fake.set({ swarm: SWARM });
    const answer = await rollBack({ ...(await service()), id: 's2' });
    assert.ok(!answer.ok && answer.failure.status === 404);
    assert.deepEqual(fake.bodies, []);
  });

  it('has one without a specification', async () => {
    fake.set({ swarm: { ...SWARM, services: [{ ID: 's1' }] } });
    const answer = await rollBack(await service());
    assert.ok(!answer.ok && answer.failure.detail === 'The service has no specification.');
    assert.deepEqual(fake.bodies, []);
  });
});
