import type { Environment } from '../../environment';
import type { NetworkSettings } from '../registrySettings';
import { isBypassed } from './noProxy';
import { isLoopback } from './zone';

type Variables = Environment['variables'];

/**
 * The proxy for a URL, with its login and no path: the user's setting, else the environment's, as curl reads it
 * (`https_proxy`, `http_proxy`, `all_proxy`, in lower case first; empty ones do not count). Null for the direct way, which
 * loopback always has; undefined where what is set is no address of an HTTP proxy.
 */
export function proxyFor(url: URL, settings: NetworkSettings, variables: Variables): URL | null | undefined {
  if (!settings.proxySupport || isLoopback(url)) return null;
  const own = settings.proxy.trim();
  const given = own === '' ? proxyVariable(url, variables) : own;
  if (given === '') return null;
  if (isBypassed(url, exceptions(own, settings, variables))) return null;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  if (!URL.canParse(text)) return undefined;
  const proxy = new URL(text);
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') return undefined;
  return Object.assign(proxy, { pathname: '/', search: '', hash: '' });
}

/** The user's for the user's proxy; for that of the environment both, as neither was meant to be asked by it. */
function exceptions(own: string, { noProxy }: NetworkSettings, variables: Variables): readonly string[] {
  if (own !== '' && noProxy !== null) return noProxy;
  const given = firstOf(variables.no_proxy, variables.NO_PROXY).split(/[\s,]+/);
  return [...(noProxy ?? []), ...given];
}

function proxyVariable({ protocol }: URL, variables: Variables): string {
  // In a CGI program HTTP_PROXY is a header of its request (CVE-2016-5385).
  const isCgi = variables.REQUEST_METHOD !== undefined;
  const own =
    protocol === 'https:'
      ? [variables.https_proxy, variables.HTTPS_PROXY]
      : [variables.http_proxy, isCgi ? undefined : variables.HTTP_PROXY];
  return firstOf(...own, variables.all_proxy, variables.ALL_PROXY);
}

/** The first that is not empty. */
function firstOf(...values: readonly (string | undefined)[]): string {
  return values.map((value) => value?.trim() ?? '').find((value) => value !== '') ?? '';
}
