import { basename, dirname } from 'node:path';
import { readComposeSource, understandCompose } from '../syntax/compose/compose';
import type { ComposeFile, Document } from '../syntax/document';
import { parseDockerfile } from '../syntax/dockerfile/dockerfile';
import { keepOwnPlaces, placeElsewhere } from '../syntax/compose/sharedPlaces';
import { buildsOf } from './builds';
import { composeProject } from './composeProject';
import { composeFilesIn } from './surroundings';
import { type Workspace } from './workspace';

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
      if (file.images.every((image) => placeElsewhere(image) === null)) return file;
      const others = composeFilesAround(path, workspace).flatMap(
        (other) => neighbour(other, workspace) ?? [],
      );
      return { ...file, images: keepOwnPlaces([file, ...others], workspace.readText) };
    }
  }
}

function readCompose(path: string, text: string, workspace: Workspace): ComposeFile {
  const { files, variables, services } = composeProject(path, workspace);
  const known = workspace.composeSource(path);
  const source = known?.text === text ? known : readComposeSource(text);
  const projectName = variables('COMPOSE_PROJECT_NAME')?.text ?? basename(dirname(files[0] ?? path));
  return understandCompose(source, { variables, project: services, projectName });
}

function neighbour(path: string, workspace: Workspace): ComposeFile | null {
  const { composeFiles } = workspace;
  const text = workspace.readText(path);
  const known = text === null ? null : (composeFiles.get(path) ?? readCompose(path, text, workspace));
  if (known) composeFiles.set(path, known);
  return known;
}

/** The other files that may take variables from the same `.env`. */
export function composeFilesAround(path: string, workspace: Workspace): string[] {
  const { members } = composeProject(path, workspace);
  const around = new Set([...members.keys(), ...composeFilesIn(dirname(path), workspace)]);
  around.delete(path);
  return [...around];
}
