import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushImage } from '../../docker/images';
import type { Laboratory } from '../../docker/laboratory';
import { outputOf } from '../../setup/runProgram';

/**
 * A compose project that runs, and the Git repository that declares it: `web` runs what its file says, `db` an older
 * image than that, `cache` was changed by hand, and `migrate` has ended.
 */
export interface Shop {
  readonly folder: string;
  /** `localhost:PORT` */
  readonly registry: string;
  /** Digests of the releases 1.0.0 and 1.1.0 of `web`; the second runs. */
  readonly web: readonly [string, string];
  /** Digests of the releases 16.3 and 16.4 of `db`; the first runs, the second is declared. */
  readonly db: readonly [string, string];
  readonly cache: string;
  /** The commits that changed `compose.yaml`, the first one first. Release 1.1.0 of `web` was built from the first. */
  readonly commits: readonly [string, string];
  /** Takes back what was written into `compose.yaml`. */
  readonly restore: () => void;
  readonly remove: () => void;
}

/** What somebody did inside `cache`. */
export const CHANGED_SETTINGS = 'mode = debug\nlog = everything\n';

/** `host`: how references begin; empty for those of Docker Hub, for which the engine has the registry as its mirror. */
export async function deployShop(
  { engine, registries }: Laboratory,
  host = `${registries.anonymous}/`,
): Promise<Shop> {
  const registry = registries.anonymous;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'immutable-infra-shop-')));
  const push = (name: string, version: string, revision?: string): Promise<string> =>
    pushImage({ registry, name: `shop/${name}` }, version, version, revision);
  const first = await push('web', '1.0.0');
  const db = [await push('db', '16.3'), await push('db', '16.4')] as const;
  const cache = await push('cache', '7.2');
  const declare = (web: string, database: string): void =>
    writeFileSync(
      join(folder, 'compose.yaml'),
      composeFile({
        web: `${host}shop/web:${web}`,
        db: `${host}shop/db:${database}`,
        cache: `${host}shop/cache:7.2@${cache}`,
      }),
    );
  await outputOf('git', ['init', '--quiet', '--initial-branch', 'main', folder]);
  declare(`1.0.0@${first}`, `16.3@${db[0]}`);
  const release = await commit(folder, 'Release 1.0.0');
  const second = await push('web', '1.1.0', release);
  declare(`1.1.0@${second}`, `16.4@${db[1]}`);
  const present = readFileSync(join(folder, 'compose.yaml'), 'utf8');
  const commits = [release, await commit(folder, 'Release 1.1.0')] as const;
  const run = (service: string, image: string): Promise<string> =>
    engine.docker(
      ...['run', '--detach', '--network', 'none', '--name', `shop-${service}-1`],
      ...composeLabels(folder, service),
      `${host}shop/${image}`,
    );
  await run('web', `web:1.1.0@${second}`);
  await run('db', `db:16.3@${db[0]}`);
  await run('cache', `cache:7.2@${cache}`);
  await engine.docker(
    ...['run', '--network', 'none', '--name', 'migrate', `${host}shop/db:16.3`, '/bin/true'],
  );
  const change = `printf '%s' '${CHANGED_SETTINGS}' > /app/settings; rm /app/obsolete; mkdir -p /tmp /var/lib/app; echo 1 > /tmp/scratch; echo 1 > /var/lib/app/rows.db`;
  await engine.docker('exec', 'shop-cache-1', 'sh', '-c', change);
  return {
    folder,
    registry,
    web: [first, second],
    db,
    cache,
    commits,
    restore: () => writeFileSync(join(folder, 'compose.yaml'), present),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function composeFile(images: Readonly<Record<string, string>>): string {
  const services = Object.entries(images).map(([name, image]) => `  ${name}:\n    image: ${image}\n`);
  return `name: shop\nservices:\n${services.join('')}`;
}

/** Resolves to its hash. */
async function commit(folder: string, subject: string): Promise<string> {
  const person = ['-c', 'user.name=Alice', '-c', 'user.email=alice@example.test'];
  await outputOf('git', ['-C', folder, 'add', '--all']);
  await outputOf('git', ['-C', folder, ...person, 'commit', '--quiet', '--message', subject]);
  return (await outputOf('git', ['-C', folder, 'rev-parse', 'HEAD'])).trim();
}

/** As version 2 of compose writes them. */
function composeLabels(folder: string, service: string): readonly string[] {
  const labels = {
    project: 'shop',
    service,
    'container-number': '1',
    oneoff: 'False',
    'project.working_dir': folder,
    'project.config_files': join(folder, 'compose.yaml'),
  };
  return Object.entries(labels).flatMap(([key, value]) => ['--label', `com.docker.compose.${key}=${value}`]);
}
