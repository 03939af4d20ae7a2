import { basename, dirname } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rangeOf } from './features/convert';
import { pathOf, uriOf } from './features/files';
import { cautionOf } from './features/pinPlans';
import { pinAnswersOf } from './pins/checkPin';
import { isDigestLock, planLock } from './pins/digestLock';
import { verifyLock, type LockProblem } from './pins/verifyLock';
import { composeFileIn, lockBeside, lockedProject } from './project/lockedProject';
import {
  PLAN_LOCK,
  VERIFY_LOCK,
  type LockParams,
  type LockPlan,
  type PinProblem,
  type PinReport,
} from './protocol';
import { refuseCancelled, refuseUntrusted, showProgress, signalOf, type Server } from './serving';
import { currentWorkspace } from './session';
import { nameOf } from './sources';
import { lineStarts, placeAt } from './text/lines';

/** Our own requests about the digest lock of a compose project. */
export function onLockRequests(server: Server): void {
  const { connection } = server;
  connection.onRequest(PLAN_LOCK, (params: LockParams, token: CancellationToken) =>
    lockPlan(server, params, signalOf(token)),
  );
  connection.onRequest(VERIFY_LOCK, (params: LockParams, token: CancellationToken) =>
    lockReport(server, params, signalOf(token)),
  );
}

async function lockPlan(server: Server, params: LockParams, signal: AbortSignal): Promise<LockPlan> {
  await server.ready;
  refuseUntrusted(server);
  const { environment, registries } = server;
  const { file, location, name, previous, services, files } = targetOf(server, params);
  const uri = uriOf(location);
  if (previous !== null && !isDigestLock(previous)) {
    const message = `${name} is no digest lock, and is left as it is. Rename it, and write the lock again.`;
    return { uri, text: null, problems: [problemAtStart(uri, name, message)], caution: null };
  }
  const plan = await planLock(services, {
    ...{ files, name: basename(location), previous, signal, now: environment.now() },
    ask: (reference) => registries.answers.resolve(reference, signal, { freshness: 'recent' }),
    progress: progressOf(server, params),
  });
  refuseCancelled(signal);
  const source = nameOf(server.session, file);
  const problems = [...plan.notes, ...plan.failures].map(({ message }) =>
    problemAtStart(params.uri, source, message),
  );
  const caution = cautionOf(plan.remembered, registries.digests.hosts(), environment.now());
  return { uri, text: plan.text, problems, caution };
}

async function lockReport(server: Server, params: LockParams, signal: AbortSignal): Promise<PinReport> {
  await server.ready;
  refuseUntrusted(server);
  const { registries, environment } = server;
  const { location, name, previous, services } = targetOf(server, params);
  if (previous === null) {
    return { summary: `There is no ${name}. Write the digest lock first.`, problems: [], caution: null };
  }
  const answers = pinAnswersOf({ ...registries.digests, ...registries.answers }, environment.now);
  const found = await verifyLock(previous, services, {
    answers,
    signal,
    progress: progressOf(server, params),
  });
  refuseCancelled(signal);
  const problems = found.map((problem) => problemIn({ location, name, text: previous }, problem));
  const summary =
    found.length === 0
      ? `${name} agrees with the files and with what the tags name now.`
      : `${name} differs in ${found.length} ${found.length === 1 ? 'place' : 'places'}.`;
  return { summary, problems, caution: null };
}

/** The project of a compose file, and its lock as it stands in the editor, else on disk. */
function targetOf({ session, environment }: Server, { uri }: LockParams) {
  const workspace = currentWorkspace(session, environment);
  const asked = pathOf(uri);
  const location = lockBeside(asked);
  const file = asked === location ? (composeFileIn(dirname(asked), workspace) ?? asked) : asked;
  const name = nameOf(session, location);
  const previous = workspace.readText(location);
  return { ...lockedProject(file, location, workspace), file, location, name, previous };
}

function progressOf(server: Server, { workDoneToken }: LockParams): (answered: number, of: number) => void {
  return (answered, of) => showProgress(server, workDoneToken, `${answered} of ${of} asked`, answered / of);
}

function problemAtStart(uri: string, place: string, message: string): PinProblem {
  const start = { line: 0, character: 0 };
  return { uri, range: { start, end: start }, place, message };
}

function problemIn(
  { location, name, text }: { readonly location: string; readonly name: string; readonly text: string },
  { span, message }: LockProblem,
): PinProblem {
  const uri = uriOf(location);
  if (!span) return problemAtStart(uri, name, message);
  const document = TextDocument.create(uri, '', 0, text);
  const { line } = placeAt(lineStarts(text), span.start);
  return { uri, range: rangeOf(document, span), place: `${name}:${line}`, message };
}
