import { isEdgeProxy } from '../syntax/knownImages';
import type { PublishedPort } from '../syntax/compose/ports';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeFile } from '../syntax/document';
import type { Problem, Rule, Scaffold } from './rule';

export const fixedHostPort: Rule = {
  id: 'fixed-host-port',
  tenet: 'Any release can replace any other, and can be traced',
  summary: 'A service publishes a fixed port of the host, which only one release at a time can have.',
  why:
    'A port of a host belongs to one container. The new release cannot start before the old one has given it back, so ' +
    'that each replacement is an outage, and a second replica cannot start at all.\n\n' +
    'Publish one reverse proxy, and let it find the releases on the network; or publish the container port alone, and ' +
    'the engine chooses a free port of the host. A proxy on 80 or 443 is left alone.',
  severity: { production: 'information', development: 'off' },
  subject: 'port',
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    ports:\n      - "8080:3000"\n',
      good: 'services:\n  web:\n    build: .\n    ports:\n      - "3000"\n',
    },
  ],
  compose: findFixedPorts,
};

function* findFixedPorts(file: ComposeFile): Iterable<Problem> {
  const swarm = isForSwarm(file);
  for (const service of file.services) {
    const replicas = service.merged?.replicas ?? 1;
    // Swarm's ingress gives one port to all releases of a service; host mode is chosen by who wants one a node.
    if (swarm && !service.field('scale')) continue;
    for (const port of service.ports) {
      const { published, target } = port;
      if (published?.text == null || !isFixed(published.text, target?.text ?? '')) continue;
      if (port.mode === 'host' || published.text === '0') continue;
      const isRefused = replicas > 1 && !published.text.includes('-');
      if (!isRefused && isEdge(service, published.text)) continue;
      yield {
        span: port.span,
        message: isRefused
          ? `Port ${published.text} of the host can go to one container, but ${replicas} are wanted. Publish the container port alone.`
          : `Port ${published.text} of the host can go to one release at a time. Put a proxy in front, or publish the container port alone.`,
        development: service.development,
        image: service.image,
        related: port.value.related,
        ...(isRefused && { severity: 'error' }),
        // Who made it a variable can give each release its own.
        ...(!isRefused && port.value.written.includes('$') && { atMost: 'hint' }),
        scaffolds: ephemeral(port),
      };
    }
  }
}

/** One port, or a range whose ports are one for each of the container's; of any other range the engine takes a free one. */
function isFixed(published: string, target: string): boolean {
  return !published.includes('-') || rangeLength(published) <= rangeLength(target);
}

function rangeLength(range: string): number {
  const [first = 0, last = first] = range.split('-').map(Number);
  return last - first + 1;
}

function isEdge({ image }: ComposeService, published: string): boolean {
  return EDGE_PORTS.has(published) || isEdgeProxy(image);
}

/** Whether a file says what only swarm reads. */
function isForSwarm({ services, top }: ComposeFile): boolean {
  const networks = top('networks')?.entries() ?? [];
  return (
    networks.some(({ value }) => value.field('driver')?.text === 'overlay') ||
    services.some((service) => {
      const deploy = service.field('deploy');
      return deploy?.kind === 'map' && SWARM_ONLY.some((key) => deploy.field(key) !== null);
    })
  );
}

/** The container port alone, in the author's quotes. */
function ephemeral({ published, target, form, span, value, protocol }: PublishedPort): Scaffold[] {
  if (form !== 'short' || !published || !target || !value.isVerbatim || value.related.length > 0) return [];
  const newText = target.written + (protocol === null ? '' : `/${protocol}`);
  const title = `Publish ${newText} on a port that the engine chooses`;
  return [{ kind: 'scaffold', title, edits: [{ span, newText }] }];
}

const EDGE_PORTS: ReadonlySet<string> = new Set(['80', '443']);
const SWARM_ONLY = ['endpoint_mode', 'mode', 'placement', 'rollback_config', 'update_config'];
