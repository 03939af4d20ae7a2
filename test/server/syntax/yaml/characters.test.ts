import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Document, isMap, parseDocument, Scalar, type Node } from 'yaml';
import { charactersOf } from '../../../../server/src/syntax/yaml/characters';

/** The characters of the value of `a`, each with what is written at its place. */
function characters(source: string): string[] | null {
  const { contents } = parseDocument(source);
  const value = isMap(contents) ? (contents.get('a', true) as unknown as Node) : null;
  const mapped = charactersOf(value, source);
  if (!mapped) return null;
  return Array.from(mapped.text, (character, index) => `${character}${source[mapped.offsets[index]!]}`);
}

const same = (text: string) => Array.from(text, (character) => character + character);

const STYLES = [
  Scalar.PLAIN,
  Scalar.QUOTE_SINGLE,
  Scalar.QUOTE_DOUBLE,
  Scalar.BLOCK_LITERAL,
  Scalar.BLOCK_FOLDED,
] as const;

describe('the characters of a scalar', () => {
  const cases: Record<string, [source: string, characters: string[] | null]> = {
    'a plain one': ['a: b c', same('b c')],
    'a literal block': ['a: |\n  b\n\n   c\n', same('b\n\n c\n')],
    'a literal block with CRLF': ['a: |\r\n  b\r\n  c\r\n', ['bb', '\n\r', 'cc', '\n\r']],
    'a literal block that keeps and strips': ['a: |2-\n   b\n  c\n\n', same(' b\nc')],
    'escapes in double quotes': [
      'a: "b\\nc\\x41\\u0042\\"\\\\"',
      ['bb', '\n\\', 'cc', 'A\\', 'B\\', '"\\', '\\\\'],
    ],
    'a quote in single quotes': ["a: 'b''c'", ['bb', "''", 'cc']],
    'lines of a folded block': ['a: >\n  b\n  c\n\n  d\n', ['bb', ' \n', 'cc', '\n\n', 'dd', '\n\n']],
    'lines in double quotes': ['a: "b\n  c\n\n  d"', ['bb', ' \n', 'cc', '\n\n', 'dd']],
    'an escaped line end': ['a: "b\\\n   c"', same('bc')],
    'a number': ['a: 20', null],
    'a map': ['a: {b: c}', null],
  };
  for (const [title, [source, expected]] of Object.entries(cases)) {
    it(title, () => assert.deepEqual(characters(source), expected));
  }

  it('stand where they are written, in any style', () => {
    const words = fc.array(
      fc.constantFrom('a', 'b ', ' ', '\n', '\n\n', '"', "'", '\\', '#', ': ', 'é', '$', '\t'),
    );
    const check = (pieces: string[], style: (typeof STYLES)[number], width: number) => {
      const text = pieces.join('');
      const document = new Document({ a: text });
      (document.get('a', true) as Scalar).type = style;
      const source = document.toString({ lineWidth: width });
      const node = parseDocument(source).get('a', true) as Scalar;
      if (typeof node.value !== 'string') return;
      const mapped = charactersOf(node, source);
      assert.equal(mapped?.text, node.value, source);
      mapped.offsets.forEach((offset, index) => {
        const character = mapped.text[index]!;
        assert.ok(index === 0 || offset >= mapped.offsets[index - 1]!, source);
        if (/\s/.test(character)) assert.match(source[offset]!, /[\s\\]/, source);
        else assert.ok(source[offset] === character || source[offset] === '\\', source);
      });
    };
    fc.assert(fc.property(words, fc.constantFrom(...STYLES), fc.constantFrom(0, 20), check), {
      numRuns: 300,
    });
  });
});
