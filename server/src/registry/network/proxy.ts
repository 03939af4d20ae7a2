import type { Environment } from '../../environment';
import type { NetworkSettings } from '../registrySettings';
import { isBypassed } from './noProxy';
import { isLoopback } from './zone';

type Variables = Environment['variables'];

/**
 * The proxy for a URL: the user's setting, else the environment's, as curl reads it (`https_proxy`, `http_proxy`,
 * `all_proxy`, in lower case first). Null for the direct way, which loopback always has; undefined where what is set is
 * no address of an HTTP proxy.
 */
export function proxyFor(url: URL, settings: NetworkSettings, variables: Variables): URL | null | undefined {
  if (!settings.proxySupport || isLoopback(url)) return null;
  const given = settings.proxy === '' ? proxyVariable(url, variables) : settings.proxy;
  if (given === '') return null;
  const own = settings.proxy === '' ? null : settings.noProxy;
  const exceptions = own ?? (variables.no_proxy ?? variables.NO_PROXY ?? '').split(/[\s,]+/);
  if (isBypassed(url, exceptions)) return null;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  if (!URL.canParse(text)) return undefined;
  const proxy = new URL(text);
  return proxy.protocol === 'http:' || proxy.protocol === 'https:' ? proxy : undefined;
}

function proxyVariable({ protocol }: URL, variables: Variables): string {
  // In a CGI program HTTP_PROXY is a header of its request (CVE-2016-5385).
  const http =
    variables.http_proxy ?? (variables.REQUEST_METHOD === undefined ? variables.HTTP_PROXY : undefined);
  const own = protocol === 'https:' ? (variables.https_proxy ?? variables.HTTPS_PROXY) : http;
  const given = [own, variables.all_proxy, variables.ALL_PROXY].find((value) => (value ?? '') !== '');
  return given?.trim() ?? '';
}
