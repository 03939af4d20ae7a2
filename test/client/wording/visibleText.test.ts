import assert from 'node:assert/strict';
import { briefText, visibleText } from '../../../client/src/wording/visibleText';

describe('text of others', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['as it is', 'web-1 · größe 日本語 שלום 👩‍💻', 'web-1 · größe 日本語 שלום 👩‍💻'],
    ['in one line', 'echo a\n\techo b\r\n', 'echo a  echo b  '],
    ['without colours of a terminal', '\u001B[31mred\u0007', '�[31mred�'],
    ['in its own direction', 'app\u202Egnp.exe\u2066x\u200F', 'app�gnp.exe�x�'],
    ['with what has no width', 'we\u200Bb\uFEFF', 'we�b�'],
  ];
  for (const [name, before, after] of cases)
    it(`is shown ${name}`, () => assert.equal(visibleText(before), after));

  it('is cut, and never through a character', () => {
    assert.equal(briefText('abcdef', 6), 'abcdef');
    assert.equal(briefText('abcdefg', 6), 'abcde…');
    assert.equal(briefText('abcd🎉fgh', 6), 'abcd…');
    assert.equal(briefText('a\nbcdefg', 6), 'a bcd…');
  });
});
