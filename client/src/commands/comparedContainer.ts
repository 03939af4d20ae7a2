import { window } from 'vscode';
import type { Engine } from '../docker/engine';
import type { RunningContainer } from '../docker/releases/model';
import type { ImageAnswer } from '../docker/releases/observation';
import type { Views } from '../views/index';
import type { FoundContainer } from './containerItems';

/** A container with its details, and its image as its engine knows it. */
export interface ComparedContainer {
  readonly container: RunningContainer;
  readonly image: ImageAnswer;
}

export async function readCompared(
  { inspector }: Pick<Views, 'inspector'>,
  { host, container }: FoundContainer,
  signal: AbortSignal,
): Promise<ComparedContainer> {
  const engine = inspector.engine(host.id);
  if (!engine) return { container, image: 'unanswered' };
  const details = container.details ? null : await engine.container(container.id, signal);
  const image = await imageAnswer(engine, container.imageId, signal);
  return { container: details?.ok ? { ...container, details: details.value } : container, image };
}

/** `name`: an id or a reference. */
export async function imageAnswer(engine: Engine, name: string, signal: AbortSignal): Promise<ImageAnswer> {
  const answer = await engine.image(name, signal);
  if (!answer.ok) return 'unanswered';
  return answer.value ?? 'removed';
}

/** `shop/web 1.4.0 (web-1)`. */
export function comparedTitle({ project, service, release, container }: FoundContainer): string {
  const owner = project && project.kind !== 'standalone' ? `${project.name}/` : '';
  const version = release?.version ? ` ${release.version}` : '';
  const name = service && service.name !== container.name ? ` (${container.name})` : '';
  return `${owner}${service?.name ?? container.name}${version}${name}`;
}

export function sayNotConnected(): void {
  void window.showWarningMessage(
    'The engine of this container is not connected. Refresh the view of releases and try again.',
  );
}
