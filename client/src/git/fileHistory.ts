import { basename, dirname } from 'node:path';
import type { Environment } from '../environment';
import { git, gitOutput } from './git';

/** A file as a commit left it. */
export interface EarlierText {
  readonly revision: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly date: number;
  readonly subject: string;
  readonly text: string;
}

/** What a file has been, the newest first. */
export interface FileHistory {
  readonly texts: readonly EarlierText[];
  /** Git met its time limit before it had told all. */
  readonly isCut: boolean;
}

/** What a file has been at its last commits, also under other names; null where it has no history. */
export async function fileHistory(
  environment: Environment,
  path: string,
  signal: AbortSignal,
): Promise<FileHistory | null> {
  const folder = dirname(path);
  const words = [
    ...['log', `-n${MOST}`, '--follow', '--raw', '--no-abbrev', '--no-ext-diff', '--no-textconv'],
    ...['--format=%x01%H%x00%ct%x00%an%x00%s%x00', '--', basename(path)],
  ];
  const log = await git(environment, folder, words, { signal });
  if (!log.ran || log.output === '' || signal.aborted) return null;
  const isCut = log.code === null;
  if (!isCut && log.code !== 0) return null;
  const commits = log.output.split('\x01').slice(1).flatMap(parseCommit);
  const blobs = [...new Set(commits.map(({ blob }) => blob))];
  const input = blobs.map((blob) => `${blob}\n`).join('');
  const contents = await gitOutput(environment, folder, ['cat-file', '--batch'], { signal, input });
  if (contents === null) return null;
  const texts = textsByBlob(contents, blobs);
  const earlier = commits.flatMap(({ blob, ...commit }) => {
    const text = texts.get(blob);
    return text === undefined ? [] : [{ ...commit, text }];
  });
  return { texts: earlier, isCut };
}

interface Commit extends Omit<EarlierText, 'text'> {
  readonly blob: string;
}

/** A commit that removed the file has no text of it, and neither has one that git could not tell to its end. */
function parseCommit(record: string): readonly Commit[] {
  const [revision = '', seconds = '', author = '', subject = '', changes = ''] = record.split('\0');
  const [, blob = ''] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [A-Z]/m.exec(changes) ?? [];
  if (/^0*$/.test(blob)) return [];
  return [{ revision, author, date: Number(seconds) * 1000, subject, blob }];
}

/** `blob` and its length stand on a line before each text. The length is in bytes, so that the next such line ends a text. */
function textsByBlob(output: string, blobs: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let rest = output;
  for (const [index, blob] of blobs.entries()) {
    const header = new RegExp(`^${blob} (?:blob \\d+|missing)\\n`).exec(rest)?.[0];
    if (header === undefined) return texts;
    rest = rest.slice(header.length);
    if (header.endsWith('missing\n')) continue;
    const next = blobs[index + 1];
    const end = next === undefined ? rest.length - 1 : endBefore(rest, next);
    texts.set(blob, rest.slice(0, end));
    rest = rest.slice(end + 1);
  }
  return texts;
}

function endBefore(text: string, blob: string): number {
  const at = text.search(new RegExp(`\\n${blob} (?:blob \\d+|missing)\\n`));
  return at < 0 ? text.length : at;
}

/** Commits. */
const MOST = 200;
