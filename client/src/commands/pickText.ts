import { visibleText } from '../wording/visibleText';

/** Text of others for a line to choose from: `$(name)` in it is no icon. */
export function pickText(text: string): string {
  return visibleText(text).replace(/\$\([\w-]+(?:~\w+)?\)/g, '\\$&');
}
