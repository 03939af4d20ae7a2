import { basename, dirname } from 'node:path';
import { projectNameIn } from '../syntax/compose/compose';
import { normalisedName } from '../syntax/compose/projectName';
import type { ComposeProject } from './composeProject';
import type { Workspace } from './workspace';

/**
 * What compose calls a project where no command line does: `COMPOSE_PROJECT_NAME`, else the last `name` of its files,
 * else its folder. Source: Docker Compose, "Specify a project name".
 */
export function projectNameOf({ files, variables }: ComposeProject, { composeSource }: Workspace): string {
  const written = files.flatMap((path) => {
    const source = composeSource(path);
    return (source && projectNameIn(source, variables)) ?? [];
  });
  const names = [variables('COMPOSE_PROJECT_NAME')?.text ?? '', written.at(-1) ?? ''];
  const folder = basename(dirname(files[0] ?? ''));
  return [...names, folder].map(normalisedName).find((name) => name !== '') ?? '';
}
