import { cautionOf } from './features/pinPlans';
import { pinReport } from './features/pinReports';
import { checkPins, checkKey, isPinCheck } from './pins/checkPins';
import type { PinAnswers } from './pins/checkPin';
import type { PinSource } from './pins/planPins';
import type { CheckPinsParams, PinReport, Scope } from './protocol';
import type { Freshness } from './registry/digests';
import { refuseCancelled, refuseUntrusted, showProgress, type Server } from './serving';
import { forgetFindings } from './session';
import { sourcesIn } from './sources';

/** Asks about the pins of a scope; what is answered shows in the findings of open files from then on. */
export async function checkPinsIn(
  server: Server,
  { scope, workDoneToken }: CheckPinsParams,
  signal: AbortSignal,
): Promise<PinReport> {
  await server.ready;
  refuseUntrusted(server);
  const sources = await sourcesIn(server.session, server.environment, scope, signal);
  const progress = (answered: number, of: number) =>
    showProgress(server, workDoneToken, `${answered} of ${of} asked`, answered / of);
  // One file is asked about anew; a whole workspace may have been a moment ago.
  const freshness = scope.kind === 'file' ? 'now' : 'recent';
  const { checked, remembered } = await check(server, { sources, freshness, progress }, signal);
  refuseCancelled(signal);
  const hosts = server.registries.digests.hosts();
  return pinReport(checked, cautionOf(remembered, hosts, server.environment.now()));
}

/** The same without being asked to, from what is remembered as far as it goes; whether anything new is known. */
export async function checkQuietly(server: Server, uri: string, signal: AbortSignal): Promise<boolean> {
  await server.ready;
  if (!server.session.trusted) return false;
  const scope: Scope = { kind: 'file', uri };
  const sources = await sourcesIn(server.session, server.environment, scope, signal);
  const { checked } = await check(server, { sources, freshness: 'automatic' }, signal);
  return !signal.aborted && checked.some(({ answer }) => isPinCheck(answer));
}

interface Check {
  readonly sources: readonly PinSource[];
  readonly freshness: Freshness;
  readonly progress?: (answered: number, of: number) => void;
}

async function check(server: Server, { sources, freshness, progress }: Check, signal: AbortSignal) {
  const { session, registries, environment } = server;
  const { answers, digests } = registries;
  const ages: number[] = [];
  const asked: PinAnswers = {
    resolve: async (reference, limited) => {
      const resolution = await answers.resolve(reference, limited, { freshness });
      if (resolution.found && resolution.remembered) ages.push(resolution.at);
      return resolution;
    },
    contents: (reference, limited) => answers.contents(reference, limited),
    history: (reference) => digests.history(reference),
    now: environment.now,
  };
  const { checked } = await checkPins(sources, { answers: asked, signal, ...(progress && { progress }) });
  for (const { reference, answer } of checked) {
    if (isPinCheck(answer)) session.checks.set(checkKey(reference), answer);
  }
  if (checked.length > 0) forgetFindings(session);
  const remembered = ages.length === 0 ? null : { count: ages.length, oldest: Math.min(...ages) };
  return { checked, remembered };
}
