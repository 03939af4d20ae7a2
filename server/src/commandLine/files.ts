import { relative, resolve } from 'node:path';
import {
  createConfiguredWorkspace,
  type Configuration,
  type ConfiguredWorkspace,
} from '../configuration/configuredWorkspace';
import { fileFacts, type KnownFacts } from '../configuration/fileFacts';
import type { Environment } from '../environment';
import { lint, type Finding } from '../lint';
import { findFiles, type FoundFile } from '../project/findFiles';
import { readDocument } from '../project/readDocument';
import { isBelow, surroundingsOf } from '../project/surroundings';
import type { FileError, SourceFile } from '../reports/report';
import { isTooLarge, MAX_BYTES } from '../syntax/parseDocument';
import { lineStarts, placeAt } from '../text/lines';
import type { FileArguments } from './arguments';
import type { Console } from './console';

export interface SourceFiles {
  readonly files: readonly SourceFile[];
  readonly errors: readonly FileError[];
  /** What stands around them, as it was read. */
  readonly workspace: ConfiguredWorkspace;
  /** The findings of one of the files, as an editor has them too. */
  readonly judge: (file: SourceFile, known?: KnownFacts) => readonly Finding[];
}

/** Finds and reads the Dockerfiles and compose files at and below the given paths, each once. */
export async function readSourceFiles(console: Console, options: FileArguments): Promise<SourceFiles> {
  const { environment, workingDirectory, signal } = console;
  const { paths } = options;
  const folders = paths.map((path) => resolve(workingDirectory, path));
  const workspace = workspaceOf(console, folders, options);
  const { kindOf } = workspace;
  const files = new Map<string, SourceFile>();
  const errors: FileError[] = [];
  for (const given of paths) {
    const folder = resolve(workingDirectory, given);
    for await (const found of findFiles({ environment, kindOf, signal }, folder, given)) {
      if ('location' in found && files.has(found.location)) continue;
      const read =
        'message' in found
          ? { file: slashed(found.path), message: found.message }
          : await readSourceFile({ environment, workspace }, found);
      if ('message' in read) errors.push(read);
      else files.set(read.location, read);
    }
  }
  const found = [...files.values()];
  errors.push(...projectFileErrors(console, found, { workspace, config: options.config }));
  return {
    files: found,
    errors,
    workspace,
    judge: ({ location, document }, known) => {
      const settings = workspace.settingsOf(location);
      return lint(document, settings, fileFacts(location, { workspace, settings }, known));
    },
  };
}

/** What stands around files of a command line, and what it or their project files set for them. */
export function workspaceOf(
  { environment, workingDirectory }: Console,
  folders: readonly string[],
  { processVariables, names, config }: FileArguments,
): ConfiguredWorkspace {
  const section = { dockerfileNames: orUnset(names.dockerfile), composeFileNames: orUnset(names.compose) };
  const projectFile: Configuration['projectFile'] =
    typeof config === 'string' ? config : { path: resolve(workingDirectory, config.file) };
  return createConfiguredWorkspace(surroundingsOf(environment, { folders, processVariables }), {
    ...{ sectionOf: () => section, http: null, projectFile },
    // As where an editor has that folder open.
    topOf: (path) =>
      environment.repositoryRoot(path) ?? (isBelow(path, workingDirectory) ? workingDirectory : null),
  });
}

/** What a command line does not name may be named by a project file. */
function orUnset(names: readonly string[]): readonly string[] | null {
  return names.length > 0 ? names : null;
}

/** What is wrong with the project files of these files, each once; and that one is not there which was named. */
export function projectFileErrors(
  { workingDirectory }: Console,
  files: readonly { readonly location: string }[],
  { workspace, config }: { readonly workspace: ConfiguredWorkspace } & Pick<FileArguments, 'config'>,
): FileError[] {
  if (typeof config !== 'string' && workspace.readText(resolve(workingDirectory, config.file)) === null) {
    return [{ file: slashed(config.file), message: 'The file cannot be read. Name a project file.' }];
  }
  const used = new Set(files.flatMap(({ location }) => workspace.projectFileOf(location) ?? []));
  return [...used].flatMap(({ path, text, problems }) => {
    const starts = lineStarts(text);
    return problems.map(({ span, message }) => {
      const { line, column } = placeAt(starts, span.start);
      return { file: `${slashed(relative(workingDirectory, path))}:${line}:${column}`, message };
    });
  });
}

async function readSourceFile(
  { environment, workspace }: { readonly environment: Environment; readonly workspace: ConfiguredWorkspace },
  { location, path, kind }: FoundFile,
): Promise<SourceFile | FileError> {
  const file = slashed(path);
  const content = await environment.readFile(location);
  if (!content.found) return { file, message: `The file cannot be read: ${content.detail}` };
  const { bytes } = content;
  if (bytes.length > MAX_BYTES) return { file, message: TOO_LARGE };
  const text = decode(bytes);
  if (text === null) return { file, message: NOT_UTF8 };
  if (isTooLarge(text)) return { file, message: TOO_LARGE };
  const document = readDocument({ kind, path: location, text }, workspace);
  return { path: file, location, bytes, document };
}

/** The text without a byte order mark; null where it is not UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

const TOO_LARGE = 'The file is over 1 MB and is not judged.';
const NOT_UTF8 = 'The file is not UTF-8, so neither Docker nor this program can read it. Save it as UTF-8.';

/** Says on the error stream what could not be read. */
export function complainOf({ complain }: Console, errors: readonly FileError[]): void {
  for (const { file, message } of errors) complain(`${file}: ${message}\n`);
}
