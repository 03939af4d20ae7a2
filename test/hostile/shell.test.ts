import assert from 'node:assert/strict';
import { shellCommands } from '../../server/src/syntax/shell/shell';
import { fileText } from '../../server/src/syntax/shell/text';

const read = (text: string) => shellCommands(fileText(text));

describe('hostile text', () => {
  const pieces = [
    '(',
    '( ',
    '$(',
    'echo $(',
    '"$(',
    '`',
    '`a ',
    '{ ',
    '{a,',
    '${a:-',
    '$((',
    '((',
    'if ',
    'while a; do ',
    'case a in b) ',
    '<<A ',
    'cat <<A\n',
    'f() ',
    'f() { ',
    '[[ ( ',
    '! ',
    '<(',
    'a[',
    'x@(a|',
    '"',
    "$'",
    'a && ',
    'a | ',
    'a;',
    '\\',
    'A=(',
    '> ',
    'coproc ',
    'for a in b; do ',
    '<<< ',
    '"${a:-"',
    "sh -c 'a';",
    'sh -c "',
    'eval a $(b) ',
    'a | { ',
    '(a | ',
    'a && && ',
    ') a ',
    'fi ',
    'a"b"$c',
    'env ',
    '> >(a | ',
    'find -exec ',
    'a & ',
    '$((a$(b)))',
    '${a[$(b)]}',
    'cat <<A$(b)\n',
    'sh -c \'sh -c "',
    'elif a; then b; ',
  ];
  for (const piece of pieces) {
    it(`of ${JSON.stringify(piece)} is read soon, and throws nothing`, () => {
      const text = piece.repeat(Math.floor(20_000 / piece.length));
      for (const hostile of [text, `sh -c "${text.replaceAll(/["\\$`]/g, '\\$&')}"`]) {
        assert.ok(read(hostile).length <= hostile.length);
      }
    });
  }

  it('of very many heredocs in one line is not read', () => {
    assert.deepEqual(read('a <<B '.repeat(100_000)), []);
  });
});
