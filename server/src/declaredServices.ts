import { TextDocument } from 'vscode-languageserver-textdocument';
import { rangeOf } from './features/convert';
import { uriOf } from './features/files';
import type { DeclaredService, FileRange, ProjectDeclaration } from './inspectionProtocol';
import { dockerfileOf } from './project/builds';
import type { ComposeProject } from './project/composeProject';
import type { ProjectFound } from './project/findProject';
import type { Workspace } from './project/workspace';
import { serviceNamesIn } from './syntax/compose/compose';
import type { MergedService } from './syntax/compose/merge';
import type { Span } from './text/span';

/** The files around, and the URI of each as the client has it. */
export interface DeclaringFiles {
  readonly workspace: Workspace;
  readonly uriAt: (path: string) => string;
}

/** What a project's files declare, in the words of the protocol. */
export function projectDeclaration(
  key: string,
  found: ProjectFound,
  files: DeclaringFiles,
): ProjectDeclaration {
  if (!found.found) return { key, found: false, path: found.path };
  const { by, project, composed } = found;
  const context: Declaring = { ...files, placeIn: createPlaces(files), names: namesIn(project, files) };
  const services = [...project.services].flatMap(([name, service]) =>
    declaredService(name, service, context),
  );
  return { key, found: true, by, files: project.files, services, ...(composed && { composed }) };
}

interface Declaring extends DeclaringFiles {
  readonly placeIn: (path: string, span: Span) => FileRange;
  /** Where names of services stand, by the paths of files. */
  readonly names: ReadonlyMap<string, ReadonlyMap<string, Span>>;
}

/** None for one whose name stands in no file of the project. */
function declaredService(
  name: string,
  service: MergedService,
  { workspace, uriAt, placeIn, names }: Declaring,
): readonly DeclaredService[] {
  const { image, imagePlace, hasUnknownImage, build } = service;
  const declaring = [...names].filter(([, services]) => services.has(name)).map(([path]) => path);
  const path = declaring.find((each) => each === imagePlace?.file) ?? declaring[0];
  const span = names.get(path ?? '')?.get(name);
  if (path === undefined || !span) return [];
  const dockerfile = dockerfileOf(service);
  const isThere = dockerfile !== null && workspace.readText(dockerfile) !== null;
  return [
    {
      name,
      place: placeIn(path, span),
      image: imagePlace && {
        text: imagePlace.written,
        reference: hasUnknownImage ? null : image,
        place: placeIn(imagePlace.file ?? path, imagePlace.span),
      },
      build: build && { dockerfile: isThere ? uriAt(dockerfile) : null },
    },
  ];
}

function namesIn({ members }: ComposeProject, { workspace }: DeclaringFiles): Declaring['names'] {
  return new Map(
    [...members.keys()].map((path) => {
      const source = workspace.composeSource(path);
      return [path, source ? serviceNamesIn(source) : new Map<string, Span>()];
    }),
  );
}

/** Counts the lines of each file once. */
function createPlaces({ workspace, uriAt }: DeclaringFiles): Declaring['placeIn'] {
  const documents = new Map<string, TextDocument>();
  return (path, span) => {
    const known = documents.get(path);
    const document = known ?? TextDocument.create(uriAt(path), '', 0, workspace.readText(path) ?? '');
    documents.set(path, document);
    return { uri: document.uri, range: rangeOf(document, span) };
  };
}

/** The URI that a client has a file open by, else the usual one. */
export function uriIn(texts: { readonly at: (path: string) => { readonly uri: string } | undefined }) {
  return (path: string): string => texts.at(path)?.uri ?? uriOf(path);
}
