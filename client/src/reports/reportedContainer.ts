import type { ImageEvidence } from '../../../server/src/inspectionProtocol';
import type { Drift, Freshness, SyncReason } from '../docker/releases/answers';
import type { Release, RunningContainer } from '../docker/releases/model';
import { platformName } from '../docker/releases/platformName';
import type { Revision, RevisionWitness } from '../docker/releases/revision';
import { freshnessReasonText, riskText, syncReasonText } from '../wording/answerWords';
import { unknownDigestText, unknownRevisionText, witnessText } from '../wording/identityWords';
import type {
  Known,
  Reason,
  ReportedCommit,
  ReportedContainer,
  ReportedDigest,
  ReportedDrift,
} from './releaseReport';

/** Null: registries were not asked. `absent`: they were, but not about this image. */
export type ContainerEvidence = ImageEvidence | 'absent' | null;

export function reportedContainer(
  release: Release,
  container: RunningContainer,
  evidence: ContainerEvidence,
): ReportedContainer {
  const { answers, details, facts, platform, reference } = container;
  return {
    name: container.name,
    id: container.id,
    state: facts.state,
    started: moment(details?.started ?? null),
    release: release.version,
    reference: reference === null ? unknown(NO_REFERENCE) : known(reference),
    digest: reportedDigest(container),
    imageId: container.imageId,
    platform: platform ? known(platformName(platform)) : unknown('the engine does not say'),
    commit: reportedCommit(container.revision, evidence),
    built: release.built !== null ? known(time(release.built)) : unknown('the image does not say'),
    ...provenance(evidence),
    sync: { status: answers.sync.status, reasons: answers.sync.reasons.map(syncReason) },
    freshness: reportedFreshness(answers.freshness),
    health: { status: answers.health.status, details: answers.health.details },
    drift: reportedDrift(answers.drift),
    risks: answers.risks.map((risk) => ({ kind: risk.kind, text: riskText(risk) })),
  };
}

function reportedDigest({ digest }: RunningContainer): Known<ReportedDigest> {
  if (digest.known) return known({ digest: digest.digest, manifest: digest.manifest, source: digest.source });
  const elsewhere = digest.elsewhere.length > 0 ? `; elsewhere: ${digest.elsewhere.join(', ')}` : '';
  return unknown(bare(unknownDigestText(digest.reason)) + elsewhere);
}

/** What a registry attests counts where it stands above what the engine knows. */
function reportedCommit(revision: Revision, evidence: ContainerEvidence): Known<ReportedCommit> {
  const attested = evidence !== null && evidence !== 'absent' ? evidence.revision : null;
  const best =
    attested && (!revision.known || TRUST.indexOf(attested.by) < TRUST.indexOf(revision.by))
      ? { known: true as const, ...attested }
      : revision;
  if (!best.known) return unknown(bare(unknownRevisionText(best.reason)));
  const { revision: commit, source, by, dirty } = best;
  return known({ revision: commit, source, witness: by, trust: witnessText(by), dirty });
}

function provenance(
  evidence: ContainerEvidence,
): Pick<ReportedContainer, 'signature' | 'attestations' | 'base'> {
  if (evidence === null || evidence === 'absent') {
    const reason = evidence === null ? NOT_ASKED : NO_REGISTRY;
    return {
      signature: { status: 'unknown', reason },
      attestations: unknown(reason),
      base: unknown(reason),
    };
  }
  const { signature, attestations, base } = evidence;
  const detail = evidence.detail ?? 'the registry does not say';
  const isUnsaid = signature === 'unknown' && attestations.length === 0;
  return {
    signature: { status: signature, reason: signature === 'unknown' ? detail : evidence.detail },
    attestations: isUnsaid ? unknown(detail) : known(attestations),
    base: base === null ? unknown(evidence.detail ?? 'nothing says which') : known(base),
  };
}

function syncReason(reason: SyncReason): Reason {
  return { kind: reason.kind, text: syncReasonText(reason) };
}

function reportedFreshness({
  status,
  reason,
  newDigest,
  asked,
  detail,
}: Freshness): ReportedContainer['freshness'] {
  const why = reason === null ? null : freshnessReasonText(reason);
  return {
    status,
    reason: [why, detail].filter((text) => text !== null).join(': ') || null,
    newDigest,
    asked: moment(asked),
  };
}

function reportedDrift({ status, changes, measured, problem, touches, touchesSince }: Drift): ReportedDrift {
  return {
    status,
    measured: moment(measured),
    problem,
    counts: changes && {
      code: changes.code.length,
      data: changes.data.length,
      scratch: changes.scratch.length,
    },
    paths: (['code', 'data'] as const).flatMap((group) =>
      (changes?.[group] ?? []).map(({ path, kind }) => ({ path, kind, class: group })),
    ),
    touches: touches.map((touch) => ({ time: time(touch.time), command: touch.command })),
    touchesSince: moment(touchesSince),
  };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function moment(milliseconds: number | null): string | null {
  return milliseconds === null ? null : time(milliseconds);
}

function known<T>(value: T): Known<T> {
  return { known: true, value };
}

function unknown(reason: string): { readonly known: false; readonly reason: string } {
  return { known: false, reason };
}

/** Without the word that the report says itself. */
function bare(text: string): string {
  return text.replace(/^(?:unknown|none): /, '');
}

/** From the top of the ladder. */
const TRUST: readonly RevisionWitness[] = [
  'signature',
  'provenance',
  'annotation',
  'label',
  'legacy-label',
  'variable',
  'tag',
];
const NO_REFERENCE = 'it was started by the id of an image, or the engine does not say';
const NOT_ASKED = 'registries were not asked';
const NO_REGISTRY = 'no registry is known to have the image, so none was asked';
