import { parseDocument } from '../../server/src/syntax/parseDocument';
import { corpusFiles, type CorpusFile } from '../support/corpus';
import type { Figure } from './figure';

const COPIES = 20;

/** What the largest file of each kind leaves on the heap while its document is kept. */
function memoryFigures(): Figure[] {
  const files = corpusFiles();
  if (files.length === 0) return [['memory', 'no corpus']];
  return (['dockerfile', 'compose'] as const).map((kind): Figure => {
    const { text } = largest(files.filter((file) => file.kind === kind));
    return [
      `memory of the largest ${kind}, ${kibibytes(text.length)}`,
      `${kibibytes(bytesKept(kind, text))} beside its text`,
    ];
  });
}

function largest(files: readonly CorpusFile[]): CorpusFile {
  return files.reduce((most, file) => (file.text.length > most.text.length ? file : most));
}

/** The bytes that one more document takes, when all that can be collected is. */
function bytesKept(kind: CorpusFile['kind'], text: string): number {
  // What is made once for all files does not count for one.
  const kept = [parseDocument(kind, text), parseDocument(kind, text)];
  const before = bytesInUse();
  for (let copy = 0; copy < COPIES; copy++) kept.push(parseDocument(kind, text));
  const after = bytesInUse();
  return kept.length === COPIES + 2 ? (after - before) / COPIES : NaN;
}

function bytesInUse(): number {
  const collect = globalThis.gc;
  if (!collect) throw new Error('Start it with --expose-gc.');
  for (let round = 0; round < 3; round++) collect();
  return process.memoryUsage().heapUsed;
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

process.stdout.write(JSON.stringify(memoryFigures()));
