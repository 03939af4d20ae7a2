import assert from 'node:assert/strict';
import { projectsToDeclare } from '../../../../client/src/docker/releases/projectsToDeclare';
import {
  composeLabels,
  container,
  observation,
  swarmFacts,
  swarmService,
  type Given,
} from '../../../support/observed';

describe('the projects whose files are looked for', () => {
  it('are those of compose, with what it wrote of them', () => {
    const labels = composeLabels('shop', 'web', {
      'project.working_dir': '/srv/shop',
      'project.config_files': '/srv/shop/compose.yaml,/srv/shop/compose.prod.yaml',
      'project.environment_file': '/srv/shop/.env',
      version: '2.30.1',
    });
    const seen = projects({ name: 'a', labels }, { name: 'b', labels: composeLabels('shop', 'db') });
    assert.deepEqual(seen, [
      {
        running: {
          key: 'compose:shop',
          kind: 'compose',
          name: 'shop',
          workingDirectory: '/srv/shop',
          files: ['/srv/shop/compose.yaml', '/srv/shop/compose.prod.yaml'],
          environmentFiles: ['/srv/shop/.env'],
          services: ['web', 'db'],
        },
        compose: {
          name: 'shop',
          workingDirectory: '/srv/shop',
          files: ['/srv/shop/compose.yaml', '/srv/shop/compose.prod.yaml'],
          environmentFiles: ['/srv/shop/.env'],
          composeVersion: '2.30.1',
        },
      },
    ]);
  });

  const paths: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'are found in the folder where compose 1 ran',
      '/srv/shop',
      'docker-compose.yml,./b.yml',
      ['/srv/shop/docker-compose.yml', '/srv/shop/b.yml'],
    ],
    [
      'have commas in their names',
      '/srv/a,b',
      '/srv/a,b/compose.yaml,/srv/a,b/c.yaml',
      ['/srv/a,b/compose.yaml', '/srv/a,b/c.yaml'],
    ],
    [
      'are those of Windows',
      'C:\\shop',
      'C:\\shop\\compose.yaml,other.yml',
      ['C:\\shop\\compose.yaml,other.yml'],
    ],
    [
      'are found in a folder of Windows',
      'C:\\shop\\',
      'docker-compose.yml',
      ['C:\\shop\\docker-compose.yml'],
    ],
    ['are none where the file came through a pipe', '/srv/shop', '-', []],
    ['are none where nothing is written', '/srv/shop', '', []],
  ];
  for (const [title, folder, text, expected] of paths) {
    it(`${title}: their files`, () => {
      const labels = composeLabels('shop', 'web', {
        'project.working_dir': folder,
        'project.config_files': text,
      });
      assert.deepEqual(projects({ labels })[0]?.running.files, expected);
    });
  }

  it('keep the paths as they are written where no folder is', () => {
    const labels = composeLabels('shop', 'web', { 'project.config_files': 'compose.yaml' });
    assert.deepEqual(projects({ labels })[0]?.running.files, ['compose.yaml']);
  });

  it('are told by the container that was made last, unless by a command', () => {
    const at = (name: string, created: number, folder: string, more = {}): Given => ({
      name,
      created,
      labels: composeLabels('shop', name, { 'project.working_dir': folder, ...more }),
    });
    const seen = projects(at('a', 1, '/old'), at('b', 5, '/new'), at('c', 9, '/once', { oneoff: 'True' }));
    assert.equal(seen[0]?.running.workingDirectory, '/new');
  });

  it('are stacks and what no project owns too, without files', () => {
    const swarm = swarmFacts({
      services: [swarmService({ name: 'shop_web', labels: { 'com.docker.stack.namespace': 'shop' } })],
    });
    const seen = projectsToDeclare(observation({ swarm, containers: [container({ name: 'lone' })] }));
    assert.deepEqual(
      seen.map(({ running: { key, kind, services, files }, compose }) => [
        key,
        kind,
        services,
        files,
        compose,
      ]),
      [
        ['stack:shop', 'stack', ['web'], [], null],
        ['standalone', 'standalone', ['lone'], [], null],
      ],
    );
  });
});

function projects(...given: readonly Given[]): ReturnType<typeof projectsToDeclare> {
  return projectsToDeclare(observation({ containers: given.map(container) }));
}
