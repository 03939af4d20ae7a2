import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { quantile, type Figure } from './figure';

const EDITS = 50;
const SERVER = join(__dirname, '../../../dist/server.js');

/** Milliseconds from a change to its diagnostics, as an editor meets them: the shipped server in its own process. */
export async function editorFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const lines of [50, 500]) {
    const samples = await withServer((connection) => typeInto(connection, dockerfile(lines)));
    const [median, slow] = [quantile(samples, 0.5), quantile(samples, 0.95)];
    figures.push([
      `change to diagnostics over stdio, ${lines} lines, ${EDITS} edits`,
      `median ${median.toFixed(2)} ms, 95th ${slow.toFixed(2)} ms`,
    ]);
  }
  return figures;
}

async function withServer<Result>(use: (connection: MessageConnection) => Promise<Result>): Promise<Result> {
  const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  const result = await use(connection);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  connection.dispose();
  return result;
}

/** Types a character at the end of the file's middle line, and waits for what is found then. */
async function typeInto(connection: MessageConnection, text: string): Promise<number[]> {
  const uri = 'file:///bench/Dockerfile';
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'dockerfile', version: 1, text },
  });
  const line = Math.floor(text.split('\n').length / 2);
  const samples: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const place = { line, character: 0 };
    const start = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: edit + 2 },
      contentChanges: [{ range: { start: place, end: place }, text: 'x' }],
    });
    await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    samples.push(performance.now() - start);
  }
  return samples;
}

/** Stages of ten lines, as real files have them. */
function dockerfile(lines: number): string {
  const stage = (index: number) => [
    `FROM node:${index}.1 AS stage${index}`,
    'WORKDIR /app',
    'COPY package.json package-lock.json ./',
    'RUN apt-get update \\',
    '  # what the build needs',
    '  && apt-get install -y --no-install-recommends python3 make g++ \\',
    '  && rm -rf /var/lib/apt/lists/*',
    'RUN npm ci',
    'COPY --from=busybox:1.36 /bin/busybox /bin/busybox',
    'CMD ["node", "server.js"]',
  ];
  return Array.from({ length: lines / 10 }, (_, index) => stage(index))
    .flat()
    .join('\n');
}
