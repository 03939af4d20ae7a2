import type { Environment, ProgramEnd } from '../../environment';
import { isRecord, parseJson } from '../json';
import { createSharing } from '../network/waiting';
import type { HelperProblem } from '../unresolved';

/** The programs that keep logins (docker/docker-credential-helpers, "Development": the protocol of `get`). */
export interface CredentialHelpers {
  /** An answer of the last minutes counts, until it is forgotten. */
  readonly ask: (question: HelperQuestion, signal: AbortSignal) => Promise<HelperAnswer>;
  readonly forget: (registry: string) => void;
}

export interface HelperQuestion {
  readonly registry: string;
  /** What comes after `docker-credential-`; see `isHelperName`. */
  readonly name: string;
  /** The registry as the helper knows it. */
  readonly server: string;
}

export type HelperAnswer =
  | { readonly kind: 'login'; readonly username: string; readonly secret: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly problem: HelperProblem }
  | { readonly kind: 'cancelled' };

export interface CredentialHelperOptions {
  /** Folders whose programs are never run. */
  readonly notFrom: () => readonly string[];
}

/** Milliseconds that a login is kept, and that there was none: a new one is to count soon, and a burst to ask once. */
const LIFETIME = { login: 10 * 60_000, none: 60_000, problem: 60_000 };
/** Milliseconds. */
const TIME_LIMIT = 8_000;
const MAX_BYTES = 64 * 1024;

export function createCredentialHelpers(
  environment: Environment,
  { notFrom }: CredentialHelperOptions,
): CredentialHelpers {
  const kept = new Map<
    string,
    { readonly registry: string; readonly answer: HelperAnswer; readonly until: number }
  >();
  const share = createSharing<HelperAnswer>(() => ({ kind: 'cancelled' }));
  const run = async (
    { registry, name, server }: HelperQuestion,
    signal: AbortSignal,
  ): Promise<HelperAnswer> => {
    const program = {
      name: `docker-credential-${name}`,
      words: ['get'],
      input: server,
      milliseconds: TIME_LIMIT,
      maxBytes: MAX_BYTES,
      notFrom: notFrom(),
    };
    const answer = answerOf(await environment.runProgram(program, signal));
    if (answer.kind === 'problem') environment.log(`${program.name} ${described(answer.problem)}`);
    if (answer.kind !== 'cancelled')
      kept.set(`${name} ${server}`, { registry, answer, until: environment.now() + LIFETIME[answer.kind] });
    return answer;
  };
  return {
    ask: (question, signal) => {
      const key = `${question.name} ${question.server}`;
      const known = kept.get(key);
      if (known && environment.now() < known.until) return Promise.resolve(known.answer);
      return share(key, (shared) => run(question, shared), signal);
    },
    forget: (registry) => {
      for (const [key, known] of kept) if (known.registry === registry) kept.delete(key);
    },
  };
}

/** Whether it can be the end of a program's name: never a path, and nothing that a message must not hold. */
export function isHelperName(name: string): boolean {
  return /^[A-Za-z0-9._-]{1,100}$/.test(name);
}

function answerOf(end: ProgramEnd): HelperAnswer {
  switch (end.end) {
    case 'absent':
    case 'timeout':
      return { kind: 'problem', problem: end.end };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'too-much':
      return { kind: 'problem', problem: 'rubbish' };
    case 'failed':
      return isNotFound(end.output) ? { kind: 'none' } : { kind: 'problem', problem: failure(end.output) };
    case 'done':
      return readLogin(end.output);
  }
}

/** What the helpers say where they have no login, on standard output. */
function isNotFound(output: string): boolean {
  return output.trim() === 'credentials not found in native keychain';
}

function readLogin(output: string): HelperAnswer {
  if (isNotFound(output)) return { kind: 'none' };
  const content = parseJson(Buffer.from(output));
  if (!isRecord(content)) return { kind: 'problem', problem: 'rubbish' };
  const { Username: username = '', Secret: secret = '' } = content;
  if (username === '' && secret === '') return { kind: 'none' };
  if (typeof username !== 'string' || typeof secret !== 'string' || username === '')
    return { kind: 'problem', problem: 'rubbish' };
  return { kind: 'login', username, secret };
}

const MAX_SAID = 200;
const MAX_LINE = 1000;

/** The first line of what a failing helper writes, unless it could be a login after all. */
function failure(output: string): HelperProblem {
  const [line = ''] = output.trim().split(/[\r\n\u2028\u2029]/, 1);
  if (line === '' || line.length > MAX_LINE || /^\[?\s*"|[{}]|secret"|password"/i.test(line)) return 'failed';
  const said = line
    .replace(/\x1b\[[0-9;]*[A-Za-z]|[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(NAMED_SECRET, '$1…')
    .replace(TOKEN_LIKE, '…');
  return { said: said.trim().slice(0, MAX_SAID).trim() };
}

const NAMED_SECRET = /\b((?:password|passwd|secret|token)\s*[:=]\s*|(?:bearer|basic)\s+)[^\s,;]+/gi;
/** Long, of letters and figures, and without a space. */
const TOKEN_LIKE = /(?=[\w+/=.~-]*\d)(?=[\w+/=.~-]*[a-z])[\w+/=.~-]{32,}/gi;

function described(problem: HelperProblem): string {
  if (typeof problem !== 'string') return `says '${problem.said}'`;
  switch (problem) {
    case 'absent':
      return 'is not found';
    case 'timeout':
      return `does not answer within ${TIME_LIMIT / 1000} s`;
    case 'rubbish':
      return 'answers with what is no login';
    case 'failed':
      return 'fails';
  }
}
