import assert from 'node:assert/strict';
import { configurationHashes } from '../../../../client/src/docker/watch/configurationHashes';
import type { DeclaredProject } from '../../../../client/src/docker/watch/knowledgeSources';
import type { Environment, ProgramOptions, ProgramResult } from '../../../../client/src/environment';

const [HASH_A, HASH_B] = ['a'.repeat(64), 'b'.repeat(64)];
const PROJECT: DeclaredProject = {
  name: 'shop',
  workingDirectory: '/srv/shop',
  files: ['/srv/shop/compose.yaml', '/srv/shop/compose.prod.yaml'],
  environmentFiles: ['/srv/shop/prod.env'],
  composeVersion: '2.26.1',
};
const MODEL = JSON.stringify({ services: { web: { image: 'web:${TAG}' }, db: { image: 'db:${OTHER}' } } });

describe('what compose would label containers with', () => {
  it('is asked of compose, and without what may differ by itself', async () => {
    const world = fake();
    const hashes = await ask(world);
    assert.deepEqual([...(hashes ?? [])], [['web', HASH_A]]);
    const files = '-f /srv/shop/compose.yaml -f /srv/shop/compose.prod.yaml';
    const place = '-p shop --project-directory /srv/shop';
    assert.deepEqual(world.commands, [
      'docker compose version --short',
      `docker compose ${files} ${place} --env-file /srv/shop/prod.env --profile * config --no-interpolate --format json`,
      `docker compose ${files} ${place} --env-file /srv/shop/prod.env --profile * config`,
      `docker compose -f - ${place} --profile * config --hash * < RESOLVED`,
    ]);
  });

  it('knows .env where no other file is named, and takes the folder of the first file', async () => {
    const world = fake({ files: { '/srv/shop/.env': 'export TAG=1\nOTHER: 2' } });
    const hashes = await ask(world, { environmentFiles: [], workingDirectory: null });
    assert.deepEqual([...(hashes?.keys() ?? [])], ['web', 'db']);
  });

  it('does not trust a variable that the shell sets too', async () => {
    const hashes = await ask(fake({ variables: { TAG: '2' } }));
    assert.equal(hashes?.size, 0);
  });

  it('asks for the version once', async () => {
    const world = fake();
    await ask(world);
    await ask(world);
    assert.equal(world.commands.filter((command) => command.includes('version')).length, 1);
  });

  const versions: readonly (readonly [string, string | null, boolean])[] = [
    ['2.26.1', '2.26.1', true],
    ['v2.26.0-desktop.2', '2.26.1', true],
    ['2.26.1-4', 'v2.26.0', true],
    ['2.27.0', '2.26.1', false],
    ['5.1.0', '2.26.1', false],
    ['1.29.2', '1.29.2', false],
    ['unknown', 'unknown', false],
    ['2.26.1', null, false],
  ];
  for (const [installed, composeVersion, known] of versions) {
    it(`installed ${installed}, containers of ${composeVersion}: ${known ? 'known' : 'unknown'}`, async () => {
      const hashes = await ask(fake({ version: installed }), { composeVersion });
      assert.equal(hashes !== null, known);
    });
  }

  for (const failing of ['version', '--no-interpolate', 'config$', '--hash']) {
    it(`is unknown where ${failing} fails`, async () => {
      assert.equal(await ask(fake({ failing: new RegExp(failing) })), null);
    });
  }

  it('is unknown where there is no docker', async () => {
    assert.equal(await ask(fake({ absent: true })), null);
  });

  it('is unknown where the model is none', async () => {
    assert.equal(await ask(fake({ model: 'not JSON' })), null);
  });

  it('is unknown without files', async () => {
    const world = fake();
    assert.equal(await ask(world, { files: [] }), null);
    assert.deepEqual(world.commands, []);
  });
});

function ask(world: Fake, more: Partial<DeclaredProject> = {}) {
  return configurationHashes(world.environment, { ...PROJECT, ...more }, new AbortController().signal);
}

interface Fake {
  readonly environment: Environment;
  readonly commands: readonly string[];
}

interface Wishes {
  readonly version?: string;
  readonly failing?: RegExp;
  readonly absent?: boolean;
  readonly model?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

function fake({
  version = '2.26.1',
  failing,
  absent,
  model = MODEL,
  variables = {},
  files,
}: Wishes = {}): Fake {
  const commands: string[] = [];
  const texts = files ?? { '/srv/shop/prod.env': '# for production\nTAG=1' };
  const answer = (command: string): string => {
    if (command.includes('version')) return `${version}\n`;
    if (command.includes('--no-interpolate')) return model;
    return command.includes('--hash') ? `web ${HASH_A}\ndb ${HASH_B}\nwarning: x\n` : 'RESOLVED';
  };
  const runProgram = (words: readonly string[], { input }: ProgramOptions): Promise<ProgramResult> => {
    const command = [...words, ...(input === undefined ? [] : ['<', input])].join(' ');
    commands.push(command);
    if (absent) return Promise.resolve({ ran: false, detail: 'ENOENT' });
    const code = failing?.test(command) ? 1 : 0;
    return Promise.resolve({ ran: true, code, output: code === 0 ? answer(command) : '', errors: '' });
  };
  const environment: Environment = {
    variables,
    homeDirectory: '/home/ann',
    system: 'unix',
    readFile: (path) => {
      const text = texts[path];
      return Promise.resolve(
        text === undefined ? { found: false, reason: 'absent', detail: path } : { found: true, text },
      );
    },
    listFolder: () => Promise.resolve(null),
    runProgram,
  };
  return { environment, commands };
}
