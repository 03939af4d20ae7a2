import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProgram } from './runProgram';

/** `lasting` reasons are the machine's; the others are failures of our own set-up. */
export type Readiness =
  { readonly ready: true } | { readonly ready: false; readonly reason: string; readonly lasting: boolean };

export const READY: Readiness = { ready: true };

/** Sees to it that programs are there, each given with the Debian package that brings it. */
export async function ensurePrograms(packages: Readonly<Record<string, string>>): Promise<Readiness> {
  const missing = Object.entries(packages).filter(([program]) => findProgram(program) === undefined);
  return missing.length === 0 ? READY : installPackages(missing.map(([, name]) => name));
}

/** Installs Debian packages, where this is a Debian and we may. */
export async function installPackages(names: readonly string[]): Promise<Readiness> {
  const list = names.join(' ');
  if (findProgram('apt-get') === undefined) {
    return {
      ready: false,
      reason: `${list} not found, and there is no apt-get to install it`,
      lasting: true,
    };
  }
  if (process.getuid?.() !== 0) {
    return { ready: false, reason: `${list} not found, and only root can install it`, lasting: true };
  }
  console.log(`Installing Debian packages: ${list} …`);
  const install = ['install', '-y', '-q', '--no-install-recommends', ...names];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runProgram('apt-get', ['update', '-q'], { environment });
  const { code, stderr } = await runProgram('apt-get', install, { environment });
  if (code === 0) return READY;
  return { ready: false, reason: `apt-get ${install.join(' ')} failed: ${stderr.trim()}`, lasting: false };
}

/** The path of a program on PATH or where Debian puts an administrator's. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Whether a program of Linux needs no shared library: then it runs in an image that holds nothing else. */
export function isStatic(path: string): boolean {
  return !readFileSync(path).includes('/ld-linux');
}
