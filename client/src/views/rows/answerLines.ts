import type { Answers, Drift, Freshness } from '../../docker/releases/answers';
import {
  driftWord,
  freshnessReasonText,
  freshnessWord,
  healthWord,
  riskText,
  riskWord,
  syncReasonText,
  syncWord,
} from '../../wording/answerWords';
import { moment } from '../../wording/moments';
import { answerLevels, levelIcon } from './badges';
import { text, type TooltipLine } from './tooltipMarkdown';

/** Each answer with its reasons, in words. */
export interface AnswerTexts {
  readonly sync: string;
  readonly freshness: string;
  readonly health: string;
  readonly drift: string;
}

export function answerTexts({ sync, freshness, health, drift }: Answers): AnswerTexts {
  return {
    sync: withReasons(syncWord(sync), sync.reasons.map(syncReasonText).map(withShortDigests)),
    freshness: withReasons(freshnessWord(freshness), freshnessReasons(freshness)),
    health: withReasons(
      health.status === 'unknown' ? 'unknown: nothing checks it' : healthWord(health),
      health.details,
    ),
    drift: withReasons(driftWord(drift), driftReasons(drift)),
  };
}

/** For tooltips: the four answers, then the risks. */
export function answerLines(answers: Answers): readonly TooltipLine[] {
  const texts = answerTexts(answers);
  const levels = answerLevels(answers);
  const lines = ANSWERS.map(({ key, title }): TooltipLine => {
    const shape = answers[key].status === 'unknown' ? levelIcon('unknown') : levelIcon(levels[key]);
    return ['', `$(${shape.id}) **${title}**: ${text(texts[key])}`];
  });
  const risks = answers.risks.map((risk): TooltipLine => [
    '',
    `$(shield) **Risk**: ${text(`${riskWord(risk)}, ${riskText(risk)}`)}`,
  ]);
  return [...lines, ...risks];
}

/** `2 code · 1 data`; null where nothing is to be told. */
export function changesText({ changes }: Drift): string | null {
  if (!changes) return null;
  const counts = [
    [changes.code.length, 'code'],
    [changes.data.length, 'data'],
    [changes.scratch.length, 'scratch'],
  ] as const;
  const told = counts.filter(([number]) => number > 0).map(([number, kind]) => `${number} ${kind}`);
  return told.length > 0 ? told.join(' · ') : 'none';
}

function withReasons(word: string, reasons: readonly string[]): string {
  return reasons.length > 0 ? `${word}${word.includes(':') ? ';' : ':'} ${reasons.join('; ')}` : word;
}

/** A whole digest takes two lines, and the image's own stands below. */
function withShortDigests(words: string): string {
  return words.replace(/@sha256:([0-9a-f]{7})[0-9a-f]{57}/g, '@$1');
}

function freshnessReasons(freshness: Freshness): readonly string[] {
  const { reason, newDigest, asked, detail } = freshness;
  return [
    ...freshnessMeaning(freshness),
    // What was answered says more than that it is no answer.
    ...(reason && !(reason === 'unanswered' && detail) ? [freshnessReasonText(reason)] : []),
    ...(detail ? [detail] : []),
    ...(newDigest ? [`the tag names ${newDigest} now`] : []),
    ...(asked === null ? [] : [`asked ${moment(asked)}`]),
  ];
}

/** What the two that are gone have to do with each other is not seen from their words. */
function freshnessMeaning({ status }: Freshness): readonly string[] {
  switch (status) {
    case 'current':
    case 'tag-moved':
    case 'unknown':
      return [];
    case 'tag-gone':
      return ['its registry has no such tag any more'];
    case 'digest-gone':
      return ['its registry does not have what runs any more, and could not give it again'];
  }
}

function driftReasons(drift: Drift): readonly string[] {
  const changes = changesText(drift);
  return [
    ...(drift.problem === null ? [] : [drift.problem]),
    ...(changes === null ? [] : [changes === 'none' ? 'no changed file' : `changed files: ${changes}`]),
    ...(drift.measured === null ? ['not measured yet'] : [`measured ${moment(drift.measured)}`]),
    ...(drift.touches.length > 0 ? [`${drift.touches.length} × touched by hand`] : []),
  ];
}

const ANSWERS = [
  { key: 'sync', title: 'Sync' },
  { key: 'freshness', title: 'Freshness' },
  { key: 'health', title: 'Health' },
  { key: 'drift', title: 'Drift' },
] as const;
