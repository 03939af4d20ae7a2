import { dirname, join } from 'node:path';
import { readComposeSource, understandCompose } from '../syntax/compose/compose';
import type { ComposeFile, Document } from '../syntax/document';
import { parseDockerfile } from '../syntax/dockerfile/dockerfile';
import type { ImageUse } from '../syntax/imageUse';
import { keepOwnPlaces } from '../syntax/compose/sharedPlaces';
import { buildsOf } from './builds';
import { composeProject, MAX_FILES } from './composeProject';
import type { Workspace } from './surroundings';

/** Reads a file of a known kind with what stands around it. `text` is what `workspace` has for `path`. */
export function readDocument(
  { kind, path, text }: { readonly kind: Document['kind']; readonly path: string; readonly text: string },
  workspace: Workspace,
): Document {
  switch (kind) {
    case 'dockerfile':
      return parseDockerfile(text, buildsOf(path, workspace));
    case 'compose': {
      const file = readCompose(path, text, workspace);
      if (file.images.every(({ elsewhere }) => elsewhere === null)) return file;
      return { ...file, images: keepOwnPlaces(file.images, imagesBeside(path, workspace)) };
    }
  }
}

function readCompose(path: string, text: string, workspace: Workspace): ComposeFile {
  const { variables, services } = composeProject(path, workspace);
  const known = workspace.composeSource(path);
  const source = known?.text === text ? known : readComposeSource(text);
  return understandCompose(source, { variables, project: services });
}

/** The references of the other compose files in the folder, which read the same `.env`. */
function imagesBeside(path: string, workspace: Workspace): ImageUse[] {
  const folder = dirname(path);
  const others = workspace
    .fileNames(folder)
    .filter((name) => workspace.kindOf(join(folder, name)) === 'compose');
  return others
    .map((name) => join(folder, name))
    .filter((other) => other !== path)
    .slice(0, MAX_FILES)
    .flatMap((other) => {
      const text = workspace.readText(other);
      return text === null ? [] : readCompose(other, text, workspace).images;
    });
}
