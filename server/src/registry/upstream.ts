import { parseImageReference, type ImageReference } from '../syntax/imageReference';
import type { Target } from './manifests';
import type { RegistrySettings } from './registrySettings';

/**
 * Who is asked about a reference, and for what: the upstream where the user says that the name is one of a cache, and
 * the registry that the reference names otherwise. Of several names that fit, the longest counts.
 */
export function upstreamOf(
  { registry, repository, tag, digest }: ImageReference,
  { registryMap }: RegistrySettings,
): Target {
  const name = `${registry}/${repository}`;
  const target = { registry, repository, tag: tag ?? 'latest', digest };
  const fitting = [...registryMap].filter(([cache]) => name.startsWith(`${withoutSlash(cache)}/`));
  const [longest] = fitting.sort(([a], [b]) => b.length - a.length);
  if (!longest) return target;
  const [cache, upstream] = longest;
  const rest = name.slice(withoutSlash(cache).length);
  const parsed = parseImageReference(`${withoutSlash(upstream)}${rest}`);
  return parsed.kind === 'reference'
    ? { ...target, registry: parsed.registry, repository: parsed.repository }
    : target;
}

function withoutSlash(name: string): string {
  return name.replace(/\/+$/, '');
}
