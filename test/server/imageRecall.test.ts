import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../server/src/cli';
import type { Environment } from '../../server/src/environment';
import { createNodeEnvironment } from '../../server/src/nodeEnvironment';
import { CHECK_PINS, DESCRIBE_IMAGE } from '../../server/src/protocol';
import type { FakeRegistry } from '../support/fakeRegistry';
import { startLanguageClient, type ClientOptions, type LanguageClient } from '../support/languageClient';
import { probeRule } from '../support/probeRule';
import { fakeRepository } from '../support/registryContent';
import { fakeRegistries } from '../support/registryUser';

const URI = 'file:///shop/Dockerfile';

describe('what is remembered of an image', () => {
  const start = fakeRegistries();
  let registry: FakeRegistry;
  let folder: string;
  let environment: Environment;
  let clients: LanguageClient[];
  probeRule();
  beforeEach(async () => {
    registry = await start();
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-'));
    environment = { ...createNodeEnvironment(() => undefined), variables: {}, homeDirectory: folder };
    clients = [];
    image('1', '/data');
  });
  afterEach(() => {
    for (const client of clients) client.dispose();
    rmSync(folder, { recursive: true });
  });

  const image = (tag: string, volume: string): string => {
    const config = { Volumes: { [volume]: {} } };
    return fakeRepository(registry).image(tag, { os: 'linux', architecture: 'amd64', config }).digest;
  };
  const name = () => `${registry.host}/shop/app`;

  describe('in the editor', () => {
    const serve = async (options: Partial<ClientOptions> = {}): Promise<LanguageClient> => {
      const initializationOptions = { storage: join(folder, 'memory'), ...options.initializationOptions };
      const client = await startLanguageClient({ environment, ...options, initializationOptions });
      clients.push(client);
      return client;
    };
    const known = async (client: LanguageClient): Promise<string> => {
      const found = await client.diagnostics(URI);
      return found
        .flatMap(({ code, message }) => (code === 'probe' && typeof message === 'string' ? [message] : []))
        .join(', ');
    };
    const describeImage = (client: LanguageClient) =>
      client.connection.sendRequest(DESCRIBE_IMAGE, { reference: `${name()}:1`, platform: null });

    it('is known to rules once it was described, and shown without anything being typed', async () => {
      const client = await serve();
      await client.open(URI, 'dockerfile', `FROM ${name()}:1\n`);
      assert.equal(await known(client), 'unknown');
      assert.deepEqual(registry.asked(), []);
      const refreshed = client.refreshed();
      await describeImage(client);
      await refreshed;
      const asked = registry.requests.length;
      assert.equal(await known(client), '/data unchecked');
      assert.equal(registry.requests.length, asked);
    });

    it('is known in the next session, which asks nobody, also where the workspace is not trusted', async () => {
      const first = await serve();
      await describeImage(first);
      await first.connection.sendRequest('shutdown');
      const asked = registry.requests.length;
      for (const trusted of [true, false]) {
        const client = await serve({ initializationOptions: { trusted } });
        let count = 0;
        const refreshed = new Promise<void>((settle) => {
          client.connection.onRequest('workspace/diagnostic/refresh', () => {
            count++;
            settle();
            return null;
          });
        });
        await client.open(URI, 'dockerfile', `FROM ${name()}:1\n`);
        assert.equal(await known(client), 'unknown');
        await refreshed;
        assert.equal(await known(client), '/data unchecked');
        // Another turn through the server, in which a second showing would have come.
        assert.equal(await known(client), '/data unchecked');
        assert.equal(count, 1);
      }
      assert.equal(registry.requests.length, asked);
    });

    it('is pushed to a client that does not pull', async () => {
      const client = await serve({ pull: false });
      const first = client.pushed();
      await client.open(URI, 'dockerfile', `FROM ${name()}:1\n`);
      assert.ok((await first).diagnostics.some(({ message }) => message === 'unknown'));
      const second = client.pushed();
      await describeImage(client);
      assert.ok((await second).diagnostics.some(({ message }) => message === '/data unchecked'));
    });

    it('does not count any more when a check has seen the tag name another', async () => {
      const client = await serve();
      await describeImage(client);
      await client.open(URI, 'dockerfile', `FROM ${name()}:1\nFROM ${name()}:1@${image('1', '/new')}\n`);
      const shown = client.refreshed();
      await known(client);
      await shown;
      assert.equal(await known(client), '/data unchecked, unknown');
      const again = async (): Promise<string> => {
        const refreshed = client.refreshed();
        const found = await known(client);
        if (found.startsWith('/data')) await refreshed;
        return found.startsWith('/data') ? again() : found;
      };
      await client.connection.sendRequest(CHECK_PINS, { scope: { kind: 'file', uri: URI } });
      assert.equal(await again(), 'unknown, unknown');
    });
  });

  describe('on the command line', () => {
    const command = async (...words: string[]): Promise<string> => {
      let out = '';
      let err = '';
      await run(words, {
        environment,
        workingDirectory: folder,
        version: '1.2.3',
        print: (text) => void (out += text),
        complain: (text) => void (err += text),
        signal: new AbortController().signal,
      });
      assert.equal(err, '');
      return out
        .split('\n')
        .flatMap((line) => /^(\S+?):.* error: (.*) \[probe\]$/.exec(line)?.slice(1).join(' ') ?? [])
        .join('\n');
    };

    it('is known where it is kept in a folder, and nobody is asked', async () => {
      writeFileSync(join(folder, 'Dockerfile'), `FROM ${name()}:1\n`);
      writeFileSync(join(folder, 'compose.yaml'), `services:\n  a:\n    image: ${name()}:1\n`);
      const unknown = 'Dockerfile unknown\ncompose.yaml unknown';
      assert.equal(await command('lint', '.'), unknown);
      assert.equal(await command('lint', '--storage', 'memory', '.'), unknown);
      assert.deepEqual(registry.asked(), []);
      await command('resolve', '--format', 'json', '--storage', 'memory', `${name()}:1`);
      const asked = registry.requests.length;
      const known = 'Dockerfile /data unchecked\ncompose.yaml /data unchecked';
      assert.equal(await command('lint', '--storage', 'memory', '.'), known);
      assert.equal(await command('lint', '.'), unknown);
      assert.equal(registry.requests.length, asked);
    });

    it('is found under the name of a cache', async () => {
      writeFileSync(join(folder, 'Dockerfile'), 'FROM cache.example/shop/app:1\n');
      await command('resolve', '--format', 'json', '--storage', 'memory', `${name()}:1`);
      const map = `cache.example=${registry.host}`;
      const known = 'Dockerfile /data unchecked';
      assert.equal(await command('lint', '--storage', 'memory', '--registry-map', map, '.'), known);
    });
  });
});
