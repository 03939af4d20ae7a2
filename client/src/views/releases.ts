import { explanation } from '../docker/failures';
import type { AddressOrigin, EngineFacts } from '../docker/engine';
import type { Project, Releases, RunningContainer, RunningDigest, Service } from '../docker/releases';
import type { EngineSight } from '../docker/watch';
import { code, plain } from './markdown';
import type { TreeIcon, TreeNode, TreePicture } from './treeNode';

/** The view *Releases*: project → service → container, and what stands alone after them. */
export function releasesPicture(sight: EngineSight): TreePicture {
  if (sight.kind === 'failed') {
    return { nodes: [], message: null, description: sight.failure.endpoint, state: sight.failure.reason };
  }
  const nodes = releaseTree(sight.releases);
  return {
    nodes,
    message: nodes.length > 0 && !sight.live ? NOT_LIVE : null,
    description: place(sight.releases.engine),
    state: nodes.length > 0 ? 'ok' : 'empty',
  };
}

/** What there is to say about the engine at length, for who asks. */
export function sightExplanation(sight: EngineSight | null): string {
  if (!sight) return 'The container engine has not been looked for yet: open the view Releases.';
  if (sight.kind === 'failed') return explanation(sight.failure);
  return `${capitalised(engineName(sight.releases.engine))} answers.${sight.live ? '' : ` ${NOT_LIVE}`}`;
}

export function releaseTree({ engine, projects, standalone }: Releases): readonly TreeNode[] {
  const nodes = projects.map((project) => projectNode(project, engine));
  if (standalone.length > 0) nodes.push(standaloneNode(standalone, engine));
  return nodes;
}

function projectNode(project: Project, engine: EngineFacts): TreeNode {
  const containers = project.services.flatMap((service) => service.containers);
  const size = count(project.services.length, 'service');
  return {
    ...NOTHING_TO_COPY,
    id: `project:${project.name}`,
    label: project.name,
    description: size,
    tooltip: `**${plain(project.name)}**\n\nCompose project with ${size} and ${count(containers.length, 'running container')}.`,
    icon: icon('layers'),
    spoken: `compose project ${project.name}, ${size}`,
    kinds: ['project'],
    children: project.services.map((service) => serviceNode(project, service, engine)),
  };
}

function serviceNode(project: Project, service: Service, engine: EngineFacts): TreeNode {
  const size = sizeOf(service.containers);
  return {
    ...NOTHING_TO_COPY,
    id: `service:${project.name}/${service.name}`,
    label: service.name,
    description: size,
    tooltip: `**${plain(service.name)}**\n\nService of the compose project ${plain(project.name)}: ${size}.`,
    icon: icon('package'),
    spoken: `service ${service.name}, ${size}`,
    kinds: ['service'],
    children: service.containers.map((container) => containerNode(container, engine)),
  };
}

function standaloneNode(containers: readonly RunningContainer[], engine: EngineFacts): TreeNode {
  const size = sizeOf(containers);
  return {
    ...NOTHING_TO_COPY,
    id: 'standalone',
    label: 'Standalone',
    description: size,
    tooltip: `**Standalone**\n\nContainers that no compose project owns: ${size}.`,
    icon: icon('package'),
    spoken: `standalone containers, ${size}`,
    kinds: ['project'],
    children: containers.map((container) => containerNode(container, engine)),
  };
}

function containerNode(container: RunningContainer, engine: EngineFacts): TreeNode {
  const { reference, digest } = container;
  const state = stateText(container);
  const name = reference === null ? 'unknown reference' : (reference.split('@')[0] ?? reference);
  const short = digest.known ? shortDigest(digest.digest) : 'no digest';
  const more = digest.known && digest.others.length > 0 ? ` (+${digest.others.length})` : '';
  return {
    id: `container:${container.id}`,
    label: container.name,
    // The digest first: in a narrow sidebar it is what must stay readable.
    description: `${short}${more} · ${name} · ${state}`,
    tooltip: containerTooltip(container, engine),
    icon: containerIcon(container),
    spoken: `container ${container.name}, ${state}, image ${name}, ${digest.known ? `digest ${short.slice(1)}` : short}`,
    kinds: [
      'container',
      ...(digest.known ? ['digest' as const] : []),
      ...(reference ? ['reference' as const] : []),
    ],
    copies: { digest: digest.known ? digest.digest : null, reference },
    children: [],
  };
}

function containerTooltip(container: RunningContainer, engine: EngineFacts): string {
  const { reference, digest } = container;
  const lines = [
    ['Image', reference === null ? 'started by an image ID, or no longer known' : code(reference)],
    ...digestLines(digest),
    ['State', stateText(container)],
    ['Created', moment(container.created)],
    ['Engine', `${plain(engineName(engine))}, ${code(engine.endpoint)}`],
  ];
  return `**${plain(container.name)}**\n\n${lines.map(([title, value]) => `- ${title}: ${value}`).join('\n')}`;
}

function digestLines(digest: RunningDigest): readonly (readonly [string, string])[] {
  if (!digest.known) {
    const elsewhere = digest.elsewhere.map((text) => ['Also known as', code(text)] as const);
    return [['Digest', unknownText(digest.reason)], ...elsewhere];
  }
  const others = digest.others.map((other) => ['Also', code(other)] as const);
  return [['Digest', `${code(digest.digest)} ${sourceText(digest.source)}`], ...others];
}

function sourceText(source: Extract<RunningDigest, { known: true }>['source']): string {
  switch (source) {
    case 'reference':
      return '(written in the reference)';
    case 'repository':
      return '(recorded for this repository)';
    case 'store':
      return "(from the engine's image store; perhaps in no registry)";
  }
}

function unknownText(reason: Extract<RunningDigest, { known: false }>['reason']): string {
  switch (reason) {
    case 'none':
      return 'none: the image was built or imported here, or its tag has moved on';
    case 'other-repository':
      return 'none for this repository';
    case 'image-removed':
      return 'unknown: the image has been removed';
    case 'unanswered':
      return 'unknown: the engine did not say';
  }
}

function stateText({ state, health }: RunningContainer): string {
  return health === 'unknown' ? state : `${state}, ${health}`;
}

function containerIcon({ state, health }: RunningContainer): TreeIcon {
  if (health === 'unhealthy') return icon('warning', 'list.warningForeground');
  if (state === 'running') return icon('vm-running', health === 'starting' ? null : 'charts.green');
  if (state === 'paused') return icon('debug-pause', 'list.deemphasizedForeground');
  return state === 'restarting' ? icon('sync', 'list.warningForeground') : icon('vm');
}

function sizeOf(containers: readonly RunningContainer[]): string {
  const digests = new Set(containers.flatMap(({ digest }) => (digest.known ? digest.digest : [])));
  const size = count(containers.length, 'container');
  return containers.length > 1 && digests.size > 1 ? `${size}, ${count(digests.size, 'digest')}` : size;
}

/** The context's name tells people more than its socket. */
function place({ origin, endpoint }: { readonly origin: AddressOrigin; readonly endpoint: string }): string {
  return origin.kind === 'context' ? origin.name : endpoint;
}

function engineName({ version }: EngineFacts): string {
  return version === null ? 'the engine' : `engine ${version}`;
}

/** Seven digits, as Git shortens its own. */
function shortDigest(digest: string): string {
  return `@${digest.slice(digest.indexOf(':') + 1).slice(0, 7)}`;
}

function moment(milliseconds: number): string {
  return milliseconds === 0
    ? 'unknown'
    : `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function icon(id: string, colour: string | null = null): TreeIcon {
  return { id, colour };
}

const NOTHING_TO_COPY = { copies: { digest: null, reference: null } };
const NOT_LIVE = 'The engine does not hand out its events: this list is read again every few seconds.';
