import { Disposable, workspace } from 'vscode';
import type { Clock } from '../environment';
import { VIEW_SETTINGS } from './settings';

/**
 * Tells, some time after the last of them, of changes by which files declare something else: files that compose reads,
 * Dockerfiles, HEAD of a repository, folders of the workspace, trust, settings.
 */
export function followWorkspace(clock: Clock, changed: () => void): Disposable {
  let waiting = new AbortController();
  const tell = () => {
    waiting.abort();
    const own = (waiting = new AbortController());
    void clock.wait(CALM, own.signal).then(() => {
      if (!own.signal.aborted) changed();
    });
  };
  const watchers = PATTERNS.map((pattern) => workspace.createFileSystemWatcher(pattern));
  return Disposable.from(
    ...watchers,
    ...watchers.flatMap((watcher) => [
      watcher.onDidChange(tell),
      watcher.onDidCreate(tell),
      watcher.onDidDelete(tell),
    ]),
    workspace.onDidChangeWorkspaceFolders(tell),
    workspace.onDidGrantWorkspaceTrust(tell),
    workspace.onDidChangeConfiguration((event) => {
      if (SETTINGS.some((setting) => event.affectsConfiguration(setting))) tell();
    }),
    new Disposable(() => waiting.abort()),
  );
}

/** Milliseconds: a checkout writes many files. */
const CALM = 500;

const PATTERNS = [
  '**/*.{yml,yaml,YML,YAML}',
  '**/{.env,*.env,.env.*}',
  '**/*{Dockerfile,dockerfile,Containerfile,containerfile}*',
  // What a checkout and a commit write.
  '**/.git/{HEAD,logs/HEAD}',
];

const SETTINGS = [
  VIEW_SETTINGS,
  'immutableInfra.composeFileNames',
  'immutableInfra.dockerfileNames',
  'immutableInfra.processVariables',
];
