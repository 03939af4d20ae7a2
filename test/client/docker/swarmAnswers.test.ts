import assert from 'node:assert/strict';
import { readSwarm } from '../../../client/src/docker/swarmAnswers';

const IMAGE = `localhost:5000/shop/web:1@sha256:${'a'.repeat(64)}`;

describe('a swarm', () => {
  it('is read', () => {
    const swarm = readSwarm({
      services: [
        {
          ID: 's1',
          Version: { Index: 42 },
          CreatedAt: '2026-11-27T09:00:00Z',
          UpdatedAt: '2026-11-27T10:00:00.5Z',
          Spec: {
            Name: 'shop_web',
            Labels: { 'com.docker.stack.namespace': 'shop' },
            TaskTemplate: { ContainerSpec: { Image: IMAGE } },
            Mode: { Replicated: { Replicas: 3 } },
          },
          PreviousSpec: { TaskTemplate: { ContainerSpec: { Image: 'localhost:5000/shop/web:0' } } },
          UpdateStatus: {
            State: 'updating',
            StartedAt: '2026-11-27T10:00:00Z',
            Message: 'update in progress',
          },
        },
      ],
      tasks: [
        {
          ID: 't1',
          ServiceID: 's1',
          Slot: 2,
          NodeID: 'n1',
          CreatedAt: '2026-11-27T09:00:00Z',
          DesiredState: 'running',
          Spec: { ContainerSpec: { Image: IMAGE } },
          Status: {
            Timestamp: '2026-11-27T09:00:02Z',
            State: 'running',
            Message: 'started',
            ContainerStatus: { ContainerID: 'c1', PID: 7 },
          },
        },
      ],
      nodes: [
        {
          ID: 'n1',
          Spec: { Role: 'manager', Availability: 'active' },
          Description: { Hostname: 'builder' },
          Status: { State: 'ready', Addr: '10.0.0.1' },
        },
      ],
    });
    assert.deepEqual(swarm, {
      services: [
        {
          id: 's1',
          name: 'shop_web',
          version: 42,
          image: IMAGE,
          labels: { 'com.docker.stack.namespace': 'shop' },
          mode: 'replicated',
          replicas: 3,
          previousImage: 'localhost:5000/shop/web:0',
          update: {
            state: 'updating',
            started: Date.UTC(2026, 10, 27, 10),
            completed: null,
            message: 'update in progress',
          },
          created: Date.UTC(2026, 10, 27, 9),
          updated: Date.UTC(2026, 10, 27, 10, 0, 0, 500),
        },
      ],
      tasks: [
        {
          id: 't1',
          serviceId: 's1',
          slot: 2,
          nodeId: 'n1',
          image: IMAGE,
          state: 'running',
          desiredState: 'running',
          message: 'started',
          containerId: 'c1',
          created: Date.UTC(2026, 10, 27, 9),
          changed: Date.UTC(2026, 10, 27, 9, 0, 2),
        },
      ],
      nodes: [{ id: 'n1', name: 'builder', state: 'ready', availability: 'active' }],
    });
  });

  it('may say almost nothing', () => {
    const swarm = readSwarm({
      services: [{ ID: 's1' }, null],
      tasks: [{ ID: 't1' }, {}],
      nodes: [{ ID: 'n1' }, 3],
    });
    assert.deepEqual(swarm, {
      services: [
        {
          id: 's1',
          name: 's1',
          version: 0,
          image: '',
          labels: {},
          mode: 'replicated',
          replicas: 1,
          previousImage: null,
          update: null,
          created: 0,
          updated: 0,
        },
      ],
      tasks: [
        {
          id: 't1',
          serviceId: '',
          slot: null,
          nodeId: '',
          image: '',
          state: 'unknown',
          desiredState: 'unknown',
          message: '',
          containerId: null,
          created: 0,
          changed: 0,
        },
      ],
      nodes: [{ id: 'n1', name: 'n1', state: 'unknown', availability: 'unknown' }],
    });
  });

  it('may have nothing in it', () => {
    assert.deepEqual(readSwarm({ services: null, tasks: [], nodes: null }), {
      services: [],
      tasks: [],
      nodes: [],
    });
  });

  it('may be none', () => {
    assert.equal(readSwarm({ services: [], tasks: { message: 'no' }, nodes: [] }), null);
  });

  for (const [mode, expected] of [
    [{ Replicated: { Replicas: 0 } }, 'replicated 0'],
    [{ Replicated: {} }, 'replicated 1'],
    [{ Global: {} }, 'global null'],
    [{ ReplicatedJob: { MaxConcurrent: 2 } }, 'job null'],
    [{ GlobalJob: {} }, 'job null'],
  ] as const) {
    it(`has services of the mode ${JSON.stringify(mode)}`, () => {
      const swarm = readSwarm({ services: [{ ID: 's', Spec: { Mode: mode } }], tasks: [], nodes: [] });
      const [service] = swarm!.services;
      assert.equal(`${service!.mode} ${String(service!.replicas)}`, expected);
    });
  }

  it('tells what went wrong with a task', () => {
    const Status = { State: 'rejected', Message: 'preparing', Err: 'No such image: shop/web:2' };
    const swarm = readSwarm({ services: [], tasks: [{ ID: 't', Status }], nodes: [] });
    assert.equal(swarm!.tasks[0]!.message, 'No such image: shop/web:2');
  });

  it('has services that were never updated', () => {
    const swarm = readSwarm({
      services: [{ ID: 's', UpdateStatus: {}, PreviousSpec: null }],
      tasks: [],
      nodes: [],
    });
    assert.deepEqual([swarm!.services[0]!.update, swarm!.services[0]!.previousImage], [null, null]);
  });
});
