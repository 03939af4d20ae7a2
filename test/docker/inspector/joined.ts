import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectEngine } from '../../../client/src/docker/dockerode';
import { listEngineHosts } from '../../../client/src/docker/hosts';
import type { HostReleases, RunningContainer, Service } from '../../../client/src/docker/releases/model';
import { configurationHashes } from '../../../client/src/docker/watch/configurationHashes';
import type { HostState, Inspection, Inspector } from '../../../client/src/docker/watch/inspection';
import { createInspector } from '../../../client/src/docker/watch/inspector';
import type { KnowledgeSources } from '../../../client/src/docker/watch/knowledgeSources';
import { releaseModel } from '../../../client/src/docker/watch/releaseModel';
import { systemClock } from '../../../client/src/environment';
import { commitState } from '../../../client/src/git/commitState';
import { COMPARE_RUNNING, DECLARED_SERVICES, IMAGE_EVIDENCE } from '../../../server/src/inspectionProtocol';
import type {
  CompareRunningResult,
  DeclaredServicesResult,
  ImageEvidenceResult,
} from '../../../server/src/inspectionProtocol';
import { createNodeEnvironment } from '../../../server/src/nodeEnvironment';
import { startLanguageClient } from '../../support/languageClient';
import type { LanguageClient } from '../../support/languageClient';
import { laboratory } from '../hooks';
import { until } from '../until';
import { environmentOf } from './connect';
import { containersOf, drawContainers, drawService, servicesOf } from './picture';

/** An inspector as the view has it: a real engine, a real language server, and a workspace's folder. */
export interface Joined {
  readonly inspector: Inspector;
  /** What it has shown, in order. */
  readonly shown: readonly Inspection[];
  readonly state: () => HostState;
  /** What runs, now. */
  readonly releases: () => HostReleases;
  readonly container: (name: string) => RunningContainer | undefined;
  readonly service: (name: string) => Service | undefined;
  /** Waits until what is shown is as expected; shows it when it never is. */
  readonly sees: (what: string, isSo: () => boolean) => Promise<void>;
  readonly stop: () => void;
}

/** `host`: an address in front of that of the engine, null for that itself. */
export async function lookAtEngine(workspace: string, host: string | null = null): Promise<Joined> {
  const { engine } = laboratory();
  const environment = environmentOf(host ?? engine.host);
  const server = await startLanguageClient({
    environment: { ...createNodeEnvironment(() => undefined), homeDirectory: workspace },
    folder: pathToFileURL(workspace).href,
  });
  const shown: Inspection[] = [];
  const mistakes: unknown[] = [];
  const options = {
    hosts: () => listEngineHosts(environment),
    connect: (chosen: Parameters<typeof connectEngine>[0], signal: AbortSignal) =>
      connectEngine(chosen, signal, environment),
    knowledge: knowledgeOf(server, workspace),
    model: releaseModel,
    show: (inspection: Inspection) => void shown.push(inspection),
    report: (error: unknown) => void mistakes.push(error),
    chosen: null,
  };
  const inspector = createInspector(options, systemClock);
  inspector.setVisible(true);
  const state = (): HostState => {
    if (mistakes.length > 0) throw mistakes[0];
    return shown.at(-1)?.hosts[0]?.state ?? { kind: 'connecting' };
  };
  const releases = (): HostReleases => {
    const now = state();
    if (now.kind !== 'running') throw new Error(`The host is not running: ${JSON.stringify(now)}`);
    return now.releases;
  };
  const isRunning = (): boolean => state().kind === 'running';
  return {
    inspector,
    shown,
    state,
    releases,
    container: (name) =>
      isRunning() ? containersOf(releases()).find((container) => container.name === name) : undefined,
    service: (name) =>
      isRunning() ? servicesOf(releases()).find((service) => service.name === name) : undefined,
    sees: async (what, isSo) => {
      try {
        await until(what, isSo);
      } catch (error) {
        const now = state();
        const drawn = now.kind === 'running' ? drawHost(now.releases) : JSON.stringify(now);
        throw new Error(`${String(error)}\n${drawn}`, { cause: error });
      }
    },
    stop: () => {
      inspector.dispose();
      server.dispose();
    },
  };
}

function drawHost(releases: HostReleases): string {
  const services = servicesOf(releases);
  const swarm = services.flatMap(({ swarm: service }) => (service === null ? [] : JSON.stringify(service)));
  const names = containersOf(releases).map(({ name }) => name);
  return [...services.map(drawService), ...swarm, drawContainers(releases, names)].join('\n');
}

/** A folder for a workspace; its path is short enough for sockets. */
export function makeFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'ii-seen-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** As the extension joins them: files and registries are the server's, Git and compose are programs. */
function knowledgeOf({ connection }: LanguageClient, workspace: string): KnowledgeSources {
  const { engine } = laboratory();
  const base = environmentOf(engine.host);
  const environment: typeof base = {
    ...base,
    // The command line of this engine, with its compose.
    runProgram: (command, options) =>
      base.runProgram(command, { ...options, variables: { ...engine.environment, ...options.variables } }),
  };
  return {
    declarations: async (projects) =>
      (await connection.sendRequest<DeclaredServicesResult>(DECLARED_SERVICES, { projects })).projects,
    compare: async (images, ask) =>
      (await connection.sendRequest<CompareRunningResult>(COMPARE_RUNNING, { images, ask })).answers,
    evidence: async (images) =>
      (await connection.sendRequest<ImageEvidenceResult>(IMAGE_EVIDENCE, { images })).images,
    commit: (revision, source, signal) => commitState(environment, [workspace], { revision, source }, signal),
    configurationHashes: (project, signal) => configurationHashes(environment, project, signal),
    scratch: () => [],
    mayAskRegistries: () => false,
  };
}
