import { familiarRepository } from '../syntax/knownImages';
import { isTrue } from '../syntax/compose/flags';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeValue } from '../syntax/compose/values';
import type { ComposeFile } from '../syntax/document';
import type { Problem, Rule } from './rule';

export const privilegedContainer: Rule = {
  id: 'privileged-container',
  tenet: 'Nothing changes a running container',
  summary: 'A container may change the host that it runs on, and through it every other container.',
  why:
    'A privileged container, and one with nearly all capabilities, can mount disks, load kernel modules and write into ' +
    'other containers. Nothing on such a host can be called immutable any more, whatever its images say.\n\n' +
    'Give the one capability or device that the program needs: `cap_add: [NET_ADMIN]`, `devices:`.',
  severity: { production: 'information', development: 'off' },
  equivalents: [
    'kics ae5b6871-7f45-42e0-bb4c-ab300c4d2026',
    'kics 404fde2c-bc4b-4371-9747-7054132ac953',
    'semgrep privileged-service',
    'semgrep seccomp-confinement-disabled',
  ],
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  backup:\n    build: .\n    privileged: true\n',
      good: 'services:\n  backup:\n    build: .\n    devices: [/dev/sdb]\n',
    },
  ],
  compose: findPrivileges,
};

function* findPrivileges({ services }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    // An engine in a container cannot do without.
    if (ENGINE.test(`${familiarRepository(service.image) ?? ''} ${service.image ?? ''}`)) continue;
    for (const { value, what } of privilegesOf(service)) {
      yield {
        span: value.span,
        message: `${what} lets the container change its host and everything on it. Give the one capability or device that it needs.`,
        development: service.development,
        image: service.image,
        related: value.related,
      };
    }
  }
}

interface Privilege {
  readonly value: ComposeValue;
  readonly what: string;
}

function privilegesOf(service: ComposeService): Privilege[] {
  const hooks = ['post_start', 'pre_stop'].flatMap((key) => service.field(key)?.items() ?? []);
  const privileged = [service, service.field('build'), ...hooks].flatMap(
    (of) => of?.field('privileged') ?? [],
  );
  const items = (key: string, pattern: RegExp) =>
    (service.field(key)?.items() ?? []).filter(({ text }) => pattern.test(text ?? ''));
  return [
    ...privileged.filter(({ text }) => isTrue(text)).map((value) => ({ value, what: `'privileged: true'` })),
    ...items('cap_add', /^(?:CAP_)?(?:ALL|SYS_ADMIN)$/i).map((value) => ({
      value,
      what: `The capability '${value.written}'`,
    })),
    ...items('security_opt', /^(?:(?:seccomp|apparmor|systempaths)[:=]unconfined|label[:=]disable)$/).map(
      (value) => ({
        value,
        what: `'${value.written}'`,
      }),
    ),
  ];
}

const ENGINE = /(?:^|[/ ])(?:docker|dind|podman|buildkit|kind|k3s|k3d|rancher|kindest)(?:[/: ]|$)|-dind\b/;
