import type { Project, RunningContainer } from './model';

export function containersOf(projects: readonly Project[]): readonly RunningContainer[] {
  return projects.flatMap(({ services }) =>
    services.flatMap(({ releases }) => releases.flatMap(({ containers }) => containers)),
  );
}
