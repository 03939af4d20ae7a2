import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { TextPair } from '../syntax/compose/pairs';
import { removeItem } from '../syntax/compose/edits';
import { removeInstruction } from '../syntax/dockerfile/edits';
import { matchesImage } from '../syntax/imagePattern';
import { installedPackages } from '../syntax/programs/installedPackages';
import type { ShellCommand } from '../syntax/shell/command';
import type { ShellWord } from '../syntax/shell/word';
import { isUpdaterImage, isUpdateLabel, isUpdateSetting, onlyNotifies } from './updaters';
import type { Facts } from './facts';
import type { Fix, Problem, Rule } from './rule';

export const autoUpdater: Rule = {
  id: 'auto-updater',
  tenet: 'Nothing changes a running container',
  summary: 'A program that replaces or updates running containers by itself.',
  why:
    'An updater such as Watchtower deploys whatever a tag names at night: no review, no test, no record, and each host ' +
    'at another time. What updates packages inside a container is worse, for then no image holds what runs, and the ' +
    'next restart loses it.\n\n' +
    'Let the updater only tell you (Watchtower with `WATCHTOWER_MONITOR_ONLY=true`, Diun, WUD without a Docker ' +
    'trigger) and let a change of a digest in the repository be the update.',
  severity: { production: 'warning', development: 'information' },
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM debian\nRUN apt-get install -y unattended-upgrades\n',
      good: 'FROM debian\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  updater:\n    image: containrrr/watchtower:1.7.1\n',
      good:
        'services:\n  updater:\n    image: containrrr/watchtower:1.7.1\n    environment:\n' +
        '      WATCHTOWER_MONITOR_ONLY: "true"\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

function* findInDockerfile(file: Dockerfile): Iterable<Problem> {
  for (const { stage, commands } of file.commands) {
    const development = stage?.isDevelopment === true;
    for (const command of commands) {
      for (const problem of commandProblems(command)) yield { ...problem, development };
    }
  }
  for (const { keyword, name, value, span, count, instruction, stage } of file.statements.settings) {
    const text = value?.text ?? '';
    const isLabel = keyword === 'label' && isUpdateLabel(name, text);
    if (!isLabel && !(keyword === 'env' && isUpdateSetting(name, text))) continue;
    const fix: Fix = {
      kind: 'edits',
      title: `Remove '${name}'`,
      edits: [removeInstruction(file, instruction)],
    };
    yield {
      span,
      message: isLabel ? labelMessage(name, text) : settingMessage(name, text),
      atMost: 'information',
      development: stage?.isDevelopment === true,
      ...(isLabel && count === 1 && { fix }),
    };
  }
}

function* findInCompose(file: ComposeFile, { options }: Facts): Iterable<Problem> {
  const more = options?.autoUpdaters ?? [];
  const hasNotifier = file.services.some((service) => isNotifier(service, more));
  for (const service of file.services) {
    const { development, image } = service;
    for (const problem of serviceProblems(file, service, { more, hasNotifier }))
      yield { development, image, ...problem };
  }
}

interface Circumstances {
  /** Images that update others, beside those that are known. */
  readonly more: readonly string[];
  /** Whether the updater of the file only tells what it would do. */
  readonly hasNotifier: boolean;
}

function* serviceProblems(
  file: ComposeFile,
  service: ComposeService,
  { more, hasNotifier }: Circumstances,
): Iterable<Problem> {
  const image = service.field('image');
  if (image?.kind === 'text' && isUpdater(service, more) && !isNotifier(service, more)) {
    yield {
      span: image.span,
      related: image.related,
      message: `'${image.written}' replaces running containers by itself. Remove it, or let it only notify.`,
    };
  }
  for (const pair of hasNotifier ? [] : service.labels) {
    const text = pair.text ?? '';
    if (isUpdateLabel(pair.name, text) && !service.labels.some(saysMonitorOnly))
      yield labelProblem(file, service, pair);
  }
  for (const { name, text, span, value } of service.environment) {
    if (!isUpdateSetting(name, text ?? '')) continue;
    yield { span, related: value.related, atMost: 'information', message: settingMessage(name, text ?? '') };
  }
  for (const { kind, commands } of service.runs) {
    if (kind !== 'healthcheck') yield* commands.flatMap((command) => [...commandProblems(command)]);
  }
}

function isUpdater(service: ComposeService, more: readonly string[]): boolean {
  const image = service.image ?? service.field('image')?.written ?? '';
  return isUpdaterImage(image) || matchesImage(image, more);
}

function isNotifier(service: ComposeService, more: readonly string[]): boolean {
  const words = service.runs.flatMap(({ kind, commands }) =>
    kind === 'command' || kind === 'entrypoint' ? commands.flatMap((command) => command.words) : [],
  );
  return (
    isUpdater(service, more) &&
    onlyNotifies(
      service.image ?? service.field('image')?.written ?? '',
      words.map(({ written }) => written),
      new Map(service.environment.map(({ name, text }) => [name, text ?? ''])),
    )
  );
}

function saysMonitorOnly({ name, text }: TextPair): boolean {
  return name === 'com.centurylinklabs.watchtower.monitor-only' && text === 'true';
}

function labelProblem({ text }: ComposeFile, service: ComposeService, pair: TextPair): Problem {
  const list = service.field('labels');
  const edit = pair.form === 'list' && list ? removeItem(text, list, pair.value) : null;
  return {
    span: pair.span,
    related: pair.value.related,
    atMost: 'information',
    message: labelMessage(pair.name, pair.text ?? ''),
    ...(edit && { fix: { kind: 'edits', title: `Remove '${pair.name}'`, edits: [edit] } }),
  };
}

function labelMessage(name: string, value: string): string {
  return `'${name}=${value}' lets an updater replace this container by itself. Leave it out, and change the digest instead.`;
}

function settingMessage(name: string, value: string): string {
  return `'${name}=${value}' lets the program update itself in the running container. Switch it off, and update the image instead.`;
}

function* commandProblems(command: ShellCommand): Iterable<Problem> {
  for (const { name, word } of installedPackages(command)) {
    if (!UPDATER_PACKAGES.has(name)) continue;
    yield {
      span: word.span,
      message: `'${name}' changes packages in the running container. Leave it out, and rebuild the image instead.`,
    };
  }
  const enabled =
    SERVICE_TOOLS.has(command.name ?? '') && !command.words.some(({ written }) => STOPS.test(written));
  const service = enabled ? command.words.find(({ written }) => UPDATER_SERVICE.test(written)) : undefined;
  if (service) {
    yield {
      span: service.span,
      message: `'${service.written}' changes packages in the running container. Leave it off, and rebuild the image instead.`,
    };
  }
  const option = command.words.find(({ written }) => UPDATE_OPTION.test(written));
  if (option) {
    yield {
      span: option.span,
      message: `'${option.written}' lets the program update itself in the running container. Leave it out, and update the image instead.`,
    };
  }
  const scheduled = command.words.find((word) => SCHEDULED_UPGRADE.test(word.written));
  if (scheduled) {
    const span = upgradeSpan(scheduled);
    yield {
      span,
      message: `A schedule upgrades packages in the running container. Leave it out, and rebuild the image instead.`,
    };
  }
}

function upgradeSpan(word: ShellWord) {
  const match = UPGRADE.exec(word.written);
  return match ? word.spanOf(match.index, match.index + match[0].length) : word.span;
}

const UPDATER_PACKAGES: ReadonlySet<string> = new Set([
  'unattended-upgrades',
  'yum-cron',
  'dnf-automatic',
  'apticron',
]);
const SERVICE_TOOLS: ReadonlySet<string> = new Set([
  'systemctl',
  'service',
  'rc-service',
  'rc-update',
  'dpkg-reconfigure',
]);
const STOPS = /^(?:disable|mask|stop|del|status)$/;
const UPDATER_SERVICE =
  /^(?:unattended-upgrades|yum-cron|dnf-automatic(?:-\w+)?|apt-daily(?:-upgrade)?)(?:\.service|\.timer)?$/;
const UPDATE_OPTION = /^--(?:enable-)?auto-?update(?:=(?:true|yes|on|1))?$/;
const UPGRADE =
  /\b(?:apk|apt-get|apt|yum|dnf|microdnf|zypper)\b[^;&|\n]{0,60}?\b(?:upgrade|dist-upgrade|update)\b/;
/** A crontab's line: five fields or a nickname, and further on the upgrade. */
const SCHEDULED_UPGRADE =
  /^\s*(?:@(?:daily|weekly|hourly|monthly|reboot)|(?:[\d*/,-]+\s+){4}[\d*/,-]+)\s[^\n]{0,200}?\b(?:apk|apt-get|apt|yum|dnf|microdnf|zypper)\b[^;|\n]{0,60}?\b(?:upgrade|dist-upgrade)\b/;
