import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../setup/debianPackages';
import { whenSaid } from '../setup/whenSaid';
import { makeCertificates, type KeyPair } from '../support/certificates';
import { startTokenService } from './tokenService';

/** Four front doors of one storage; the first three are `localhost:PORT`. */
export interface TestRegistries {
  readonly anonymous: string;
  /** Asks for `USER` and `PASSWORD`. */
  readonly basic: string;
  /** Sends to a token service, which lets everybody pull from `open/`, and `USER` from everywhere. */
  readonly token: string;
  /** Has https, for `SECURE_NAME`. */
  readonly secure: SecureDoor;
  readonly stop: () => Promise<void>;
}

export interface SecureDoor {
  /** Of the loopback interface. */
  readonly port: number;
  /** The authority of its certificate, as PEM. */
  readonly authority: string;
}

/** No name server knows it; a proxy of the tests leads there. */
export const SECURE_NAME = 'registry.test';
export const USER = 'alice';
export const PASSWORD = 's3cret';
/** What `htpasswd -nbB` makes of the two. */
const PASSWORD_FILE = 'alice:$2y$05$asdraFytfBK1WmW/hlVj3eIGFH9jg0foMQr.WU0SMUl55yonh0biq\n';

/** Starts Debian's docker-registry four times on free ports of the loopback interface. */
export async function startRegistries(folder: string): Promise<TestRegistries> {
  mkdirSync(folder, { recursive: true });
  const passwords = join(folder, 'htpasswd');
  writeFileSync(passwords, PASSWORD_FILE);
  const service = await startTokenService(folder);
  const certificates = await makeCertificates(SECURE_NAME);
  const [anonymous, basic, token, secure] = await Promise.all([
    startRegistry(folder, 'anonymous', {}),
    startRegistry(folder, 'basic', { auth: { htpasswd: { realm: 'test', path: passwords } } }),
    startRegistry(folder, 'token', { auth: { token: service.registryOptions } }),
    startRegistry(folder, 'secure', { pair: certificates.server }),
  ]);
  return {
    anonymous: anonymous.address,
    basic: basic.address,
    token: token.address,
    secure: { port: secure.port, authority: certificates.authority },
    stop: async () => {
      await Promise.all([anonymous, basic, token, secure].map(({ process }) => end(process)));
      await service.stop();
    },
  };
}

interface RunningRegistry {
  readonly address: string;
  readonly port: number;
  readonly process: ChildProcess;
}

interface Door {
  readonly auth?: object;
  readonly pair?: KeyPair;
}

async function startRegistry(folder: string, name: string, { auth, pair }: Door): Promise<RunningRegistry> {
  const configuration = {
    version: 0.1,
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') }, delete: { enabled: true } },
    http: { addr: '127.0.0.1:0', secret: 'for tests', ...(pair && { tls: tlsFiles(folder, pair) }) },
    ...(auth && { auth }),
  };
  const file = join(folder, `${name}.yml`);
  // Its configuration is YAML, of which JSON is a part.
  writeFileSync(file, JSON.stringify(configuration));
  const program = findProgram('docker-registry') ?? 'docker-registry';
  const process = spawn(program, ['serve', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [, port] = await whenSaid(process, /listening on 127\.0\.0\.1:(\d+)/, `The registry '${name}'`);
  return { address: `localhost:${String(port)}`, port: Number(port), process };
}

function tlsFiles(folder: string, pair: KeyPair): Readonly<Record<'certificate' | 'key', string>> {
  const files = { certificate: join(folder, 'secure.crt'), key: join(folder, 'secure.key') };
  writeFileSync(files.certificate, pair.certificate);
  writeFileSync(files.key, pair.key);
  return files;
}

function end(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    process.once('exit', () => resolve());
    process.kill('SIGTERM');
  });
}
