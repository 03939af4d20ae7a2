import type { EngineHost } from '../../client/src/docker/engineHost';
import type { HostReleases, RunningContainer } from '../../client/src/docker/releases/model';
import type { Knowledge, Observation } from '../../client/src/docker/releases/observation';
import type { HostSight, Inspection, Inspector } from '../../client/src/docker/watch/inspection';
import { createInspector } from '../../client/src/docker/watch/inspector';
import type { KnowledgeSources } from '../../client/src/docker/watch/knowledgeSources';
import type { ReleaseModel } from '../../client/src/docker/watch/releaseModel';
import { testClock, type TestClock } from './testClock';
import { container, engineInWorld, type EngineInWorld } from './worldOfEngines';

/** An inspector over engines of this process, in a time that goes on only when it is told to. */
export interface WatchScene {
  readonly clock: TestClock;
  readonly inspector: Inspector;
  /** By host. */
  readonly engines: Readonly<Record<string, EngineInWorld>>;
  /** The first of them. */
  readonly engine: EngineInWorld;
  /** What the settings of the Docker command line name; may be changed. */
  hosts: readonly EngineHost[];
  /** Pictures that were shown since it was last read, each in a line with its time in milliseconds. */
  readonly shown: () => string;
  /** What others than engines were asked since it was last read. */
  readonly questions: string[];
  readonly errors: unknown[];
}

export interface SceneOptions {
  readonly hosts?: readonly string[];
  readonly chosen?: readonly string[] | null;
  readonly knowledge?: Partial<KnowledgeSources>;
  readonly model?: Partial<ReleaseModel>;
  /** Another scene, whose engines and time are this one's too. */
  readonly beside?: WatchScene | null;
}

export function watchScene({
  hosts = ['a'],
  chosen = null,
  knowledge,
  model,
  beside = null,
}: SceneOptions = {}): WatchScene {
  const clock = beside?.clock ?? testClock();
  const engines = beside?.engines ?? Object.fromEntries(hosts.map((id) => [id, engineInWorld(clock)]));
  const pictures: string[] = [];
  const questions: string[] = [];
  const scene: WatchScene = {
    clock,
    engines,
    engine: engines[hosts[0]!]!,
    hosts: hosts.map((id, index) => host(id, index === 0)),
    shown: () => pictures.splice(0).join('\n'),
    questions,
    errors: [],
    inspector: createInspector(
      {
        hosts: () => Promise.resolve(scene.hosts),
        connect: ({ id }, signal) => engines[id]!.connect(signal),
        knowledge: { ...silentSources(questions), ...knowledge },
        model: { ...plainModel, ...model },
        show: (inspection) => pictures.push(`${clock.now()} ${drawn(inspection)}`),
        report: (error) => scene.errors.push(error),
        chosen,
      },
      clock,
    ),
  };
  if (beside) return scene;
  for (const engine of Object.values(engines)) {
    engine.images.set('sha256:1', { tags: ['app:1'] });
    engine.containers.set('web', container());
  }
  return scene;
}

/** Made visible, and all is read. */
export async function seenScene(options: SceneOptions = {}): Promise<WatchScene> {
  const scene = watchScene(options);
  scene.inspector.setVisible(true);
  await scene.clock.advance(2_000);
  scene.shown();
  for (const engine of Object.values(scene.engines)) engine.requests();
  scene.questions.length = 0;
  return scene;
}

export function host(id: string, isCurrent: boolean): EngineHost {
  return { id, name: id, origin: { kind: 'context', name: id }, addresses: [], isCurrent };
}

/** One line: `a: web running, db exited | b: failed absent`. `?` for what was not looked at yet, `~2` for two changes. */
export function drawn({ hosts }: Inspection): string {
  return hosts.map((sight) => `${sight.id}: ${drawnState(sight)}`).join(' | ');
}

function drawnState({ state }: HostSight): string {
  switch (state.kind) {
    case 'connecting':
      return 'connecting';
    case 'failed':
      return `failed ${state.failure.reason}`;
    case 'running': {
      const containers = state.releases.projects.flatMap(({ services }) =>
        services.flatMap(({ releases }) => releases.flatMap((release) => release.containers)),
      );
      const text = containers.map(drawnContainer).join(', ') || 'nothing';
      return state.live ? text : `${text} (not live)`;
    }
  }
}

function drawnContainer({ name, facts, details, answers }: RunningContainer): string {
  const { changes, problem, touches } = answers.drift;
  const health = details?.health ? ` ${details.health}` : '';
  const drift = changes ? ` ~${changes.code.length}` : problem ? ` (${problem})` : '';
  const commands = touches.map(({ command }) => ` >${command}`).join('');
  return `${name} ${facts.state}${health}${details ? '' : '?'}${drift}${commands}`;
}

/** No judgement: everything that was observed in one release, and the questions that labels name. */
const plainModel: ReleaseModel = {
  hostReleases: (observation) => releasesOf(observation),
  imagesToCompare: () => [],
  runningImages: ({ containers }) =>
    [...new Set(containers.map(({ facts }) => facts.imageId))].map((key) => ({
      key,
      reference: 'app:1',
      digests: [],
      configuration: null,
      platform: null,
    })),
  evidenceQuestion: ({ imageId }) => ({ key: imageId, reference: `app@${imageId}`, platform: null }),
  projectsToDeclare: ({ containers }) =>
    [...new Set(containers.flatMap(({ facts }) => facts.labels['com.docker.compose.project'] ?? []))].map(
      (name) => {
        const project = { name, workingDirectory: null, files: ['compose.yaml'], environmentFiles: [] };
        return {
          running: { ...project, key: name, kind: 'compose', services: [] },
          compose: { ...project, composeVersion: null },
        };
      },
    ),
  isHealthcheck: ({ detail }, { configuration }) => detail === configuration.healthcheck?.join(' '),
};

export function releasesOf(observation: Observation, revision: string | null = null): HostReleases {
  const answers = plainAnswers();
  const part = { key: 'all', name: 'all', kind: 'standalone' as const };
  const containers = observation.containers.map(({ facts, details, changes }) => ({
    id: facts.id,
    name: facts.name,
    facts,
    details,
    imageId: facts.imageId,
    answers: {
      ...answers,
      drift: {
        ...answers.drift,
        changes: changes?.ok ? { code: changes.changes, data: [], scratch: [] } : null,
        problem: changes?.ok === false ? changes.problem : null,
        measured: changes?.measured ?? null,
        touches: observation.execs
          .filter(({ id }) => id === facts.id)
          .map(({ time, detail }) => ({ time, command: detail })),
      },
    },
  })) as unknown as readonly RunningContainer[];
  const release = {
    key: 'all',
    containers,
    revision: revision
      ? { known: true, revision, source: null, by: 'label', dirty: false }
      : { known: false, reason: 'none' },
  };
  const service = { key: 'all', name: 'all', project: part, releases: [release] };
  return {
    engine: observation.engine,
    projects: [{ ...part, services: [service] }],
  } as unknown as HostReleases;
}

function plainAnswers() {
  return {
    sync: { status: 'unknown', reasons: [] },
    drift: {
      status: 'unknown',
      changes: null,
      measured: null,
      problem: null,
      touches: [],
      touchesSince: null,
    },
  };
}

function silentSources(questions: string[]): KnowledgeSources {
  return {
    declarations: (projects) => {
      questions.push(`declarations ${projects.map(({ name }) => name).join(' ')}`);
      return Promise.resolve(
        projects.map(({ key }) => ({
          key,
          found: true,
          by: 'labels',
          files: ['/here/compose.yaml'],
          services: [],
        })),
      );
    },
    compare: (images, ask) => {
      questions.push(`${ask ? 'ask' : 'recall'} ${images.map(({ key }) => key).join(' ')}`);
      return Promise.resolve([]);
    },
    evidence: (images) => {
      questions.push(`trace ${images.map(({ key }) => key).join(' ')}`);
      return Promise.resolve([]);
    },
    commit: (revision) => {
      questions.push(`commit ${revision}`);
      return Promise.resolve({ known: false, reason: 'unknown-commit' });
    },
    configurationHashes: ({ name }) => {
      questions.push(`hashes ${name}`);
      return Promise.resolve(new Map());
    },
    scratch: () => [],
    mayAskRegistries: () => false,
  };
}

export type { Knowledge };
