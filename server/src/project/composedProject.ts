import { projectOfFiles, type ComposeProject } from './composeProject';
import { changedWorkspace, type Workspace } from './workspace';

/** Files that were named together, as on a command line or by the labels of containers. Paths are absolute. */
export interface ComposedFiles {
  readonly files: readonly string[];
  /** Empty for the `.env` of the folder. */
  readonly environmentFiles: readonly string[];
  /** Relative paths start from it. */
  readonly folder: string;
}

export interface ComposedWorkspace {
  /** In which each of the files belongs to that project, whatever compose would make of it by its name. */
  readonly workspace: Workspace;
  readonly project: ComposeProject;
}

/** The same files, of which some were named together. */
export function composedWorkspace(composed: ComposedFiles, around: Workspace): ComposedWorkspace {
  const project = projectOfFiles(composed.files, composed, around);
  const given = [...project.members].map(([path, variables]): [string, ComposeProject] => {
    const isNamed = composed.files.includes(path);
    return [path, isNamed ? project : { ...project, files: [path], variables }];
  });
  return { workspace: changedWorkspace(around, { given: new Map(given) }), project };
}
