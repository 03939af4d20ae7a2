import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeContainers } from '../containers';
import { busyboxLayer, pushImage, pushIndex } from '../images';
import type { Laboratory } from '../laboratory';

/** What `seed` has made, as the tests must know it. */
export interface Seeds {
  /** `localhost:PORT/inspect/app` */
  readonly app: string;
  /** Digests of the two versions of it. */
  readonly first: string;
  readonly second: string;
  /** `localhost:PORT/inspect/multi`, and the digest of its index. */
  readonly multi: string;
  readonly index: string;
  /** Bound into the container `kept`. */
  readonly settingsFolder: string;
}

/** The shell command that changes a container by hand: one file changed, one deleted, one data file, one scratch file. */
export const TOUCH =
  'echo mode = debug > /app/settings; rm /app/obsolete; mkdir -p /var/lib/app /tmp; ' +
  'echo 1 > /var/lib/app/rows.db; echo 1 > /tmp/scratch';

/** Of the container `kept`; named, so that it outlives that. */
export const VOLUME = 'rows';

/** A container of every kind that the inspector tells apart; nothing else may run on the engine. */
export async function seed({ engine, registries }: Laboratory, folder: string): Promise<Seeds> {
  const registry = registries.anonymous;
  const repository = { registry, name: 'inspect/app' };
  const app = `${registry}/${repository.name}`;
  const multi = `${registry}/inspect/multi`;
  const [first, second, index] = await Promise.all([
    pushImage(repository, '1.0.0', '1.0.0'),
    pushImage(repository, '2.0.0', '2.0.0'),
    pushIndex({ registry, name: 'inspect/multi' }, '2.0.0', '2.0.0'),
    pushImage(repository, 'latest', '1.0.0'),
  ]);
  await removeContainers(engine);
  const run = (name: string, image: string, ...options: string[]): Promise<string> =>
    engine.docker('run', '--detach', '--network', 'none', '--name', name, ...options, image);

  await run('stale', `${app}:latest`);
  await engine.docker('exec', 'stale', 'sh', '-c', TOUCH);
  await pushImage(repository, 'latest', '2.0.0');
  await run('current', `${app}:2.0.0`);
  await run('pinned', `${app}@${first}`);
  await run('multi', `${multi}:2.0.0`);
  await run('checked', `${app}:1.0.0`, '--health-cmd', 'true', '--health-interval', '1s');
  await run(
    'failing',
    `${app}:1.0.0`,
    '--health-cmd',
    'exit 1',
    '--health-interval',
    '1s',
    '--health-retries',
    '1',
  );
  const settingsFolder = join(folder, 'settings');
  mkdirSync(settingsFolder);
  const mounts = ['--volume', `${VOLUME}:/var/lib/app`, '--volume', `${settingsFolder}:/etc/app:ro`];
  await run('kept', `${app}:1.0.0`, ...mounts);
  await run(
    'manager',
    `${app}:1.0.0`,
    '--volume',
    `${engine.host.slice('unix://'.length)}:/var/run/docker.sock`,
  );
  await run('app-blue', `${app}:1.0.0`);
  await run('app-green', `${app}:2.0.0`);
  await engine.dockerIn(
    folder,
    ['import', '--change', 'CMD ["/bin/sleep","86400"]', '-', 'local/only:1'],
    await busyboxLayer(),
  );
  await run('local', 'local/only:1');
  await engine.docker(
    'create',
    '--network',
    'none',
    '--name',
    'ended',
    `${app}:1.0.0`,
    '/bin/sh',
    '-c',
    'exit 3',
  );
  await engine.docker('start', 'ended');
  await engine.docker('wait', 'ended');
  return { app, first, second, multi, index, settingsFolder };
}

/** A project of compose, as it was started: `db` runs what the file does not say any more, `web` was changed by hand. */
export async function seedProject({ engine }: Laboratory, folder: string, app: string): Promise<string> {
  const file = join(folder, 'compose.yaml');
  writeFileSync(file, composeFile(app, '1.0.0'));
  if (engine.kind.engine === '26')
    await engine.dockerIn(folder, ['compose', '--project-name', 'shop', 'up', '--detach']);
  else
    for (const service of ['web', 'db', 'cache'])
      await runAsCompose(engine, folder, { service, image: `${app}:1.0.0` });
  writeFileSync(file, composeFile(app, '2.0.0'));
  await engine.docker('exec', 'shop-web-1', 'sh', '-c', TOUCH);
  return file;
}

function composeFile(app: string, database: string): string {
  const service = (name: string, tag: string): string =>
    `  ${name}:\n    image: ${app}:${tag}\n    network_mode: none\n`;
  const services = service('web', '1.0.0') + service('db', database) + service('cache', '1.0.0');
  return `name: shop\nservices:\n${services}`;
}

/** Where there is no compose: the labels that version 2 writes. */
async function runAsCompose(
  { docker }: Laboratory['engine'],
  folder: string,
  { service, image }: { readonly service: string; readonly image: string },
): Promise<void> {
  const labels = {
    project: 'shop',
    service,
    'container-number': '1',
    oneoff: 'False',
    'project.working_dir': folder,
    'project.config_files': join(folder, 'compose.yaml'),
  };
  const options = Object.entries(labels).flatMap(([key, value]) => [
    '--label',
    `com.docker.compose.${key}=${value}`,
  ]);
  await docker('run', '--detach', '--network', 'none', '--name', `shop-${service}-1`, ...options, image);
}
