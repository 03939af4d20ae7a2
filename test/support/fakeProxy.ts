import { once } from 'node:events';
import {
  createServer,
  request as forward,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { KeyPair } from './certificates';

/** An HTTP proxy on loopback that knows where names lead, and records what it is told. */
export interface FakeProxy {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly requests: readonly ProxyRequest[];
  readonly close: () => Promise<void>;
}

export interface ProxyRequest {
  readonly method: string;
  /** `registry.test:443` of a tunnel, else the whole URL. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

export interface FakeProxyOptions {
  /** Hosts with their ports, and the ports of loopback that they lead to; what is not here is refused. */
  readonly hosts: Readonly<Record<string, number>>;
  /** The value of `Proxy-Authorization` that is wanted. */
  readonly authorization?: string;
  /** What it answers to everything. */
  readonly status?: number;
  /** Makes it a proxy with https. */
  readonly pair?: KeyPair;
}

export async function startFakeProxy({
  hosts,
  authorization,
  status: always,
  pair,
}: FakeProxyOptions): Promise<FakeProxy> {
  const requests: ProxyRequest[] = [];
  const sockets = new Set<Duplex>();
  const judge = ({ method = '', url = '', headers }: IncomingMessage, host: string): number => {
    requests.push({ method, target: url, headers });
    if (always !== undefined) return always;
    if (authorization !== undefined && headers['proxy-authorization'] !== authorization) return 407;
    return hosts[host] === undefined ? 403 : 200;
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '');
    const host = `${url.hostname}:${url.port === '' ? '80' : url.port}`;
    const status = judge(request, host);
    if (status !== 200) {
      response.writeHead(status, { 'proxy-authenticate': 'Basic realm="proxy"' }).end('<p>No.</p>');
      return;
    }
    const { method, headers } = request;
    const { 'proxy-authorization': _own, ...others } = headers;
    const options = {
      port: hosts[host],
      host: '127.0.0.1',
      method,
      path: url.pathname + url.search,
      headers: others,
    };
    request.pipe(
      forward(options, (forwarded) => {
        response.writeHead(forwarded.statusCode ?? 502, forwarded.headers);
        forwarded.pipe(response);
      }),
    );
  };
  const server =
    pair === undefined
      ? createServer(answer)
      : createTlsServer({ cert: pair.certificate, key: pair.key }, answer);
  server.on('tlsClientError', () => undefined);
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    sockets.add(client);
    const status = judge(request, request.url ?? '');
    client.write(`HTTP/1.1 ${status} ${status === 200 ? 'Established' : 'No'}\r\n\r\n`);
    if (status !== 200) {
      client.end();
      return;
    }
    const target = connect(hosts[request.url ?? ''] ?? 0, '127.0.0.1');
    for (const socket of [client, target]) socket.on('error', () => undefined);
    client.pipe(target).pipe(client);
    sockets.add(target);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
