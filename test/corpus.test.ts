import assert from 'node:assert/strict';
import { lint } from '../server/src/lint';
import { DEFAULT_SETTINGS } from '../server/src/settings';
import type { Document } from '../server/src/syntax/document';
import { parseDocument } from '../server/src/syntax/parseDocument';
import { applyEdits } from '../server/src/text/span';
import { CORPUS, corpusFiles, type CorpusFile } from './support/corpus';
import { seededRandom } from './support/seededRandom';

const SEED = 20_261_122;
const CUTS = 50;
const DIGEST = `sha256:${'0'.repeat(64)}`;

describe('real files', () => {
  const files = corpusFiles();

  it(`are found (${files.length})`, () => {
    assert.ok(files.length > 0, `no file below ${CORPUS}`);
  });

  it('are read whole: every span slices to its text', () => {
    for (const file of files) checkSpans(file, file.text);
  });

  it('are read when cut at every line end and at seeded places', () => {
    const random = seededRandom(SEED);
    for (const file of files) {
      for (const cut of cutsOf(file.text, random)) judge(file, file.text.slice(0, cut));
    }
  }).timeout(120_000);

  it('are pinned by insertions alone: each pins its reference, no other changes, and the finding is gone', () => {
    for (const file of files) checkPins(file);
  });
});

function judge({ kind }: CorpusFile, text: string): Document {
  const document = parseDocument(kind, text);
  lint(document, DEFAULT_SETTINGS, { development: false });
  return document;
}

function checkSpans(file: CorpusFile, text: string): void {
  const { images } = judge(file, text);
  for (const { span, resolved, insertion, related } of images) {
    const written = text.slice(span.start, span.end);
    assert.ok(span.start < span.end && span.end <= text.length, `${file.path}: an empty span`);
    if (insertion !== null && resolved === written)
      assert.equal(insertion, span.end, `${file.path}: ${written}`);
    if (!/[$"'\\\n]/.test(written) && resolved !== null) assert.equal(written, resolved, file.path);
    for (const place of related) assert.ok(place.span.start < place.span.end, file.path);
  }
}

function checkPins(file: CorpusFile): void {
  const { images } = judge(file, file.text);
  for (const [index, { insertion }] of images.entries()) {
    if (insertion === null) continue;
    const text = applyEdits(file.text, [
      { span: { start: insertion, end: insertion }, newText: `@${DIGEST}` },
    ]);
    const after = judge(file, text).images;
    assert.equal(after.length, images.length, file.path);
    for (const [other, image] of images.entries()) {
      const pinned: boolean = other === index || image.insertion === insertion;
      assert.equal(
        after[other]!.resolved,
        pinned ? `${image.resolved}@${DIGEST}` : image.resolved,
        file.path,
      );
    }
  }
}

function cutsOf(text: string, random: () => number): number[] {
  const ends = [...text.matchAll(/\r?\n/g)].map(({ index }) => index);
  const places = Array.from({ length: CUTS }, () => Math.floor(random() * text.length));
  return [...ends, ...places];
}
