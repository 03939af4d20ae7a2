import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder } from './cacheFolder';
import { findProgram, installPackages, READY } from './debianPackages';
import type { Readiness } from './debianPackages';
import { outputOf } from './runProgram';

/** The release of Debian that has engine 26.1, and what is taken from it; runc stays the machine's, for the sake of its libc. */
const SUITE = 'trixie';
const PACKAGES = ['docker.io', 'docker-cli', 'containerd', 'docker-compose', 'docker-buildx'];
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Programs of one version of Docker. */
export interface EnginePrograms {
  readonly dockerd: string;
  readonly docker: string;
  /** `PATH` by which they find each other. */
  readonly path: string;
  /** Folder of the command line's plugins, compose among them; null where there are none. */
  readonly plugins: string | null;
}

/** Engine 26.1, where `prepareEngine26` has put it. */
export function engine26(): EnginePrograms {
  const root = join(rootFolder(), 'usr');
  return {
    dockerd: join(root, 'sbin/dockerd'),
    docker: join(root, 'bin/docker'),
    path: [join(root, 'sbin'), join(root, 'bin'), process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter),
    plugins: join(root, 'libexec/docker/cli-plugins'),
  };
}

/** Unpacks it into the cache, once, without installing it; 20 s the first time. */
export async function prepareEngine26(): Promise<Readiness> {
  if (existsSync(rootFolder())) return READY;
  if (findProgram('apt-get') === undefined || findProgram('dpkg-deb') === undefined)
    return { ready: false, reason: 'engine 26 is taken from Debian, and this is none', lasting: true };
  const keyring = existsSync(KEYRING) ? READY : await installPackages(['debian-archive-keyring']);
  if (!keyring.ready) return keyring;
  try {
    const mirror = await findMirror();
    if (mirror === undefined) {
      const reason = `engine 26 is taken from Debian's ${SUITE}, and the sources of apt name no mirror of Debian`;
      return { ready: false, reason, lasting: true };
    }
    console.log(`Unpacking Docker 26 of Debian's ${SUITE} into ${rootFolder()} …`);
    await unpack(await download(mirror));
    return READY;
  } catch (error) {
    const advice = 'It is tried again at the next run.';
    return {
      ready: false,
      reason: `Docker 26 of ${SUITE} could not be had. ${advice} ${String(error)}`,
      lasting: false,
    };
  }
}

/** Named when it is complete, and not before. */
function rootFolder(): string {
  return join(cacheFolder(), 'engine-26');
}

/** As apt itself reads its sources. */
async function findMirror(): Promise<string | undefined> {
  const format = ['--no-release-info', '--format', '$(REPO_URI)', 'Created-By: Packages'];
  const mirrors = (await outputOf('apt-get', ['indextargets', ...format])).split('\n');
  return mirrors.find((address) => /^https?:\/\/.*\/debian\/?$/.test(address));
}

/** Into a folder that the next run goes on with when this one is interrupted. */
async function download(mirror: string): Promise<string> {
  const folder = join(cacheFolder(), 'engine-26-download');
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'packages'])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'status'), '');
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${SUITE} main\n`);
  const configuration = join(folder, 'apt.conf');
  writeFileSync(configuration, privateApt(folder));
  const options = {
    folder: join(folder, 'packages'),
    environment: { ...process.env, APT_CONFIG: configuration },
  };
  await outputOf('apt-get', ['update', '-q'], options);
  await outputOf('apt-get', ['download', '-q', ...PACKAGES], options);
  return folder;
}

/** An apt of our own, so that the machine's knows nothing of it. */
function privateApt(folder: string): string {
  const settings = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
    'Acquire::Retries': '3',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} "${value}";\n`)
    .join('');
}

async function unpack(downloaded: string): Promise<void> {
  const folder = mkdtempSync(`${rootFolder()}-unpacked-`);
  try {
    const packages = join(downloaded, 'packages');
    for (const name of readdirSync(packages).filter((file) => file.endsWith('.deb')))
      await outputOf('dpkg-deb', ['--extract', join(packages, name), folder]);
    rmSync(join(folder, 'usr/share'), { recursive: true });
    renameSync(folder, rootFolder());
    rmSync(downloaded, { recursive: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
