import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findProgram } from '../setup/debianPackages';
import { outputOf } from '../setup/runProgram';
import { whenSaid } from '../setup/whenSaid';
import { removeContainers } from './containers';

/** A Docker engine of our own beside whatever else runs on the machine. */
export interface TestEngine {
  /** `unix:///…/docker.sock` */
  readonly host: string;
  /** Runs the Docker command line against it. */
  readonly docker: (...args: string[]) => Promise<string>;
  /** As if its machine had lost power; containers live on. */
  readonly kill: () => Promise<void>;
  /** Starts it again after `kill`. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts an engine whose socket and data lie in `folder`; its control group has the folder's name. It touches neither
 * firewall nor bridges, so containers need `--network none` or `host`. `mirror` stands in for Docker Hub.
 */
export async function startEngine(folder: string, mirror: string): Promise<TestEngine> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'daemon.json'), JSON.stringify({ 'registry-mirrors': [`http://${mirror}`] }));
  const host = `unix://${join(folder, 'docker.sock')}`;
  const docker = async (...args: string[]): Promise<string> =>
    (await outputOf('docker', ['-H', host, ...args], { environment: dockerEnvironment(folder) })).trim();
  let daemon = await startDaemon(folder);
  return {
    host,
    docker,
    kill: () => end(daemon, 'SIGKILL'),
    restart: async () => {
      daemon = await startDaemon(folder);
    },
    stop: async () => {
      if (daemon.exitCode === null && daemon.signalCode === null) await removeContainers({ docker });
      await end(daemon, 'SIGTERM');
    },
  };
}

async function startDaemon(folder: string): Promise<ChildProcess> {
  // A daemon that was killed leaves files by which the next one takes it for alive.
  for (const name of [
    'docker.sock',
    'dockerd.pid',
    'exec/containerd/containerd.pid',
    'exec/containerd/containerd.sock',
  ]) {
    rmSync(join(folder, name), { force: true });
  }
  const name = basename(folder);
  const daemon = spawn(
    findProgram('dockerd') ?? 'dockerd',
    [
      ...['--host', `unix://${join(folder, 'docker.sock')}`, '--config-file', join(folder, 'daemon.json')],
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'dockerd.pid'), '--shutdown-timeout', '2', '--live-restore'],
      ...['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--ip-forward=false'],
      ...['--exec-opt', 'native.cgroupdriver=cgroupfs', '--cgroup-parent', `/${name}`],
      ...['--containerd-namespace', name, '--containerd-plugins-namespace', `${name}-plugins`],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: dockerEnvironment(folder) },
  );
  await whenSaid(daemon, /API listen on/, 'dockerd');
  return daemon;
}

function end(daemon: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    daemon.once('exit', () => resolve());
    daemon.kill(signal);
  });
}

/** Neither the user's Docker configuration nor their engine. */
function dockerEnvironment(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DOCKER_HOST: undefined,
    DOCKER_CONTEXT: undefined,
    DOCKER_CONFIG: join(folder, 'config'),
  };
}
