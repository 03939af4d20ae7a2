import type { CancellationToken } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { projectDeclaration, uriIn } from './declaredServices';
import { planServiceDigest } from './digestPlans';
import { rangeOf } from './features/convert';
import { pathOf } from './features/files';
import {
  COMPOSE_SERVICES,
  DECLARED_SERVICES,
  EARLIER_IMAGES,
  PLAN_DIGEST,
  type ComposeServicesParams,
  type ComposeServicesResult,
  type DeclaredServicesParams,
  type DeclaredServicesResult,
  type EarlierImagesParams,
  type EarlierImagesResult,
  type PlanDigestParams,
} from './inspectionProtocol';
import { earlierImage } from './project/earlierImage';
import { findFiles } from './project/findFiles';
import { findProject, namedProject, type NamedProject } from './project/findProject';
import type { Workspace } from './project/workspace';
import { refuseCancelled, signalOf, type Server } from './serving';
import { currentWorkspace, separateWorkspace } from './session';
import { sourcesIn } from './sources';
import { readComposeSource, serviceNamesIn } from './syntax/compose/compose';

/** What runs, against the files of the workspace. Files are read in a workspace that is not trusted too. */
export function onFileInspection(server: Server): void {
  const { connection } = server;
  connection.onRequest(DECLARED_SERVICES, (params: DeclaredServicesParams, token: CancellationToken) =>
    declaredServices(server, params, signalOf(token)),
  );
  connection.onRequest(COMPOSE_SERVICES, (params: ComposeServicesParams, token: CancellationToken) =>
    composeServices(server, params, signalOf(token)),
  );
  connection.onRequest(EARLIER_IMAGES, (params: EarlierImagesParams, token: CancellationToken) =>
    earlierImages(server, params, signalOf(token)),
  );
  connection.onRequest(PLAN_DIGEST, (params: PlanDigestParams, token: CancellationToken) =>
    planServiceDigest(server, params, signalOf(token)),
  );
}

async function declaredServices(
  server: Server,
  { projects }: DeclaredServicesParams,
  signal: AbortSignal,
): Promise<DeclaredServicesResult> {
  await server.ready;
  const { session, environment } = server;
  const workspace = separateWorkspace(session, environment);
  let search: Promise<readonly NamedProject[]> | null = null;
  const named = () => (search ??= projectsOf(server, workspace, signal));
  const files = { workspace, uriAt: uriIn(session.texts) };
  const declarations = [];
  for (const project of projects) {
    const found = await findProject(project, named, workspace);
    await otherRequests();
    refuseCancelled(signal);
    declarations.push(projectDeclaration(project.key, found, files));
  }
  return { projects: declarations };
}

/** Those of all compose files of the workspace, each once. */
async function projectsOf(
  { session: { folders }, environment }: Server,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly NamedProject[]> {
  const { kindOf } = workspace;
  const projects = new Map<string, NamedProject | null>();
  for (const folder of folders) {
    for await (const found of findFiles({ environment, kindOf, signal }, folder, folder)) {
      if ('message' in found || found.kind !== 'compose' || projects.has(found.location)) continue;
      projects.set(found.location, namedProject(found.location, workspace));
    }
  }
  return [...projects.values()].flatMap((project) => project ?? []);
}

async function earlierImages(
  server: Server,
  { uri, service, texts, textsOf, composed }: EarlierImagesParams,
  signal: AbortSignal,
): Promise<EarlierImagesResult> {
  await server.ready;
  const workspace = currentWorkspace(server.session, server.environment);
  const path = pathOf(uri);
  const changed = textsOf === undefined ? path : pathOf(textsOf);
  const references = [];
  for (const text of texts) {
    references.push(earlierImage({ path, changed, service, text, composed }, workspace));
    await otherRequests();
    refuseCancelled(signal);
  }
  return { references };
}

/** Lets what has arrived meanwhile be answered, also that nobody waits any more. */
function otherRequests(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function composeServices(
  server: Server,
  { uri }: ComposeServicesParams,
  signal: AbortSignal,
): Promise<ComposeServicesResult> {
  await server.ready;
  const [source] = await sourcesIn(server.session, server.environment, { kind: 'file', uri }, signal);
  if (source?.document.kind !== 'compose') return { services: [] };
  const { text } = source.document;
  const document = TextDocument.create(uri, '', 0, text);
  const names = serviceNamesIn(readComposeSource(text));
  return {
    services: [...names].map(([name, span]) => ({ name, range: rangeOf(document, span) })),
  };
}
