import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../setup/debianPackages';
import { outputOf } from '../setup/runProgram';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIGURATION = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar';

/** What a manifest and an index name: OCI image specification, descriptor. */
interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** A repository of a registry that takes pushes from everybody. */
export interface Repository {
  readonly registry: string;
  readonly name: string;
}

/**
 * Pushes an image FROM scratch with a static busybox and two files in `/app`, that sleeps; another `version` gives
 * another digest. `revision`: the commit that it says it was built from.
 */
export async function pushImage(
  repository: Repository,
  tag: string,
  version: string,
  revision = revisionOf(version),
): Promise<string> {
  const manifest = await imageManifest(repository, { version, revision, architecture: 'amd64' });
  return (await pushManifest(repository, tag, manifest)).digest;
}

/** Pushes an index of two platforms. */
export async function pushIndex(repository: Repository, tag: string, version: string): Promise<string> {
  const manifests = [];
  for (const architecture of ['amd64', 'arm64']) {
    const manifest = await imageManifest(repository, {
      version,
      revision: revisionOf(version),
      architecture,
    });
    const descriptor = await pushManifest(repository, sha256(manifest), manifest);
    manifests.push({ ...descriptor, platform: { architecture, os: 'linux' } });
  }
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }));
  return (await pushManifest(repository, tag, index, INDEX)).digest;
}

interface Build {
  readonly version: string;
  readonly revision: string;
  readonly architecture: string;
}

async function imageManifest(
  repository: Repository,
  { version, revision, architecture }: Build,
): Promise<Uint8Array> {
  const layer = await busyboxLayer();
  const configuration = {
    architecture,
    os: 'linux',
    config: {
      Cmd: ['/bin/sleep', '86400'],
      Env: ['PATH=/bin'],
      Labels: {
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.revision': revision,
        'org.opencontainers.image.source': SOURCE,
      },
      StopSignal: 'SIGKILL',
    },
    rootfs: { type: 'layers', diff_ids: [sha256(layer)] },
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: await pushBlob(repository, Buffer.from(JSON.stringify(configuration)), CONFIGURATION),
    layers: [await pushBlob(repository, layer, LAYER)],
  };
  return Buffer.from(JSON.stringify(manifest));
}

/** The commit that an image of this version says it was built from. */
export function revisionOf(version: string): string {
  return createHash('sha1').update(version).digest('hex');
}

/** Where it says that the commit is. */
export const SOURCE = 'https://git.test/team/app';

let layer: Promise<Uint8Array> | undefined;

/** A tar, the same bytes on every run of one machine. */
export function busyboxLayer(): Promise<Uint8Array> {
  layer ??= makeLayer();
  return layer;
}

const PROGRAMS = ['sh', 'sleep', 'touch', 'rm', 'mkdir', 'true'];
/** What is in `/app` of every image. */
export const FILES = { settings: 'mode = production\n', obsolete: 'to be removed\n' };

async function makeLayer(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'immutable-infra-layer-'));
  const bin = join(folder, 'root', 'bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(findProgram('busybox') ?? '/bin/busybox', join(bin, 'busybox'));
  for (const name of PROGRAMS) symlinkSync('busybox', join(bin, name));
  const app = join(folder, 'root', 'app');
  mkdirSync(app);
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(app, name), text);
  const archive = join(folder, 'layer.tar');
  const reproducible = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  await outputOf('tar', [...reproducible, '-C', join(folder, 'root'), '-cf', archive, '.']);
  const bytes = readFileSync(archive);
  rmSync(folder, { recursive: true });
  return bytes;
}

/** OCI distribution specification, "Pushing blobs", in two requests. */
async function pushBlob(
  { registry, name }: Repository,
  bytes: Uint8Array,
  mediaType: string,
): Promise<Descriptor> {
  const descriptor = { mediaType, digest: sha256(bytes), size: bytes.byteLength };
  const started = await fetch(`http://${registry}/v2/${name}/blobs/uploads/`, { method: 'POST' });
  const location = new URL(started.headers.get('location') ?? '', started.url);
  location.searchParams.set('digest', descriptor.digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await expectCreated(await fetch(location, { method: 'PUT', headers, body: new Blob([bytes.slice()]) }));
  return descriptor;
}

async function pushManifest(
  { registry, name }: Repository,
  tag: string,
  bytes: Uint8Array,
  mediaType = MANIFEST,
): Promise<Descriptor> {
  const headers = { 'content-type': mediaType };
  const body = new Blob([bytes.slice()]);
  await expectCreated(
    await fetch(`http://${registry}/v2/${name}/manifests/${tag}`, { method: 'PUT', headers, body }),
  );
  return { mediaType, digest: sha256(bytes), size: bytes.byteLength };
}

/** Also takes away the tags that name it; a registry must allow it. */
export async function deleteManifest({ registry, name }: Repository, digest: string): Promise<void> {
  const response = await fetch(`http://${registry}/v2/${name}/manifests/${digest}`, { method: 'DELETE' });
  if (response.status !== 202)
    throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
}

async function expectCreated(response: Response): Promise<void> {
  if (response.status !== 201)
    throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
