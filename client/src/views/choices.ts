/** How the view is to show what runs; kept for the workspace. */
export interface ViewChoices {
  readonly grouping: Grouping;
  /** Words that must all be met; empty for everything. */
  readonly filter: string;
  readonly showStopped: boolean;
}

export type Grouping = 'project' | 'image' | 'host';

export const USUAL_CHOICES: ViewChoices = { grouping: 'project', filter: '', showStopped: true };

/** Choices as they were kept; what cannot be understood is as usual. */
export function readChoices(kept: unknown): ViewChoices {
  if (typeof kept !== 'object' || kept === null) return USUAL_CHOICES;
  const { grouping, filter, showStopped }: Partial<Record<keyof ViewChoices, unknown>> = kept;
  return {
    grouping: GROUPINGS.find((known) => known === grouping) ?? USUAL_CHOICES.grouping,
    filter: typeof filter === 'string' ? filter : USUAL_CHOICES.filter,
    showStopped: typeof showStopped === 'boolean' ? showStopped : USUAL_CHOICES.showStopped,
  };
}

/** Ids of engines as they were kept; null for the one that the Docker command line would take. */
export function readHosts(kept: unknown): readonly string[] | null {
  if (!Array.isArray(kept)) return null;
  const ids = kept.filter((id) => typeof id === 'string');
  return ids.length > 0 ? [...new Set(ids)] : null;
}

const GROUPINGS: readonly Grouping[] = ['project', 'image', 'host'];
