import { dirname, resolve } from 'node:path';
import type { Environment } from '../../environment';
import { uncertainServices } from './uncertainServices';
import type { DeclaredProject } from './knowledgeSources';

/**
 * What compose would label the containers of a project with, by service; null where it cannot be known here. A service
 * is left out where the hash may differ though nothing has changed: see uncertainServices.ts. Nothing but files is read.
 */
export async function configurationHashes(
  environment: Environment,
  project: DeclaredProject,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | null> {
  const run = { environment, project, signal };
  if (project.files.length === 0 || project.composeVersion === null) return null;
  const installed = await installedVersion(run);
  const wanted = family(project.composeVersion);
  if (installed === null || wanted === null || family(installed) !== wanted) return null;
  const written = await compose(run, ['config', '--no-interpolate', '--format', 'json']);
  const model = written === null ? null : asObject(written);
  const resolved = await compose(run, ['config']);
  if (model === null || resolved === null) return null;
  // `config --hash` of compose 2.22 and later leaves out what `env_file` brings, and `up` does not. What `config`
  // writes has it among the variables already, and its hash is that of the label.
  const output = await compose(run, ['config', '--hash', '*'], resolved);
  if (output === null) return null;
  const uncertain = uncertainServices(model, await certainVariables(run));
  return new Map([...hashes(output)].filter(([service]) => !uncertain.has(service)));
}

interface Run {
  readonly environment: Environment;
  readonly project: DeclaredProject;
  readonly signal: AbortSignal;
}

/** One that was found stays; one that was not may be installed meanwhile. */
const versions = new WeakMap<Environment, string>();

async function installedVersion({ environment, project, signal }: Run): Promise<string | null> {
  const known = versions.get(environment);
  if (known !== undefined) return known;
  const options = { folder: folder(project), signal, limit: LIMIT };
  const result = await environment.runProgram(['docker', 'compose', 'version', '--short'], options);
  if (!result.ran || result.code !== 0) return null;
  const version = result.output.trim();
  versions.set(environment, version);
  return version;
}

/** How compose makes its hashes has changed between minor versions: one of 2.24 is never one of 2.23. */
function family(version: string): string | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:\D|$)/.exec(version) ?? [];
  // The first compose hashes something else altogether, and its successor would replace its containers.
  return major === undefined || minor === undefined || major === '1' ? null : `${major}.${minor}`;
}

/** `input`: a compose file to be read instead of the project's own. Null for any failure. */
async function compose(run: Run, words: readonly string[], input?: string): Promise<string | null> {
  const { environment, project, signal } = run;
  const files = input === undefined ? project.files : ['-'];
  const environmentFiles = input === undefined ? project.environmentFiles : [];
  const command = [
    ...files.flatMap((file) => ['-f', file]),
    ...['-p', project.name, '--project-directory', folder(project)],
    ...environmentFiles.flatMap((file) => ['--env-file', file]),
    // A service of a profile runs, or nobody would ask.
    ...['--profile', '*'],
  ];
  const result = await environment.runProgram(['docker', 'compose', ...command, ...words], {
    folder: folder(project),
    signal,
    limit: LIMIT,
    variables: { COMPOSE_FILE: undefined, COMPOSE_PROJECT_NAME: undefined, COMPOSE_ENV_FILES: undefined },
    ...(input === undefined ? {} : { input }),
  });
  return result.ran && result.code === 0 ? result.output : null;
}

/** Names of the variables that a file sets and that nobody's shell overrides. */
async function certainVariables({ environment, project }: Run): Promise<ReadonlySet<string>> {
  const { environmentFiles } = project;
  const paths = environmentFiles.length > 0 ? environmentFiles : ['.env'];
  const names: string[] = [];
  for (const path of paths) {
    const file = await environment.readFile(resolve(folder(project), path));
    if (file.found) names.push(...file.text.split(/\r?\n/).flatMap(variableName));
  }
  return new Set(names.filter((name) => environment.variables[name] === undefined));
}

function variableName(line: string): readonly string[] {
  const [, name] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]/.exec(line) ?? [];
  return name === undefined ? [] : [name];
}

/** Lines of `service hash`. */
function hashes(output: string): ReadonlyMap<string, string> {
  const lines = output.split(/\r?\n/).map((line) => /^(\S+) ([0-9a-f]{64})$/.exec(line.trim()));
  return new Map(
    lines.flatMap((line) =>
      line?.[1] !== undefined && line[2] !== undefined ? [[line[1], line[2]] as const] : [],
    ),
  );
}

function folder({ workingDirectory, files }: DeclaredProject): string {
  return workingDirectory ?? dirname(files[0] ?? '.');
}

function asObject(json: string): object | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** Milliseconds. */
const LIMIT = 15_000;
