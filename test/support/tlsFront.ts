import { once } from 'node:events';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { KeyPair } from './certificates';

/** TLS in front of a fake registry. */
export interface TlsFront {
  readonly port: number;
  /** How many connections were made in all. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** `clientsOf`: the authority of clients that must show who they are. */
export async function startTlsFront(
  registry: { readonly host: string },
  { certificate, key }: KeyPair,
  clientsOf?: string,
): Promise<TlsFront> {
  let connections = 0;
  const options = { cert: certificate, key, ca: clientsOf, requestCert: clientsOf !== undefined };
  const server = createServer(
    { ...options, rejectUnauthorized: clientsOf !== undefined },
    (request, response) => {
      const [host, port] = registry.host.split(':');
      const { method, url: path, headers } = request;
      request.pipe(
        forward({ host, port, method, path, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        }),
      );
    },
  );
  server.on('secureConnection', () => connections++);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
