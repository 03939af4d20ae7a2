import { basename, dirname, join, relative } from 'node:path/posix';
import type { AddressOrigin } from '../docker/engine';

/** How what runs was deployed, and so how it is deployed again. */
export type Deployment =
  | {
      readonly kind: 'compose';
      readonly project: string;
      readonly service: string;
      /** Where compose ran, or was told that the project is. */
      readonly folder: string;
      /** Those that were read together, the first one first; and files of variables. */
      readonly files: readonly string[];
      readonly environmentFiles: readonly string[];
      /** Names of what lies in `folder`, for what compose finds there by itself. */
      readonly present: readonly string[];
    }
  | { readonly kind: 'stack'; readonly name: string; readonly file: string }
  | { readonly kind: 'swarm'; readonly service: string; readonly image: string };

/** The engine that it is for. */
export interface DeployEngine {
  readonly origin: AddressOrigin;
  readonly endpoint: string;
  /** Whether the Docker command line would take it by itself. */
  readonly isCurrent: boolean;
}

/** The words of the command, in the shortest form that is right in the folder of the deployment. */
export function deployCommand(deployment: Deployment, engine: DeployEngine): readonly string[] {
  return ['docker', ...engineWords(engine), ...deployWords(deployment)];
}

/** Where the command is to run; null where any folder will do. */
export function deployFolder(deployment: Deployment): string | null {
  switch (deployment.kind) {
    case 'compose':
      return deployment.folder;
    case 'stack':
      return directory(deployment.file);
    case 'swarm':
      return null;
  }
}

function engineWords({ origin, endpoint, isCurrent }: DeployEngine): readonly string[] {
  // The command line itself knows one place only; ours may have been found at another.
  const isPlain = origin.kind !== 'usual' || DEFAULT_ENDPOINTS.includes(endpoint);
  if (isCurrent && isPlain) return [];
  return origin.kind === 'context' ? ['--context', origin.name] : ['-H', endpoint];
}

function deployWords(deployment: Deployment): readonly string[] {
  switch (deployment.kind) {
    case 'compose':
      return ['compose', ...composeOptions(deployment), 'up', '-d', ...operand(deployment.service)];
    case 'stack':
      return ['stack', 'deploy', '-c', slashes(basename(slashes(deployment.file))), deployment.name];
    case 'swarm':
      return ['service', 'update', '--image', deployment.image, deployment.service];
  }
}

type ComposeDeployment = Extract<Deployment, { kind: 'compose' }>;

function composeOptions(deployment: ComposeDeployment): readonly string[] {
  const { project, folder, files, environmentFiles, present } = deployment;
  const inFolder = files.map((file) => seenFrom(folder, file));
  const isDefault = sameList(inFolder, defaultFiles(present));
  const [first] = files;
  const isFolderOfFirst = first === undefined || isDefault || directory(first) === slashes(folder);
  const variables = environmentFiles.map((file) => seenFrom(folder, file));
  return [
    ...(isDefault ? [] : inFolder.flatMap((file) => ['-f', file])),
    ...(isFolderOfFirst ? [] : ['--project-directory', folder]),
    ...(project === usualName(folder) ? [] : ['-p', project]),
    ...(sameList(variables, ['.env']) ? [] : variables.flatMap((file) => ['--env-file', file])),
  ];
}

/** What compose reads in a folder when nobody names a file: the first of each row. */
function defaultFiles(present: readonly string[]): readonly string[] {
  const [file, override] = [DEFAULT_FILES, OVERRIDES].map((names) =>
    names.find((name) => present.includes(name)),
  );
  return [file, override].filter((name) => name !== undefined);
}

/** As compose names a project after its folder. */
function usualName(folder: string): string {
  return basename(slashes(folder))
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/** Relative to the folder where it lies in it; else as it is. */
function seenFrom(folder: string, file: string): string {
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:)/.test(file);
  const way = relative(slashes(folder), isAbsolute ? slashes(file) : join(slashes(folder), slashes(file)));
  return way === '' || way.startsWith('../') ? file : way;
}

function directory(file: string): string {
  return dirname(slashes(file));
}

/** Windows takes both; only there a backslash parts folders. */
function slashes(path: string): string {
  return /^[A-Za-z]:[\\/]|^\\\\/.test(path) ? path.replaceAll('\\', '/') : path;
}

function operand(service: string): readonly string[] {
  return service.startsWith('-') ? ['--', service] : [service];
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}

const DEFAULT_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];
const DEFAULT_ENDPOINTS = ['unix:///var/run/docker.sock', 'npipe:////./pipe/docker_engine'];
