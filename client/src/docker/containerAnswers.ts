import type { ContainerDetails, ContainerFacts, FileChange, Mount } from './engineFacts';
import { readConfiguration, readDescriptor } from './manifestAnswers';
import {
  labelsOf,
  namesOf,
  numberOf,
  recordOf,
  recordsOf,
  textOf,
  textsOf,
  timeOf,
  type UntypedRecord,
} from './untypedAnswer';

/** The answer to `GET /containers/json`; null when it is none. */
export function readContainers(answer: unknown): readonly ContainerFacts[] | null {
  return recordsOf(answer)?.flatMap((container) => listedContainer(container) ?? []) ?? null;
}

/** The answer to `GET /containers/{id}/json`; null when it is none. */
export function readContainer(answer: unknown): ContainerDetails | null {
  const container = recordOf(answer);
  const id = textOf(container.Id);
  if (id === null) return null;
  const host = recordOf(container.HostConfig);
  return {
    id,
    manifest: readDescriptor(container.ImageManifestDescriptor),
    image: textOf(recordOf(container.Config).Image),
    imageId: imageId(container.Image),
    ...state(recordOf(container.State)),
    restarts: numberOf(container.RestartCount) ?? 0,
    configuration: readConfiguration(container.Config),
    mounts: [...mounts(container.Mounts), ...namesOf(host.Tmpfs).map(tmpfs)],
    readOnlyRoot: host.ReadonlyRootfs === true,
  };
}

/** The answer to `GET /containers/{id}/changes`, `null` where nothing differs; null when it is none. */
export function readChanges(answer: unknown): readonly FileChange[] | null {
  return (
    recordsOf(answer)?.flatMap((change) => {
      const path = textOf(change.Path);
      const kind = CHANGES[numberOf(change.Kind) ?? -1];
      return path === null || kind === undefined ? [] : { path, kind };
    }) ?? null
  );
}

function listedContainer(container: UntypedRecord): ContainerFacts | null {
  const id = textOf(container.Id);
  if (id === null) return null;
  return {
    id,
    name: name(textsOf(container.Names)) ?? id.slice(0, 12),
    image: textOf(container.Image) ?? '',
    imageId: imageId(container.ImageID),
    manifest: readDescriptor(container.ImageManifestDescriptor),
    created: timeOf(container.Created) ?? 0,
    state: (textOf(container.State) ?? textOf(recordOf(container.State).Status))?.toLowerCase() ?? 'unknown',
    status: textOf(container.Status) ?? '',
    labels: labelsOf(container.Labels),
    mounts: mounts(container.Mounts),
  };
}

/** Links give a container more names, below those of the containers that link to it: `/other/web`. */
function name(names: readonly string[]): string | null {
  const own = names.find((text) => !text.slice(1).includes('/')) ?? names[0];
  return own?.replace(/^\//, '') ?? null;
}

/** Podman before version 4 leaves the algorithm out. */
function imageId(answer: unknown): string {
  const id = textOf(answer) ?? '';
  return /^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id;
}

function state(
  answer: UntypedRecord,
): Pick<
  ContainerDetails,
  'started' | 'finished' | 'exitCode' | 'outOfMemory' | 'error' | 'health' | 'healthOutput'
> {
  const health = recordOf(answer.Health);
  const status = health.Status;
  const isKnown = status === 'healthy' || status === 'unhealthy' || status === 'starting';
  return {
    started: timeOf(answer.StartedAt),
    finished: timeOf(answer.FinishedAt),
    exitCode: numberOf(answer.ExitCode) ?? 0,
    outOfMemory: answer.OOMKilled === true,
    error: textOf(answer.Error),
    health: isKnown ? status : null,
    healthOutput: textOf(recordsOf(health.Log)?.at(-1)?.Output)?.trim() ?? null,
  };
}

function mounts(answer: unknown): readonly Mount[] {
  return (
    recordsOf(answer)?.flatMap((mount) => {
      const target = textOf(mount.Destination);
      if (target === null) return [];
      const kind = mountKind(mount.Type);
      const source = (kind === 'volume' ? textOf(mount.Name) : null) ?? textOf(mount.Source) ?? '';
      return { kind, source, target, readOnly: mount.RW === false };
    }) ?? []
  );
}

/** `--tmpfs` is not among the mounts, as that of `--mount` is. */
function tmpfs(target: string): Mount {
  return { kind: 'tmpfs', source: '', target, readOnly: false };
}

function mountKind(type: unknown): Mount['kind'] {
  return type === 'bind' || type === 'volume' || type === 'tmpfs' || type === 'image' ? type : 'other';
}

/** By the engine's numbers. */
const CHANGES: readonly (FileChange['kind'] | undefined)[] = ['changed', 'added', 'deleted'];
