import type { Span } from '../../text/span';
import { execCommands, shellCommands } from '../shell/shell';
import type { ShellCommand } from '../shell/command';
import { partOf, type SourceText } from '../shell/text';
import { isDevelopmentStage } from '../dockerfile/stages';
import type { MergedService } from './merge';
import { readMounts, type Mount } from './mounts';
import { readPairs, type TextPair } from './pairs';
import { readPorts, type PublishedPort } from './ports';
import type { Service } from './services';
import { composeValue, type ComposeEntry, type ComposeValue, type ValueContext } from './values';

/** A service as rules see it: what this file says of it, and what it is when the files of its project are merged. */
export interface ComposeService {
  readonly name: string;
  /** Where its name stands. */
  readonly nameSpan: Span;
  /** What this file says, from its name on. */
  readonly span: Span;
  /** Whether it is only for development, whatever the file is: by its name, its profiles, or the stage that it builds. */
  readonly development: boolean;
  /** Null in a file that is not read as part of its project. */
  readonly merged: MergedService | null;
  /** Its own map in this file, without what it extends. */
  readonly map: ComposeValue;
  /** What it says of a key in this file: itself, by a merge, or by the service that it extends. */
  readonly field: (key: string) => ComposeValue | null;
  /** Its entry of a key where it stands in its own map; null for one that it merges or extends. */
  readonly entry: (key: string) => ComposeEntry | null;
  /** The image after variables, of the project where that says another; null where there is none or it is not known. */
  readonly image: string | null;
  /** The scalar that says where its image comes from: `image`, else the context or the Dockerfile of `build`. */
  readonly origin: ComposeValue | null;
  readonly environment: readonly TextPair[];
  readonly labels: readonly TextPair[];
  readonly mounts: readonly Mount[];
  readonly ports: readonly PublishedPort[];
  /** What it runs: `command`, `entrypoint` and hooks. */
  readonly runs: readonly ServiceRun[];
}

/** What a service has run in its container. */
export interface ServiceRun {
  readonly kind: 'command' | 'entrypoint' | 'post_start' | 'pre_stop' | 'healthcheck';
  readonly value: ComposeValue;
  /** `exec`: words that no shell looks at. */
  readonly form: 'exec' | 'shell';
  readonly commands: readonly ShellCommand[];
}

/** The services of a document, each read as far as somebody asks. */
export function composeServices(
  context: ValueContext,
  services: readonly Service[],
  project: ReadonlyMap<string, MergedService>,
): ComposeService[] {
  const names = namesOf(context, services);
  return services.map((service) => {
    const merged = project.get(service.name) ?? null;
    return composeService(context, service, { merged, nameSpan: names.get(service.name) ?? null });
  });
}

function composeService(
  context: ValueContext,
  service: Service,
  { merged, nameSpan }: { readonly merged: MergedService | null; readonly nameSpan: Span | null },
): ComposeService {
  const path = service.through.at(-1) ?? null;
  const map = composeValue(context, { node: service.map, through: path });
  const at = nameSpan ?? map.span;
  const field = fieldsOf(context, service);
  const environment = remember(() => readPairs(field('environment')));
  const labels = remember(() => readPairs(field('labels')));
  const mounts = remember(() => readMounts(field('volumes')));
  const ports = remember(() => readPorts(field('ports')));
  const runs = remember(() => readRuns(field));
  return {
    name: service.name,
    nameSpan: at,
    span: { start: at.start, end: Math.max(map.span.end, at.end) },
    development: isDevelopmentStage(service.name) || (merged !== null && isForDevelopment(merged)),
    merged,
    map,
    field,
    entry: (key) => map.entries().find((entry) => entry.key === key && !entry.isMerged) ?? null,
    get image() {
      return imageOf(merged, field);
    },
    get origin() {
      return originOf(field);
    },
    get environment() {
      return environment();
    },
    get labels() {
      return labels();
    },
    get mounts() {
      return mounts();
    },
    get ports() {
      return ports();
    },
    get runs() {
      return runs();
    },
  };
}

function imageOf(merged: MergedService | null, field: (key: string) => ComposeValue | null): string | null {
  return merged?.hasUnknownImage === true ? null : (merged?.image ?? field('image')?.text ?? null);
}

function isForDevelopment({ development, build }: MergedService): boolean {
  return development || isDevelopmentStage(build?.target ?? '');
}

function fieldsOf(context: ValueContext, service: Service): ComposeService['field'] {
  const path = service.through.at(-1) ?? null;
  return rememberEach((key) => {
    const found = service.find(key);
    return found && composeValue(context, { node: found.node, through: found.through ?? path });
  });
}

function originOf(field: (key: string) => ComposeValue | null): ComposeValue | null {
  const [image, build] = [field('image'), field('build')];
  const candidates = [image, build, build?.field('context'), build?.field('dockerfile')];
  return candidates.find((value) => value?.kind === 'text') ?? null;
}

/** Where the names of a document's services stand; also those of what is no service. */
export function namesOf(
  { tree }: Pick<ValueContext, 'tree'>,
  services: readonly Service[],
): ReadonlyMap<string, Span> {
  const { root } = tree;
  if (services.length === 0 || !root) return new Map();
  const top = composeValue(
    { tree, text: '', variables: () => undefined, visits: new Map() },
    { node: root, through: null },
  );
  const list = top.field('services') ?? top;
  return new Map(list.entries().map(({ key, keySpan: at }) => [key, at]));
}

function readRuns(field: (key: string) => ComposeValue | null): ServiceRun[] {
  const own = (['command', 'entrypoint'] as const).flatMap((kind) => runOf(kind, field(kind)) ?? []);
  const hooks = (['post_start', 'pre_stop'] as const).flatMap((kind) =>
    (field(kind)?.items() ?? []).flatMap((hook) => runOf(kind, hook.field('command')) ?? []),
  );
  const test = field('healthcheck')?.field('test') ?? null;
  return [...own, ...hooks, ...(runOf('healthcheck', test) ?? [])].flat();
}

/**
 * A list is the program and its arguments. A text is split into words as a shell splits them, but run without one;
 * that of a health check is run by a shell. Source: compose specification, "command" and "healthcheck".
 */
function runOf(kind: ServiceRun['kind'], value: ComposeValue | null): ServiceRun[] | null {
  if (!value) return null;
  if (value.kind === 'list') {
    const words = value.items().flatMap((item) => item.source() ?? []);
    const [first] = words;
    if (kind === 'healthcheck' && first?.text === 'CMD-SHELL') return shellRun(kind, value, words[1]);
    const given = kind === 'healthcheck' ? words.slice(1) : words;
    return [runWith({ kind, value, form: 'exec' }, () => execCommands(given))];
  }
  return value.kind === 'text' ? shellRun(kind, value, value.source() ?? undefined) : null;
}

function shellRun(
  kind: ServiceRun['kind'],
  value: ComposeValue,
  script: SourceText | undefined,
): ServiceRun[] {
  if (!script) return [];
  const form = kind === 'healthcheck' ? 'shell' : 'exec';
  return [runWith({ kind, value, form }, () => shellCommands(trimmed(script)))];
}

/** YAML keeps the line break at the end of a block. */
function trimmed(script: SourceText): SourceText {
  return partOf(script, 0, script.text.trimEnd().length);
}

function runWith(run: Omit<ServiceRun, 'commands'>, read: () => readonly ShellCommand[]): ServiceRun {
  const commands = remember(read);
  return {
    ...run,
    get commands() {
      return commands();
    },
  };
}

/** Reads when somebody asks, and once. */
function remember<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => (known ??= { value: read() }).value;
}

function rememberEach(read: (key: string) => ComposeValue | null): (key: string) => ComposeValue | null {
  const known = new Map<string, ComposeValue | null>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = read(key);
    known.set(key, value);
    return value;
  };
}
