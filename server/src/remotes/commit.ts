import type { Environment } from '../environment';
import type { RemoteAnswer } from './unanswered';

export interface CommitOptions {
  readonly environment: Pick<Environment, 'runProgram'>;
  /** Folders whose programs are not run. */
  readonly notFrom: () => readonly string[];
  readonly milliseconds?: number;
}

const MAX_MILLISECONDS = 60_000;
const MAX_BYTES = 1024 * 1024;

/** Finds the commit that a branch or a tag of a repository names now, as 40 hex digits. */
export function createCommits({
  environment,
  notFrom,
  milliseconds = MAX_MILLISECONDS,
}: CommitOptions): (repository: string, reference: string, signal: AbortSignal) => Promise<RemoteAnswer> {
  return async (repository, given, signal) => {
    const address = repositoryAddress(repository);
    if (address === null) return { found: false, reason: 'invalid-address' };
    const reference = given === '' ? 'HEAD' : given;
    if (!isReferenceName(reference)) return { found: false, reason: 'invalid-reference' };
    const names = candidates(reference);
    const words = ['ls-remote', '--quiet', '--', address, ...names];
    const program = { name: 'git', words, input: '', milliseconds, maxBytes: MAX_BYTES };
    const run = { ...program, notFrom: notFrom(), variables: NEVER_ASK };
    const ended = await environment.runProgram(run, signal);
    switch (ended.end) {
      case 'done':
        return answerOf(ended.output, names);
      case 'failed':
        return { found: false, reason: 'git-failed' };
      case 'absent':
        return { found: false, reason: 'no-git' };
      case 'timeout':
        return { found: false, reason: 'timeout', seconds: milliseconds / 1000 };
      case 'too-much':
        return { found: false, reason: 'invalid-response', detail: 'lists references without end' };
      case 'cancelled':
        return { found: false, reason: 'cancelled' };
    }
  };
}

/** Nobody sits before this git: it asks for no login, and opens no window for one; helpers may have one. */
const NEVER_ASK = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
  GCM_INTERACTIVE: 'never',
  // No local repository, and no helper that an address as ext::… would run.
  GIT_ALLOW_PROTOCOL: 'https:http:git:ssh',
};

/** The repository as git takes it; null for what is on no server, or could be read as an option. */
function repositoryAddress(text: string): string | null {
  // As docker build reads it without a scheme.
  const written = /^github\.com\//i.test(text) ? `https://${text}` : text;
  if (CONTROL.test(written)) return null;
  if (SCP.test(written)) return written;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (!url || !SCHEMES.has(url.protocol) || url.hostname === '' || url.hostname.startsWith('-')) return null;
  return url.username.startsWith('-') ? null : written;
}

const SCHEMES: ReadonlySet<string> = new Set(['https:', 'http:', 'git:', 'ssh:']);
const CONTROL = /[\s\p{Cc}]/u;
/** As `git@host:path`. */
const SCP = /^\w[\w.-]*@[a-z0-9][\w.-]*:(?![/:-])[^:]+$/i;

/** Whether git takes it for a name (git-check-ref-format), so that no part of it is a pattern. */
function isReferenceName(name: string): boolean {
  if (name.startsWith('-') || name.startsWith('/') || name.endsWith('/') || name.endsWith('.')) return false;
  return !NO_NAME.test(name);
}

const NO_NAME = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\.|\.lock(?:\/|$)/;

/**
 * The full names that a short one may stand for, the first that is there first. As git checkout, git clone --branch and
 * BuildKit have it, a branch goes before a tag of the same name; of an annotated tag, its commit before itself.
 */
function candidates(reference: string): readonly string[] {
  if (reference === 'HEAD') return [reference];
  const full = [`refs/${reference}`, `refs/heads/${reference}`, `refs/tags/${reference}`];
  return (reference.startsWith('refs/') ? [reference, ...full] : full).flatMap((name) => [
    `${name}^{}`,
    name,
  ]);
}

/** Lines are a commit, a tab, and the full name; a pattern also matches the ends of longer names. */
function answerOf(output: string, names: readonly string[]): RemoteAnswer {
  const commits = new Map<string, string>();
  for (const line of output.split('\n')) {
    const [commit = '', name = ''] = line.trimEnd().split('\t');
    commits.set(name, commit);
  }
  const named = names.find((name) => commits.has(name));
  if (named === undefined) return { found: false, reason: 'not-found' };
  const text = commits.get(named) ?? '';
  return /^[0-9a-f]{40}$/.test(text)
    ? { found: true, text }
    : { found: false, reason: 'invalid-response', detail: 'names no commit of 40 digits' };
}
