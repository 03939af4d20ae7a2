import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findProgram } from '../setup/debianPackages';
import { engine26 } from '../setup/engine26';
import type { EnginePrograms } from '../setup/engine26';
import { outputOf } from '../setup/runProgram';
import { whenSaid } from '../setup/whenSaid';
import { removeContainers } from './containers';
import { until } from './until';

/** A Docker engine of our own beside whatever else runs on the machine. */
export interface TestEngine {
  readonly kind: EngineKind;
  /** `unix:///…/docker.sock` */
  readonly host: string;
  /** Runs the Docker command line that belongs to it. */
  readonly docker: (...args: string[]) => Promise<string>;
  /** The same, in a folder and with what it reads on its standard input. */
  readonly dockerIn: (folder: string, args: readonly string[], input?: Uint8Array) => Promise<string>;
  /** What its command line needs to know of it, for programs that start that themselves. */
  readonly environment: NodeJS.ProcessEnv;
  /** As if its machine had lost power; containers live on, unless it is in a swarm. */
  readonly kill: () => Promise<void>;
  /** Starts it again after `kill`. */
  readonly restart: () => Promise<void>;
  /** Makes it a swarm of one node. Services need the network `host`. */
  readonly startSwarm: () => Promise<void>;
  /** Also where `startSwarm` has failed half way, or was never called. */
  readonly leaveSwarm: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface EngineKind {
  /** That of the machine, or Docker 26.1 out of the cache. */
  readonly engine: 'installed' | '26';
  /** `containerd` is known to engines from 24 on. */
  readonly store: 'classic' | 'containerd';
}

/**
 * Starts an engine whose socket and data lie in `folder`; its control group has the folder's name. It touches neither
 * firewall nor bridges, so containers need `--network none` or `host`. `mirror` stands in for Docker Hub.
 */
export async function startEngine(folder: string, mirror: string, kind: EngineKind): Promise<TestEngine> {
  const programs = kind.engine === '26' ? engine26() : installedEngine();
  const home: EngineHome = { folder, mirror, kind, programs, environment: prepareHome(folder, programs) };
  const host = `unix://${join(folder, 'docker.sock')}`;
  const { environment } = home;
  const dockerIn: TestEngine['dockerIn'] = async (place, args, input) =>
    (await outputOf(programs.docker, args, { folder: place, environment, ...(input && { input }) })).trim();
  const docker: TestEngine['docker'] = (...args) => dockerIn(folder, args);
  /** A swarm and containers that outlive their engine exclude each other. */
  const setLiveRestore = async (wanted: boolean): Promise<void> => {
    configure(home, wanted);
    daemon.kill('SIGHUP');
    const asked = (): Promise<string> => docker('info', '--format', '{{.LiveRestoreEnabled}}');
    await until('the engine to read its configuration', async () => (await asked()) === String(wanted));
  };
  configure(home, true);
  let daemon = await startDaemon(home);
  return {
    kind,
    host,
    docker,
    dockerIn,
    environment,
    kill: () => end(daemon, 'SIGKILL'),
    restart: async () => {
      daemon = await startDaemon(home);
    },
    startSwarm: async () => {
      await setLiveRestore(false);
      // The engine would make this bridge itself, with a name by which engines of one machine disturb each other.
      const bridge = `com.docker.network.bridge.name=${basename(folder)}`;
      await docker('network', 'create', '--opt', bridge, SWARM_BRIDGE);
      const address = ['--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1:0'];
      await docker('swarm', 'init', ...address);
    },
    leaveSwarm: async () => {
      const state = await docker('info', '--format', '{{.Swarm.LocalNodeState}}');
      if (state !== 'inactive') await docker('swarm', 'leave', '--force');
      const networks = await docker('network', 'ls', '--format', '{{.Name}}');
      if (networks.split('\n').includes(SWARM_BRIDGE)) await docker('network', 'rm', SWARM_BRIDGE);
      await setLiveRestore(true);
    },
    stop: async () => {
      if (daemon.exitCode === null && daemon.signalCode === null) await removeContainers({ docker });
      await end(daemon, 'SIGTERM');
    },
  };
}

const SWARM_BRIDGE = 'docker_gwbridge';

interface EngineHome {
  readonly folder: string;
  readonly mirror: string;
  readonly kind: EngineKind;
  readonly programs: EnginePrograms;
  readonly environment: NodeJS.ProcessEnv;
}

function installedEngine(): EnginePrograms {
  const path = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;
  return { dockerd: findProgram('dockerd') ?? 'dockerd', docker: 'docker', path, plugins: null };
}

/** Neither the user's Docker configuration nor their engine. */
function prepareHome(folder: string, { path, plugins }: EnginePrograms): NodeJS.ProcessEnv {
  const configuration = join(folder, 'config');
  mkdirSync(configuration, { recursive: true });
  if (plugins !== null) symlinkSync(plugins, join(configuration, 'cli-plugins'));
  return {
    ...process.env,
    PATH: path,
    DOCKER_HOST: `unix://${join(folder, 'docker.sock')}`,
    DOCKER_CONTEXT: undefined,
    DOCKER_CONFIG: configuration,
  };
}

function configure({ folder, mirror, kind }: EngineHome, liveRestore: boolean): void {
  const configuration = {
    'registry-mirrors': [`http://${mirror}`],
    'live-restore': liveRestore,
    ...(kind.store === 'containerd' && { features: { 'containerd-snapshotter': true } }),
  };
  writeFileSync(join(folder, 'daemon.json'), JSON.stringify(configuration));
}

async function startDaemon({ folder, programs, environment }: EngineHome): Promise<ChildProcess> {
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
    programs.dockerd,
    [
      ...['--host', `unix://${join(folder, 'docker.sock')}`, '--config-file', join(folder, 'daemon.json')],
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'dockerd.pid'), '--shutdown-timeout', '2'],
      ...['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--ip-forward=false'],
      ...['--exec-opt', 'native.cgroupdriver=cgroupfs', '--cgroup-parent', `/${name}`],
      ...['--containerd-namespace', name, '--containerd-plugins-namespace', `${name}-plugins`],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: environment },
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
