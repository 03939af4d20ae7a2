import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Environment } from '../../../client/src/environment';
import { findEngineAddresses } from '../../../client/src/docker/hosts';
import type { EngineAddress } from '../../../client/src/docker/engine';

interface Machine {
  readonly variables?: Record<string, string>;
  readonly files?: Record<string, string>;
  readonly system?: 'windows' | 'unix';
}

const UNREADABLE = '(unreadable)';

describe('where the engine is', () => {
  for (const [title, machine, expected] of table()) {
    it(title, async () => {
      assert.equal(await picture(machine), expected.trim().replace(/\n +/g, '\n'));
    });
  }
});

function table(): readonly (readonly [string, Machine, string])[] {
  return [
    [
      'the usual places, when nothing is set',
      { variables: { XDG_RUNTIME_DIR: '/run/user/1000' } },
      `usual: socket /var/run/docker.sock
       usual: socket /home/ann/.docker/run/docker.sock
       usual: socket /home/ann/.docker/desktop/docker.sock
       usual: socket /run/user/1000/docker.sock
       usual: socket /run/user/1000/podman/podman.sock
       usual: socket /run/podman/podman.sock`,
    ],
    [
      'the usual pipes on Windows',
      { system: 'windows' },
      `usual: socket //./pipe/docker_engine
       usual: socket //./pipe/dockerDesktopLinuxEngine
       usual: socket //./pipe/podman-machine-default`,
    ],
    [
      'DOCKER_HOST before DOCKER_CONTEXT and the configuration',
      {
        variables: { DOCKER_HOST: 'unix:///tmp/a.sock', DOCKER_CONTEXT: 'far' },
        files: {
          ...currentContext('near'),
          ...context('near', 'tcp://near'),
          ...context('far', 'tcp://far'),
        },
      },
      'DOCKER_HOST: socket /tmp/a.sock',
    ],
    [
      'DOCKER_CONTEXT before the configuration',
      {
        variables: { DOCKER_CONTEXT: 'far' },
        files: {
          ...currentContext('near'),
          ...context('near', 'tcp://near'),
          ...context('far', 'tcp://far:99'),
        },
      },
      'context far: tcp far:99',
    ],
    [
      'the current context of the configuration',
      { files: { ...currentContext('near'), ...context('near', 'unix:///Users/ann/.colima/docker.sock') } },
      'context near: socket /Users/ann/.colima/docker.sock',
    ],
    [
      "DOCKER_CONTEXT 'default' means none",
      { variables: { DOCKER_CONTEXT: 'default' }, files: currentContext('near'), system: 'windows' },
      `usual: socket //./pipe/docker_engine
       usual: socket //./pipe/dockerDesktopLinuxEngine
       usual: socket //./pipe/podman-machine-default`,
    ],
    [
      'another folder of configuration',
      {
        variables: { DOCKER_CONFIG: '/etc/docker-client' },
        files: {
          '/etc/docker-client/config.json': '{"currentContext":"near"}',
          ...context('near', 'tcp://near:2375', '/etc/docker-client'),
        },
      },
      'context near: tcp near:2375',
    ],
    [
      'an empty DOCKER_HOST is none',
      { variables: { DOCKER_HOST: '' }, files: currentContext('gone') },
      missing('gone'),
    ],
    ['a socket without a path', host('unix://'), 'DOCKER_HOST: socket /var/run/docker.sock'],
    ['a pipe', host('npipe:////./pipe/my_engine'), 'DOCKER_HOST: socket //./pipe/my_engine'],
    ['a host without a scheme', host('10.0.0.5:4444'), 'DOCKER_HOST: tcp 10.0.0.5:4444'],
    ['a host without a port', host('tcp://builder'), 'DOCKER_HOST: tcp builder:2375'],
    ['a port alone', host('tcp://:2375'), 'DOCKER_HOST: tcp localhost:2375'],
    ['port 80, which a browser would leave out', host('http://builder:80'), 'DOCKER_HOST: tcp builder:80'],
    ['an address of IPv6', host('tcp://[::1]:2375'), 'DOCKER_HOST: tcp [::1]:2375'],
    ['https', host('https://builder'), 'DOCKER_HOST: tcp builder:2376 TLS()'],
    ['ssh', host('ssh://ann@builder'), 'unsupported: Engines behind ssh:// are not supported yet.'],
    ['a path', host('tcp://builder:2375/engine'), 'unsupported: An address with a path is not supported.'],
    ['nonsense', host('gopher://x'), "misconfigured: 'gopher://x' is not an address of a Docker engine."],
    ['no host at all', host('tcp://'), "misconfigured: 'tcp://' is not an address of a Docker engine."],
    ...tlsTable(),
    ...brokenTable(),
  ];
}

function tlsTable(): readonly (readonly [string, Machine, string])[] {
  return [
    [
      'DOCKER_TLS_VERIFY with DOCKER_CERT_PATH',
      {
        variables: { DOCKER_HOST: 'tcp://builder', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' },
        files: { '/certs/ca.pem': 'CA', '/certs/cert.pem': 'CERT', '/certs/key.pem': 'KEY' },
      },
      'DOCKER_HOST: tcp builder:2376 TLS(CA CERT KEY)',
    ],
    [
      'DOCKER_TLS_VERIFY with the default folder, which is empty: the authorities of the system',
      { variables: { DOCKER_HOST: 'tcp://builder:1', DOCKER_TLS_VERIFY: 'yes' } },
      'DOCKER_HOST: tcp builder:1 TLS()',
    ],
    [
      'an empty DOCKER_CERT_PATH folder',
      { variables: { DOCKER_HOST: 'tcp://builder', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' } },
      'misconfigured: DOCKER_CERT_PATH names /certs, which holds no certificates.',
    ],
    [
      'a certificate without its key',
      {
        variables: { DOCKER_HOST: 'tcp://builder', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' },
        files: { '/certs/cert.pem': 'CERT' },
      },
      'misconfigured: /certs holds only one of cert.pem and key.pem.',
    ],
    [
      'TLS that nobody verifies',
      { variables: { DOCKER_HOST: 'tcp://builder', DOCKER_TLS: '1' } },
      'unsupported: DOCKER_TLS without DOCKER_TLS_VERIFY is not supported.',
    ],
    [
      'TLS of a context',
      {
        variables: { DOCKER_CONTEXT: 'far' },
        files: {
          ...context('far', 'tcp://far'),
          [`/home/ann/.docker/contexts/tls/${sha256('far')}/docker/ca.pem`]: 'CA',
        },
      },
      'context far: tcp far:2376 TLS(CA)',
    ],
    [
      'a context that skips verification',
      {
        variables: { DOCKER_CONTEXT: 'far' },
        files: {
          [metadataPath('far')]: '{"Endpoints":{"docker":{"Host":"tcp://far","SkipTLSVerify":true}}}',
        },
      },
      "unsupported: The context does not verify the engine's certificate (SkipTLSVerify), which is not supported.",
    ],
    [
      'a socket needs no TLS, whatever is set',
      { variables: { DOCKER_HOST: 'unix:///a.sock', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/gone' } },
      'DOCKER_HOST: socket /a.sock',
    ],
  ];
}

function brokenTable(): readonly (readonly [string, Machine, string])[] {
  const unusable = `misconfigured: The context 'near' names no Docker endpoint: see ${metadataPath('near')}.`;
  const near = (text: string): Machine => ({
    files: { ...currentContext('near'), [metadataPath('near')]: text },
  });
  return [
    ['a context that does not exist', { files: currentContext('gone') }, missing('gone')],
    ['a context file that is cut off', near('{"Name":"near","Endpo'), unusable],
    ['a context file that holds a list', near('[]'), unusable],
    ['a context without an endpoint for Docker', near('{"Endpoints":{"kubernetes":{"Host":"x"}}}'), unusable],
    ['a host that is no text', near('{"Endpoints":{"docker":{"Host":7}}}'), unusable],
    [
      'a configuration that is cut off',
      { files: { '/home/ann/.docker/config.json': '{"currentContext":' } },
      'misconfigured: /home/ann/.docker/config.json is not a JSON object.',
    ],
    [
      'a configuration that may not be read',
      { files: { '/home/ann/.docker/config.json': UNREADABLE } },
      'misconfigured: /home/ann/.docker/config.json cannot be read: EACCES',
    ],
    [
      'a current context that is no text',
      { files: { '/home/ann/.docker/config.json': '{"currentContext":7}' }, system: 'windows' },
      `usual: socket //./pipe/docker_engine
       usual: socket //./pipe/dockerDesktopLinuxEngine
       usual: socket //./pipe/podman-machine-default`,
    ],
  ];
}

async function picture(machine: Machine): Promise<string> {
  const found = await findEngineAddresses(environment(machine));
  return found.found
    ? found.addresses.map(addressText).join('\n')
    : `${found.failure.reason}: ${found.failure.detail}`;
}

function addressText({ origin, transport }: EngineAddress): string {
  const from =
    origin.kind === 'context' ? `context ${origin.name}` : origin.kind === 'usual' ? 'usual' : origin.name;
  if (transport.kind === 'socket') return `${from}: socket ${transport.path}`;
  const { tls } = transport;
  const material = tls ? ` TLS(${[tls.authority, tls.certificate, tls.key].filter(Boolean).join(' ')})` : '';
  return `${from}: tcp ${transport.host}:${transport.port}${material}`;
}

function environment({ variables = {}, files = {}, system = 'unix' }: Machine): Environment {
  return {
    variables,
    homeDirectory: '/home/ann',
    system,
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) return Promise.resolve({ found: false, reason: 'absent', detail: 'ENOENT' });
      if (text === UNREADABLE)
        return Promise.resolve({ found: false, reason: 'unreadable', detail: 'EACCES' });
      return Promise.resolve({ found: true, text });
    },
  };
}

function host(address: string): Machine {
  return { variables: { DOCKER_HOST: address } };
}

function currentContext(name: string): Record<string, string> {
  return { '/home/ann/.docker/config.json': JSON.stringify({ auths: {}, currentContext: name }) };
}

function context(name: string, address: string, folder = '/home/ann/.docker'): Record<string, string> {
  const metadata = {
    Name: name,
    Metadata: {},
    Endpoints: { docker: { Host: address, SkipTLSVerify: false } },
  };
  return { [metadataPath(name, folder)]: JSON.stringify(metadata) };
}

function missing(name: string): string {
  return `misconfigured: The context '${name}' does not exist: there is no ${metadataPath(name)}.`;
}

function metadataPath(name: string, folder = '/home/ann/.docker'): string {
  return `${folder}/contexts/meta/${sha256(name)}/meta.json`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
