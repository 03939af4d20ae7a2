import type { ProjectDeclaration } from '../../../../server/src/inspectionProtocol';
import type { Observation } from '../releases/observation';
import type { ProjectToDeclare } from '../releases/projectsToDeclare';
import type { DeclaredProject } from './knowledgeSources';

export interface ProjectWithHashes {
  readonly key: string;
  readonly project: DeclaredProject;
  /** The hashes that compose wrote to its containers, in an order of their own. */
  readonly labels: readonly string[];
}

/** Compose projects that run and whose files are here: those that compose can be asked about. */
export function projectsWithHashes(
  projects: readonly ProjectToDeclare[],
  declarations: ReadonlyMap<string, ProjectDeclaration>,
  { containers }: Observation,
): readonly ProjectWithHashes[] {
  return projects.flatMap(({ running: { key }, compose }) => {
    const declaration = declarations.get(key);
    if (!compose || !declaration?.found) return [];
    const labels = containers
      .map(({ facts }) => facts.labels)
      .filter((all) => all[PROJECT] === compose.name)
      .flatMap((all) => all[HASH] ?? []);
    const project = { ...compose, files: declaration.files };
    return [{ key, project, labels: [...new Set(labels)].toSorted() }];
  });
}

const PROJECT = 'com.docker.compose.project';
const HASH = 'com.docker.compose.config-hash';
