import type { Freshness } from '../docker/releases/answers';
import type { RunningContainer } from '../docker/releases/model';

/** What registries said of containers, in a sentence or two. */
export function freshnessSummary(containers: readonly RunningContainer[]): string {
  if (containers.length === 0) return 'Nothing runs that could be compared with a registry.';
  const told = STATUSES.map(({ status, words }) => {
    const number = containers.filter(({ answers }) => answers.freshness.status === status).length;
    return number > 0 ? `${number} ${words}` : '';
  }).filter((words) => words !== '');
  const size = `${containers.length} container${containers.length === 1 ? '' : 's'}`;
  const unknown = containers.some(({ answers }) => answers.freshness.status === 'unknown');
  return `${size}: ${told.join(', ')}.${unknown ? ' Their tooltips say why not.' : ''}`;
}

const STATUSES: readonly { readonly status: Freshness['status']; readonly words: string }[] = [
  { status: 'current', words: 'current' },
  { status: 'tag-moved', words: 'with a tag that has moved' },
  { status: 'tag-gone', words: 'with a tag that is gone' },
  { status: 'digest-gone', words: 'with a digest that is gone' },
  { status: 'unknown', words: 'not to be compared' },
];
