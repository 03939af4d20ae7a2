import type { ProjectKind } from './model';

/** By kind and name, so that a project has the same key on all hosts that know it. */
export function projectKey(kind: ProjectKind, name: string): string {
  return kind === 'standalone' ? 'standalone' : `${kind}:${name}`;
}
