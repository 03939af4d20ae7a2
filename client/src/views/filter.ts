import type { HostReleases, Project, Release, RunningContainer, Service } from '../docker/releases/model';
import { shortDigest } from '../wording/identityWords';
import { spokenAnswers } from './rows/badges';
import type { ViewChoices } from './choices';
import { isLive } from '../docker/releases/liveStates';
import { containersOf } from '../docker/releases/containersOf';

/** What of an engine is to be shown. */
export interface Filtered {
  readonly projects: readonly Project[];
  readonly shown: number;
  readonly total: number;
}

/** The words of a filter, in small letters; what stands in quotes is one. */
export function filterWords(filter: string): readonly string[] {
  return [...filter.toLowerCase().matchAll(/"([^"]*)"?|(\S+)/g)]
    .map(([, quoted, bare]) => quoted ?? bare ?? '')
    .filter((word) => word !== '');
}

/** Only what meets every word; a service without any container left stays when it is met itself and nothing was hidden. */
export function filtered(releases: HostReleases, host: string, choices: ViewChoices): Filtered {
  const total = containersOf(releases.projects).length;
  const words = filterWords(choices.filter);
  if (words.length === 0 && choices.showStopped) return { projects: releases.projects, shown: total, total };
  const projects = releases.projects.flatMap((project) => {
    const services = project.services.flatMap((service) => {
      const left = remaining(service, choices.showStopped, (text) =>
        meets(`${host} ${project.name} ${service.name} ${text}`, words),
      );
      return left ? [left] : [];
    });
    return services.length > 0 ? [{ ...project, services }] : [];
  });
  return { projects, shown: containersOf(projects).length, total };
}

function remaining(service: Service, showStopped: boolean, met: (text: string) => boolean): Service | null {
  const releases = service.releases.flatMap((release) => {
    const names = namesOf(release);
    const containers = release.containers.filter(
      (container) =>
        (showStopped || isLive(container.facts.state)) &&
        met(`${names} ${container.name} ${textOf(container)}`),
    );
    const tasksElsewhere = release.tasksElsewhere.filter(({ node, state }) =>
      met(`${names} ${node} ${state}`),
    );
    return containers.length + tasksElsewhere.length > 0 ? [{ ...release, containers, tasksElsewhere }] : [];
  });
  const empty = service.releases.length === 0 && service.swarm !== null && met('nothing runs');
  return releases.length > 0 || empty ? { ...service, releases } : null;
}

function namesOf({ version, repository, digest, revision }: Release): string {
  return [
    version ?? '',
    repository ?? '',
    digest.known ? `${digest.digest} ${digest.manifest ?? ''} ${shortDigest(digest)}` : 'no digest',
    revision.known ? revision.revision : '',
  ].join(' ');
}

function textOf({ reference, facts, answers }: RunningContainer): string {
  return `${reference ?? ''} ${facts.state} ${spokenAnswers(answers)}`;
}

function meets(text: string, words: readonly string[]): boolean {
  const small = text.toLowerCase();
  return words.every((word) => small.includes(word));
}
