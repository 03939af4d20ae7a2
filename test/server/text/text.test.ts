import assert from 'node:assert/strict';
import { lineStarts, placeAt } from '../../../server/src/text/lines';
import { applyEdits } from '../../../server/src/text/span';

describe('lines', () => {
  it('end at LF, CRLF and CR alone', () => {
    const text = 'a\nb\r\nc\rd';
    assert.deepEqual(lineStarts(text), [0, 2, 5, 7]);
    const places = Array.from({ length: text.length }, (_, offset) => placeAt(lineStarts(text), offset));
    assert.deepEqual(
      places.map(({ line, column }) => `${line}:${column}`).join(' '),
      '1:1 1:2 2:1 2:2 2:3 3:1 3:2 4:1',
    );
  });
});

describe('applyEdits', () => {
  const insert = (at: number, newText: string) => ({ span: { start: at, end: at }, newText });

  it('takes every span from the text before', () => {
    assert.equal(
      applyEdits('abc', [insert(2, 'Y'), { span: { start: 0, end: 1 }, newText: '' }, insert(3, 'Z')]),
      'bYcZ',
    );
  });

  it('refuses edits that overlap', () => {
    const whole = { span: { start: 0, end: 3 }, newText: '' };
    assert.throws(() => applyEdits('abc', [whole, insert(1, 'x')]), RangeError);
  });
});
