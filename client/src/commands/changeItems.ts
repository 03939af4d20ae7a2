import type { FileChange } from '../docker/engineFacts';
import type { Drift } from '../docker/releases/answers';
import { count } from '../wording/amounts';
import { moment } from '../wording/moments';
import { pickText } from './pickText';

/** A heading of the pick, or a path below one. */
export type ChangeItem =
  | { readonly heading: string }
  | {
      readonly label: string;
      readonly description: string;
      readonly change: FileChange;
    };

/** What differs from the image, as the pick shows it: what matters most first. */
export function changeItems({ changes }: Drift): readonly ChangeItem[] {
  if (!changes) return [];
  return [
    ...group('Code and configuration: a release should bring these', changes.code),
    ...group('Data: it belongs into a volume', changes.data),
    ...group('Scratch: no drift', changes.scratch),
  ];
}

/** Why there is nothing to pick, in words; null where there is something. */
export function noChanges(name: string, { changes, measured, problem }: Drift): string | null {
  if (problem !== null) return `What changed in ${name} cannot be measured: ${problem}`;
  if (!changes || measured === null)
    return `What changed in ${name} is not known: its engine has not answered. Refresh the view of releases and try again.`;
  const { code, data, scratch } = changes;
  if (code.length + data.length + scratch.length > 0) return null;
  return `Nothing in ${name} differs from its image, as of ${moment(measured)}. Mounts are not part of a container, and are not looked at.`;
}

export function changesTitle(name: string, { measured }: Drift): string {
  return measured === null ? `Changes in ${name}` : `Changes in ${name}, measured ${moment(measured)}`;
}

function group(heading: string, changes: readonly FileChange[]): readonly ChangeItem[] {
  if (changes.length === 0) return [];
  return [{ heading: `${heading} (${count(changes.length, 'path')})` }, ...changes.map(item)];
}

function item(change: FileChange): ChangeItem {
  return {
    label: pickText(change.path),
    description: `${LETTERS[change.kind]} ${change.kind}`,
    change,
  };
}

const LETTERS: Readonly<Record<FileChange['kind'], string>> = { added: 'A', changed: 'C', deleted: 'D' };
