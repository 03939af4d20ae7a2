import assert from 'node:assert/strict';
import { contentUrl, mayLeadTo, registryEndpoint } from '../../../../server/src/registry/network/endpoint';

describe('registryEndpoint', () => {
  const ENDPOINTS: readonly (readonly [registry: string, url: string | null])[] = [
    ['docker.io', 'https://registry-1.docker.io/v2/'],
    ['ghcr.io', 'https://ghcr.io/v2/'],
    ['registry.example:5000', 'https://registry.example:5000/v2/'],
    ['10.0.0.1:5000', 'https://10.0.0.1:5000/v2/'],
    ['localhost', 'http://localhost/v2/'],
    ['LOCALHOST:5000', 'http://localhost:5000/v2/'],
    ['registry.localhost:5000', 'http://registry.localhost:5000/v2/'],
    ['127.0.0.1', 'http://127.0.0.1/v2/'],
    ['127.8.9.10:443', 'http://127.8.9.10:443/v2/'],
    ['127.1', 'http://127.0.0.1/v2/'],
    ['[::1]:5000', 'http://[::1]:5000/v2/'],
    ['[fe80::1]', 'https://[fe80::1]/v2/'],
    ['127.0.0.1.example', 'https://127.0.0.1.example/v2/'],
    ['localhost.example', 'https://localhost.example/v2/'],
    ['localhost:99999', null],
  ];
  it('leaves out TLS for those that are named, with their port and in any case, but never for Docker Hub', () => {
    const plain = ['Registry.example:5000', '10.0.0.1', 'docker.io', 'registry-1.docker.io'];
    const address = (registry: string) => registryEndpoint(registry, plain)?.href;
    assert.equal(address('registry.EXAMPLE:5000'), 'http://registry.example:5000/v2/');
    assert.equal(address('registry.example'), 'https://registry.example/v2/');
    assert.equal(address('10.0.0.1'), 'http://10.0.0.1/v2/');
    assert.equal(address('docker.io'), 'https://registry-1.docker.io/v2/');
  });

  it('takes no name that holds more than a host and a port', () => {
    for (const name of [
      'user@host.example',
      'u:p@host.example',
      'a.example/b',
      'a.example?b',
      'a.example#b',
    ]) {
      assert.equal(registryEndpoint(name), null, name);
    }
  });

  for (const [registry, url] of ENDPOINTS) {
    it(`${registry} → ${url ?? 'no address'}`, () =>
      assert.equal(registryEndpoint(registry)?.href ?? null, url));
  }
});

describe('contentUrl', () => {
  it('keeps slashes and colons, and encodes what would change the address', () => {
    const endpoint = new URL('https://registry.example/v2/');
    const url = (repository: string, target: string) =>
      contentUrl(endpoint, repository, 'manifests', target).pathname;
    assert.equal(url('shop/web', 'sha256:aa'), '/v2/shop/web/manifests/sha256:aa');
    assert.equal(url('a?b/c#d', '%2f&é'), '/v2/a%3Fb/c%23d/manifests/%252f%26%C3%A9');
  });
});

describe('mayLeadTo', () => {
  const LEADS: readonly (readonly [from: string, to: string, allowed: boolean])[] = [
    ['https://a.example', 'https://b.example/token', true],
    ['https://a.example', 'https://8.8.8.8', true],
    ['https://a.example', 'http://a.example', false],
    ['https://a.example', 'http://localhost', false],
    ['https://a.example', 'https://localhost', false],
    ['https://a.example', 'https://localhost.', false],
    ['https://a.example', 'https://127.0.0.1', false],
    ['https://a.example', 'https://2130706433', false],
    ['https://a.example', 'https://10.1.2.3', false],
    ['https://a.example', 'https://172.16.0.1', false],
    ['https://a.example', 'https://172.32.0.1', true],
    ['https://a.example', 'https://192.168.0.1', false],
    ['https://a.example', 'https://169.254.169.254/latest', false],
    ['https://a.example', 'https://100.64.0.1', false],
    ['https://a.example', 'https://0.0.0.0', false],
    ['https://a.example', 'https://[::]', false],
    ['https://a.example', 'https://[::ffff:10.0.0.1]', false],
    ['https://a.example', 'https://[fd00::1]', false],
    ['https://a.example', 'https://[fe80::1]', false],
    ['https://a.example', 'https://[2606:4700::1]', true],
    ['https://a.example', 'https://user:password@b.example', false],
    ['https://a.example', 'ftp://b.example', false],
    ['https://10.0.0.1', 'https://10.0.0.2', true],
    ['http://localhost:5000', 'http://127.0.0.1:5001', true],
    ['http://localhost:5000', 'https://b.example', true],
    ['http://localhost:5000', 'http://b.example', false],
    ['http://r.example:5000', 'http://r.example:5001/token', true],
    ['http://r.example:5000', 'https://r.example/token', true],
    ['http://r.example:5000', 'http://auth.example/token', false],
    ['http://r.example:5000', 'http://localhost/token', false],
    ['http://10.0.0.1', 'http://10.0.0.2', false],
    ['https://r.example', 'http://r.example', false],
    ['https://a.example', 'https://a.example.:8443', true],
    ['https://a.example', 'https://0x7f.1', false],
    ['https://a.example', 'https://0177.0.0.1', false],
    ['https://a.example', 'https://0xa9fea9fe', false],
    ['https://a.example', 'https://127.0.0.1.', false],
    ['https://a.example', 'https://１２７.0.0.1', false],
    ['https://a.example', 'https://LOCALHOST', false],
    ['https://a.example', 'https://deep.localhost', false],
    ['https://a.example', 'https://metadata.google.internal', false],
    ['https://a.example', 'https://printer.local', false],
    ['https://a.example', 'https://router.home.arpa.', false],
    ['https://a.example', 'https://metadata', false],
    ['https://a.example', 'https://internal.example', true],
    ['https://a.example', 'https://198.18.0.1', false],
    ['https://a.example', 'https://198.20.0.1', true],
    ['https://a.example', 'https://192.0.0.192', false],
    ['https://a.example', 'https://224.0.0.1', false],
    ['https://a.example', 'https://255.255.255.255', false],
    ['https://a.example', 'https://[::127.0.0.1]', false],
    ['https://a.example', 'https://[0:0:0:0:0:ffff:7f00:1]', false],
    ['https://a.example', 'https://[::ffff:8.8.8.8]', true],
    ['https://a.example', 'https://[::ffff:0:127.0.0.1]', false],
    ['https://a.example', 'https://[64:ff9b::a9fe:a9fe]', false],
    ['https://a.example', 'https://[64:ff9b::8.8.8.8]', true],
    ['https://a.example', 'https://[64:ff9b:1::8.8.8.8]', false],
    ['https://a.example', 'https://[2002:7f00:1::]', false],
    ['https://a.example', 'https://[2002:808:808::1]', true],
    ['https://a.example', 'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]', false],
    ['https://a.example', 'https://[fec0::1]', false],
    ['https://a.example', 'https://[ff02::1]', false],
    ['https://a.example', 'https://[fd00:ec2::254]', false],
    ['https://10.0.0.1', 'https://registry.internal', true],
    ['https://10.0.0.1', 'https://127.0.0.1', false],
    ['https://10.0.0.1', 'https://169.254.169.254', false],
    ['https://localhost', 'https://10.0.0.1', true],
    ['https://[fd00::1]', 'https://[fd00::2]', true],
  ];
  for (const [from, to, allowed] of LEADS) {
    it(`${from} → ${to}: ${allowed ? 'yes' : 'no'}`, () =>
      assert.equal(mayLeadTo(new URL(from), new URL(to)), allowed));
  }
});
