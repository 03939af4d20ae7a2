import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { ComposeService, ServiceRun } from '../syntax/compose/serviceModel';
import { joinedCommandsOf, startCommandsOf } from '../syntax/dockerfile/startCommands';
import { joinedCommands } from '../syntax/shell/joined';
import type { RelatedPlace } from '../syntax/imageUse';
import { filesOfService, filesOfStage, type Readable } from './imageFiles';
import { startedCommands, type StartedCommand } from './startedCommands';

/** A command that starts with a container, and who starts it. */
export interface DocumentStart {
  readonly started: StartedCommand;
  readonly development: boolean;
  /** The image of the service, after variables; null in a Dockerfile, and where it is not known. */
  readonly image: string | null;
  readonly kind: ServiceRun['kind'];
  readonly related: readonly RelatedPlace[];
}

/** What containers of the images that leave the build run when they start. */
export function* startsOfDockerfile(file: Dockerfile, readable: Readable | null): Iterable<DocumentStart> {
  const starts = startCommandsOf(file).map(({ stage, run }) => ({ stage, run, commands: run.commands }));
  for (const { stage, run, commands } of [...starts, ...joinedCommandsOf(file)]) {
    const files = readable && filesOfStage(file, stage, readable);
    const kind = run.keyword === 'entrypoint' ? 'entrypoint' : 'command';
    for (const started of startedCommands(commands, files))
      yield { started, development: stage.isDevelopment, image: null, kind, related: [] };
  }
}

/** What services run when they start, or right after it. */
export function* startsOfServices(
  { services }: ComposeFile,
  readable: Readable | null,
): Iterable<DocumentStart> {
  for (const service of services) {
    const files = readable && filesOfService(service, readable);
    for (const { kind, value, commands } of [...service.runs, ...joinedRuns(service)]) {
      if (kind === 'healthcheck' || kind === 'pre_stop') continue;
      const { development, image } = service;
      for (const started of startedCommands(commands, files))
        yield { started, development, image, kind, related: value.related };
    }
  }
}

/** An entrypoint and the command that is given to it. */
function joinedRuns({ runs }: ComposeService): ServiceRun[] {
  const [entrypoint, command] = [
    runs.find(({ kind }) => kind === 'entrypoint'),
    runs.find(({ kind }) => kind === 'command'),
  ];
  return entrypoint && command
    ? [{ ...command, commands: joinedCommands(entrypoint.commands, command.commands) }]
    : [];
}
