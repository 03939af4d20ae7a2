import type { Configuration } from '../engineFacts';
import type { ChangedVariable } from './model';
import { maskValue } from './maskSecrets';

/** Null where either side is not known. A variable that is taken away cannot be told: engines do not do that. */
export function changedVariables(
  container: Configuration | null,
  image: Configuration | null,
): readonly ChangedVariable[] | null {
  if (container === null || image === null) return null;
  const before = variables(image);
  const changed: ChangedVariable[] = [];
  for (const [name, value] of variables(container)) {
    const imageValue = before.get(name) ?? null;
    if (imageValue === value) continue;
    changed.push({
      name,
      value: maskValue(name, value),
      imageValue: imageValue === null ? null : maskValue(name, imageValue),
    });
  }
  return changed.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

/** As a process would see them: of one name the last counts. */
function variables({ environment }: Configuration): ReadonlyMap<string, string> {
  return new Map(
    environment.map((entry) => {
      const at = entry.indexOf('=');
      return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
