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
  {
    title: 'in upper case where the variable in lower case is empty',
    variables: { https_proxy: '', HTTPS_PROXY: A },
    proxy: A,
  },
  {
    title: 'http_proxy also in a CGI program',
    url: 'http://registry.example/',
    variables: { http_proxy: A, REQUEST_METHOD: 'GET' },
    proxy: A,
  },
  { title: 'in blanks', settings: { proxy: '  a.example:3128 ' }, proxy: A },
  { title: 'none where the setting is blank', settings: { proxy: ' ' }, variables: {}, proxy: null },
  {
    title: 'one whose path, query and fragment are left out',
    settings: { proxy: 'http://ann:x@a.example:3128/proxy.pac?y#z' },
    proxy: 'http://ann:x@a.example:3128/',
  },
  { title: 'one with https', variables: { https_proxy: 'https://a.example' }, proxy: 'https://a.example/' },
  { title: 'not for NO_PROXY=*', variables: { HTTPS_PROXY: A, NO_PROXY: '*' }, proxy: null },
  {
    title: "not for the editor's exceptions where the environment has the proxy",
    settings: { noProxy: ['registry.example'] },
    variables: { HTTPS_PROXY: A, NO_PROXY: 'other.example' },
    proxy: null,
  },
  {
    title: 'not for NO_PROXY where the environment has the proxy and the editor has exceptions',
    settings: { noProxy: ['other.example'] },
    variables: { HTTPS_PROXY: A, NO_PROXY: 'registry.example' },
    proxy: null,
  },
  {
    title: 'not for NO_PROXY in upper case where no_proxy is empty',
    variables: { HTTPS_PROXY: A, no_proxy: '', NO_PROXY: 'registry.example' },
    proxy: null,
  },
  {
    title: 'never for names below localhost',
    url: 'https://registry.localhost:5000/',
    variables: { HTTPS_PROXY: A },
    proxy: null,
  },
  { title: 'never for ::1', url: 'https://[::1]:5000/', variables: { HTTPS_PROXY: A }, proxy: null },
  { title: 'never for 127.0.0.0/8', url: 'https://127.9.9.9/', variables: { HTTPS_PROXY: A }, proxy: null },
  { title: 'no file', settings: { proxy: 'file:///etc/passwd' }, proxy: undefined },
  { title: 'no port beyond the last', settings: { proxy: 'a.example:99999' }, proxy: undefined },
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
