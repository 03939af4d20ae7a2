import type { Dockerfile } from '../syntax/document';
import { removeInstruction } from '../syntax/dockerfile/edits';
import { listedCommand, packagesOf, type BuildPackages } from '../syntax/dockerfile/packages';
import { hasOption, isSystem, optionValues } from '../syntax/programs/packageCommands';
import type { Edit } from '../text/span';
import type { Facts } from './facts';
import type { EditFix, Problem, Rule } from './rule';

export const upgradeInBuild: Rule = {
  id: 'upgrade-in-build',
  tenet: 'The same build gives the same image',
  summary: "A build upgrades the distribution's packages.",
  why:
    'An upgrade takes whatever the mirrors have on the day of the build. The same Dockerfile gives another image ' +
    'tomorrow, the digest of the base image no longer says what is in it, and the layer cache decides whether the ' +
    'upgrade happens at all.\n\n' +
    'Take a newer base image instead: updates then arrive as a reviewed change of its digest. Where security fixes must ' +
    'not wait for one, limit the upgrade to them and allow that in the settings.',
  severity: { production: 'warning', development: 'information' },
  equivalents: [
    'hadolint DL3005',
    'hadolint DL3017',
    'hadolint DL3031',
    'hadolint DL3035',
    'hadolint DL3039',
    'trivy DS-0024',
  ],
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM debian:12.5\nRUN apt-get update && apt-get upgrade -y && apt-get install -y curl=7.88.1-10\n',
      good: 'FROM debian:12.5\nRUN apt-get update && apt-get install -y curl=7.88.1-10\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM alpine:3.20\nRUN apk upgrade --no-cache\nCMD ["sh"]\n',
      good: 'FROM alpine:3.20\nCMD ["sh"]\n',
    },
  ],
  dockerfile: findUpgrades,
};

function* findUpgrades(file: Dockerfile, { options }: Facts): Iterable<Problem> {
  for (const packages of packagesOf(file)) {
    const { ecosystem, head, run, title, upgrades } = packages;
    if (!isSystem(ecosystem) || !upgrades) continue;
    if (isLimitedToVersions(packages)) continue;
    if (options?.allowSecurityUpgrades && isForSecurity(packages)) continue;
    const fix = fixOf(file, packages);
    yield {
      span: head,
      message:
        `'${title}' takes whatever the mirrors have on the day of the build. ` +
        'Leave it out, and take a newer base image for updates.',
      development: run.stage?.isDevelopment ?? false,
      ...(fix && { fix }),
    };
  }
}

/** A version that is asked for is no surprise; zypper takes names alone. */
function isLimitedToVersions({ action, ecosystem, packages }: BuildPackages): boolean {
  if (action !== 'upgrade' || ecosystem === 'zypper') return false;
  const named = packages.filter(({ kind }) => kind !== 'unknown');
  return named.length > 0 && named.every(({ version, kind }) => version !== null || kind === 'file');
}

/** Whether an upgrade is limited to what fixes security. */
function isForSecurity(packages: BuildPackages): boolean {
  const values = optionValues(packages, ['o', 'option', 'category', 'g', 't', 'target-release']);
  return (
    hasOption(packages, ['security', 'sec-severity', 'secseverity', 'cve', 'cves', 'advisory']) ||
    values.some(({ written }) => /security/i.test(written))
  );
}

/** The upgrade leaves its list, or its instruction goes with it; not where it does or names something beside. */
function fixOf(file: Dockerfile, { command, packages, run, action }: BuildPackages): EditFix | null {
  if (packages.length > 0 || action !== 'upgrade') return null;
  const listed = listedCommand(command);
  const edit = listed.removal ? { span: listed.removal, newText: '' } : wholeInstruction(file, listed, run);
  return edit && { kind: 'edits', title: 'Leave the upgrade out', edits: [edit] };
}

function wholeInstruction(
  file: Dockerfile,
  listed: BuildPackages['command'],
  { commands, onbuild, form, instruction }: BuildPackages['run'],
): Edit | null {
  const isAlone =
    listed.inside === null &&
    listed.within.length === 0 &&
    listed.redirections.length === 0 &&
    commands.every((other) => listedCommand(other) === listed);
  return isAlone && !onbuild && form !== 'heredoc' ? removeInstruction(file, instruction) : null;
}
