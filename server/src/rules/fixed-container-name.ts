import { isEdgeProxy } from '../syntax/knownImages';
import type { ComposeFile } from '../syntax/document';
import type { ComposeService } from '../syntax/compose/serviceModel';
import { removeEntry } from '../syntax/compose/edits';
import type { Problem, Rule } from './rule';

export const fixedContainerName: Rule = {
  id: 'fixed-container-name',
  tenet: 'Any release can replace any other, and can be traced',
  summary: 'A service has a fixed container name, so that two releases of it cannot stand side by side.',
  why:
    'A container name exists once on a host. The new release cannot start before the old one is gone: there is no ' +
    'blue-green or rolling replacement, no second replica, and a failed start leaves nothing that runs.\n\n' +
    'Leave the name to compose, which numbers containers by project and service. Others reach a service by its service ' +
    'name, and people by `docker compose exec SERVICE`.',
  severity: { production: 'information', development: 'off' },
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    container_name: shop-web\n    scale: 2\n',
      good: 'services:\n  web:\n    build: .\n    scale: 2\n',
    },
  ],
  compose: findFixedNames,
};

function* findFixedNames({ services, text }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    const name = service.field('container_name');
    // Who leaves it to a variable can give each release its own.
    if (name?.kind !== 'text' || name.text === null) continue;
    const replicas = service.merged?.replicas ?? 1;
    // What receives all traffic of a host is there once anyway.
    if (replicas < 2 && isEdgeProxy(service.image)) continue;
    yield {
      span: name.span,
      message:
        replicas > 1
          ? `'${name.written}' can name one container, but ${replicas} are wanted, which compose refuses. Remove the name.`
          : `'${name.written}' can name one container at a time, so a new release cannot start beside the old one. Let compose name it.`,
      development: service.development,
      image: service.image,
      related: name.related,
      ...(replicas > 1 && { severity: 'error' }),
      ...(name.written.includes('$') && { atMost: 'hint' }),
      ...removal(service, text, replicas > 1),
    };
  }
}

/** Certain where the file is refused with it; else others may count on the name. */
function removal(
  service: ComposeService,
  text: string,
  isCertain: boolean,
): Pick<Problem, 'fix' | 'scaffolds'> {
  const entry = service.entry('container_name');
  const edit = entry && removeEntry(text, service.map, entry);
  if (!edit) return {};
  const title = 'Remove the container name';
  // Another name may come from what it extends or merges.
  return isCertain && !service.field('extends') && !service.map.isMerging
    ? { fix: { kind: 'edits', title, edits: [edit] } }
    : { scaffolds: [{ kind: 'scaffold', title, edits: [edit] }] };
}
