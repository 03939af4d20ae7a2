import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import type { Route } from '../../environment';

/** Makes what connections of one route share: whom they trust, and what they show. */
export type Trust = (
  route: Pick<Route, 'systemAuthorities' | 'authorities' | 'clientCertificate'>,
) => tls.SecureContext;

/**
 * Certificates that cannot be read or used are logged and left out: the connection then says what is missing. Where no
 * others than the runtime's are wanted, its own store is shared, since to read a list of them takes a tenth of a second.
 */
export function createTrust(log: (message: string) => void): Trust {
  let usual: readonly string[] | null = null;
  let system: readonly string[] | null = null;
  let runtime: ReadonlySet<string> | null = null;
  return ({ systemAuthorities, authorities, clientCertificate }) => {
    const own = (runtime ??= new Set(tls.rootCertificates.flatMap(certificatesOf)));
    usual ??= [...own, ...extraAuthorities(log).flatMap(certificatesOf)];
    if (systemAuthorities) system ??= readSystemAuthorities(log).flatMap(certificatesOf);
    const known = [...new Set([...usual, ...(systemAuthorities ? (system ?? []) : [])])];
    const all = [...new Set([...known, ...authorities.flatMap(certificatesOf)])];
    const listed = (ca: string[]) => (ca.length === own.size ? {} : { ca });
    const shown = clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.key };
    const attempts = [{ ...listed(all), ...shown }, listed(all), listed(known)];
    for (const options of attempts) {
      try {
        return tls.createSecureContext(options);
      } catch (error) {
        log(`A certificate for a registry cannot be used: ${String(error)}`);
      }
    }
    return tls.createSecureContext();
  };
}

/** Each in lines of the usual length, so that those which are there twice are found. */
function certificatesOf(text: string): readonly string[] {
  return [...text.matchAll(/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----([^-]+)-----END/g)].map(
    ([, kind = '', base64 = '']) => {
      const lines = base64.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
      return [`-----BEGIN ${kind}CERTIFICATE-----`, ...lines, `-----END ${kind}CERTIFICATE-----`, ''].join(
        '\n',
      );
    },
  );
}

/** Those that the runtime adds by itself where it is given none. */
function extraAuthorities(log: (message: string) => void): string[] {
  const path = process.env.NODE_EXTRA_CA_CERTS ?? '';
  const text = path === '' ? null : readText(path);
  if (path !== '' && text === null) log(`NODE_EXTRA_CA_CERTS names ${path}, which cannot be read.`);
  return text === null ? [] : [text];
}

/**
 * The operating system's: the file that SSL_CERT_FILE names (OpenSSL, X509_get_default_cert_file_env), else asked of the
 * runtime where it can tell them, else the file where the system keeps them all.
 */
function readSystemAuthorities(log: (message: string) => void): readonly string[] {
  const given = process.env.SSL_CERT_FILE ?? '';
  const named = given === '' ? null : readText(given);
  if (named !== null) return [named];
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'system') => string[] };
  if (getCACertificates) return getCACertificates('system');
  for (const path of BUNDLES) {
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
