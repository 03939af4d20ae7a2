import assert from 'node:assert/strict';
import { proxyFor } from '../../../../server/src/registry/network/proxy';
import {
  DEFAULT_REGISTRY_SETTINGS,
  type NetworkSettings,
} from '../../../../server/src/registry/registrySettings';

interface Case {
  readonly title: string;
  readonly url?: string;
  readonly settings?: Partial<NetworkSettings>;
  readonly variables?: Readonly<Record<string, string>>;
  /** Null for the direct way, undefined for what is no proxy. */
  readonly proxy: string | null | undefined;
}

const [A, B] = ['http://a.example:3128/', 'http://b.example:3128/'];
const CASES: readonly Case[] = [
  { title: 'none where nothing is set', proxy: null },
  { title: "the editor's", settings: { proxy: 'http://a.example:3128' }, proxy: A },
  {
    title: "the editor's before the environment's",
    settings: { proxy: 'http://a.example:3128' },
    variables: { HTTPS_PROXY: B },
    proxy: A,
  },
  { title: 'HTTPS_PROXY', variables: { HTTPS_PROXY: A }, proxy: A },
  { title: 'the variable in lower case first', variables: { HTTPS_PROXY: A, https_proxy: B }, proxy: B },
  { title: 'ALL_PROXY last', variables: { ALL_PROXY: A }, proxy: A },
  { title: 'an empty variable as none', variables: { HTTPS_PROXY: '', ALL_PROXY: A }, proxy: A },
  { title: 'HTTP_PROXY not for https', variables: { HTTP_PROXY: A }, proxy: null },
  {
    title: 'HTTP_PROXY for plain HTTP',
    url: 'http://registry.example/',
    variables: { HTTP_PROXY: A },
    proxy: A,
  },
  {
    title: 'HTTP_PROXY never in a CGI program',
    url: 'http://registry.example/',
    variables: { HTTP_PROXY: A, REQUEST_METHOD: 'GET' },
    proxy: null,
  },
  { title: 'one without a scheme as HTTP', variables: { HTTPS_PROXY: 'a.example:3128' }, proxy: A },
  {
    title: 'one with a login',
    variables: { HTTPS_PROXY: 'http://ann:p%40ss@a.example:3128' },
    proxy: 'http://ann:p%40ss@a.example:3128/',
  },
  {
    title: 'never for loopback',
    url: 'http://localhost:5000/',
    variables: { HTTP_PROXY: A, ALL_PROXY: A },
    proxy: null,
  },
  { title: 'never where proxies are off', settings: { proxySupport: false, proxy: A }, proxy: null },
  { title: 'not for NO_PROXY', variables: { HTTPS_PROXY: A, NO_PROXY: 'x, registry.example' }, proxy: null },
  {
    title: 'not for no_proxy',
    variables: { HTTPS_PROXY: A, no_proxy: '.example', NO_PROXY: 'x' },
    proxy: null,
  },
  {
    title: "not for the editor's exceptions",
    settings: { proxy: A, noProxy: ['registry.example'] },
    proxy: null,
  },
  {
    title: 'for NO_PROXY where the editor has exceptions of its own',
    settings: { proxy: A, noProxy: ['other.example'] },
    variables: { NO_PROXY: 'registry.example' },
    proxy: A,
  },
  {
    title: 'not for NO_PROXY where the editor has a proxy and no exceptions',
    settings: { proxy: A },
    variables: { NO_PROXY: 'registry.example' },
    proxy: null,
  },
  { title: 'no SOCKS', variables: { ALL_PROXY: 'socks5://a.example:1080' }, proxy: undefined },
  { title: 'no nonsense', variables: { HTTPS_PROXY: 'http://[' }, proxy: undefined },
];

describe('the proxy for a registry is', () => {
  for (const { title, url = 'https://registry.example/v2/', settings, variables = {}, proxy } of CASES) {
    it(title, () => {
      const found = proxyFor(new URL(url), { ...DEFAULT_REGISTRY_SETTINGS.network, ...settings }, variables);
      assert.equal(found instanceof URL ? found.href : found, proxy);
    });
  }
});
