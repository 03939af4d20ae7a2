import assert from 'node:assert/strict';
import type { Environment } from '../../../../server/src/environment';
import { createRouter } from '../../../../server/src/registry/network/route';
import { DEFAULT_REGISTRY_SETTINGS } from '../../../../server/src/registry/registrySettings';
import { unresolvedMessage } from '../../../../server/src/registry/unresolvedMessage';
import { environmentWith } from '../../../support/environment';

type Files = Readonly<Record<string, string>>;

/** An outside world with these files, and what was read of it. */
function worldWith(files: Files, more: Partial<Environment> = {}) {
  const read: string[] = [];
  const environment = environmentWith({
    readFolder: (folder) => {
      read.push(folder);
      const names = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
      return Promise.resolve(
        names.length > 0
          ? { found: true, files: names.map((path) => path.slice(folder.length + 1)), folders: [] }
          : { found: false, reason: 'absent', detail: '' },
      );
    },
    readFile: (path) => {
      const text = files[path];
      return Promise.resolve(
        text === undefined
          ? { found: false, reason: 'unreadable', detail: 'Permission is denied.' }
          : { found: true, bytes: Buffer.from(text) },
      );
    },
    ...more,
  });
  const route = createRouter(environment, () => DEFAULT_REGISTRY_SETTINGS.network);
  return { read, to: (address: string) => route(new URL(address)) };
}

const DIRECT = {
  proxy: null,
  verifyProxy: true,
  systemAuthorities: true,
  authorities: [],
  clientCertificate: null,
};

describe('the way to a registry', () => {
  it('is direct where nothing is set', async () => {
    assert.deepEqual(await worldWith({}).to('https://registry.example/v2/'), DIRECT);
  });

  it("has the authorities of Docker's certs.d for that host and port, and no other's", async () => {
    const world = worldWith({
      '/etc/docker/certs.d/registry.example:5000/ca.crt': 'SYSTEM',
      '/home/nobody/.docker/certs.d/registry.example:5000/own.crt': 'OWN',
      '/home/nobody/.config/docker/certs.d/registry.example:5000/rootless.crt': 'ROOTLESS',
      '/etc/docker/certs.d/registry.example/ca.crt': 'OTHER',
    });
    assert.deepEqual(await world.to('https://registry.example:5000/v2/'), {
      ...DIRECT,
      authorities: ['ROOTLESS', 'OWN', 'SYSTEM'],
    });
  });

  it('knows docker.io by its own name, and leaves out the colon where disks have none', async () => {
    const world = worldWith({
      '/etc/docker/certs.d/docker.io/ca.crt': 'HUB',
      '/etc/docker/certs.d/registry.example5000/ca.crt': 'NO COLON',
    });
    for (const [address, authority] of [
      ['https://registry-1.docker.io/v2/', 'HUB'],
      ['https://registry.example:5000/v2/', 'NO COLON'],
    ]) {
      assert.deepEqual(await world.to(address!), { ...DIRECT, authorities: [authority] });
    }
  });

  it("has this machine's certificate with its key", async () => {
    const folder = '/etc/docker/certs.d/registry.example';
    const world = worldWith({ [`${folder}/client.cert`]: 'CERTIFICATE', [`${folder}/client.key`]: 'KEY' });
    assert.deepEqual(await world.to('https://registry.example/v2/'), {
      ...DIRECT,
      clientCertificate: { certificate: 'CERTIFICATE', key: 'KEY' },
    });
  });

  for (const [present, missing] of [
    ['client.cert', 'client.key'],
    ['client.key', 'client.cert'],
  ] as const) {
    it(`is not gone where ${missing} is missing`, async () => {
      const folder = '/etc/docker/certs.d/registry.example';
      const failure = await worldWith({ [`${folder}/${present}`]: 'X' }).to('https://registry.example/');
      assert.ok('reason' in failure);
      assert.equal(
        unresolvedMessage('registry.example/app:1', {
          ...failure,
          found: false,
          registry: 'registry.example',
        }),
        `${folder}/${present} needs ${missing} beside it, so registry.example was not asked. Add the missing file, or remove this one.`,
      );
    });
  }

  it('reads no certificates for plain HTTP, and the others once in a minute', async () => {
    let now = 0;
    const world = worldWith({}, { now: () => now });
    await world.to('http://localhost:5000/v2/');
    assert.equal(world.read.length, 0);
    await Promise.all([world.to('https://registry.example/'), world.to('https://registry.example/')]);
    const { length } = world.read;
    now = 59_000;
    await world.to('https://registry.example/');
    assert.equal(world.read.length, length);
    now = 61_000;
    await world.to('https://registry.example/');
    assert.equal(world.read.length, 2 * length);
  });

  it('says so where the proxy that is set is none', async () => {
    const variables = { HTTPS_PROXY: 'socks5://ann:s3cret@proxy.example' };
    const failure = await worldWith({}, { variables }).to('https://registry.example/');
    assert.ok('reason' in failure);
    const message = unresolvedMessage('x', { ...failure, found: false, registry: 'registry.example' });
    assert.match(message, /no address of an HTTP proxy/);
    assert.doesNotMatch(message, /s3cret/);
  });
});
