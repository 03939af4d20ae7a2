import assert from 'node:assert/strict';
import {
  deployCommand,
  deployFolder,
  type DeployEngine,
  type Deployment,
} from '../../../client/src/commands/deployCommand';

const HERE: DeployEngine = {
  origin: { kind: 'usual' },
  endpoint: 'unix:///var/run/docker.sock',
  isCurrent: true,
};

function compose(more: Partial<Extract<Deployment, { kind: 'compose' }>> = {}): Deployment {
  return {
    kind: 'compose',
    project: 'shop',
    service: 'web',
    folder: '/srv/shop',
    files: ['/srv/shop/compose.yaml'],
    environmentFiles: [],
    present: ['compose.yaml', 'README.md'],
    ...more,
  };
}

describe('the command that deploys again', () => {
  const PLAIN = 'docker compose up -d web';
  const windows = {
    folder: 'C:\\work\\Shop',
    files: ['C:\\work\\Shop\\compose.yaml', 'C:\\work\\Shop\\prod.yaml'],
  };
  const cases: readonly (readonly [string, Deployment, string])[] = [
    ['the default file', compose(), PLAIN],
    [
      'the other names',
      compose({ files: ['/srv/shop/docker-compose.yml'], present: ['docker-compose.yml'] }),
      PLAIN,
    ],
    [
      'the default file and its override',
      compose({
        files: ['/srv/shop/compose.yaml', '/srv/shop/compose.override.yml'],
        present: ['compose.yaml', 'compose.override.yml'],
      }),
      PLAIN,
    ],
    [
      'without the override that is there',
      compose({ present: ['compose.yaml', 'compose.override.yml'] }),
      'docker compose -f compose.yaml up -d web',
    ],
    [
      'a default file that another one hides',
      compose({ files: ['/srv/shop/docker-compose.yml'], present: ['docker-compose.yml', 'compose.yaml'] }),
      'docker compose -f docker-compose.yml up -d web',
    ],
    [
      'several files',
      compose({ files: ['/srv/shop/compose.yaml', '/srv/shop/deploy/prod.yaml', '/etc/more.yaml'] }),
      'docker compose -f compose.yaml -f deploy/prod.yaml -f /etc/more.yaml up -d web',
    ],
    [
      'a file in another folder than its project',
      compose({ files: ['/srv/shop/deploy/compose.yaml'] }),
      'docker compose -f deploy/compose.yaml --project-directory /srv/shop up -d web',
    ],
    ['a name of its own', compose({ project: 'shop-blue' }), 'docker compose -p shop-blue up -d web'],
    [
      "a folder's name as compose has it",
      compose({ folder: '/srv/_My Shop.2', project: 'myshop2', files: ['/srv/_My Shop.2/compose.yaml'] }),
      PLAIN,
    ],
    ['.env', compose({ environmentFiles: ['/srv/shop/.env'] }), PLAIN],
    ['relative files', compose({ files: ['compose.yaml'], environmentFiles: ['.env'] }), PLAIN],
    [
      'files of variables',
      compose({ environmentFiles: ['/srv/shop/.env', '/srv/prod.env'] }),
      'docker compose --env-file .env --env-file /srv/prod.env up -d web',
    ],
    ['a name that looks like an option', compose({ service: '-x' }), 'docker compose up -d -- -x'],
    ['Windows', compose({ ...windows }), 'docker compose -f compose.yaml -f prod.yaml up -d web'],
    [
      'a stack',
      { kind: 'stack', name: 'shop', file: '/srv/shop/stack.yaml' },
      'docker stack deploy -c stack.yaml shop',
    ],
    [
      'a service of a swarm',
      { kind: 'swarm', service: 'web', image: 'r/web:2' },
      'docker service update --image r/web:2 web',
    ],
  ];
  for (const [name, deployment, expected] of cases) {
    it(name, () => assert.equal(deployCommand(deployment, HERE).join(' '), expected));
  }

  const engines: readonly (readonly [string, DeployEngine, string])[] = [
    ['the default context of Windows', { ...HERE, endpoint: 'npipe:////./pipe/docker_engine' }, PLAIN],
    [
      'DOCKER_HOST',
      { origin: { kind: 'variable', name: 'DOCKER_HOST' }, endpoint: 'tcp://h:1', isCurrent: true },
      PLAIN,
    ],
    [
      'the current context',
      { origin: { kind: 'context', name: 'prod' }, endpoint: 'ssh://h', isCurrent: true },
      PLAIN,
    ],
    [
      'another context',
      { origin: { kind: 'context', name: 'prod' }, endpoint: 'ssh://h', isCurrent: false },
      'docker --context prod compose up -d web',
    ],
    [
      'an engine of this machine that the command line does not find',
      { ...HERE, endpoint: 'unix:///run/podman/podman.sock' },
      'docker -H unix:///run/podman/podman.sock compose up -d web',
    ],
    [
      'this machine while a context is chosen',
      { ...HERE, isCurrent: false },
      'docker -H unix:///var/run/docker.sock compose up -d web',
    ],
  ];
  for (const [name, engine, expected] of engines) {
    it(name, () => assert.equal(deployCommand(compose(), engine).join(' '), expected));
  }

  it('runs where its files are', () => {
    assert.equal(deployFolder(compose()), '/srv/shop');
    assert.equal(deployFolder({ kind: 'stack', name: 's', file: '/srv/shop/stack.yaml' }), '/srv/shop');
    assert.equal(deployFolder({ kind: 'swarm', service: 'web', image: 'a' }), null);
  });
});
