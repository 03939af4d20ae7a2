import assert from 'node:assert/strict';
import { deploymentOf } from '../../../client/src/commands/deployment';
import { swarmRollBackWords } from '../../../client/src/commands/swarmRollBackWords';
import type { Service, SwarmService } from '../../../client/src/docker/releases/model';
import type { SwarmServiceFacts } from '../../../client/src/docker/swarmFacts';
import { A, answers, B, container, release, service } from '../../support/runningParts';

const LABELS = {
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': 'web',
  'com.docker.compose.project.working_dir': '/srv/shop',
  'com.docker.compose.project.config_files': '/srv/shop/compose.yaml,/srv/shop/prod.yaml',
  'com.docker.compose.project.environment_file': '/srv/shop/prod.env',
};

const FACTS: SwarmServiceFacts = {
  id: 's1',
  name: 'shop_web',
  version: 7,
  image: `ghcr.io/acme/web:2.0@${A}`,
  labels: {},
  replicas: 3,
  mode: 'replicated',
  previousImage: `ghcr.io/acme/web:1.4.0@${B}`,
  update: null,
  created: 0,
  updated: 0,
};
const SWARM: SwarmService = { facts: FACTS, running: 3, wanted: 3, tasks: [] };

function composed(labels: Readonly<Record<string, string>>): Service {
  const older = container('old', {
    facts: { created: 1, labels: { ...LABELS, 'com.docker.compose.project.config_files': '/old.yaml' } },
  });
  return service('web', [release([older, container('web-1', { facts: { labels } })])]);
}

function inSwarm(kind: 'stack' | 'standalone', newDigest: string | null = null): Service {
  const says = answers({ freshness: { newDigest } });
  return service('web', [], { swarm: SWARM, answers: says, project: { key: 'k', kind, name: 'shop' } });
}

describe('how a service was deployed', () => {
  it('by compose, as its newest container says', () => {
    assert.deepEqual(deploymentOf(composed(LABELS), null), {
      known: true,
      deployment: {
        kind: 'compose',
        project: 'shop',
        service: 'web',
        folder: '/srv/shop',
        files: ['/srv/shop/compose.yaml', '/srv/shop/prod.yaml'],
        environmentFiles: ['/srv/shop/prod.env'],
        present: [],
      },
    });
  });

  it('by compose, from the file that declares it where no label says', () => {
    const result = deploymentOf(composed({}), '/code/shop/compose.yaml');
    assert.ok(result.known && result.deployment.kind === 'compose');
    assert.deepEqual(
      [result.deployment.folder, result.deployment.files],
      ['/code/shop', ['/code/shop/compose.yaml']],
    );
  });

  const image = (newDigest: string | null) => {
    const result = deploymentOf(inSwarm('standalone', newDigest), null);
    return result.known && result.deployment.kind === 'swarm' ? result.deployment : null;
  };

  it('as a stack, from its file', () => {
    assert.deepEqual(deploymentOf(inSwarm('stack'), '/srv/shop/stack.yaml'), {
      known: true,
      deployment: { kind: 'stack', name: 'shop', file: '/srv/shop/stack.yaml' },
    });
  });

  it('as a stack whose file nobody knows: its service alone', () => {
    const expected = { kind: 'swarm', service: 'shop_web', image: FACTS.image };
    assert.deepEqual(deploymentOf(inSwarm('stack'), null), { known: true, deployment: expected });
  });

  it('as a service of a swarm, with what its tag names now', () => {
    assert.equal(image(null)?.image, FACTS.image);
    assert.equal(image(B)?.image, `ghcr.io/acme/web:2.0@${B}`);
  });

  it('by nobody knows what', () => {
    const standalone = { key: 'k', kind: 'standalone', name: '' } as const;
    const messages = [
      deploymentOf(composed({}), null),
      deploymentOf(service('web', [], { project: standalone }), null),
    ];
    assert.deepEqual(messages, [
      {
        known: false,
        message: 'Nothing says which file web was deployed from, so that no command can be given.',
      },
      {
        known: false,
        message:
          'web was started by hand: nothing declares it, and so nothing can deploy it again. Declare it in a compose file.',
      },
    ]);
  });
});

describe("what is said of a swarm's own roll back", () => {
  it('names the service, the host, and both digests', () => {
    const { question, detail, done } = swarmRollBackWords('web', FACTS, 'box');
    assert.equal(question, 'Roll back web on box?');
    assert.equal(
      detail,
      [
        'From: ghcr.io/acme/web:2.0@sha256:1a2b3c4d1a2b',
        'To: ghcr.io/acme/web:1.4.0@sha256:bbbbbbbbbbbb',
        '',
        'The whole specification returns to the one before the last update, not the image alone. The swarm begins at once to replace its 3 tasks. Your files stay as they are.',
      ].join('\n'),
    );
    assert.equal(
      done,
      'The swarm on box rolls back web to ghcr.io/acme/web:1.4.0@sha256:bbbbbbbbbbbb. The view shows how far it is.',
    );
  });

  it('says where the image stays, and whom it replaces', () => {
    const same = { ...FACTS, previousImage: FACTS.image };
    assert.match(swarmRollBackWords('web', same, 'box').detail, /The image stays the same/);
    const tasks = [{ ...FACTS, replicas: 1 }, { ...FACTS, mode: 'global', replicas: null } as const].map(
      (facts) => /replace (.*)\. Your/.exec(swarmRollBackWords('web', facts, 'box').detail)?.[1],
    );
    assert.deepEqual(tasks, ['its only task', 'its tasks on all nodes']);
  });
});
