import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { FileContent } from '../../../server/src/environment';
import { readCredentials } from '../../../server/src/registry/credentials';
import { environmentWith } from '../../support/environment';

const SECRET = Buffer.from('alice:s3:cret').toString('base64');
const ALICE = { kind: 'basic', username: 'alice', password: 's3:cret' };
const NOBODY = { kind: 'anonymous', login: { kind: 'none' } };
const FILE = join('/home/nobody', '.docker', 'config.json');

describe('credentials', () => {
  const KEYS: readonly (readonly [registry: string, key: string, found: boolean])[] = [
    ['ghcr.io', 'ghcr.io', true],
    ['ghcr.io', 'https://ghcr.io', true],
    ['ghcr.io', 'https://ghcr.io/v1/', true],
    ['ghcr.io', 'ghcr.io/v2/', true],
    ['ghcr.io', 'GHCR.io', true],
    ['ghcr.io', 'notghcr.io', false],
    ['ghcr.io', 'https://other.example/ghcr.io', false],
    ['localhost:5000', 'http://localhost:5000', true],
    ['localhost:5000', 'localhost', false],
    ['docker.io', 'https://index.docker.io/v1/', true],
    ['docker.io', 'index.docker.io', true],
    ['docker.io', 'docker.io', true],
    ['docker.io', 'registry-1.docker.io', true],
  ];
  for (const [registry, key, found] of KEYS) {
    it(`of ${registry} ${found ? 'stand' : 'do not stand'} under ${key}`, async () => {
      const credentials = await read(registry, { auths: { [key]: { auth: SECRET } } });
      assert.deepEqual(credentials, found ? ALICE : NOBODY);
    });
  }

  it('are preferred from the key that names the registry exactly', async () => {
    const auths = { 'https://ghcr.io': { username: 'bob', password: 'b' }, 'ghcr.io': { auth: SECRET } };
    assert.deepEqual(await read('ghcr.io', { auths }), ALICE);
  });

  const ENTRIES: readonly (readonly [name: string, entry: unknown, credentials: unknown])[] = [
    [
      'a name and a password',
      { username: 'bob', password: 'b' },
      { kind: 'basic', username: 'bob', password: 'b' },
    ],
    [
      'a password that ends in zero bytes',
      { auth: Buffer.from('bob:b\0\0').toString('base64') },
      { kind: 'basic', username: 'bob', password: 'b' },
    ],
    [
      'an identity token',
      { auth: SECRET, identitytoken: 'identity' },
      { kind: 'identity-token', token: 'identity' },
    ],
    [
      'an identity token as a password',
      { username: '<token>', password: 'identity' },
      { kind: 'identity-token', token: 'identity' },
    ],
    ['a registry token', { registrytoken: 'registry' }, { kind: 'registry-token', token: 'registry' }],
    ['nothing', {}, NOBODY],
    ['no entry', 'text', NOBODY],
  ];
  for (const [name, entry, credentials] of ENTRIES) {
    it(`may be ${name}`, async () =>
      assert.deepEqual(await read('ghcr.io', { auths: { 'ghcr.io': entry } }), credentials));
  }

  it('in a credential helper are not read, which is said', async () => {
    const helper = (name: string) => ({ kind: 'anonymous', login: { kind: 'helper', name } });
    const auths = { 'https://index.docker.io/v1/': {} };
    assert.deepEqual(await read('docker.io', { auths, credsStore: 'desktop' }), helper('desktop'));
    const credHelpers = { 'ghcr.io': 'gh' };
    assert.deepEqual(await read('ghcr.io', { credHelpers, credsStore: 'desktop' }), helper('gh'));
    assert.deepEqual(await read('quay.io', { credHelpers }), NOBODY);
  });

  it('beside a credential helper are read', async () => {
    const configuration = { auths: { 'ghcr.io': { auth: SECRET } }, credsStore: 'desktop' };
    assert.deepEqual(await read('ghcr.io', configuration), ALICE);
  });

  it('stand below DOCKER_CONFIG where that is set', async () => {
    const paths: string[] = [];
    const readFile = (path: string): Promise<FileContent> => {
      paths.push(path);
      return Promise.resolve({ found: false, reason: 'absent', detail: '' });
    };
    await readCredentials(
      environmentWith({ readFile, variables: { DOCKER_CONFIG: '/etc/docker-login' } }),
      'ghcr.io',
    );
    await readCredentials(environmentWith({ readFile, variables: { DOCKER_CONFIG: '' } }), 'ghcr.io');
    assert.deepEqual(paths, [join('/etc/docker-login', 'config.json'), FILE]);
  });

  const BROKEN: readonly (readonly [text: string, problem: string])[] = [
    ['{"auths": {"ghcr.io": {"auth": "s3cret', 'is not valid JSON'],
    ['[]', 'is not valid JSON'],
    ['\xff', 'is not valid JSON'],
    ['{"auths": {"ghcr.io": {"auth": "!s3cret!"}}}', 'holds no readable login for ghcr.io'],
    ['{"auths": {"ghcr.io": {"auth": "czNjcmV0"}}}', 'holds no readable login for ghcr.io'],
  ];
  for (const [text, problem] of BROKEN) {
    it(`of ${text} are none, and the reason tells no secret`, async () => {
      const log: string[] = [];
      const bytes = Buffer.from(text, 'latin1');
      const environment = environmentWith({
        readFile: () => Promise.resolve({ found: true, bytes }),
        log: (message) => void log.push(message),
      });
      assert.deepEqual(await readCredentials(environment, 'ghcr.io'), {
        kind: 'anonymous',
        login: { kind: 'unreadable', path: FILE, problem },
      });
      assert.deepEqual(log, [`${FILE} ${problem}`]);
    });
  }

  it('in a file that may not be read are none', async () => {
    const readFile = (): Promise<FileContent> =>
      Promise.resolve({ found: false, reason: 'unreadable', detail: 'Permission is denied.' });
    assert.deepEqual(await readCredentials(environmentWith({ readFile }), 'ghcr.io'), {
      kind: 'anonymous',
      login: { kind: 'unreadable', path: FILE, problem: 'cannot be read' },
    });
  });
});

function read(registry: string, configuration: unknown): Promise<unknown> {
  const bytes = Buffer.from(JSON.stringify(configuration));
  return readCredentials(
    environmentWith({ readFile: () => Promise.resolve({ found: true, bytes }) }),
    registry,
  );
}
