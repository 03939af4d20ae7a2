import { isTrue } from '../syntax/compose/flags';
import type { Mount } from '../syntax/compose/mounts';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeFile, Dockerfile } from '../syntax/document';
import { familiarRepository } from '../syntax/knownImages';
import type { Problem, Rule } from './rule';

export const dockerSocket: Rule = {
  id: 'docker-socket',
  tenet: 'Nothing changes a running container',
  summary:
    'A container is given the socket of the container engine, and with it every container of the host.',
  why:
    'Who has the socket can start, change and remove any container, and is root on the host. One container with it is ' +
    'enough that no other can be called immutable. Mounted read-only it is the same: the mode is that of the file, not of ' +
    'what is said through it.\n\n' +
    'Where a program must see containers, put a socket proxy between that lets the few requests through that it needs.',
  severity: { production: 'warning', development: 'information' },
  subject: 'mount',
  equivalents: [
    'kics d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b',
    'semgrep exposing-docker-socket-volume',
    'semgrep dockerd-socket-mount',
  ],
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  proxy:\n    image: traefik:v3.1\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n',
      good: 'services:\n  proxy:\n    image: traefik:v3.1\n    environment:\n      DOCKER_HOST: tcp://socket-proxy:2375\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nENV DOCKER_HOST=unix:///var/run/docker.sock\n',
      good: 'FROM alpine\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

function* findInDockerfile({ statements, stages }: Dockerfile): Iterable<Problem> {
  for (const { keyword, words, stage } of statements.lists) {
    if (keyword !== 'volume' || stage?.isExported !== true) continue;
    for (const { text, written, span } of words) {
      if (!isSocket(text ?? '')) continue;
      yield problem(span, `'${written}' expects the socket of the engine, which is root on the host.`, {
        severity: 'warning',
      });
    }
  }
  let isEngine: boolean | null = null;
  for (const { keyword, name, value, span, stage } of statements.settings) {
    if (keyword !== 'env' || name !== 'DOCKER_HOST' || stage?.isExported !== true) continue;
    if (!/^(?:unix|npipe):/.test(value?.text ?? '')) continue;
    if ((isEngine ??= isEngineImage(stages.map(({ from }) => from.line.text)))) return;
    yield problem(span, `'${name}' expects the socket of the engine, which is root on the host.`, {
      severity: 'warning',
    });
  }
}

/** An image of CI that brings an engine, or is one. */
function isEngineImage(froms: readonly string[]): boolean {
  return froms.some((from) => /\bdind\b|\bdocker:/.test(from));
}

function* findInCompose({ services }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    const { development, image } = service;
    const common = {
      development,
      image,
      ...(SOCKET_PROXY.test(familiarRepository(image) ?? '') && { atMost: 'information' as const }),
    };
    const mounts = service.mounts.filter(holdsSocket);
    for (const mount of mounts) {
      const what = mount.isReadOnly
        ? 'is root on the host, also when it is mounted read-only'
        : 'is root on the host';
      yield problem(mount.span, `Who has '${mount.source?.written ?? ''}' ${what}.`, {
        ...common,
        related: mount.value.related,
      });
    }
    // A path alone is a volume of no name; who writes that of the socket means the socket.
    const expected = service.mounts.filter(
      ({ type, target }) => type === 'anonymous' && isSocketFile(target),
    );
    for (const { span, target, value } of expected) {
      const what = `'${target?.written ?? ''}' expects the socket of the engine, which is root on the host.`;
      yield problem(span, what, { ...common, related: value.related });
    }
    const flag = service.field('use_api_socket');
    if (flag && isTrue(flag.text))
      yield problem(
        flag.span,
        `'use_api_socket' gives the container the engine, which is root on the host.`,
        {
          ...common,
          related: flag.related,
        },
      );
    if (mounts.length === 0) yield* variableProblems(service, common);
  }
}

function* variableProblems(service: ComposeService, common: Partial<Problem>): Iterable<Problem> {
  for (const { name, text, span, value } of service.environment) {
    if (name !== 'DOCKER_HOST' || !/^(?:unix|npipe):/.test(text ?? '')) continue;
    yield problem(span, `'${name}' expects the socket of the engine, which is root on the host.`, {
      ...common,
      related: value.related,
    });
  }
}

function problem(span: Problem['span'], what: string, more: Partial<Problem>): Problem {
  return { ...more, span, message: `${what} Put a socket proxy between, or do without.` };
}

function holdsSocket({ source, target, type }: Mount): boolean {
  if (!source || type === 'volume' || type === 'anonymous') return false;
  // Where the source is not known here, the place that it has in the container tells.
  return isSocket(source.text ?? source.written) || (source.text === null && SOCKET.test(target?.text ?? ''));
}

function isSocketFile(target: Mount['target']): boolean {
  return SOCKET.test(target?.text ?? '');
}

function isSocket(path: string): boolean {
  const plain = path.replaceAll('\\', '/').replace(/\/+$/, '');
  return SOCKET.test(plain) || RUN_FOLDERS.has(plain);
}

const SOCKET =
  /(?:^|[/}])(?:docker(?:\.raw|-host)?|podman|containerd|crio|cri-dockerd|dockershim|balena-engine)\.sock\}?$|\/pipe\/(?:docker_engine|podman-machine-default|containerd-containerd)$/;
const RUN_FOLDERS: ReadonlySet<string> = new Set([
  '/var/run',
  '/run',
  '/run/containerd',
  '/run/podman',
  '/var/run/podman',
]);
const SOCKET_PROXY = /socket-?proxy/;
