import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What a server does with each request, in bytes: it need not be HTTP. */
export interface RawServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** The first lines of the requests. */
  readonly asked: readonly string[];
  /** Everything that was received. */
  readonly received: () => string;
  readonly close: () => Promise<void>;
}

export type RawAnswer = (socket: Socket, asked: string) => void;

/** A server on loopback; `onConnect` may end a connection before anything is asked. */
export async function startRawServer(
  answer: RawAnswer,
  onConnect?: (socket: Socket) => void,
): Promise<RawServer> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let received = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnect?.(socket);
    socket.on('data', (data) => {
      received += data.toString('latin1');
      const [line = ''] = data.toString('latin1').split('\r\n');
      asked.push(line);
      answer(socket, line);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    received: () => received,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
