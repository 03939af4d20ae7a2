import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePrograms, findProgram, installPackages, isStatic, READY } from '../setup/debianPackages';
import type { Readiness } from '../setup/debianPackages';
import { prepareEngine26 } from '../setup/engine26';
import { stopWhenInterrupted } from '../setup/interruption';
import { startEngine } from './engine';
import type { EngineKind, TestEngine } from './engine';
import { startRegistries } from './registries';
import type { TestRegistries } from './registries';
import { removeRemains } from './remains';

/** A real engine and real registries, with all their files in one folder. */
export interface Laboratory {
  readonly engine: TestEngine;
  readonly registries: TestRegistries;
  readonly stop: () => Promise<void>;
}

/** Short, because the path of a socket may not be long; the name is also that of the control group. */
const PREFIX = 'ii-lab-';

/** Starts both; what an earlier, broken run left behind is removed first. */
export async function startLaboratory(kind: EngineKind): Promise<Laboratory> {
  await removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  const forget = stopWhenInterrupted(() => removeRemains(folder));
  try {
    const registries = await startRegistries(join(folder, 'registries'));
    const engine = await startEngine(folder, registries.anonymous, kind);
    const stop = async (): Promise<void> => {
      forget();
      await engine.stop();
      await registries.stop();
      await removeRemains(folder);
    };
    return { engine, registries, stop };
  } catch (error) {
    forget();
    await removeRemains(folder);
    throw error;
  }
}

/** Whether this machine can run them, after an attempt to install what is missing. */
export async function prepareLaboratory(): Promise<Readiness> {
  if (process.platform !== 'linux') return { ready: false, reason: 'it needs Linux', lasting: true };
  if (process.getuid?.() !== 0) {
    return { ready: false, reason: 'only root can start a Docker engine of its own', lasting: true };
  }
  const engine = await ensurePrograms({ dockerd: 'docker.io' });
  if (!engine.ready) return engine;
  const others = {
    docker: 'docker-cli',
    'docker-registry': 'docker-registry',
    skopeo: 'skopeo',
    openssl: 'openssl',
  };
  const rest = await ensurePrograms(others);
  if (!rest.ready) return rest;
  const busybox = findProgram('busybox');
  return busybox !== undefined && isStatic(busybox) ? READY : installPackages(['busybox-static']);
}

/** The same with Docker 26 out of the cache. */
export async function prepareLaboratory26(): Promise<Readiness> {
  const rest = await prepareLaboratory();
  return rest.ready ? prepareEngine26() : rest;
}

async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = join(folder, 'owner');
    if (existsSync(owner) && isAlive(Number(readFileSync(owner, 'utf8')))) continue;
    await removeRemains(folder);
  }
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
