import assert from 'node:assert/strict';
import { lint } from '../server/src/lint';
import { DEFAULT_SETTINGS } from '../server/src/settings';
import type { Document } from '../server/src/syntax/document';
import type { ImageUse } from '../server/src/syntax/imageUse';
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
      for (const cut of cutsOf(file.text, random)) {
        checkReassembly(file.path, judge(file, file.text.slice(0, cut)));
      }
    }
  }).timeout(600_000);

  it('come back byte for byte when every reference is put back from its parts at its span', () => {
    for (const file of files) checkReassembly(file.path, judge(file, file.text));
  });

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

/** Takes the text apart at the spans of its references, which share no character, and puts each one back. */
function checkReassembly(path: string, { text, images }: Document): void {
  const pieces: string[] = [];
  let end = 0;
  for (const image of images) {
    const { start } = image.span;
    assert.ok(end <= start, `${path}: two references share ${text.slice(start, end)}`);
    pieces.push(text.slice(end, start), writtenAgain(text, image));
    end = image.span.end;
  }
  assert.equal([...pieces, text.slice(end)].join(''), text, path);
}

/** The reference from the parts that were understood, where it stands as it is meant; else as it is written. */
function writtenAgain(text: string, { span, resolved, reference }: ImageUse): string {
  const written = text.slice(span.start, span.end);
  if (resolved !== written || !reference || reference.kind === 'invalid') return written;
  const { name, tag } = reference;
  const parts = [name, ...(tag === null ? [] : [`:${tag}`])];
  if (reference.kind === 'reference') return [...parts, reference.digest && `@${reference.digest}`].join('');
  const { digestText } = reference;
  return [...parts, resolved.includes(`@${digestText}`) ? '@' : ':', digestText].join('');
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
