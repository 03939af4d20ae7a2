import type { ProjectDeclaration, RunningProject } from '../../../../server/src/inspectionProtocol';
import type { Observation } from '../releases/observation';
import type { DeclaredProject } from './knowledgeSources';

export interface ProjectWithHashes {
  readonly key: string;
  readonly project: DeclaredProject;
  /** The hashes that compose wrote to its containers, in an order of their own. */
  readonly labels: readonly string[];
}

/** Compose projects that run and whose files are here: those that compose can be asked about. */
export function projectsWithHashes(
  running: readonly RunningProject[],
  declarations: ReadonlyMap<string, ProjectDeclaration>,
  observation: Observation,
): readonly ProjectWithHashes[] {
  return running.flatMap((project) => {
    const declaration = declarations.get(project.key);
    if (project.kind !== 'compose' || !declaration?.found) return [];
    const containers = observation.containers
      .map(({ facts }) => facts.labels)
      .filter((labels) => labels[PROJECT] === project.name);
    const version = containers.map((labels) => labels[VERSION]).find((text) => text !== undefined);
    return [
      {
        key: project.key,
        project: {
          name: project.name,
          workingDirectory: project.workingDirectory,
          files: declaration.files,
          environmentFiles: project.environmentFiles,
          composeVersion: version ?? null,
        },
        labels: [...new Set(containers.flatMap((labels) => labels[HASH] ?? []))].toSorted(),
      },
    ];
  });
}

const PROJECT = 'com.docker.compose.project';
const VERSION = 'com.docker.compose.version';
const HASH = 'com.docker.compose.config-hash';
