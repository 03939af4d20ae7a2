import type { Answers, Health } from '../../docker/releases/answers';
import { driftWord, freshnessWord, healthWord, riskWord, syncWord } from '../../wording/answerWords';
import { icon } from './treeRow';
import type { TreeIcon } from '../treeNode';

/** From the best; what is not known stands between what is fine and what somebody should look at. */
export type Level = 'fine' | 'unknown' | 'idle' | 'notice' | 'attention' | 'bad';

/** What is not fine, each in a word or two; nothing for what is fine or not known, so that a healthy line is quiet. */
export function badges(answers: Answers): readonly string[] {
  const { sync, freshness, health, drift, risks } = answers;
  return [
    ...(drift.status === 'drifted' ? [driftWord(drift)] : []),
    ...(sync.status === 'out-of-sync' ? [syncWord(sync)] : []),
    ...(freshness.status === 'unknown' || freshness.status === 'current' ? [] : [freshnessWord(freshness)]),
    ...healthBadge(health),
    ...new Set(risks.map(riskWord)),
  ];
}

/** All four, and the risks, for who cannot see the icon. */
export function spokenAnswers({ sync, freshness, health, drift, risks }: Answers): string {
  return [
    sync.status === 'unknown' ? 'sync unknown' : syncWord(sync),
    freshness.status === 'unknown' ? 'freshness unknown' : freshnessWord(freshness),
    health.status === 'unknown' ? 'health unknown' : [healthWord(health), ...health.details].join(' '),
    drift.status === 'unknown' ? 'drift unknown' : driftWord(drift),
    ...(risks.length > 0 ? [`risks: ${[...new Set(risks.map(riskWord))].join(', ')}`] : []),
  ].join(', ');
}

/** The worst of the four answers. */
export function levelOf(answers: Answers): Level {
  const levels = Object.values(answerLevels(answers));
  return LEVELS.findLast((level) => levels.includes(level)) ?? 'unknown';
}

export type AnswerLevels = Readonly<Record<'sync' | 'freshness' | 'health' | 'drift', Level>>;

/**
 * A check of health that nobody wrote and a registry that nobody asked keep no line from being fine; the words say that
 * they are not known.
 */
export function answerLevels({ sync, freshness, health, drift }: Answers): AnswerLevels {
  return {
    sync: SYNC_LEVELS[sync.status],
    freshness: FRESHNESS_LEVELS[freshness.status],
    health: HEALTH_LEVELS[health.status],
    drift: DRIFT_LEVELS[drift.status],
  };
}

/** Each level has a shape of its own: colour is never alone. */
export function levelIcon(level: Level): TreeIcon {
  switch (level) {
    case 'fine':
      return icon('pass-filled', 'charts.green');
    case 'unknown':
      return icon('circle-outline');
    case 'idle':
      return icon('circle-slash', 'disabledForeground');
    case 'notice':
      return icon('info', 'charts.blue');
    case 'attention':
      return icon('warning', 'list.warningForeground');
    case 'bad':
      return icon('error', 'list.errorForeground');
  }
}

function healthBadge(health: Health): readonly string[] {
  switch (health.status) {
    case 'healthy':
    case 'unknown':
      return [];
    case 'starting':
    case 'paused':
      return [healthWord(health)];
    case 'stopped':
    case 'degraded':
      return [health.details.length > 0 ? health.details.map(beginning).join(', ') : healthWord(health)];
  }
}

/** What follows a colon is an error's or a check's own text: for the tooltip. */
function beginning(detail: string): string {
  return detail.split(': ')[0] ?? detail;
}

const LEVELS: readonly Level[] = ['fine', 'unknown', 'idle', 'notice', 'attention', 'bad'];

const SYNC_LEVELS: Readonly<Record<Answers['sync']['status'], Level>> = {
  synced: 'fine',
  unknown: 'unknown',
  'out-of-sync': 'attention',
};

const FRESHNESS_LEVELS: Readonly<Record<Answers['freshness']['status'], Level>> = {
  current: 'fine',
  unknown: 'fine',
  'tag-moved': 'notice',
  'tag-gone': 'notice',
  'digest-gone': 'attention',
};

const HEALTH_LEVELS: Readonly<Record<Answers['health']['status'], Level>> = {
  healthy: 'fine',
  unknown: 'fine',
  starting: 'notice',
  paused: 'idle',
  stopped: 'idle',
  degraded: 'bad',
};

const DRIFT_LEVELS: Readonly<Record<Answers['drift']['status'], Level>> = {
  none: 'fine',
  unknown: 'unknown',
  drifted: 'attention',
};
