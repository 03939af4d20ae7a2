import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findProgram } from '../setup/debianPackages';
import { runProgram } from '../setup/runProgram';

/** Removes what engine and registries leave behind, also when killed: processes, mounts, control groups, a bridge, the folder. */
export async function removeRemains(folder: string): Promise<void> {
  const controlGroup = basename(folder);
  killServers(folder);
  for (const group of controlGroups(controlGroup)) killMembers(group);
  for (const path of mountsBelow(folder)) await runProgram('umount', ['--lazy', path]);
  for (const group of controlGroups(controlGroup)) removeControlGroup(group);
  // The bridge of a swarm has the folder's name too.
  if (existsSync(join('/sys/class/net', basename(folder))))
    await runProgram(findProgram('busybox') ?? 'busybox', ['ip', 'link', 'delete', basename(folder)]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** One per controller in version 1, one in version 2. */
function controlGroups(name: string): readonly string[] {
  const root = '/sys/fs/cgroup';
  return ['', ...readdirSync(root)].map((part) => join(root, part, name)).filter((path) => existsSync(path));
}

function killMembers(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) killMembers(join(group, entry.name));
  }
  for (const id of readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n'))
    if (id !== '') kill(Number(id));
}

/** They name the folder or, as the shim that keeps a container alive without its engine, the containerd namespace. */
function killServers(folder: string): void {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const words = commandLine(id);
    const ours = words.includes(basename(folder)) || words.some((word) => word.includes(`${folder}/`));
    if (ours && /dockerd|containerd|docker-proxy|docker-registry/.test(words[0] ?? '')) kill(Number(id));
  }
}

function commandLine(id: string): readonly string[] {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** The innermost first. */
function mountsBelow(folder: string): readonly string[] {
  const points = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return points.filter((point) => point.startsWith(`${folder}/`)).reverse();
}

/** A group whose last process is just ending is still busy: another engine's clean-up takes what then stays. */
function removeControlGroup(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) removeControlGroup(join(group, entry.name));
  }
  try {
    rmdirSync(group);
  } catch {
    // Busy.
  }
}
