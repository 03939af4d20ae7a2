import type { Edit } from '../../text/span';
import { setEntry } from '../yaml/setEntry';

/** The edit of a project file that switches a rule off; null where it is off, or the file is not written so that this is safe. */
export function disableRule(text: string, rule: string): Edit | null {
  return setEntry(text, { section: 'rules', key: rule, value: 'off' });
}
