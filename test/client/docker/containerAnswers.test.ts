import assert from 'node:assert/strict';
import { readChanges, readContainer, readContainers } from '../../../client/src/docker/containerAnswers';

const ID = `sha256:${'6'.repeat(64)}`;
const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('a list of containers', () => {
  it('is read', () => {
    const answer = {
      Id: 'fdafec',
      Names: ['/other/web', '/shop-web-1'],
      Image: 'node:20',
      ImageID: ID,
      Created: 1795389451,
      State: 'Running',
      Status: 'Up 8 minutes',
      Labels: { 'com.docker.compose.project': 'shop', odd: 7 },
      Mounts: [
        {
          Type: 'volume',
          Name: 'data',
          Source: '/var/lib/docker/volumes/data/_data',
          Destination: '/data',
          RW: true,
        },
        { Type: 'bind', Source: '/etc/shop', Destination: '/etc/shop', RW: false },
        { Type: 'cluster', Source: 'x', Destination: '/x' },
        { Type: 'bind', Source: '/nowhere' },
        '/podman',
      ],
    };
    assert.deepEqual(readContainers([answer]), [
      {
        id: 'fdafec',
        name: 'shop-web-1',
        image: 'node:20',
        imageId: ID,
        manifest: null,
        created: 1795389451000,
        state: 'running',
        status: 'Up 8 minutes',
        labels: { 'com.docker.compose.project': 'shop' },
        mounts: [
          { kind: 'volume', source: 'data', target: '/data', readOnly: false },
          { kind: 'bind', source: '/etc/shop', target: '/etc/shop', readOnly: true },
          { kind: 'other', source: 'x', target: '/x', readOnly: false },
        ],
      },
    ]);
  });

  it('may hold almost nothing', () => {
    const empty = { Id: '0123456789abcdef', Names: null, Labels: null, Mounts: null };
    assert.deepEqual(readContainers([empty, null, {}, 'x', []]), [
      {
        id: '0123456789abcdef',
        name: '0123456789ab',
        image: '',
        imageId: '',
        manifest: null,
        created: 0,
        state: 'unknown',
        status: '',
        labels: {},
        mounts: [],
      },
    ]);
  });

  it('may be null', () => assert.deepEqual(readContainers(null), []));

  it('may be none', () => {
    assert.equal(readContainers({ message: 'page not found' }), null);
    assert.equal(readContainers('<html>'), null);
    assert.equal(readContainers(undefined), null);
  });

  it('says which manifest runs', () => {
    const descriptor = (platform: unknown) => ({
      Id: 'c',
      ImageManifestDescriptor: { digest: DIGEST, platform },
    });
    const containers = readContainers([
      descriptor({ os: 'linux', architecture: 'arm', variant: 'v7' }),
      descriptor({ os: 'linux', architecture: 'amd64', variant: '' }),
      descriptor('linux'),
      { Id: 'c', ImageManifestDescriptor: null },
    ]);
    assert.deepEqual(
      containers?.map(({ manifest }) => manifest),
      [
        { digest: DIGEST, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
        { digest: DIGEST, platform: { os: 'linux', architecture: 'amd64', variant: null } },
        { digest: DIGEST, platform: null },
        null,
      ],
    );
  });

  it('comes from podman too', () => {
    const podman = {
      Id: 'c',
      Names: ['web'],
      Image: 'docker.io/library/node:20',
      ImageID: '6'.repeat(64),
      Created: '2026-11-27T09:48:06.5Z',
      State: { Status: 'running' },
      Mounts: ['/data'],
    };
    const [container] = readContainers([podman])!;
    assert.deepEqual(
      [container!.name, container!.imageId, container!.created, container!.state, container!.mounts],
      ['web', ID, Date.UTC(2026, 10, 27, 9, 48, 6, 500), 'running', []],
    );
  });
});

describe('a container', () => {
  const state = (answer: object) => readContainer({ Id: 'c', State: answer })!;

  it('is read', () => {
    const answer = {
      Id: 'c1',
      Image: ID,
      Platform: 'linux',
      RestartCount: 4,
      State: {
        Status: 'running',
        OOMKilled: false,
        ExitCode: 0,
        Error: '',
        StartedAt: '2026-11-27T09:48:06.123456789Z',
        FinishedAt: '0001-01-01T00:00:00Z',
        Health: {
          Status: 'unhealthy',
          FailingStreak: 9,
          Log: [{ Output: 'first' }, { ExitCode: 1, Output: 'connection refused\n' }],
        },
      },
      Config: {
        Image: 'node:20',
        Env: ['A=1', 'B=x=y'],
        Entrypoint: ['/entry'],
        Cmd: ['node', 'main.js'],
        User: 'node',
        WorkingDir: '/app',
        Labels: { a: 'b' },
        Healthcheck: { Test: ['CMD-SHELL', 'curl localhost'], Interval: 5 },
        Shell: ['/bin/bash', '-c'],
        Volumes: { '/data': {} },
        ExposedPorts: { '8080/tcp': {} },
      },
      HostConfig: { ReadonlyRootfs: true, Tmpfs: { '/tmp': 'size=64m' } },
      Mounts: [{ Type: 'bind', Source: '/src', Destination: '/app', RW: true }],
      ImageManifestDescriptor: { digest: DIGEST, platform: { os: 'linux', architecture: 'arm64' } },
    };
    assert.deepEqual(readContainer(answer), {
      id: 'c1',
      manifest: { digest: DIGEST, platform: { os: 'linux', architecture: 'arm64', variant: null } },
      image: 'node:20',
      imageId: ID,
      started: Date.UTC(2026, 10, 27, 9, 48, 6, 123),
      finished: null,
      exitCode: 0,
      outOfMemory: false,
      error: null,
      health: 'unhealthy',
      healthOutput: 'connection refused',
      restarts: 4,
      configuration: {
        environment: ['A=1', 'B=x=y'],
        entrypoint: ['/entry'],
        command: ['node', 'main.js'],
        user: 'node',
        workingDirectory: '/app',
        labels: { a: 'b' },
        healthcheck: ['CMD-SHELL', 'curl localhost'],
        shell: ['/bin/bash', '-c'],
        volumes: ['/data'],
        exposedPorts: ['8080/tcp'],
      },
      mounts: [
        { kind: 'bind', source: '/src', target: '/app', readOnly: false },
        { kind: 'tmpfs', source: '', target: '/tmp', readOnly: false },
      ],
      readOnlyRoot: true,
    });
  });

  it('may say almost nothing', () => {
    assert.deepEqual(readContainer({ Id: 'c', Config: null, State: null, HostConfig: null, Mounts: null }), {
      id: 'c',
      manifest: null,
      image: null,
      imageId: '',
      started: null,
      finished: null,
      exitCode: 0,
      outOfMemory: false,
      error: null,
      health: null,
      healthOutput: null,
      restarts: 0,
      configuration: {
        environment: [],
        entrypoint: [],
        command: [],
        user: '',
        workingDirectory: '',
        labels: {},
        healthcheck: null,
        shell: [],
        volumes: [],
        exposedPorts: [],
      },
      mounts: [],
      readOnlyRoot: false,
    });
  });

  it('may be none', () => {
    assert.equal(readContainer(null), null);
    assert.equal(readContainer([]), null);
    assert.equal(readContainer({ message: 'no' }), null);
  });

  it('may have failed', () => {
    const { exitCode, outOfMemory, error, finished } = state({
      ExitCode: 137,
      OOMKilled: true,
      Error: 'no such file',
      FinishedAt: '2026-11-27T10:00:00+01:00',
    });
    assert.deepEqual(
      [exitCode, outOfMemory, error, finished],
      [137, true, 'no such file', Date.UTC(2026, 10, 27, 9)],
    );
  });

  for (const [health, expected] of [
    [{ Status: 'healthy', Log: null }, 'healthy null'],
    [{ Status: 'starting', Log: [] }, 'starting null'],
    [{ Status: 'none' }, 'null null'],
    [{ Status: '', Log: [{ Output: '' }] }, 'null null'],
    [null, 'null null'],
  ] as const) {
    it(`may have the health ${JSON.stringify(health)}`, () => {
      const read = state({ Health: health });
      assert.equal(`${String(read.health)} ${String(read.healthOutput)}`, expected);
    });
  }

  for (const [test, expected] of [
    [['NONE'], null],
    [[], null],
    [null, null],
    [
      ['CMD', 'true'],
      ['CMD', 'true'],
    ],
  ] as const) {
    it(`may check its health by ${JSON.stringify(test)}`, () => {
      const read = readContainer({ Id: 'c', Config: { Healthcheck: { Test: test } } })!;
      assert.deepEqual(read.configuration.healthcheck, expected);
    });
  }

  it('may have an entrypoint that is one text', () => {
    const read = readContainer({ Id: 'c', Config: { Entrypoint: '/entry', Cmd: null } })!;
    assert.deepEqual([read.configuration.entrypoint, read.configuration.command], [['/entry'], []]);
  });
});

describe('what differs from the image', () => {
  it('is read', () => {
    const changes = readChanges([
      { Path: '/etc', Kind: 0 },
      { Path: '/etc/new', Kind: 1 },
      { Path: '/etc/old', Kind: 2 },
      { Path: '/odd', Kind: 7 },
      { Kind: 1 },
      null,
    ]);
    assert.deepEqual(changes, [
      { path: '/etc', kind: 'changed' },
      { path: '/etc/new', kind: 'added' },
      { path: '/etc/old', kind: 'deleted' },
    ]);
  });

  it('is null where nothing does', () => assert.deepEqual(readChanges(null), []));

  it('may be no list', () => assert.equal(readChanges({ message: 'no' }), null));
});
