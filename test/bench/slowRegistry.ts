import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DELAY } from './delay';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

/**
 * A process of its own: a registry on loopback that has every image, each answer after a delay, and whose token service
 * is asked first. It writes its address, and at its end nothing.
 */
const server = createServer(({ method = '', url = '', headers }, response) => {
  setTimeout(() => answer(method, url, headers, response), DELAY);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`localhost:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().on('end', () => process.exit());

function answer(
  method: string,
  url: string,
  {
    authorization,
    host = '',
  }: { readonly authorization?: string | undefined; readonly host?: string | undefined },
  response: ServerResponse,
): void {
  if (url.startsWith('/token')) {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"token":"bench","expires_in":300}');
    return;
  }
  if (authorization === undefined) {
    const challenge = `Bearer realm="http://${host}/token",service="bench",scope="repository:any:pull"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
    return;
  }
  const [, repository = '', kind] = /^\/v2\/(.+)\/(manifests|blobs)\//.exec(url) ?? [];
  if (kind === undefined) {
    response.writeHead(200).end();
    return;
  }
  const { type, body } = kind === 'blobs' ? config(repository) : manifest(repository);
  response
    .writeHead(200, {
      'content-type': type,
      'content-length': body.length,
      'docker-content-digest': digestOf(body),
    })
    .end(method === 'HEAD' ? undefined : body);
}

function manifest(repository: string): { readonly type: string; readonly body: string } {
  const { body, type } = config(repository);
  const descriptor = { mediaType: type, digest: digestOf(body), size: body.length };
  const content = { schemaVersion: 2, mediaType: MANIFEST, config: descriptor, layers: [] };
  return { type: MANIFEST, body: JSON.stringify(content) };
}

function config(repository: string): { readonly type: string; readonly body: string } {
  const rootfs = { type: 'layers', diff_ids: [] };
  const body = JSON.stringify({ os: 'linux', architecture: 'amd64', author: repository, config: {}, rootfs });
  return { type: CONFIG, body };
}

function digestOf(body: string): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
