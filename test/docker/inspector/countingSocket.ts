import { createServer, request } from 'node:http';
import { join } from 'node:path';

/** A socket in front of an engine's that notes what is asked. */
export interface CountingSocket {
  /** `unix:///…` */
  readonly host: string;
  /** `METHOD /path?query` without the version of the API, in order. */
  readonly requests: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Lies in `folder`, whose path must be short. */
export async function startCountingSocket(host: string, folder: string): Promise<CountingSocket> {
  const requests: string[] = [];
  const server = createServer((asked, answer) => {
    const { method = '', url = '', headers } = asked;
    requests.push(`${method} ${url.replace(/^\/v\d+\.\d+/, '')}`);
    const onward = request(
      { socketPath: host.slice('unix://'.length), method, path: url, headers },
      (said) => {
        answer.writeHead(said.statusCode ?? 502, said.headers);
        // Headers of a stream that says nothing yet must not wait for its first line.
        answer.flushHeaders();
        said.pipe(answer);
        said.on('error', () => answer.destroy());
      },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
  const path = join(folder, 'counted.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
