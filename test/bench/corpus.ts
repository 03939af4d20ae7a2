import { lint } from '../../server/src/lint';
import { DEFAULT_SETTINGS } from '../../server/src/settings';
import { parseDocument } from '../../server/src/syntax/parseDocument';
import { corpusFiles, type CorpusFile } from '../support/corpus';
import { quantile, timed, type Figure } from './figure';

const PASSES = 5;

/** How many files a second are read and judged, whole; and whether every prefix of every file can be. */
export function corpusFigures(): Figure[] {
  const files = corpusFiles();
  if (files.length === 0) return [['corpus', 'absent']];
  const judgeAll = (chosen: readonly CorpusFile[]) => chosen.forEach(({ kind, text }) => judge(kind, text));
  judgeAll(files);
  const kinds = ['dockerfile', 'compose'] as const;
  const speeds = kinds.map((kind): Figure => {
    const chosen = files.filter((file) => file.kind === kind);
    const milliseconds = quantile(
      timed(PASSES, () => judgeAll(chosen)),
      0.5,
    );
    const perSecond = Math.round((chosen.length / milliseconds) * 1000);
    return [
      `corpus, ${chosen.length} ${kind} files`,
      `${perSecond} files a second (median of ${PASSES} passes)`,
    ];
  });
  return [...speeds, prefixes(files)];
}

/** Every prefix of the small files, and of each larger one as many, evenly spread. */
function prefixes(files: readonly CorpusFile[]): Figure {
  let read = 0;
  for (const { kind, text } of files) {
    const step = Math.ceil(text.length / MAX_PREFIXES);
    for (let end = 0; end < text.length; end += step, read++) judge(kind, text.slice(0, end));
  }
  return ['corpus, prefixes read without an exception', String(read)];
}

function judge(kind: CorpusFile['kind'], text: string): void {
  lint(parseDocument(kind, text), DEFAULT_SETTINGS, { development: false });
}

const MAX_PREFIXES = 400;
