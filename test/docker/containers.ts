import type { TestEngine } from './engine';

export interface TestContainer {
  readonly name: string;
  readonly image: string;
  /** As compose labels them; both or none. */
  readonly project?: string;
  readonly service?: string;
}

/** Starts a container without a network, for the engine has no bridge. */
export async function runContainer(
  { docker }: Pick<TestEngine, 'docker'>,
  { name, image, project, service }: TestContainer,
): Promise<void> {
  const labels = Object.entries({ project, service }).flatMap(([key, value]) =>
    value === undefined ? [] : ['--label', `com.docker.compose.${key}=${value}`],
  );
  await docker('run', '--detach', '--network', 'none', '--name', name, ...labels, image);
}

/** Also the stopped ones. */
export async function removeContainers({ docker }: Pick<TestEngine, 'docker'>): Promise<void> {
  const ids = (await docker('ps', '--all', '--quiet')).split('\n').filter((id) => id !== '');
  if (ids.length > 0) await docker('rm', '--force', '--volumes', ...ids);
}
