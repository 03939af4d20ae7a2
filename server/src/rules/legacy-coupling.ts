import type { ComposeFile } from '../syntax/document';
import type { Problem, Rule } from './rule';

export const legacyCoupling: Rule = {
  id: 'legacy-coupling',
  tenet: 'Any release can replace any other, and can be traced',
  summary: 'A service is tied to the containers of others by links, or takes their volumes.',
  why:
    '`links` and `external_links` bind a container to one other container, and `volumes_from` to all that one mounts: when ' +
    'that one is replaced, this one must be too. Releases cannot be replaced one by one.\n\n' +
    'Put both on one network, where each finds the other by its service name, and name shared volumes at the top level.',
  severity: { production: 'hint', development: 'off' },
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    links: [db]\n',
      good: 'services:\n  web:\n    build: .\n    networks: [backend]\n',
    },
  ],
  compose: findCouplings,
};

function* findCouplings({ services }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    for (const [key, instead] of COUPLINGS) {
      const value = service.field(key);
      const [first] = value?.items() ?? [];
      if (!value || !first) continue;
      yield {
        span: service.entry(key)?.keySpan ?? first.span,
        message: `'${key}' ties the service to containers of others, so that they are replaced together. ${instead}`,
        development: service.development,
        image: service.image,
        related: value.related,
      };
    }
  }
}

const ON_NETWORK = 'Put both on one network, and use the service name.';
const COUPLINGS = [
  ['links', ON_NETWORK],
  ['external_links', ON_NETWORK],
  ['volumes_from', 'Mount a named volume in both.'],
] as const;
