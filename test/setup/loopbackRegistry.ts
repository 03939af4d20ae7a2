import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** A registry in this process, on a free port of the loopback interface, that knows manifests but has no layers. */
export interface LoopbackRegistry {
  /** `localhost:PORT` */
  readonly address: string;
  /** `METHOD path` of every request, in order. */
  readonly requests: readonly string[];
  readonly digestOf: (image: string) => string;
  readonly stop: () => Promise<void>;
}

interface Document {
  readonly mediaType: string;
  readonly body: string;
  readonly digest: string;
}

/** Serves a made-up index of two platforms for each image, given as `repository:tag`; all else is answered with 404. */
export async function startLoopbackRegistry(images: readonly string[]): Promise<LoopbackRegistry> {
  const documents = new Map<string, Document>();
  const indexes = new Map<string, string>();
  for (const image of images) {
    const repository = image.slice(0, image.lastIndexOf(':'));
    const [index, ...manifests] = madeUpImage(image);
    for (const document of [index, ...manifests]) documents.set(`${repository}@${document.digest}`, document);
    documents.set(image, index);
    indexes.set(image, index.digest);
  }
  const requests: string[] = [];
  const server = createServer(({ method = '', url = '' }, response) => {
    requests.push(`${method} ${url}`);
    const [, repository, name = ''] = /^\/v2\/(.+)\/manifests\/([^/?]+)$/.exec(url) ?? [];
    const document = documents.get(`${String(repository)}${name.startsWith('sha256:') ? '@' : ':'}${name}`);
    if (url === '/v2/') response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    else if (document === undefined)
      response.writeHead(404, { 'content-type': 'application/json' }).end(NOT_FOUND);
    else {
      const { mediaType, body, digest } = document;
      const headers = {
        'content-type': mediaType,
        'docker-content-digest': digest,
        'content-length': body.length,
      };
      response.writeHead(200, headers).end(method === 'HEAD' ? undefined : body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `localhost:${(server.address() as AddressInfo).port}`,
    requests,
    digestOf: (image) => indexes.get(image) ?? '',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const NOT_FOUND = JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] });

/** An index and its manifests. */
function madeUpImage(image: string): readonly [Document, ...Document[]] {
  const platforms = ['amd64', 'arm64'].map((architecture) => ({ architecture, os: 'linux' }));
  const manifests = platforms.map((platform) => {
    const config = Buffer.from(
      JSON.stringify({ ...platform, created_for: image, rootfs: { type: 'layers', diff_ids: [] } }),
    );
    const mediaType = 'application/vnd.oci.image.config.v1+json';
    const descriptor = { mediaType, digest: sha256(config), size: config.byteLength };
    return document(MANIFEST, { schemaVersion: 2, mediaType: MANIFEST, config: descriptor, layers: [] });
  });
  const descriptors = manifests.map(({ mediaType, digest, body }, place) => ({
    ...{ mediaType, digest, size: body.length },
    platform: platforms[place],
  }));
  return [document(INDEX, { schemaVersion: 2, mediaType: INDEX, manifests: descriptors }), ...manifests];
}

function document(mediaType: string, content: object): Document {
  const body = JSON.stringify(content);
  return { mediaType, body, digest: sha256(Buffer.from(body)) };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
