import { readComposeSource } from '../syntax/compose/compose';
import { isTooLarge } from '../syntax/parseDocument';
import { composedWorkspace, type ComposedFiles } from './composedProject';
import { composeProject } from './composeProject';
import { changedWorkspace, type Workspace } from './workspace';

export interface EarlierText {
  readonly path: string;
  /** The file that had the text: this one, or another that it is merged with. */
  readonly changed: string;
  readonly service: string;
  readonly text: string;
  /** The files that it is one of, where compose's conventions do not say them. */
  readonly composed: ComposedFiles | undefined;
}

/**
 * The image of a service if a compose file had another text, among the files that are around it now; null where that has
 * no such service, it has no image, or a variable leaves it unknown.
 */
export function earlierImage(
  { path, changed, service, text, composed }: EarlierText,
  workspace: Workspace,
): string | null {
  if (isTooLarge(text)) return null;
  const source = readComposeSource(text);
  const earlier = changedWorkspace(workspace, {
    readText: (other) => (other === changed ? text : workspace.readText(other)),
    composeSource: (other) => (other === changed ? source : workspace.composeSource(other)),
  });
  const { services } = composed
    ? composedWorkspace(composed, earlier).project
    : composeProject(path, earlier);
  const found = services.get(service);
  return found && !found.hasUnknownImage ? found.image : null;
}
