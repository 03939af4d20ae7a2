import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf } from '../setup/runProgram';

/** PEM texts. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** An authority of our own, and what it has signed. */
export interface TestCertificates {
  readonly authority: string;
  /** For the given name or address. */
  readonly server: KeyPair;
  /** The same, out of date. */
  readonly expired: KeyPair;
  /** Of a client that shows who it is. */
  readonly client: KeyPair;
}

/** Makes them with openssl, in a tenth of a second. */
export async function makeCertificates(name: string): Promise<TestCertificates> {
  const folder = mkdtempSync(join(tmpdir(), 'immutable-infra-certificates-'));
  const file = (part: string): string => join(folder, part);
  const text = (part: string): string => readFileSync(file(part), 'utf8');
  const openssl = (...words: readonly string[]): Promise<string> => outputOf('openssl', words);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    const authority = [
      '-keyout',
      file('ca.key'),
      '-out',
      file('ca.crt'),
      '-subj',
      '/CN=Test Authority',
      '-days',
      '2',
    ];
    await openssl('req', '-x509', ...newKey, ...authority);
    writeFileSync(file('extensions'), `subjectAltName=${isIP(name) ? 'IP' : 'DNS'}:${name}\n`);
    const sign = async (part: string, subject: string, time: readonly string[]): Promise<KeyPair> => {
      const own = ['-keyout', file(`${part}.key`), '-out', file(`${part}.csr`), '-subj', `/CN=${subject}`];
      await openssl('req', ...newKey, ...own);
      const by = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial'];
      const what = ['-in', file(`${part}.csr`), '-out', file(`${part}.crt`), '-extfile', file('extensions')];
      await openssl('x509', '-req', ...by, ...what, ...time);
      return { certificate: text(`${part}.crt`), key: text(`${part}.key`) };
    };
    const server = await sign('server', name, ['-days', '2']);
    // Days that are negative end before they begin, which is as good as over.
    const expired = await sign('expired', name, ['-days', '-1']);
    const client = await sign('client', 'somebody', ['-days', '2']);
    return { authority: text('ca.crt'), server, expired, client };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
