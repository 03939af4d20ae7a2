import assert from 'node:assert/strict';
import { code, plain } from '../../../client/src/wording/markdown';

describe('text inside Markdown', () => {
  it('stands as it is', () => {
    assert.equal(plain('a_b'), 'a\\_b');
    assert.equal(plain('![x](https://y)'), '\\!\\[x\\]\\(https\\:\\/\\/y\\)');
    assert.equal(plain('# a\n\nb'), '\\# a b');
    assert.equal(plain('$(trash) <b>'), '$\\(trash\\) \\<b\\>');
  });

  it('stands in a code span, whatever it holds', () => {
    assert.equal(code('node:20'), '`node:20`');
    assert.equal(code('a`b``c'), '```a`b``c```');
    assert.equal(code('`a`'), '`` `a` ``');
    assert.equal(code('a\n\nb'), '`a b`');
  });

  it('reads as it looks', () => {
    assert.equal(plain('a\u202Eb'), 'a�b');
    assert.equal(code('\u001B[1ma'), '`�[1ma`');
  });
});
