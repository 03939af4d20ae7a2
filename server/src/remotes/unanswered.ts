import type { ConnectionProblem } from '../registry/unresolved';
import type { Question } from '../rules/rule';

/** What a server said to the question of a fix. */
export type RemoteAnswer = { readonly found: true; readonly text: string } | Unanswered;

/** Why there is no answer; no part of it holds a secret. */
export type Unanswered = { readonly found: false } & (Refusal | RemoteFailure);

/** What is wrong with the question, or what the server said. */
type Refusal =
  | { readonly reason: 'invalid-address' | 'invalid-reference' | 'login-in-address' }
  | { readonly reason: 'not-found' | 'unauthorised' | 'packed' | 'cancelled' }
  | { readonly reason: 'too-large'; readonly limit: number }
  | { readonly reason: 'timeout'; readonly seconds: number }
  | { readonly reason: 'status'; readonly status: number };

/** What is wrong on the way to an answer. */
type RemoteFailure =
  | { readonly reason: 'too-many-redirects' | 'redirect-to-nowhere' }
  | { readonly reason: 'untrusted-redirect'; readonly address: string }
  | {
      readonly reason: 'unreachable';
      readonly problem: ConnectionProblem;
      readonly host: string;
      readonly code: string;
    }
  /** `detail` goes on after the server's name. */
  | { readonly reason: 'invalid-response'; readonly detail: string }
  | { readonly reason: 'unusable-certificate'; readonly file: string; readonly missing: string }
  | { readonly reason: 'no-git' | 'git-failed' };

/** What happened and what to do, in two sentences. */
export function unansweredMessage(question: Question, unanswered: Unanswered): string {
  const asked = askedOf(question);
  switch (unanswered.reason) {
    case 'invalid-address':
      return question.kind === 'checksum'
        ? `${asked} is no address that can be downloaded from. Write one with https.`
        : `${asked} is no address of a repository on a server. Write one with https or ssh.`;
    case 'invalid-reference':
      return `'${referenceOf(question)}' is no name of a branch or a tag. Check how it is written.`;
    case 'login-in-address':
      return `${asked} has a login in its address, so it was not asked. Take the login out of the file.`;
    case 'not-found':
      return question.kind === 'checksum'
        ? `There is nothing at ${asked}. Check the address.`
        : `${asked} has no branch and no tag '${referenceOf(question)}'. Check the name, or take the full commit.`;
    case 'unauthorised':
      return `${asked} is not shown without a login. Download it yourself, and write its SHA-256.`;
    case 'packed':
      return `The server sends ${asked} packed on the way, so that its checksum is not certain. Download it yourself, and write its SHA-256.`;
    case 'too-large':
      return `${asked} is larger than ${Math.floor(unanswered.limit / 1024 / 1024)} MB. Download it yourself, and write its SHA-256.`;
    case 'timeout':
      return `${asked} did not answer in full within ${unanswered.seconds} s. Check the network, or try again.`;
    case 'status':
      return `The server answers with status ${unanswered.status} for ${asked}. Check the address, or try again later.`;
    case 'cancelled':
      return `Asking for ${asked} was cancelled. Nothing was changed.`;
    default:
      return failureMessage(asked, unanswered);
  }
}

function failureMessage(asked: string, unanswered: RemoteFailure): string {
  switch (unanswered.reason) {
    case 'too-many-redirects':
      return `${asked} redirects without end. Check the address.`;
    case 'redirect-to-nowhere':
      return `${asked} redirects, and does not say where to. Check the address.`;
    case 'untrusted-redirect':
      return `${asked} redirects to ${unanswered.address}, which is not safe to follow. Write an address that leads to https and stays public.`;
    case 'unreachable':
      return unreachableMessage(unanswered);
    case 'invalid-response':
      return `The server of ${asked} ${unanswered.detail}. Check the address.`;
    case 'unusable-certificate':
      return `${unanswered.file} needs ${unanswered.missing} beside it, so nothing was asked. Add the missing file, or remove this one.`;
    case 'no-git':
      return 'Git is not found in PATH outside the workspace. Install it, and try again.';
    case 'git-failed':
      return `Git cannot read ${asked}. Check the address, the network, and that git can log in without asking.`;
  }
}

function unreachableMessage({
  problem,
  host,
  code,
}: Extract<RemoteFailure, { readonly reason: 'unreachable' }>): string {
  if (problem.startsWith('proxy-')) {
    return `The proxy does not lead to the server: ${host} (${code}). Check the setting http.proxy or the variable HTTPS_PROXY.`;
  }
  if (problem.startsWith('certificate-') || problem === 'tls') {
    return `No secure connection to ${host} could be made (${code}). Check the address, and that its certificate is trusted here.`;
  }
  if (problem === 'unknown-host') {
    return `The host ${host} is not known (${code}). Check the address and the network.`;
  }
  return `${host} cannot be reached (${code}). Check the address and the network, or try again.`;
}

/** What was asked for as a message quotes it: without a login, and without what may be a signature. */
function askedOf(question: Question): string {
  const text = question.kind === 'checksum' ? question.url : question.repository;
  return `'${text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*$/s, '')}'`;
}

function referenceOf(question: Question): string {
  return question.kind === 'commit' ? question.reference : '';
}
