import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../setup/debianPackages';
import { whenSaid } from '../setup/whenSaid';
import { startTokenService } from './tokenService';

/** Three front doors of one storage, each `localhost:PORT`. */
export interface TestRegistries {
  readonly anonymous: string;
  /** Asks for `USER` and `PASSWORD`. */
  readonly basic: string;
  /** Sends to a token service, which lets everybody pull from `open/`, and `USER` from everywhere. */
  readonly token: string;
  readonly stop: () => Promise<void>;
}

export const USER = 'alice';
export const PASSWORD = 's3cret';
/** What `htpasswd -nbB` makes of the two. */
const PASSWORD_FILE = 'alice:$2y$05$asdraFytfBK1WmW/hlVj3eIGFH9jg0foMQr.WU0SMUl55yonh0biq\n';

/** Starts Debian's docker-registry three times on free ports of the loopback interface. */
export async function startRegistries(folder: string): Promise<TestRegistries> {
  mkdirSync(folder, { recursive: true });
  const passwords = join(folder, 'htpasswd');
  writeFileSync(passwords, PASSWORD_FILE);
  const service = await startTokenService(folder);
  const [anonymous, basic, token] = await Promise.all([
    startRegistry(folder, 'anonymous', null),
    startRegistry(folder, 'basic', { htpasswd: { realm: 'test', path: passwords } }),
    startRegistry(folder, 'token', { token: service.registryOptions }),
  ]);
  return {
    anonymous: anonymous.address,
    basic: basic.address,
    token: token.address,
    stop: async () => {
      await Promise.all([anonymous, basic, token].map(({ process }) => end(process)));
      await service.stop();
    },
  };
}

interface RunningRegistry {
  readonly address: string;
  readonly process: ChildProcess;
}

async function startRegistry(folder: string, name: string, auth: object | null): Promise<RunningRegistry> {
  const configuration = {
    version: 0.1,
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') }, delete: { enabled: true } },
    http: { addr: '127.0.0.1:0', secret: 'for tests' },
    ...(auth === null ? {} : { auth }),
  };
  const file = join(folder, `${name}.yml`);
  // Its configuration is YAML, of which JSON is a part.
  writeFileSync(file, JSON.stringify(configuration));
  const program = findProgram('docker-registry') ?? 'docker-registry';
  const process = spawn(program, ['serve', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [, port] = await whenSaid(process, /listening on 127\.0\.0\.1:(\d+)/, `The registry '${name}'`);
  return { address: `localhost:${String(port)}`, process };
}

function end(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    process.once('exit', () => resolve());
    process.kill('SIGTERM');
  });
}
