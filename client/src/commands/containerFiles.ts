import { commands, EventEmitter, Uri, window, workspace } from 'vscode';
import type { Engine } from '../docker/engine';
import type { FileChange, Platform } from '../docker/engineFacts';
import { imageSide, type ImageSide } from '../docker/imageSide';
import type { RunningContainer } from '../docker/releases/model';
import { namedPlatform, platformName } from '../docker/releases/platformName';
import type { Inspector } from '../docker/watch/inspection';
import { systemClock } from '../environment';
import type { Views } from '../views/index';
import { abortedWith } from './abortedWith';
import { atWork } from './atWork';
import {
  fileText,
  imageText,
  LARGEST_FILE,
  NO_FILE,
  sameContent,
  unreadText,
  type FileText,
} from './fileText';

/** The scheme of their URIs. */
export const CONTAINER_FILE = 'immutable-infra-file';

/** Files of containers and of their images, shown beside each other; nobody can edit them. */
export interface ContainerFiles {
  readonly openDiff: (file: ComparedFile, focus: 'diff' | 'stays') => Promise<void>;
  /** Reads the container's side of a diff anew; that of the active editor where none is given. */
  readonly refresh: (uri: unknown) => Promise<void>;
  /** Resolves when no engine has a container of ours any more. */
  readonly dispose: () => Promise<void>;
}

export interface ComparedFile {
  /** Id of the host. */
  readonly host: string;
  readonly container: Pick<RunningContainer, 'id' | 'name' | 'imageId' | 'platform'>;
  readonly change: FileChange;
}

/** `owner`: the same for the same window at every start. */
export function containerFiles({ inspector }: Pick<Views, 'inspector'>, owner: string): ContainerFiles {
  const texts = new Map<string, FileText>();
  const changed = new EventEmitter<Uri>();
  const show = (uri: Uri, text: FileText) => {
    texts.set(uri.toString(), text);
    changed.fire(uri);
  };
  const images = imageSide(owner, systemClock.date);
  const read = reader(inspector, images);
  const serving = workspace.registerTextDocumentContentProvider(CONTAINER_FILE, {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri, token) =>
      (texts.get(uri.toString()) ?? (await read(uri, abortedWith(token))) ?? NO_FILE).text,
  });
  const closing = workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  return {
    openDiff: async (file, focus) => {
      const { left, right } = sides(file);
      const { kind, path } = file.change;
      const pair = await atWork(`Reading ${path}`, (signal) =>
        Promise.all([
          kind === 'added' ? NO_FILE : read(left, signal),
          kind === 'deleted' ? NO_FILE : read(right, signal),
        ]),
      );
      const [image, container] = pair ?? [null, null];
      if (!image || !container) return;
      show(left, image);
      show(right, container);
      const options = { preview: true, preserveFocus: focus === 'stays' };
      await commands.executeCommand('vscode.diff', left, right, title(file), options);
      const same = sameContent(path, image, container);
      if (same !== null) void window.showInformationMessage(same);
    },
    refresh: async (given) => {
      const uri = given instanceof Uri ? given : window.activeTextEditor?.document.uri;
      if (uri?.scheme !== CONTAINER_FILE) return;
      const { host, container } = sideOf(uri);
      const right = fileUri(uri.path, { host, container, image: null, platform: null });
      const text = await atWork(`Reading ${uri.path}`, (signal) => read(right, signal));
      if (text) show(right, text);
    },
    dispose: () => {
      for (const part of [serving, closing, changed]) part.dispose();
      return images.idle();
    },
  };
}

/** Which side of which container; `image` is null for the container's own. */
interface Side {
  readonly host: string;
  readonly container: string;
  readonly image: string | null;
  /** Of the image. */
  readonly platform: Platform | null;
}

function sides({ host, container, change }: ComparedFile): { readonly left: Uri; readonly right: Uri } {
  const side = { host, container: container.id };
  const { imageId, platform } = container;
  return {
    left: fileUri(change.path, { ...side, image: imageId, platform }),
    right: fileUri(change.path, { ...side, image: null, platform: null }),
  };
}

/** The path is the file's own, by which the editor knows its language. */
function fileUri(path: string, { host, container, image, platform }: Side): Uri {
  const query = new URLSearchParams({
    ...{ host, container },
    ...(image === null ? {} : { image }),
    ...(platform === null ? {} : { platform: platformName(platform) }),
  });
  return Uri.from({ scheme: CONTAINER_FILE, path, query: query.toString() });
}

function sideOf({ query }: Uri): Side {
  const parts = new URLSearchParams(query);
  return {
    host: parts.get('host') ?? '',
    container: parts.get('container') ?? '',
    image: parts.get('image'),
    platform: namedPlatform(parts.get('platform') ?? ''),
  };
}

type ReadSide = (uri: Uri, signal: AbortSignal) => Promise<FileText | null>;

/** Null when it was cancelled. */
function reader({ engine: connected }: Pick<Inspector, 'engine'>, images: ImageSide): ReadSide {
  return async (uri, signal) => {
    const { host, container, image, platform } = sideOf(uri);
    const engine = connected(host);
    if (!engine) return NOT_CONNECTED;
    if (image === null) return containerText(engine, container, uri.path, signal);
    return imageText(await images.file({ engine, image, platform, path: uri.path }, LARGEST_FILE, signal));
  };
}

async function containerText(
  engine: Engine,
  container: string,
  path: string,
  signal: AbortSignal,
): Promise<FileText | null> {
  const answer = await engine.file({ container, path }, LARGEST_FILE, signal);
  if (answer.ok) return fileText(answer.value);
  return signal.aborted ? null : unreadText(answer.failure);
}

function title({ container, change }: ComparedFile): string {
  return `${change.path.replace(/^\//, '')} (image ↔ ${container.name})`;
}

const NOT_CONNECTED: FileText = {
  text: "The container's engine is not connected. Refresh the view of releases, and open the file again.\n",
  file: null,
};
