import type { Declaration } from '../docker/releases/declaration';
import type { Service } from '../docker/releases/model';

export type Undeclared = Exclude<Declaration, { kind: 'declared' }>;

/** Why there is no file of a service to go to. */
export function undeclaredWords(
  { name, project }: Pick<Service, 'name' | 'project'>,
  declaration: Undeclared,
): string {
  switch (declaration.kind) {
    case 'orphan':
      return `No file declares ${name} any more: ${declaration.files.join(', ')} has no such service.`;
    case 'unknown':
      return declaration.path === null
        ? nothingSays(name, project.kind)
        : isElsewhere(name, declaration.path);
  }
}

function isElsewhere(name: string, path: string): string {
  return `${name} was deployed from ${path}, which cannot be read here. Either that was on another machine, or the file has moved.`;
}

function nothingSays(name: string, kind: Service['project']['kind']): string {
  switch (kind) {
    case 'compose':
      return `Nothing says which file declares ${name}: its containers have no label of a file, and no compose file of this workspace has the name of their project.`;
    case 'stack':
      return `Nothing says which file declares ${name}: an engine keeps no file of a stack, and no compose file of this workspace has the name of this one.`;
    case 'standalone':
      return `No file declares ${name}: it was started by hand, or by a program other than compose.`;
  }
}
