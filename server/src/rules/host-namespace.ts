import { familiarRepository } from '../syntax/knownImages';
import { isTrue } from '../syntax/compose/flags';
import type { ComposeValue } from '../syntax/compose/values';
import type { ComposeFile } from '../syntax/document';
import type { Problem, Rule } from './rule';

export const hostNamespace: Rule = {
  id: 'host-namespace',
  tenet: 'Any release can replace any other, and can be traced',
  summary: 'A service shares the network, processes or memory of its host.',
  why:
    'In a namespace of the host a container holds what exists once there: its ports, its process numbers, its shared ' +
    'memory. Two releases collide, the release is not the same on another host, and what the container changes stays ' +
    'behind when it is replaced.\n\n' +
    'Give the service a network of its own and publish what others need. Where a program must see the host, as those do that ' +
    'measure it or announce devices, say so with an ignore comment and its reason.',
  severity: { production: 'warning', development: 'information' },
  equivalents: [
    'kics 071a71ff-f868-47a4-ac0b-3c59e4ab5443',
    'kics baa3890f-bed7-46f5-ab8f-1da8fc91c729',
    'kics 4f31dd9f-2cc3-4751-9b53-67e4af83dac0',
    'kics 8af7162d-6c98-482f-868e-0d33fb675ca8',
  ],
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    network_mode: host\n',
      good: 'services:\n  web:\n    build: .\n    ports: ["3000"]\n',
    },
  ],
  compose: findHostSharing,
};

function* findHostSharing(file: ComposeFile): Iterable<Problem> {
  yield* findHostNamespaces(file);
  yield* findHostNetworks(file);
}

function* findHostNamespaces({ services }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    for (const [key, what, consequence] of NAMESPACES) {
      const value = service.field(key);
      if (value?.text !== 'host') continue;
      yield {
        span: value.span,
        message: `'${key}: host' shares ${what} of the host, ${consequence}. Give the service its own.`,
        development: service.development,
        image: service.image,
        related: value.related,
        // Without a mapping of users, which engines do not have by themselves, that of the host is the usual one.
        ...((key === 'userns_mode' || NEEDS_HOST.test(familiarRepository(service.image) ?? '')) && {
          atMost: 'information',
        }),
      };
    }
  }
}

const ONCE = 'which two releases cannot have at once';
const NAMESPACES = [
  ['network_mode', 'the network', ONCE],
  ['net', 'the network', ONCE],
  ['pid', 'the processes', ONCE],
  ['ipc', 'the shared memory', ONCE],
  ['uts', 'the host name', ONCE],
  ['userns_mode', 'the users', 'so that its root is root there'],
] as const;
/** What measures a host, or is found by broadcasts in its network. */
const NEEDS_HOST =
  /(?:^|[/_-])(?:home-?assistant|hass|esphome|matter-server|zigbee2mqtt|mosquitto-bridge|avahi|mdns[\w-]*|dhcpd?|dnsmasq|pi-?hole|adguardhome|plex|jellyfin|emby[\w-]*|homebridge|unifi[\w-]*|tailscale|zerotier|wireguard|wg-easy|openvpn|node[_-]exporter|cadvisor|netdata|datadog|agent|telegraf|fluent-bit|falco|beszel-agent|keepalived|samba)(?:$|[/:_-])/i;

/** The network of the host under a name of the file, as swarm wants it: `external: true` and `name: host`. */
function* findHostNetworks({ services, top }: ComposeFile): Iterable<Problem> {
  const networks = (top('networks')?.entries() ?? []).filter(({ key, value }) => isHostNetwork(key, value));
  const names = new Set(networks.map(({ key }) => key));
  if (names.size === 0) return;
  for (const service of services) {
    const list = service.field('networks');
    const items = (list?.items() ?? []).map(({ written, span, related }) => ({
      name: written,
      span,
      related,
    }));
    const entries = list?.kind === 'map' ? list.entries() : [];
    const keys = entries.map(({ key, keySpan, value }) => ({
      name: key,
      span: keySpan,
      related: value.related,
    }));
    for (const { name, span, related } of [...items, ...keys]) {
      if (!names.has(name)) continue;
      yield {
        span,
        message: `'${name}' is the network of the host, which two releases cannot have at once. Give the service its own.`,
        development: service.development,
        image: service.image,
        related,
        ...(NEEDS_HOST.test(familiarRepository(service.image) ?? '') && { atMost: 'information' }),
      };
    }
  }
}

function isHostNetwork(key: string, value: ComposeValue): boolean {
  const external = value.field('external');
  if (external?.kind === 'map') return (external.field('name')?.text ?? key) === 'host';
  return isTrue(external?.text) && (value.field('name')?.text ?? key) === 'host';
}
