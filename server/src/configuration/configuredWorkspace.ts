import { basename, dirname, join } from 'node:path';
import { foldersAbove, type Surroundings } from '../project/surroundings';
import { createWorkspace, type ComposeSources, type Workspace } from '../project/workspace';
import { readSettings, type Settings } from '../settings';
import { kindReader } from '../syntax/documentKind';
import { readProjectFile, type ProjectFile } from './projectFile';
import { PROJECT_FILE } from './projectKeys';

/** What stands around files, with what is set for each of them. */
export interface ConfiguredWorkspace extends Workspace {
  /** What is set for a file: by its editor or the command line, else by its project file. */
  readonly settingsOf: (path: string) => Settings;
  /** The project file that counts for a file; null where there is none. */
  readonly projectFileOf: (path: string) => LocatedProjectFile | null;
}

export interface LocatedProjectFile extends ProjectFile {
  /** The absolute path. */
  readonly path: string;
  readonly text: string;
}

/** What is set beside project files, and which of them count. */
export interface Configuration {
  /** The section `immutableInfra` for a file, as an editor gives it. The same section for the same folder. */
  readonly sectionOf: (path: string) => unknown;
  /** The section `http`. */
  readonly http: unknown;
  /** Each file's nearest one, the one at an absolute path for all, or none. */
  readonly projectFile: 'nearest' | 'none' | { readonly path: string };
  /** The folder beyond which no project file is looked for, where it is not the root that all else goes by. */
  readonly topOf?: (path: string) => string | null;
}

/** The one way from files to their settings, for editor and command line alike. */
export function createConfiguredWorkspace(
  surroundings: Omit<Surroundings, 'kindOf'>,
  { sectionOf, http, projectFile, topOf }: Configuration,
  { composeSources, projectFiles = createProjectFiles() }: Memory = {},
): ConfiguredWorkspace {
  // Names are settings too, and which file sets them is looked up in the workspace.
  const kindOf = (path: string) => kindReader(workspace.settingsOf(path).names)(path);
  const read = createWorkspace({ ...surroundings, kindOf }, composeSources);
  const projectFileAt = (path: string): LocatedProjectFile | null => {
    const text = read.readText(path);
    if (text !== null) return projectFiles(path, text);
    const isThere = read.fileNames(dirname(path)).includes(basename(path));
    return isThere ? { path, text: '', section: {}, problems: [UNREADABLE] } : null;
  };
  const nearest = remembered((folder: string) => {
    const rootOf = (path: string) => topOf?.(path) ?? read.rootOf(path);
    for (const above of foldersAbove(join(folder, PROJECT_FILE), { rootOf })) {
      const file = projectFileAt(join(above, PROJECT_FILE));
      if (file) return file;
    }
    return null;
  });
  const projectFileOf = (path: string): LocatedProjectFile | null => {
    switch (projectFile) {
      case 'none':
        return null;
      case 'nearest':
        return nearest(dirname(path));
      default:
        return projectFileAt(projectFile.path);
    }
  };
  const settings = remembered((section: unknown) =>
    remembered((file: ProjectFile | null) => readSettings(section, http, file?.section)),
  );
  const workspace: ConfiguredWorkspace = {
    ...read,
    settingsOf: (path) => settings(sectionOf(path))(projectFileOf(path)),
    projectFileOf,
  };
  return workspace;
}

/** What is worth remembering from one workspace to the next. */
export interface Memory {
  readonly composeSources?: ComposeSources;
  readonly projectFiles?: ProjectFiles;
}

/** Reads project files, and remembers the last one at each path as long as its text is the same. */
export type ProjectFiles = (path: string, text: string) => LocatedProjectFile;

export function createProjectFiles(): ProjectFiles {
  const files = new Map<string, LocatedProjectFile>();
  return (path, text) => {
    const known = files.get(path);
    if (known?.text === text) return known;
    const file = { ...readProjectFile(text), path, text };
    files.set(path, file);
    return file;
  };
}

const UNREADABLE = {
  span: { start: 0, end: 0 },
  message: 'The file cannot be read. Save it as UTF-8, and no larger than 1 MB.',
};

function remembered<Key, Value>(read: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, read(key));
    return known.get(key) as Value;
  };
}
