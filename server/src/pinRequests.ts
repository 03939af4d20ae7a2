import type { CancellationToken } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describeReference, resolveDigest } from './features/digestAnswers';
import type { EditTarget } from './features/convert';
import { pathOf, uriOf } from './features/files';
import { protocolPlan } from './features/pinPlans';
import { UNTRUSTED } from './features/pins';
import { checkPinsIn } from './pinChecks';
import { planPins } from './pins/planPins';
import {
  CHECK_PINS,
  DESCRIBE_IMAGE,
  PLAN_PINS,
  RESOLVE_DIGEST,
  TAG_HISTORY,
  type CheckPinsParams,
  type DescribeImageParams,
  type DescribeImageResult,
  type PinPlan,
  type PlanPinsParams,
  type ResolveDigestParams,
  type ResolveDigestResult,
  type Scope,
  type TagHistory,
  type TagHistoryParams,
} from './protocol';
import { refuseCancelled, refuseUntrusted, showProgress, signalOf, type Server } from './serving';
import { settingsOf } from './session';
import { sourcesIn } from './sources';
import { parseImageReference } from './syntax/imageReference';

/** Our own requests about digests and pins. */
export function onPinRequests(server: Server): void {
  const { connection } = server;
  connection.onRequest(
    RESOLVE_DIGEST,
    async ({ reference }: ResolveDigestParams, token: CancellationToken): Promise<ResolveDigestResult> =>
      server.session.trusted
        ? resolveDigest(server.registries.answers, reference, signalOf(token))
        : { found: false, message: UNTRUSTED },
  );
  connection.onRequest(
    DESCRIBE_IMAGE,
    async (params: DescribeImageParams, token: CancellationToken): Promise<DescribeImageResult> =>
      server.session.trusted
        ? describeReference(server.registries.answers, params, signalOf(token))
        : { found: false, message: UNTRUSTED },
  );
  connection.onRequest(TAG_HISTORY, async ({ reference }: TagHistoryParams): Promise<TagHistory> => {
    const parsed = parseImageReference(reference);
    return { runs: parsed.kind === 'reference' ? await server.registries.digests.history(parsed) : [] };
  });
  connection.onRequest(CHECK_PINS, async (params: CheckPinsParams, token: CancellationToken) => {
    const report = await checkPinsIn(server, params, signalOf(token));
    await server.showChanges();
    return report;
  });
  connection.onRequest(PLAN_PINS, (params: PlanPinsParams, token: CancellationToken) =>
    pinPlan(server, params, signalOf(token)),
  );
}

async function pinPlan(
  server: Server,
  { action, scope, workDoneToken }: PlanPinsParams,
  signal: AbortSignal,
): Promise<PinPlan> {
  await server.ready;
  const { session, environment, registries } = server;
  if (action !== 'unpin') refuseUntrusted(server);
  const settings = (uri: string) => settingsOf(session, uri, environment).pins;
  const { platform } = scope.kind === 'workspace' ? session.settings.pins : settings(scope.uri);
  const sources = await sourcesIn(session, environment, scope, signal);
  // One file is asked about anew; a whole workspace may have been a moment ago.
  const freshness = scope.kind === 'file' ? 'now' : 'recent';
  const targetOf = (location: string) => targetAt(server, { scope, location });
  const plan = await planPins(sources, {
    action,
    style: ({ location }) => settings(scope.kind === 'file' ? scope.uri : uriOf(location)).style,
    signal,
    ask: (reference) => registries.answers.resolve(reference, signal, { freshness, platform }),
    readText: (location) => targetOf(location)?.source.getText() ?? null,
    progress: (answered, of) =>
      showProgress(server, workDoneToken, `${answered} of ${of} asked`, answered / of),
  });
  refuseCancelled(signal);
  const hosts = registries.digests.hosts();
  return protocolPlan(plan, { targetAt: targetOf, hosts, now: environment.now() });
}

/** A file as it stands in the editor, else on disk. */
function targetAt({ session, environment }: Server, { scope, location }: Located): EditTarget | null {
  const asked = scope.kind === 'file' ? session.texts.documents.get(scope.uri) : undefined;
  const open = asked && pathOf(asked.uri) === location ? asked : session.texts.at(location);
  if (open) return { source: open, version: open.version };
  const text = environment.readText(location);
  return text === null ? null : { source: TextDocument.create(uriOf(location), '', 0, text), version: null };
}

interface Located {
  /** A text that is no file yet has no location of its own, but was asked about. */
  readonly scope: Scope;
  readonly location: string;
}
