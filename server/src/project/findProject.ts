import { dirname, isAbsolute, join, resolve } from 'node:path';
import { composeProject, projectOfFiles, type ComposeProject } from './composeProject';
import type { ComposedFiles } from './composedProject';
import { projectNameOf } from './projectName';
import type { Workspace } from './workspace';

/** What is known of a project that runs. */
export interface ProjectTraces {
  readonly kind: 'compose' | 'stack' | 'standalone';
  readonly name: string;
  /** As they were on the machine that started it; null and empty where that is not known. */
  readonly workingDirectory: string | null;
  readonly files: readonly string[];
  readonly environmentFiles: readonly string[];
  /** The names of those that run. */
  readonly services: readonly string[];
}

export type ProjectFound =
  | {
      readonly found: true;
      readonly by: 'labels' | 'name';
      readonly project: ComposeProject;
      /** How its files were named together; null where compose's conventions say so. */
      readonly composed: ComposedFiles | null;
    }
  /** `path`: a file that should declare it and is not here; null where nothing says which it is. */
  | { readonly found: false; readonly path: string | null };

/** A project of the workspace, and what compose calls it. */
export interface NamedProject {
  readonly name: string;
  readonly project: ComposeProject;
}

/** The project that a file is the first of; null for one that others override or include. */
export function namedProject(path: string, workspace: Workspace): NamedProject | null {
  const project = composeProject(path, workspace);
  const [first] = project.members.keys();
  if (first !== path || project.files[0] !== path) return null;
  return { name: projectNameOf(project, workspace), project };
}

/** The project whose files started what runs: those that are labelled, if they are here, else the one that is called so. */
export async function findProject(
  traces: ProjectTraces,
  /** The projects of the workspace; only called where labels do not tell. */
  projects: () => Promise<readonly NamedProject[]>,
  workspace: Workspace,
): Promise<ProjectFound> {
  const labelled = labelledFiles(traces);
  const missing = labelled.find((path) => workspace.readText(path) === null) ?? null;
  if (labelled.length > 0 && missing === null) {
    return { found: true, by: 'labels', ...together(labelledProject(traces, labelled), workspace) };
  }
  const called = traces.kind === 'standalone' ? null : projectCalled(traces, await projects(), workspace);
  return called ? { found: true, by: 'name', ...called } : { found: false, path: missing };
}

/** Compose of the first version labelled them as they were typed. */
function labelledFiles({ files, workingDirectory }: ProjectTraces): readonly string[] {
  return files.map((file) =>
    isAbsolute(file) || workingDirectory === null ? file : resolve(workingDirectory, file),
  );
}

function labelledProject(
  { workingDirectory, environmentFiles }: ProjectTraces,
  files: readonly string[],
): ComposedFiles {
  const folder = workingDirectory ?? dirname(files[0] ?? '');
  return { files, folder, environmentFiles: environmentFiles.map((file) => resolve(folder, file)) };
}

interface Candidate {
  readonly project: ComposeProject;
  readonly composed: ComposedFiles | null;
}

function together(composed: ComposedFiles, workspace: Workspace): Candidate {
  return { project: projectOfFiles(composed.files, composed, workspace), composed };
}

/** The only one that has the name; of several the only one that declares all that runs. */
function projectCalled(
  traces: ProjectTraces,
  projects: readonly NamedProject[],
  workspace: Workspace,
): Candidate | null {
  const called = projects.filter(({ name }) => name === traces.name).map(conventional);
  const asLabelled = distinct(called.flatMap(({ project }) => withLabelledNames(traces, project, workspace)));
  const candidates = asLabelled.length > 0 ? asLabelled : called;
  if (candidates.length === 1) return candidates[0] ?? null;
  const declaresAll = ({ project: { services } }: Candidate) =>
    traces.services.every((name) => services.has(name));
  // A stack is called as whoever deploys it likes.
  const others = candidates.length === 0 && traces.kind === 'stack' ? projects.map(conventional) : candidates;
  const [only, ...more] = traces.services.length === 0 ? [] : others.filter(declaresAll);
  return only && more.length === 0 ? only : null;
}

/** The files with the labelled names in the folder of a project, where all are there: as on the machine that started it. */
function withLabelledNames(
  { files, workingDirectory }: ProjectTraces,
  project: ComposeProject,
  workspace: Workspace,
): readonly Candidate[] {
  const folder = dirname(project.files[0] ?? '');
  const here = files.map((file) => join(folder, ...nameBelow(file, workingDirectory)));
  if (here.length === 0 || here.some((path) => workspace.readText(path) === null)) return [];
  return [together({ files: here, folder, environmentFiles: [] }, workspace)];
}

/** The parts of a path of any machine below its folder, else its last. */
function nameBelow(file: string, folder: string | null): readonly string[] {
  const parts = file.split(/[\\/]/);
  const above = (folder ?? '').split(/[\\/]/);
  const isBelow = folder !== null && above.every((part, index) => parts[index] === part);
  return isBelow ? parts.slice(above.length) : parts.slice(-1);
}

function conventional({ project }: NamedProject): Candidate {
  return { project, composed: null };
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((each) => [each.project.files.join('\n'), each])).values()];
}
