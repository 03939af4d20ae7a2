import type { Environment, Route } from '../../environment';
import type { NetworkSettings } from '../registrySettings';
import type { Failure } from '../unresolved';
import { createHostCertificates } from './hostCertificates';
import { proxyFor } from './proxy';

/** Finds the way to a host: through which proxy, and with whose certificates. */
export function createRouter(
  environment: Environment,
  settings: () => NetworkSettings,
): (url: URL) => Promise<Route | Failure> {
  const certificatesFor = createHostCertificates(environment);
  return async (url) => {
    const { proxyStrictSSL, systemCertificates } = settings();
    const proxy = proxyFor(url, settings(), environment.variables);
    if (proxy === undefined) {
      return { reason: 'unreachable', problem: 'proxy-address', host: url.host, code: 'ERR_INVALID_URL' };
    }
    const common = { verifyProxy: proxyStrictSSL, systemAuthorities: systemCertificates };
    const certificates = url.protocol === 'https:' ? await certificatesFor(url) : NO_CERTIFICATES;
    if ('reason' in certificates) return certificates;
    return { proxy: proxy === null ? null : proxy.href, ...common, ...certificates };
  };
}

const NO_CERTIFICATES: Pick<Route, 'authorities' | 'clientCertificate'> = {
  authorities: [],
  clientCertificate: null,
};
