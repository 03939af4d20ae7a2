import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { immutableInfra } from '../setup/commandLine';
import { startLoopbackRegistry } from '../setup/loopbackRegistry';
import type { LoopbackRegistry } from '../setup/loopbackRegistry';

/** A copy of the example that may be changed at will. */
export function copyExample(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'immutable-infra-')), 'shop');
  cpSync(resolve('examples/shop'), folder, { recursive: true });
  return folder;
}

/** What `immutable-infra images --format json` says of one reference; lines and columns count from 1. */
interface ListedImage {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly registry: string | null;
  readonly repository: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly ignored: string | null;
}

/**
 * Starts a registry that knows the images which the folder takes from Docker Hub, and writes its address before their
 * names: a reference without one always means Docker Hub, and nothing may stand in for that unseen.
 */
export async function standInForDockerHub(folder: string): Promise<LoopbackRegistry> {
  const { stdout } = await immutableInfra(['images', '--format', 'json', folder]);
  const { images } = JSON.parse(stdout) as { readonly images: readonly ListedImage[] };
  const hub = images.filter(
    ({ registry, ignored, digest }) => registry === 'docker.io' && !ignored && !digest,
  );
  const names = hub.map(({ repository, tag }) => `${String(repository)}:${tag ?? 'latest'}`);
  const registry = await startLoopbackRegistry([...new Set(names)]);
  for (const file of new Set(hub.map((image) => image.file))) {
    const path = resolve(folder, file);
    const places = hub.filter((image) => image.file === file);
    writeFileSync(path, withAddress(readFileSync(path, 'utf8'), places, registry.address));
  }
  return registry;
}

function withAddress(text: string, images: readonly ListedImage[], address: string): string {
  const lines = text.split('\n');
  const fromTheEnd = [...images].sort((a, b) => b.line - a.line || b.column - a.column);
  for (const { line, column, text: written, repository } of fromTheEnd) {
    const old = lines[line - 1] ?? '';
    const name = repository?.startsWith('library/') && !written.includes('/') ? 'library/' : '';
    lines[line - 1] = `${old.slice(0, column - 1)}${address}/${name}${old.slice(column - 1)}`;
  }
  return lines.join('\n');
}
