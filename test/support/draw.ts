import { parseDocument } from '../../server/src/syntax/parseDocument';
import { corpusFiles, type CorpusFile } from './corpus';
import { imagesPicture } from './images';
import { seededRandom } from './seededRandom';

/**
 * `node out/test/support/draw.js [seed] [count]`: draws files of the corpus and shows each line that holds a reference
 * with what it was understood as, to be read beside the file itself.
 */
function draw(seed: number, count: number): void {
  process.stdout.write(`seed ${seed}, ${count} files\n`);
  for (const file of drawn(corpusFiles(), seededRandom(seed), count)) {
    const lines = referenceLines(file);
    process.stdout.write(`\n── ${file.path}\n${lines.length > 0 ? lines.join('\n') : '(no reference)'}\n`);
  }
}

/** Different files, each as likely as any other. */
function drawn(files: readonly CorpusFile[], random: () => number, count: number): CorpusFile[] {
  const left = [...files];
  return Array.from({ length: Math.min(count, left.length) }).flatMap(() =>
    left.splice(Math.floor(random() * left.length), 1),
  );
}

/** The lines of a file's picture that are marked, numbered, and their marks. */
function referenceLines({ kind, text }: CorpusFile): string[] {
  const marked: string[] = [];
  let number = 0;
  let line = '';
  for (const drawnLine of imagesPicture(parseDocument(kind, text)).split('\n')) {
    if (!MARK.test(drawnLine)) {
      line = `${String(++number).padStart(MARGIN)} ${drawnLine}`;
      continue;
    }
    if (line !== '') marked.push(line);
    line = '';
    marked.push(`${' '.repeat(MARGIN + 1)}${drawnLine}`);
  }
  return marked;
}

const MARK = /^\s*\^+…? /;
const MARGIN = 4;

if (require.main === module) {
  const [seed = Date.now() % 1_000_000, count = 40] = process.argv.slice(2).map(Number);
  draw(seed, count);
}
