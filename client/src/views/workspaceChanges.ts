import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import type { FileSystemWatcher } from 'vscode';
import type { Clock, Environment } from '../environment';
import { headFolders } from '../git/headFolders';
import { VIEW_SETTINGS } from './settings';
import { workspaceFolders } from './workspaceFolders';

export interface FollowOptions {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly report: (error: unknown) => void;
}

/**
 * Tells, some time after the last of them, of changes by which files declare something else: files that compose reads,
 * Dockerfiles, HEAD of a repository, folders of the workspace, trust, settings.
 */
export function followWorkspace(options: FollowOptions, changed: () => void): Disposable {
  const { clock } = options;
  let waiting = new AbortController();
  const tell = () => {
    waiting.abort();
    const own = (waiting = new AbortController());
    void clock.wait(CALM, own.signal).then(() => {
      if (!own.signal.aborted) changed();
    });
  };
  const heads = followHeads(options, tell);
  return Disposable.from(
    heads,
    ...PATTERNS.map((pattern) => listen(workspace.createFileSystemWatcher(pattern), tell)),
    workspace.onDidChangeWorkspaceFolders(() => {
      heads.again();
      tell();
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      heads.again();
      tell();
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (SETTINGS.some((setting) => event.affectsConfiguration(setting))) tell();
    }),
    new Disposable(() => waiting.abort()),
  );
}

/** What checkouts and commits write may be above the folders that are open, or elsewhere. Git counts with trust only. */
function followHeads({ environment, report }: FollowOptions, tell: () => void) {
  let watching = new Disposable(() => undefined);
  let round = 0;
  const follow = async () => {
    const own = ++round;
    const places = workspace.isTrusted ? await headFolders(environment, workspaceFolders()) : [];
    if (own !== round) return;
    watching.dispose();
    watching = Disposable.from(...places.flatMap(headWatchers).map((watcher) => listen(watcher, tell)));
  };
  const again = () => void follow().catch(report);
  again();
  return {
    again,
    dispose: () => {
      round++;
      watching.dispose();
    },
  };
}

/** Each for one file of one folder: nothing below is watched. */
function headWatchers(place: string): readonly FileSystemWatcher[] {
  const folder = Uri.file(place);
  return [folder, Uri.joinPath(folder, 'logs')].map((base) =>
    workspace.createFileSystemWatcher(new RelativePattern(base, 'HEAD')),
  );
}

function listen(watcher: FileSystemWatcher, tell: () => void): Disposable {
  return Disposable.from(
    watcher,
    watcher.onDidChange(tell),
    watcher.onDidCreate(tell),
    watcher.onDidDelete(tell),
  );
}

/** Milliseconds: a checkout writes many files. */
const CALM = 500;

const PATTERNS = [
  '**/*.{yml,yaml,YML,YAML}',
  '**/{.env,*.env,.env.*}',
  '**/*{Dockerfile,dockerfile,Containerfile,containerfile}*',
];

const SETTINGS = [
  VIEW_SETTINGS,
  'immutableInfra.composeFileNames',
  'immutableInfra.dockerfileNames',
  'immutableInfra.processVariables',
];
