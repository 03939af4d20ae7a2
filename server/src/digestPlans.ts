import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOf, uriOf } from './features/files';
import { problemAt, protocolPlan } from './features/pinPlans';
import type { PlanDigestParams } from './inspectionProtocol';
import { planDigest, type ServiceImage } from './pins/planDigest';
import type { PinSource } from './pins/planPins';
import { composedWorkspace } from './project/composedProject';
import { composeProject } from './project/composeProject';
import { composeFilesAround, readDocument } from './project/readDocument';
import type { Workspace } from './project/workspace';
import type { PinPlan } from './protocol';
import { refuseCancelled, type Server } from './serving';
import { currentWorkspace } from './session';
import { nameOf, sourcesIn } from './sources';
import { isTooLarge } from './syntax/parseDocument';

/** Plans the edit by which a service names another digest, in the file that decides its image. */
export async function planServiceDigest(
  server: Server,
  { uri, service, digest, tag, composed }: PlanDigestParams,
  signal: AbortSignal,
): Promise<PinPlan> {
  await server.ready;
  const { session, environment } = server;
  const around = currentWorkspace(session, environment);
  const workspace = composed ? composedWorkspace(composed, around).workspace : around;
  // What was named on a command line is a compose file whatever its name.
  const [asked] = composed?.files.includes(pathOf(uri))
    ? composeFileAt(server, pathOf(uri), workspace)
    : await sourcesIn(session, environment, { kind: 'file', uri }, signal);
  if (asked?.document.kind !== 'compose')
    return problemPlan(uri, 'This is no compose file. Nothing was changed.');
  const subject = serviceImage(server, { asked, service, workspace });
  refuseCancelled(signal);
  if (typeof subject === 'string') return { ...NOTHING, problems: [problemAt(asked, START, subject)] };
  const plan = planDigest(subject, {
    digest,
    tag,
    readText: (path) => targetAt(server, path)?.source.getText() ?? null,
  });
  return protocolPlan(plan, {
    targetAt: (location) => targetAt(server, location),
    hosts: [],
    now: environment.now(),
  });
}

/** The image of a service with all references around it; else why there is none. */
function serviceImage(
  server: Server,
  {
    asked,
    service,
    workspace,
  }: { readonly asked: PinSource; readonly service: string; readonly workspace: Workspace },
): ServiceImage | string {
  const { services } = composeProject(asked.location, workspace);
  const own = services.get(service);
  if (!own) return `There is no service '${service}' in ${asked.path} and the files that belong to it.`;
  const { imagePlace } = own;
  if (!imagePlace) return `The service '${service}' names no image, so there is no digest to write.`;
  const file = imagePlace.file ?? asked.location;
  const paths = new Set([asked.location, file, ...composeFilesAround(asked.location, workspace)]);
  paths.delete(asked.location);
  const sources = [asked, ...[...paths].flatMap((path) => composeFileAt(server, path, workspace))];
  const around = sources.flatMap((source) => source.document.images.map((image) => ({ source, image })));
  const use = around.find(
    ({ source, image }) =>
      source.location === file &&
      image.span.start === imagePlace.span.start &&
      image.span.end === imagePlace.span.end,
  );
  if (!use) return `The image of '${service}' stands where it cannot be changed. Change it by hand.`;
  const sharedBy = [...services].flatMap(([name, { imagePlace: other }]) =>
    name !== service && other?.file === imagePlace.file && other.span.start === imagePlace.span.start
      ? [name]
      : [],
  );
  return { service, ...use, around, sharedBy };
}

/** Whatever its name: a file that others extend has any. */
function composeFileAt({ session }: Server, location: string, workspace: Workspace): readonly PinSource[] {
  const text = workspace.readText(location);
  if (text === null || isTooLarge(text)) return [];
  const document = readDocument({ kind: 'compose', path: location, text }, workspace);
  return [{ path: nameOf(session, location), location, document }];
}

/** A file as it stands in the editor, else on disk. */
function targetAt({ session, environment }: Server, location: string) {
  const open = session.texts.at(location);
  if (open) return { source: open, version: open.version };
  const text = environment.readText(location);
  return text === null ? null : { source: TextDocument.create(uriOf(location), '', 0, text), version: null };
}

function problemPlan(uri: string, message: string): PinPlan {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return { ...NOTHING, problems: [{ uri, range, place: pathOf(uri), message }] };
}

const START = { start: 0, end: 0 };
const NOTHING: PinPlan = { files: [], problems: [], unchanged: 0, caution: null };
