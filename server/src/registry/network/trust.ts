import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import type { Route } from '../../environment';

/** Makes what connections of one route share: whom they trust, and what they show. */
export type Trust = (
  route: Pick<Route, 'systemAuthorities' | 'authorities' | 'clientCertificate'>,
) => tls.SecureContext;

/** Certificates that cannot be read or used are logged and left out: the connection then says what is missing. */
export function createTrust(log: (message: string) => void): Trust {
  let usual: readonly string[] | null = null;
  let system: readonly string[] | null = null;
  return ({ systemAuthorities, authorities, clientCertificate }) => {
    usual ??= [...tls.rootCertificates, ...extraAuthorities(log)];
    if (systemAuthorities) system ??= readSystemAuthorities(log);
    const ca = [...new Set([...usual, ...(systemAuthorities ? (system ?? []) : []), ...authorities])];
    const shown = clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.key };
    try {
      return tls.createSecureContext({ ca, ...shown });
    } catch (error) {
      log(`The certificates for a registry cannot be used: ${String(error)}`);
      return tls.createSecureContext({ ca: [...usual, ...(system ?? [])] });
    }
  };
}

/** Those that the runtime adds by itself where it is given none. */
function extraAuthorities(log: (message: string) => void): string[] {
  const path = process.env.NODE_EXTRA_CA_CERTS ?? '';
  const text = path === '' ? null : readText(path);
  if (path !== '' && text === null) log(`NODE_EXTRA_CA_CERTS names ${path}, which cannot be read.`);
  return text === null ? [] : [text];
}

/** The operating system's: asked of the runtime where it can tell them, else in the file where the system keeps them all. */
function readSystemAuthorities(log: (message: string) => void): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'system') => string[] };
  if (getCACertificates) return getCACertificates('system');
  const paths = [process.env.SSL_CERT_FILE ?? '', ...BUNDLES].filter((path) => path !== '');
  for (const path of paths) {
    const text = readText(path);
    if (text !== null) return [text];
  }
  log(
    "The system's certificates cannot be read by this runtime. Set NODE_EXTRA_CA_CERTS to a file with those you need.",
  );
  return [];
}

/** Where Debian and its kin, Red Hat and its kin, SUSE, and Alpine keep them. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
