import type { DigestsPresentResult } from '../../../server/src/inspectionProtocol';
import type { EarlierDigest } from './earlierDigests';
import { shortDigits } from '../wording/identityWords';
import { ago } from '../wording/moments';
import { pickText } from './pickText';

export type Presence = DigestsPresentResult['answers'][number];

/** A line to choose from: what, when, by whom, and whether it can still be had. */
export interface RollBackItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly earlier: EarlierDigest;
  readonly isGone: boolean;
}

/** `now`: milliseconds since the epoch. */
export function rollBackItem(earlier: EarlierDigest, presence: Presence, now: number): RollBackItem {
  const { tag, digest, time, told } = earlier;
  const isGone = presence.present === 'no';
  const who =
    told.by === 'file'
      ? `${pickText(told.author)}: ${pickText(told.subject)}`
      : 'named by the tag, as its registry said';
  return {
    label: `${isGone ? '$(circle-slash)' : '$(history)'} ${tag ?? 'without a tag'} ${shortDigits(digest)}`,
    description: `${ago(time, now)} · ${who}`,
    detail: [
      presenceText(presence),
      ...(told.by === 'file' ? [`commit ${told.revision.slice(0, 7)}`] : []),
    ].join(' · '),
    earlier,
    isGone,
  };
}

function presenceText({ present, detail }: Presence): string {
  switch (present) {
    case 'yes':
      return 'still in the registry';
    case 'no':
      return 'gone from the registry: it cannot be pulled any more';
    case 'unknown':
      return `not known whether the registry still has it${detail === null ? '' : `: ${pickText(detail)}`}`;
  }
}
