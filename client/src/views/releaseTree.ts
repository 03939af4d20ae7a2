import { explanation } from '../docker/failures';
import type { RunningContainer } from '../docker/releases/model';
import type { HostSight, Inspection } from '../docker/watch/inspection';
import { count } from '../wording/amounts';
import { moment } from '../wording/moments';
import type { Grouping, ViewChoices } from './choices';
import { containersOf } from '../docker/releases/containersOf';
import { isLive } from '../docker/releases/liveStates';
import { filtered, filterWords } from './filter';
import { grouped, type ShownHost } from './rows/grouping';
import { engineName } from './rows/tooltips';
import type { TreePicture } from './treeNode';

/** The view *Releases* at one moment. `now`: milliseconds since the epoch. */
export function releasesPicture(inspection: Inspection, choices: ViewChoices, now: number): TreePicture {
  const { hosts } = inspection;
  const parts = hosts.map((host) => shownPart(host, choices));
  const shown = sum(parts.map((part) => part.shown));
  const total = sum(parts.map((part) => part.total));
  const [only, second] = hosts;
  const nodes =
    only && !second && (only.state.kind !== 'running' || shown + emptyServices(parts) === 0)
      ? []
      : grouped(parts, choices.grouping, { words: filterWords(choices.filter), now });
  const isFiltered = choices.filter.trim() !== '';
  return {
    nodes,
    message:
      nodes.length > 0
        ? messageOf(hosts, isFiltered ? filteringWords(choices.filter.trim(), shown, total) : null)
        : null,
    description: descriptionOf(hosts, choices),
    state: nodes.length > 0 ? 'ok' : emptyState(hosts, total, isFiltered),
    badge: badgeOf(hosts),
  };
}

/** What there is to say about one engine, or all of them, at length. */
export function inspectionExplanation({ hosts }: Inspection, host: string | null): string {
  const asked = hosts.filter(({ id }) => host === null || id === host);
  if (asked.length === 0) return 'No container engine has been looked for yet: open the view Releases.';
  return asked
    .map((sight) => (asked.length > 1 ? `${sight.name}: ${hostExplanation(sight)}` : hostExplanation(sight)))
    .join(' ');
}

type Part = ShownHost & { readonly shown: number; readonly total: number };

function shownPart(host: HostSight, choices: ViewChoices): Part {
  if (host.state.kind !== 'running') return { host, engine: null, projects: [], shown: 0, total: 0 };
  return {
    host,
    engine: host.state.releases.engine,
    ...filtered(host.state.releases, host.name, choices),
  };
}

/** Swarm services of which nothing runs are worth showing. */
function emptyServices(parts: readonly Part[]): number {
  return sum(parts.map(({ projects }) => sum(projects.map(({ services }) => services.length))));
}

function messageOf(hosts: readonly HostSight[], filtering: string | null): string | null {
  const deaf = hosts.filter(({ state }) => state.kind === 'running' && !state.live).map(({ name }) => name);
  const lines = [
    ...(filtering === null ? [] : [filtering]),
    ...(deaf.length === 0 ? [] : [hosts.length === 1 ? NOT_LIVE : `${deaf.join(', ')}: ${NOT_LIVE}`]),
  ];
  return lines.length > 0 ? lines.join(' ') : null;
}

/** Not beside the title, which has no room for it where the view is alone. */
function filteringWords(filter: string, shown: number, total: number): string {
  return shown === 0
    ? `No container meets the filter '${filter}'.`
    : `${shown} of ${count(total, 'container')} ${shown === 1 ? 'meets' : 'meet'} the filter '${filter}'.`;
}

function descriptionOf(hosts: readonly HostSight[], { grouping }: ViewChoices): string | null {
  const words = [...(hosts.length === 1 ? hosts.map(({ name }) => name) : []), ...GROUPING_WORDS[grouping]];
  return words.length > 0 ? words.join(' · ') : null;
}

function emptyState(hosts: readonly HostSight[], total: number, isFiltered: boolean): string {
  const state = hosts[0]?.state;
  switch (state?.kind) {
    case undefined:
    case 'connecting':
      return 'connecting';
    case 'failed':
      return state.failure.reason;
    case 'running':
      if (total === 0) return 'empty';
      return isFiltered ? 'filtered' : 'stopped';
  }
}

/** Whatever the filter hides, for the number stands where the view is not seen. */
function badgeOf(hosts: readonly HostSight[]): TreePicture['badge'] {
  const containers = hosts.flatMap(({ state }) =>
    state.kind === 'running' ? containersOf(state.releases.projects) : [],
  );
  const drifted = containers.filter(({ answers }) => answers.drift.status === 'drifted');
  const outOfSync = containers.filter(({ answers }) => answers.sync.status === 'out-of-sync');
  const value = new Set([...drifted, ...outOfSync]).size;
  if (value === 0) return null;
  const words = [
    ...(drifted.length > 0 ? [`${count(drifted.length, 'container')} drifted`] : []),
    ...(outOfSync.length > 0 ? [`${count(outOfSync.length, 'container')} out of sync`] : []),
    measuredWords(containers),
  ];
  return { value, tooltip: words.join(', ') };
}

function measuredWords(containers: readonly RunningContainer[]): string {
  const times = containers.flatMap(({ answers }) => answers.drift.measured ?? []);
  if (times.length === 0) return 'drift not measured yet';
  const [first, last] = [moment(Math.min(...times)), moment(Math.max(...times))];
  const when = first === last ? first : `between ${first} and ${last}`;
  // What has ended is measured once somebody looks at it.
  const missing = containers.filter(
    ({ facts, answers }) => isLive(facts.state) && answers.drift.measured === null,
  ).length;
  return `drift measured ${when}${missing > 0 ? `, ${count(missing, 'container')} not measured yet` : ''}`;
}

function hostExplanation({ state }: HostSight): string {
  switch (state.kind) {
    case 'connecting':
      return 'The container engine has not answered yet.';
    case 'failed':
      return explanation(state.failure);
    case 'running': {
      const name = engineName(state.releases.engine);
      const words = `${name.charAt(0).toUpperCase()}${name.slice(1)} answers at ${state.releases.engine.endpoint}.`;
      return state.live ? words : `${words} ${NOT_LIVE}`;
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const NOT_LIVE = 'The engine does not hand out its events: this list is read again every few seconds.';
const GROUPING_WORDS: Readonly<Record<Grouping, readonly string[]>> = {
  project: [],
  image: ['by image'],
  host: ['by host'],
};
