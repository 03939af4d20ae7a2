import type { Dockerfile } from '../syntax/document';
import { packagesOf, stageChain, type BuildPackages } from '../syntax/dockerfile/packages';
import type { Stage } from '../syntax/dockerfile/stages';
import { isSystem } from '../syntax/programs/packageCommands';
import { namesSnapshot, usesFrozenSource } from '../syntax/programs/packageSources';
import { quoteNames } from './quoteNames';
import type { Problem, Rule } from './rule';

export const unpinnedSystemPackage: Rule = {
  id: 'unpinned-system-package',
  tenet: 'The same build gives the same image',
  summary: 'Packages of the distribution are installed without a version; told once a stage.',
  why:
    'Such a package is whatever the mirror offers on the day of the build: the same Dockerfile gives another image ' +
    'tomorrow, and an old commit cannot be built again.\n\n' +
    'A version (`curl=8.5.0-2`) makes a build fail rather than change, but mirrors delete old versions. What holds for ' +
    'good is a base image that is pinned to its digest together with a dated archive, such as snapshot.debian.org or ' +
    'snapshot.ubuntu.com; packages need no versions then, and this rule is silent.',
  severity: { production: 'hint', development: 'off' },
  subject: 'package',
  equivalents: [
    'hadolint DL3008',
    'hadolint DL3018',
    'hadolint DL3033',
    'hadolint DL3037',
    'hadolint DL3041',
  ],
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM debian:12.5\nRUN apt-get update && apt-get install -y curl\n',
      good: 'FROM debian:12.5\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u5\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM alpine:3.20\nRUN apk add --no-cache curl\n',
      good: 'FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r1\n',
    },
  ],
  dockerfile: findUnpinnedPackages,
};

interface Unpinned {
  readonly packages: BuildPackages;
  readonly names: readonly string[];
}

/** One problem for a stage, at its first command: one base image and one archive answer for all of them. */
function* findUnpinnedPackages(file: Dockerfile): Iterable<Problem> {
  for (const [first, ...others] of unpinnedByStage(file)) {
    if (!first) continue;
    const { ecosystem, run, head } = first.packages;
    const names = [...new Set([first, ...others].flatMap((each) => each.names))];
    const [versions, subject] =
      names.length === 1 ? ['a version', 'is whatever version'] : ['versions', 'are whatever versions'];
    const advice =
      ecosystem === 'pacman'
        ? 'Install from a dated archive.'
        : `Give ${versions}, or install from a dated archive.`;
    yield {
      span: head,
      message: `${quoteNames(names)} ${subject} the mirror offers on the day of the build. ${advice}`,
      development: run.stage?.isDevelopment ?? false,
      related: others.map((each) => ({
        span: each.packages.head,
        message: `Installs ${quoteNames(each.names)}.`,
      })),
    };
  }
}

function unpinnedByStage(file: Dockerfile): Iterable<readonly Unpinned[]> {
  const frozen = frozenStages(file);
  const byStage = new Map<Stage | null, Unpinned[]>();
  for (const packages of packagesOf(file)) {
    const { ecosystem, action, run } = packages;
    if (!isSystem(ecosystem) || action !== 'add') continue;
    const names = packages.packages
      .filter(({ kind, version }) => kind === 'package' && version === null)
      .map(({ name }) => name);
    if (names.length === 0 || isFrozen(file, packages, frozen)) continue;
    const known = byStage.get(run.stage);
    if (known) known.push({ packages, names });
    else byStage.set(run.stage, [{ packages, names }]);
  }
  return byStage.values();
}

/** The stages that set up a dated archive. */
function frozenStages({ commands }: Dockerfile): ReadonlySet<Stage> {
  const frozen = new Set<Stage>();
  for (const run of commands)
    if (run.stage && run.keyword === 'run' && run.commands.some(namesSnapshot)) frozen.add(run.stage);
  return frozen;
}

/** Whether a command can only ever find one version: its base image is pinned, and its source does not move. */
function isFrozen(file: Dockerfile, packages: BuildPackages, frozen: ReadonlySet<Stage>): boolean {
  const chain = stageChain(file, packages.run.stage);
  const from = chain.at(-1)?.from.line.span;
  const base = file.images.find(
    ({ position, span }) => position === 'from' && from && span.start >= from.start && span.end <= from.end,
  );
  const isPinned = base?.reference?.kind === 'reference' && base.reference.digest !== null;
  return isPinned && (usesFrozenSource(packages) || chain.some((stage) => frozen.has(stage)));
}
