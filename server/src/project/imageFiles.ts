import { dirname, join, posix, relative, resolve } from 'node:path';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { Dockerfile } from '../syntax/document';
import { imagePaths } from '../syntax/dockerfile/imagePaths';
import type { Stage } from '../syntax/dockerfile/stages';
import type { Span } from '../text/span';
import { contextOf, dockerfileOf } from './builds';

/** A place in another file; the span is null for all of it. */
export interface FilePlace {
  readonly path: string;
  readonly span: Span | null;
}

/** The files of a container as far as files of the workspace are known to be them. */
export interface ImageFiles {
  /** The file at a path in the container, which may be relative to the folder where it starts. */
  readonly read: (path: string) => WorkspaceFile | null;
}

export interface WorkspaceFile {
  /** The absolute path on this machine. */
  readonly path: string;
  readonly text: string;
}

export interface Readable {
  /** The document's own path. */
  readonly path: string;
  readonly root: string;
  readonly readText: (path: string) => string | null;
  readonly dockerfile: (path: string) => Dockerfile | null;
}

/** The files that a stage of a Dockerfile copies from its context. */
export function filesOfStage(file: Dockerfile, stage: Stage, readable: Readable): ImageFiles {
  const known = file.builds.flatMap(({ context }) => context ?? []);
  const contexts = known.length > 0 ? known : [dirname(readable.path), readable.root];
  return whenRead(() => stageFiles({ file, stage, contexts: [...new Set(contexts)] }, readable));
}

/** The files of a service: what it mounts, and what the Dockerfile that it builds copies. */
export function filesOfService(service: ComposeService, readable: Readable): ImageFiles {
  return whenRead(() => serviceFiles(service, readable));
}

function serviceFiles(service: ComposeService, readable: Readable): ImageFiles {
  const built = builtStage(service, readable);
  const image = built && stageFiles(built, readable);
  const folder =
    service.field('working_dir')?.text ??
    (built && imagePaths(built.file).folderOf(built.stage)) ??
    mountedFolder(service);
  return remembering((path) => {
    const absolute = path.startsWith('/') ? path : folder === null ? null : posix.join(folder, path);
    return (
      (absolute === null ? null : mountedFile(service, absolute, readable)) ??
      image?.read(absolute ?? path) ??
      null
    );
  });
}

interface BuiltStage {
  readonly file: Dockerfile;
  readonly stage: Stage;
  readonly contexts: readonly string[];
}

function builtStage({ merged }: ComposeService, { dockerfile }: Readable): BuiltStage | null {
  const path = merged && dockerfileOf(merged);
  const context = merged?.build ? contextOf(merged.build) : null;
  const file = path === null || context === null ? null : dockerfile(path);
  const target = merged?.build?.target?.toLowerCase();
  const stage =
    file?.stages.find(({ name }) => target !== undefined && name === target) ?? file?.stages.at(-1);
  return file && stage && context !== null ? { file, stage, contexts: [context] } : null;
}

function stageFiles({ file, stage, contexts }: BuiltStage, { readText }: Readable): ImageFiles {
  const { folderOf, contextPaths } = imagePaths(file);
  const folder = folderOf(stage) ?? '/';
  return remembering((path) => {
    const isBare = !path.includes('/');
    const places = path.startsWith('/')
      ? [path]
      : [folder, ...(isBare ? PROGRAM_FOLDERS : [])].map((each) => posix.join(each, path));
    for (const place of places) {
      for (const source of contextPaths(stage, place).slice(0, MAX_SOURCES)) {
        const found = firstOf(
          contexts.map((context) => join(context, source)),
          readText,
        );
        if (found) return found;
      }
    }
    return null;
  });
}

/** Most commands start no script, so that nobody asks. */
function whenRead(files: () => ImageFiles): ImageFiles {
  let known: ImageFiles | null = null;
  return { read: (path) => (known ??= files()).read(path) };
}

/** Looks for a file once, and for so many that a script of thousands of lines is no burden. */
function remembering(read: ImageFiles['read']): ImageFiles {
  const known = new Map<string, WorkspaceFile | null>();
  return {
    read: (path) => {
      const before = known.get(path);
      if (before !== undefined || known.size >= MAX_FILES) return before ?? null;
      const found = read(path);
      known.set(path, found);
      return found;
    },
  };
}

function firstOf(paths: readonly string[], readText: Readable['readText']): WorkspaceFile | null {
  for (const path of paths) {
    const text = readText(path);
    if (text !== null) return { path, text };
  }
  return null;
}

/** Where the only folder that a service mounts from the project is. */
function mountedFolder({ mounts }: ComposeService): string | null {
  const folders = mounts.filter(
    ({ type, source }) => type === 'bind' && /^\.{1,2}(?:\/[\w-]*)*$/.test(source?.text ?? ''),
  );
  return folders.length === 1 ? (folders[0]?.target?.text ?? null) : null;
}

function mountedFile({ mounts }: ComposeService, path: string, readable: Readable): WorkspaceFile | null {
  for (const { type, source, target } of mounts) {
    if (type !== 'bind' || source?.text == null || target?.text == null) continue;
    const within = posix.relative(posix.normalize(target.text), path);
    if (within.startsWith('..') || !/^\.{1,2}\//.test(`${source.text}/`)) continue;
    const place = resolve(dirname(readable.path), source.text, within);
    const found = relative(readable.root, place).startsWith('..')
      ? null
      : firstOf([place], readable.readText);
    if (found) return found;
  }
  return null;
}

/** Where a program without a path is looked for and people copy theirs to. */
const PROGRAM_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin'];
const MAX_SOURCES = 20;
const MAX_FILES = 40;
