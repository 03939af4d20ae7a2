import type { Environment, ProgramResult } from '../environment';

/**
 * Runs git in a folder, to read only: no hook, pager, signature check or program of the repository is run, nothing is
 * locked, nobody is asked for a password, and no remote is asked for what a partial clone lacks.
 */
export function git(
  environment: Environment,
  folder: string,
  words: readonly string[],
  { signal, input }: Reading,
): Promise<ProgramResult> {
  return environment.runProgram(['git', ...QUIET, ...words], {
    folder,
    signal,
    limit: LIMIT,
    variables: VARIABLES,
    ...(input === undefined ? {} : { input }),
  });
}

export interface Reading {
  readonly signal: AbortSignal;
  /** For its standard input. */
  readonly input?: string;
}

/** What git writes; null for every failure. */
export async function gitOutput(
  environment: Environment,
  folder: string,
  words: readonly string[],
  reading: Reading,
): Promise<string | null> {
  const result = await git(environment, folder, words, reading);
  return result.ran && result.code === 0 ? result.output : null;
}

const settings = {
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
  'core.quotePath': 'false',
  'i18n.logOutputEncoding': 'UTF-8',
  'log.showSignature': 'false',
  'log.showRoot': 'true',
};
const QUIET = [
  '--no-optional-locks',
  '--no-pager',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/** Variables of a hook, or of a shell in another repository, would have git read that one instead. */
const VARIABLES = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  // Older ones fetch all the same. This one counts for more than what the repository allows, which `protocol.allow` does not.
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_EXTERNAL_DIFF: undefined,
  GIT_CONFIG: undefined,
  GIT_DIR: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_NAMESPACE: undefined,
  GIT_PREFIX: undefined,
  GIT_TRACE: undefined,
};

/** Milliseconds. */
const LIMIT = 10_000;
