import { readComposeSource } from '../syntax/compose/compose';
import { isTooLarge } from '../syntax/parseDocument';
import { composeProject } from './composeProject';
import type { Workspace } from './workspace';

/**
 * The image of a service if a compose file had another text, among the files that are around it now; null where that has
 * no such service, it has no image, or a variable leaves it unknown.
 */
export function earlierImage(
  { path, service, text }: { readonly path: string; readonly service: string; readonly text: string },
  workspace: Workspace,
): string | null {
  if (isTooLarge(text)) return null;
  const source = readComposeSource(text);
  const earlier: Workspace = {
    ...workspace,
    readText: (other) => (other === path ? text : workspace.readText(other)),
    composeSource: (other) => (other === path ? source : workspace.composeSource(other)),
    projects: new Map(),
    composeFiles: new Map(),
    dockerfiles: new Map(),
    builds: new Map(),
  };
  const found = composeProject(path, earlier).services.get(service);
  return found && !found.hasUnknownImage ? found.image : null;
}
