import type { CheckedUse } from '../pins/checkPins';
import { isPinCheck } from '../pins/checkPins';
import type { PinProblem, PinReport } from '../protocol';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import { checkSentence } from '../rules/pinCheck';
import { problemAt } from './pinPlans';

/** What came of a check of pins, in the words of the protocol. */
export function pinReport(checked: readonly CheckedUse[], caution: string | null): PinReport {
  const problems = checked.flatMap((use) => problemOf(use));
  return { summary: summaryOf(checked), problems, caution };
}

function problemOf({ source, image, reference, answer }: CheckedUse): PinProblem[] {
  const message = isPinCheck(answer)
    ? checkSentence(reference, answer)
    : unresolvedMessage(image.resolved ?? '', answer);
  return message === null ? [] : [problemAt(source, image.finding, message)];
}

/** As `12 pins checked: 2 are behind their tags, 1 could not be checked.` */
function summaryOf(checked: readonly CheckedUse[]): string {
  if (checked.length === 0) return 'There is no pin to check.';
  const counts = STATES.flatMap(({ states, one, many }) => {
    const count = checked.filter(({ answer }) => states.includes(stateOf(answer))).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  const pins = checked.length === 1 ? '1 pin' : `${checked.length} pins`;
  return counts.length === 0
    ? `${pins} checked: all is as it should be.`
    : `${pins} checked: ${counts.join(', ')}.`;
}

type State = Extract<CheckedUse['answer'], { readonly state: string }>['state'] | 'unknown';

function stateOf(answer: CheckedUse['answer']): State {
  return isPinCheck(answer) ? answer.state : 'unknown';
}

const STATES: readonly {
  readonly states: readonly State[];
  readonly one: string;
  readonly many: string;
}[] = [
  { states: ['vanished'], one: 'is gone', many: 'are gone' },
  { states: ['republished'], one: 'was published again', many: 'were published again' },
  { states: ['single-platform'], one: 'is for one platform alone', many: 'are for one platform alone' },
  { states: ['outdated'], one: 'is behind its tag', many: 'are behind their tags' },
  { states: ['tag-gone'], one: 'has no tag any more', many: 'have no tags any more' },
  { states: ['unknown'], one: 'could not be checked', many: 'could not be checked' },
];
