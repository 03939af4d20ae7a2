import type { Release } from './model';
import { rollout } from './rollout';
import { runningCount } from './serviceReleases';
import { nameParts } from './standaloneGroups';

/** How far one release of a service has replaced another; null where only one runs. */
export function serviceRollout(releases: readonly Release[]): string | null {
  if (releases.length < 2) return null;
  return rollout(
    releases.map((release) => ({
      version: release.version,
      short: shortName(release),
      running: runningCount(release),
      colour: colour(release),
      started: firstStart(release),
      built: release.built,
    })),
  );
}

function firstStart({ containers }: Release): number | null {
  const [first, ...others] = containers.map(({ facts }) => facts.created);
  return first === undefined ? null : others.reduce((least, time) => Math.min(least, time), first);
}

function shortName({ digest, containers, tasksElsewhere }: Release): string {
  if (digest.known) return `@${digits(digest.digest)}`;
  return `image ${digits(containers[0]?.imageId ?? tasksElsewhere[0]?.image ?? '')}`;
}

function digits(text: string): string {
  return text.replace(/^sha(?:256|512):/, '').slice(0, 7);
}

/** What the names of all its containers say, where they say it of something that stands side by side. */
function colour({ containers }: Release): string | null {
  const names = new Set(containers.map(({ name }) => nameParts(name)?.suffix ?? ''));
  const [only = ''] = names;
  return names.size === 1 && COLOURS.has(only) ? only : null;
}

const COLOURS: ReadonlySet<string> = new Set(['blue', 'green', 'canary', 'stable']);
