import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real Git repository in a folder of its own. */
export interface GitRepository {
  readonly folder: string;
  /** What git wrote. */
  readonly git: (...words: readonly string[]) => string;
  /** Writes files and commits them; answers the commit. A minute later each time. */
  readonly commit: (subject: string, files: Readonly<Record<string, string>>) => string;
  readonly remove: () => void;
}

export function gitRepository(): GitRepository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'immutable-infra-git-')));
  let minutes = 0;
  const git = (...words: readonly string[]): string => {
    const date = `${FIRST / 1000 + minutes * 60} +0100`;
    const who = Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) => [
        [`GIT_${role}_NAME`, 'Ann Ünsal'],
        [`GIT_${role}_EMAIL`, 'ann@example.com'],
        [`GIT_${role}_DATE`, date],
      ]),
    );
    // Nothing of the machine's own set-up.
    const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...who };
    return execFileSync('git', words, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
  };
  git('init', '-q', '-b', 'main');
  return {
    folder,
    git,
    commit: (subject, files) => {
      minutes++;
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', subject);
      return git('rev-parse', 'HEAD').trim();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A minute before the first commit, milliseconds since the epoch. */
export const FIRST = Date.UTC(2026, 0, 1);
