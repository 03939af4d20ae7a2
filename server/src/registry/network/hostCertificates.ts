import { join } from 'node:path';
import type { Environment, Route } from '../../environment';
import type { Failure } from '../unresolved';

/** What Docker's configuration trusts and shows for one host. */
export type HostCertificates = Pick<Route, 'authorities' | 'clientCertificate'>;

/**
 * Reads the folders `certs.d/HOST[:PORT]` of Docker (Docker Docs, "Verify repository client with certificates"): `*.crt`
 * are authorities, `NAME.cert` with `NAME.key` is the certificate of this machine. As Docker does, it fails where one of
 * the two is missing. What was read is remembered for a minute.
 */
export function createHostCertificates(
  environment: Environment,
): (url: URL) => Promise<HostCertificates | Failure> {
  const known = new Map<
    string,
    { readonly at: number; readonly found: Promise<HostCertificates | Failure> }
  >();
  return ({ host }) => {
    const remembered = known.get(host);
    const now = environment.now();
    if (remembered && now - remembered.at < REMEMBERED) return remembered.found;
    const found = readCertificates(environment, host);
    known.set(host, { at: now, found });
    return found;
  };
}

const REMEMBERED = 60_000;

async function readCertificates(environment: Environment, host: string): Promise<HostCertificates | Failure> {
  const folders = roots(environment).flatMap((root) => namesOf(host).map((name) => join(root, name)));
  const authorities: string[] = [];
  let clientCertificate: HostCertificates['clientCertificate'] = null;
  for (const folder of folders) {
    const content = await environment.readFolder(folder);
    if (!content.found) continue;
    for (const name of content.files) {
      const file = join(folder, name);
      if (name.endsWith('.crt')) authorities.push(await textAt(environment, file));
      const other = PAIR[extensionOf(name)];
      if (other === undefined) continue;
      const partner = name.replace(/\.[a-z]+$/, other);
      if (!content.files.includes(partner))
        return { reason: 'incomplete-certificate', file, missing: partner };
      if (!name.endsWith('.cert') || clientCertificate) continue;
      const key = await textAt(environment, join(folder, partner));
      const certificate = await textAt(environment, file);
      if (key !== '' && certificate !== '') clientCertificate = { certificate, key };
    }
  }
  return { authorities: authorities.filter((text) => text !== ''), clientCertificate };
}

/** The certificate of this machine, and its key. */
const PAIR: Readonly<Record<string, string>> = { '.cert': '.key', '.key': '.cert' };
const HUB = 'registry-1.docker.io';

/** As the reference may have it, with the usual port; where a disk knows no colon in names, Docker leaves it out. */
function namesOf(host: string): readonly string[] {
  const names = host === HUB ? [HUB, 'docker.io'] : [host];
  const all = /:\d+$/.test(host) ? names : names.flatMap((name) => [name, `${name}:443`]);
  return all.flatMap((name) => (name.includes(':') ? [name, name.replaceAll(':', '')] : [name]));
}

function extensionOf(name: string): string {
  return /\.[a-z]+$/.exec(name)?.[0] ?? '';
}

function roots({ homeDirectory, variables }: Environment): string[] {
  const { XDG_CONFIG_HOME: given = '' } = variables;
  const own = given === '' ? join(homeDirectory, '.config') : given;
  return [join(own, 'docker', 'certs.d'), join(homeDirectory, '.docker', 'certs.d'), '/etc/docker/certs.d'];
}

/** Empty where it cannot be read, which the log says. */
async function textAt({ readFile, log }: Environment, path: string): Promise<string> {
  const content = await readFile(path);
  if (content.found) return new TextDecoder().decode(content.bytes);
  log(`${path} cannot be read: ${content.detail}`);
  return '';
}
