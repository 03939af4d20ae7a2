import assert from 'node:assert/strict';
import { isBypassed } from '../../../../server/src/registry/network/noProxy';

/** Exceptions → hosts that are reached directly, and hosts that are not. */
const CASES: readonly (readonly [exception: string, direct: string, proxied: string])[] = [
  ['*', 'registry.example 10.0.0.1 [fd00::1]', ''],
  [
    'registry.example',
    'registry.example REGISTRY.example eu.registry.example registry.example.',
    'myregistry.example example',
  ],
  ['.example', 'registry.example a.b.example example', 'registry.sample notexample'],
  ['*.example', 'registry.example example', 'sample'],
  ['Registry.Example', 'registry.example', 'other.example'],
  ['registry.example:5000', 'registry.example:5000', 'registry.example registry.example:5001'],
  ['registry.example:443', 'registry.example', 'registry.example:5000'],
  ['10.1.2.3', '10.1.2.3 10.1.2.3:5000', '10.1.2.30 110.1.2.3'],
  ['10.1.2.3:5000', '10.1.2.3:5000', '10.1.2.3'],
  ['10.0.0.0/8', '10.1.2.3 10.255.0.1:5000', '11.0.0.1 registry.example'],
  ['192.168.1.128/25', '192.168.1.200', '192.168.1.100'],
  ['0.0.0.0/0', '8.8.8.8', 'registry.example [::2]'],
  ['[fd00::1]', '[fd00::1] [fd00:0::1]:5000', '[fd00::2]'],
  ['fd00::1', '[fd00::1]', '[fd00::11]'],
  ['[fd00::1]:5000', '[fd00::1]:5000', '[fd00::1]'],
  ['fd00::/8', '[fd12:3456::1]', '[fe80::1] 10.0.0.1'],
  ['10.0.0.0/33', '', '10.0.0.1'],
  ['10.0.0.0/x', '', '10.0.0.1'],
  ['not an address/8', '', 'registry.example'],
  ['', '', 'registry.example'],
  ['  registry.example  ', 'registry.example', 'other.example'],
  ['registry.example.', 'registry.example registry.example.', 'registry.example.org'],
  ['.registry.example:5000', 'eu.registry.example:5000', 'eu.registry.example'],
  ['registry.*', '', 'registry.example'],
  ['*registry.example', '', 'registry.example'],
  ['https://registry.example', '', 'registry.example'],
  ['registry.example:', '', 'registry.example'],
  ['registry.example:x', '', 'registry.example'],
  ['1', '', '10.0.0.1 registry.example'],
  ['0.0.1', '', '10.0.0.1'],
  ['10.0.0', '', '10.0.0.1'],
  ['[fd00::1', '[fd00::1]', '[fd00::2]'],
  ['[fd00::]/16', '[fd00:1::1]', '[fd01::1]'],
  ['10.1.2.3/32', '10.1.2.3', '10.1.2.2'],
  ['10.1.2.3/', '', '10.1.2.3'],
  ['/8', '', '10.1.2.3 registry.example'],
  ['FD00::A', '[fd00::a]', '[fd00::b]'],
  ['.', '', 'registry.example'],
];

describe('exceptions from a proxy', () => {
  const bypasses = (host: string, exception: string) =>
    isBypassed(new URL(`https://${host}/v2/`), [exception]);
  const words = (text: string) => text.split(' ').filter((word) => word !== '');

  for (const [exception, direct, proxied] of CASES) {
    it(`'${exception}'`, () => {
      for (const host of words(direct)) assert.ok(bypasses(host, exception), `${host} is direct`);
      for (const host of words(proxied)) assert.ok(!bypasses(host, exception), `${host} is not`);
    });
  }

  it('know the port of plain HTTP', () => {
    assert.ok(isBypassed(new URL('http://registry.example/'), ['registry.example:80']));
    assert.ok(!isBypassed(new URL('http://registry.example/'), ['registry.example:443']));
  });
});
