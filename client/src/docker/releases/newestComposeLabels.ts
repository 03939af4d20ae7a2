import { containerLabels, type ComposeLabels } from './containerLabels';
import type { Observation } from './observation';
import { projectKey } from './projectKey';

/**
 * By project key the labels of the container that compose made last: where a project was brought up again from other
 * files, those are the files that count. Commands that were run once may have named files of their own.
 */
export function newestComposeLabels({ containers }: Observation): ReadonlyMap<string, ComposeLabels> {
  const newest = new Map<string, { readonly labels: ComposeLabels; readonly created: number }>();
  for (const { facts } of containers) {
    const { compose: labels, isTemporary } = containerLabels(facts);
    if (labels === null || isTemporary) continue;
    const key = projectKey('compose', labels.project);
    const known = newest.get(key);
    const isBetter =
      !known ||
      (known.labels.isOneOff && !labels.isOneOff) ||
      (known.labels.isOneOff === labels.isOneOff && facts.created > known.created);
    if (isBetter) newest.set(key, { labels, created: facts.created });
  }
  return new Map([...newest].map(([key, { labels }]) => [key, labels]));
}
