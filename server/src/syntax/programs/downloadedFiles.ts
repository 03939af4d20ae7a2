import type { ShellCommand } from '../shell/command';
import type { Download } from './downloads';
import { verifies, type Verification } from './verifications';

/** A download, and what has become of it so far. */
export interface TrackedDownload {
  readonly download: Download;
  /** The list of commands that it stands in. */
  readonly list: number;
  /** The paths at which it stands. */
  readonly paths: string[];
  /** The first command that runs it or makes a program of it. */
  use: { readonly by: ShellCommand; readonly how: 'run' | 'installed' | 'made executable' } | null;
  isVerified: boolean;
}

/** The downloads of a stage, by where they are written. */
export interface DownloadedFiles {
  readonly all: TrackedDownload[];
  readonly byPath: Map<string, readonly TrackedDownload[]>;
  readonly byFolder: Map<string, TrackedDownload[]>;
  /** Archives that were unpacked, with the folders that they were unpacked into. */
  readonly unpacked: { readonly folder: string; readonly tracked: TrackedDownload }[];
  /** By the last part of their paths, which is how the shell finds programs. */
  readonly byName: Map<string, TrackedDownload>;
}

export function noFiles(): DownloadedFiles {
  return { all: [], byPath: new Map(), byFolder: new Map(), byName: new Map(), unpacked: [] };
}

/** Notes that a download stands at a path, instead of what stood there before. */
export function putAt(files: DownloadedFiles, path: string, tracked: TrackedDownload): void {
  const { folder, name } = partsOf(path);
  tracked.paths.push(path);
  // Of two branches either may have put its own there.
  const before = mayBeSkipped(tracked.download.command) ? (files.byPath.get(path) ?? []) : [];
  files.byPath.set(path, [...before.slice(-MAX_BRANCHES), tracked]);
  files.byName.set(name, tracked);
  const beside = files.byFolder.get(folder);
  if (beside) beside.push(tracked);
  else files.byFolder.set(folder, [tracked]);
}

function mayBeSkipped({ joint, within }: ShellCommand): boolean {
  return joint === '||' || within.some((construct) => construct === 'if' || construct === 'case');
}

/** Where a copy of `from` is put: a target may be a folder, whether it ends in a slash or not. */
export function putCopy(files: DownloadedFiles, tracked: TrackedDownload, from: string, to: string): void {
  if (tracked.paths.length >= MAX_PATHS) return;
  putAt(files, to, tracked);
  putAt(files, `${to === '/' ? '' : to}/${partsOf(from).name}`, tracked);
}

/** The downloads that a path of a command names; a last part with `*` names all of a folder. */
export function filesAt(
  { byPath, byFolder }: DownloadedFiles,
  path: string,
  wholeFolder: boolean,
): readonly TrackedDownload[] {
  const own = byPath.get(path);
  if (own) return own;
  const { folder, name } = partsOf(path);
  if (name.includes('*')) return (byFolder.get(folder) ?? []).slice(-MAX_FILES);
  return wholeFolder ? (byFolder.get(path) ?? []).slice(-MAX_FILES) : [];
}

/** The archive that a file very likely came out of: one of its folders is named as the archive or its URL is. */
export function archiveOf({ unpacked }: DownloadedFiles, path: string): TrackedDownload | null {
  for (const { folder, tracked } of unpacked.slice(-MAX_ARCHIVES)) {
    const start = folder === '.' ? '' : folder.endsWith('/') ? folder : `${folder}/`;
    const [top = '', ...below] = path.startsWith(start) ? path.slice(start.length).split('/') : [];
    const name = /^[a-z]{2,}/i.exec(top)?.[0].toLowerCase();
    if (below.length === 0 || name === undefined || COMMON_FOLDERS.has(name)) continue;
    const { sources, files } = tracked.download;
    const said = [...files, ...sources.map(({ written }) => written)];
    if (said.some((text) => text.toLowerCase().includes(name))) return tracked;
  }
  return null;
}

/** Marks the downloads that a verification is about; only the last of very many. */
export function markVerified({ all }: DownloadedFiles, verification: Verification): void {
  for (const tracked of all.slice(-MAX_FILES)) {
    if (tracked.isVerified) continue;
    const { paths, download } = tracked;
    const names = paths.length > 0 ? paths : download.files;
    if (names.some((path) => verifies(verification, path))) tracked.isVerified = true;
  }
}

function partsOf(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: slash < 0 ? '.' : path.slice(0, Math.max(slash, 1)), name: path.slice(slash + 1) };
}

/** Folders that are there without any archive. */
const COMMON_FOLDERS: ReadonlySet<string> = new Set(
  'bin build etc home lib opt root sbin scripts share src tmp tools usr var'.split(' '),
);
const MAX_ARCHIVES = 10;
const MAX_BRANCHES = 10;
const MAX_FILES = 50;
const MAX_PATHS = 8;
