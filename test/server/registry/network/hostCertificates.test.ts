import assert from 'node:assert/strict';
import type { FileContent } from '../../../../server/src/environment';
import { createHostCertificates } from '../../../../server/src/registry/network/hostCertificates';
import { environmentWith } from '../../../support/environment';

const [OWN, ROOTLESS, SYSTEM] = [
  '/home/nobody/.docker/certs.d',
  '/home/nobody/.config/docker/certs.d',
  '/etc/docker/certs.d',
];

/** Files by path, null where one cannot be read; folders are read as often as `read` has them. */
function disk(files: Readonly<Record<string, string | null>>, variables: Record<string, string> = {}) {
  const state = { time: 0, read: [] as string[], log: [] as string[] };
  const contentOf = (path: string): FileContent => {
    const text = files[path];
    return typeof text === 'string'
      ? { found: true, bytes: Buffer.from(text) }
      : { found: false, reason: 'unreadable', detail: 'Permission is denied.' };
  };
  const certificatesFor = createHostCertificates(
    environmentWith({
      variables,
      now: () => state.time,
      log: (message) => void state.log.push(message),
      readFolder: (folder) => {
        state.read.push(folder);
        const names = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
        const own = names.map((path) => path.slice(folder.length + 1));
        return Promise.resolve(
          own.length > 0
            ? { found: true, files: own, folders: [] }
            : { found: false, reason: 'absent', detail: '' },
        );
      },
      readFile: (path) => Promise.resolve(contentOf(path)),
    }),
  );
  return { state, of: (address: string) => certificatesFor(new URL(address)) };
}

const only = (...authorities: readonly string[]) => ({ authorities, clientCertificate: null });

describe("Docker's certificates for a host", () => {
  /** Folder of one root → the addresses that it is for, and those that it is not for. */
  for (const [folder, addresses, others] of [
    [
      'registry.example',
      'https://registry.example https://REGISTRY.example:443',
      'https://registry.example:5000',
    ],
    ['registry.example:443', 'https://registry.example', 'https://registry.example:5000'],
    ['registry.example443', 'https://registry.example', 'https://registry.example:5000'],
    [
      'registry.example:5000',
      'https://registry.example:5000',
      'https://registry.example https://example:5000',
    ],
    ['registry.example5000', 'https://registry.example:5000', 'https://registry.example'],
    ['docker.io', 'https://registry-1.docker.io', 'https://auth.docker.io https://docker.io:5000'],
    ['registry-1.docker.io', 'https://registry-1.docker.io', 'https://auth.docker.io'],
    ['[fd00::1]:5000', 'https://[fd00::1]:5000', 'https://[fd00::1]'],
  ] as const) {
    it(`in ${folder}`, async () => {
      for (const root of [OWN, ROOTLESS, SYSTEM]) {
        const { of } = disk({ [`${root}/${folder}/ca.crt`]: 'CA' });
        for (const address of addresses.split(' ')) assert.deepEqual(await of(address), only('CA'), address);
        for (const address of others.split(' ')) assert.deepEqual(await of(address), only(), address);
      }
    });
  }

  it('follow XDG_CONFIG_HOME', async () => {
    const files = {
      '/xdg/docker/certs.d/registry.example/ca.crt': 'XDG',
      [`${ROOTLESS}/registry.example/ca.crt`]: 'USUAL',
    };
    const address = 'https://registry.example/';
    assert.deepEqual(await disk(files, { XDG_CONFIG_HOME: '/xdg' }).of(address), only('XDG'));
    assert.deepEqual(await disk(files, { XDG_CONFIG_HOME: '' }).of(address), only('USUAL'));
  });

  it('are all authorities, but one client, and nothing of other files', async () => {
    const { of } = disk({
      [`${OWN}/registry.example/a.crt`]: 'A',
      [`${OWN}/registry.example/b.crt`]: 'B',
      [`${OWN}/registry.example/b.cert`]: 'CERTIFICATE',
      [`${OWN}/registry.example/b.key`]: 'KEY',
      [`${OWN}/registry.example/c.cert`]: 'ANOTHER',
      [`${OWN}/registry.example/c.key`]: 'ANOTHER KEY',
      [`${OWN}/registry.example/README`]: 'text',
      [`${OWN}/registry.example/old.crt.bak`]: 'OLD',
    });
    assert.deepEqual(await of('https://registry.example/'), {
      authorities: ['A', 'B'],
      clientCertificate: { certificate: 'CERTIFICATE', key: 'KEY' },
    });
  });

  for (const [present, missing] of [
    ['client.cert', 'client.key'],
    ['client.key', 'client.cert'],
  ] as const) {
    it(`fail where ${present} stands alone`, async () => {
      const folder = `${SYSTEM}/registry.example`;
      const { of } = disk({ [`${folder}/ca.crt`]: 'CA', [`${folder}/${present}`]: 'X' });
      assert.deepEqual(await of('https://registry.example/'), {
        reason: 'incomplete-certificate',
        file: `${folder}/${present}`,
        missing,
      });
    });
  }

  it('are left out where they cannot be read, which is logged', async () => {
    const folder = `${SYSTEM}/registry.example`;
    const { of, state } = disk({
      [`${folder}/ca.crt`]: null,
      [`${folder}/other.crt`]: 'OTHER',
      [`${folder}/client.cert`]: 'CERTIFICATE',
      [`${folder}/client.key`]: null,
    });
    assert.deepEqual(await of('https://registry.example/'), only('OTHER'));
    assert.deepEqual(state.log, [
      `${folder}/ca.crt cannot be read: Permission is denied.`,
      `${folder}/client.key cannot be read: Permission is denied.`,
    ]);
  });

  it('are read again after a minute, for each host by itself', async () => {
    const files: Record<string, string> = {};
    const { of, state } = disk(files);
    const [one, other] = ['https://one.example/', 'https://other.example/'];
    await Promise.all([of(one), of(one), of(other)]);
    const { length } = state.read;
    assert.equal(new Set(state.read).size, length, 'no folder is read twice');
    files[`${SYSTEM}/one.example/ca.crt`] = 'NEW';
    state.time = 59_999;
    assert.deepEqual(await of(one), only());
    assert.equal(state.read.length, length);
    state.time = 60_000;
    assert.deepEqual(await of(one), only('NEW'));
  });
});
