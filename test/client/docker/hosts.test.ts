import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Environment } from '../../../client/src/environment';
import { findCurrentHost, listEngineHosts } from '../../../client/src/docker/hosts';
import type { EngineAddress } from '../../../client/src/docker/engine';
import type { EngineHost } from '../../../client/src/docker/engineHost';
import { clientEnvironment } from '../../support/clientEnvironment';

interface Machine {
  readonly variables?: Record<string, string>;
  readonly files?: Record<string, string>;
  readonly system?: 'windows' | 'unix';
}

const SSH = '-o ConnectTimeout=30 -o BatchMode=yes -o ServerAliveInterval=30';
const UNREADABLE = '(unreadable)';

describe('where the engine is', () => {
  for (const [title, machine, expected] of table()) {
    it(title, async () => {
      assert.equal(await picture(machine), expected.trim().replace(/\n +/g, '\n'));
    });
  }
});

it('a password in an address is not told', async () => {
  const { addresses } = await findCurrentHost(environment(host('ssh://ann:s3cret@builder')));
  assert.doesNotMatch(JSON.stringify(addresses), /s3cret/);
});

describe('the engines that can be chosen', () => {
  const contexts = {
    ...context('west', 'tcp://west'),
    ...context('east', 'ssh://ann@east'),
    ...context('default-ish', 'unix:///other.sock'),
  };
  const cases: readonly (readonly [string, Machine, string])[] = [
    ['are this machine alone', {}, '* usual "This machine": 1 of usual'],
    [
      'are the contexts too, by their names',
      { files: contexts },
      `* usual "This machine": 1 of usual
         context:default-ish "default-ish": 1 of context default-ish
         context:east "east": 1 of context east
         context:west "west": 1 of context west`,
    ],
    [
      'have the current context marked',
      { files: { ...contexts, ...currentContext('east') } },
      `  usual "This machine": 1 of usual
         context:default-ish "default-ish": 1 of context default-ish
       * context:east "east": 1 of context east
         context:west "west": 1 of context west`,
    ],
    [
      'have DOCKER_HOST first, before every context',
      {
        variables: { DOCKER_HOST: 'tcp://far', DOCKER_CONTEXT: 'west' },
        files: { ...context('west', 'tcp://west'), ...currentContext('west') },
      },
      `* variable "DOCKER_HOST": 1 of DOCKER_HOST
         usual "This machine": 1 of usual
         context:west "west": 1 of context west`,
    ],
    [
      'have a DOCKER_HOST that says nothing',
      { variables: { DOCKER_HOST: 'gopher://x' } },
      `* variable "DOCKER_HOST": misconfigured: 'gopher://x' is not an address of a Docker engine.
         usual "This machine": 1 of usual`,
    ],
    [
      'have DOCKER_CONTEXT before the current context',
      { variables: { DOCKER_CONTEXT: 'west' }, files: { ...contexts, ...currentContext('east') } },
      `  usual "This machine": 1 of usual
         context:default-ish "default-ish": 1 of context default-ish
         context:east "east": 1 of context east
       * context:west "west": 1 of context west`,
    ],
    [
      'have a chosen context that does not exist',
      { files: { ...context('west', 'tcp://west'), ...currentContext('gone') } },
      `  usual "This machine": 1 of usual
       * context:gone "gone": ${missing('gone')}
         context:west "west": 1 of context west`,
    ],
    [
      'have broken contexts beside the others',
      {
        files: {
          ...context('west', 'tcp://west'),
          [metadataPath('cut')]: '{"Name":"cut","Endpo',
          [metadataPath('shut')]: UNREADABLE,
          [metadataPath('copied')]: context('west', 'tcp://west')[metadataPath('west')]!,
          [metadataPath('kubernetes')]: '{"Name":"kubernetes","Endpoints":{}}',
          '/home/ann/.docker/contexts/meta/.DS_Store': '',
        },
      },
      `* usual "This machine": 1 of usual
         context:${sha256('shut')} "${sha256('shut').slice(0, 12)}": misconfigured: A context cannot be read: EACCES (${metadataPath('shut')})
         context:${sha256('cut')} "${sha256('cut').slice(0, 12)}": misconfigured: A context does not say its name: see ${metadataPath('cut')}.
         context:${sha256('copied')} "${sha256('copied').slice(0, 12)}": misconfigured: A context does not say its name: see ${metadataPath('copied')}.
         context:kubernetes "kubernetes": misconfigured: The context 'kubernetes' names no Docker endpoint: see ${metadataPath('kubernetes')}.
         context:west "west": 1 of context west`,
    ],
    [
      'have a chosen context whose file is broken, by its name',
      { files: { ...currentContext('cut'), [metadataPath('cut')]: '{' } },
      `  usual "This machine": 1 of usual
       * context:cut "cut": misconfigured: The context 'cut' names no Docker endpoint: see ${metadataPath('cut')}.`,
    ],
    [
      'have this machine to tell that the configuration is broken',
      { files: { '/home/ann/.docker/config.json': '{', ...context('west', 'tcp://west') } },
      `* usual "This machine": misconfigured: /home/ann/.docker/config.json is not a JSON object.
         context:west "west": 1 of context west`,
    ],
  ];
  for (const [title, machine, expected] of cases) {
    it(title, async () => {
      const hosts = await listEngineHosts(environment({ system: 'windows', ...machine }));
      const lines = hosts.map(
        (one) => `${one.isCurrent ? '*' : ' '} ${one.id} "${one.name}": ${summary(one)}`,
      );
      assert.equal(lines.join('\n'), expected.replace(/\n {7}/g, '\n'));
      assert.equal(hosts.filter(({ isCurrent }) => isCurrent).length, 1);
      assert.equal(new Set(hosts.map(({ id }) => id)).size, hosts.length);
    });
  }

  function summary({ addresses }: EngineHost): string {
    if ('reason' in addresses) return addressesText(addresses);
    return `${addresses[0]!.origin.kind === 'usual' ? 1 : addresses.length} of ${addressText(addresses[0]!).split(':')[0]!}`;
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
       usual: socket /run/podman/podman.sock
       usual: socket /home/ann/.local/share/containers/podman/machine/podman.sock`,
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
    [
      'an empty DOCKER_CONFIG is none',
      { variables: { DOCKER_CONFIG: '' }, files: currentContext('gone') },
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
    [
      'ssh',
      host('ssh://ann@builder'),
      `DOCKER_HOST: ssh -l ann ${SSH} -T -- builder docker system dial-stdio`,
    ],
    [
      'ssh with a password',
      host('ssh://ann:s3cret@builder'),
      'misconfigured: A password in an address of ssh:// is not supported. Use a key.',
    ],
    [
      'a password in what is no address',
      host('tcp://ann:s3cret@builder:x'),
      "misconfigured: 'tcp://ann@builder:x' is not an address of a Docker engine.",
    ],
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
  const { addresses } = await findCurrentHost(environment(machine));
  return addressesText(addresses);
}

function addressesText(addresses: EngineHost['addresses']): string {
  return 'reason' in addresses
    ? `${addresses.reason}: ${addresses.detail}`
    : addresses.map(addressText).join('\n');
}

function addressText({ origin, transport }: EngineAddress): string {
  const from =
    origin.kind === 'context' ? `context ${origin.name}` : origin.kind === 'usual' ? 'usual' : origin.name;
  if (transport.kind === 'socket') return `${from}: socket ${transport.path}`;
  if (transport.kind === 'ssh') return `${from}: ${transport.command.join(' ')}`;
  const { tls } = transport;
  const material = tls ? ` TLS(${[tls.authority, tls.certificate, tls.key].filter(Boolean).join(' ')})` : '';
  return `${from}: tcp ${transport.host}:${transport.port}${material}`;
}

function environment({ variables = {}, files = {}, system = 'unix' }: Machine): Environment {
  return clientEnvironment({
    variables,
    system,
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) return Promise.resolve({ found: false, reason: 'absent', detail: 'ENOENT' });
      if (text === UNREADABLE)
        return Promise.resolve({ found: false, reason: 'unreadable', detail: 'EACCES' });
      return Promise.resolve({ found: true, text });
    },
    listFolder: (path) => {
      const below = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
      const names = new Set(below.map((file) => file.slice(path.length + 1).split('/')[0]!));
      return Promise.resolve(names.size > 0 ? [...names] : null);
    },
  });
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
