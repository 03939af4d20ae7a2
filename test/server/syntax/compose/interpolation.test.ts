import assert from 'node:assert/strict';
import { interpolate } from '../../../../server/src/syntax/compose/interpolation';
import { picture } from '../../../support/picture';
import { variablesFrom } from '../../../support/variables';

const VALUES = new Map([
  ['SET', 'value'],
  ['EMPTY', ''],
  ['DOLLAR', '$SET'],
]);
const VARIABLES = variablesFrom(VALUES);

/** A template, where its pieces stand, and after `=` the text that it gives; a piece from outside stands nowhere. */
const pictures: Record<string, string[]> = {
  'no variable': ['node:20', '^^^^^^^ literal', '= node:20'],
  'a name alone': ['a$SET', '^ literal', '= avalue'],
  'a name alone ends where no more letters come': ['$SET-x', '    ^^ literal', '= value-x'],
  'a name in braces': ['${SET}x', '      ^ literal', '= valuex'],
  'names are case-sensitive': ['${set}', '^^^^^^ unknown', '= null'],
  unset: ['a:$UNSET', '^^ literal', '  ^^^^^^ unknown', '= null'],
  'unset in braces': ['a:${UNSET}-b', '^^ literal', '  ^^^^^^^^ unknown', '          ^^ literal', '= null'],
  empty: ['a${EMPTY}', '^ literal', '= a'],
  ':- where unset': ['${UNSET:-nginx:1.27}', '         ^^^^^^^^^^ default', '= nginx:1.27'],
  ':- where empty': ['${EMPTY:-b}', '         ^ default', '= b'],
  ':- where set': ['${SET:-b}', '= value'],
  '- where unset': ['a:${UNSET-b}c', '^^ literal', '          ^ default', '            ^ literal', '= a:bc'],
  '- where empty': ['a${EMPTY-b}', '^ literal', '= a'],
  'an empty default': ['a${UNSET:-}', '^ literal', '= a'],
  ':? where unset': ['${UNSET:?say it}', '^^^^^^^^^^^^^^^^ unknown', '= null'],
  ':? where empty': ['${EMPTY:?say it}', '^^^^^^^^^^^^^^^^ unknown', '= null'],
  ':? where set': ['${SET:?say it}', '= value'],
  '? where unset': ['${UNSET?}', '^^^^^^^^^ unknown', '= null'],
  '? where empty': ['a${EMPTY?}', '^ literal', '= a'],
  '? where set, with a variable in the message': ['${SET?$UNSET}', '= value'],
  ':+ where unset': ['a${UNSET:+b}', '^ literal', '= a'],
  ':+ where empty': ['a${EMPTY:+b}', '^ literal', '= a'],
  ':+ where set': ['a${SET:+b}', '^ literal', '        ^ default', '= ab'],
  '+ where unset': ['a${UNSET+b}', '^ literal', '= a'],
  '+ where empty': ['a${EMPTY+b}', '^ literal', '         ^ default', '= ab'],
  'defaults of defaults': ['${A:-${B:-redis:7}}', '          ^^^^^^^ default', '= redis:7'],
  'a default of pieces': [
    '${A:-x${B-y}$SET-z}',
    '     ^ default',
    '          ^ default',
    '                ^^ default',
    '= xyvalue-z',
  ],
  'a default that has no value': ['${A:-${B}}', '     ^^^^ unknown', '= null'],
  'a default that nobody needs has none either': ['${SET:-${B}}', '= value'],
  'two dollars are one': ['a$$SET', '^ literal', '  ^ literal', '   ^^^ literal', '= a$SET'],
  'two dollars in a default': [
    '${A:-a$$b}',
    '     ^ default',
    '       ^ default',
    '        ^ default',
    '= a$b',
  ],
  'a value is not read again': ['${DOLLAR}', '= $SET'],
  'a dollar alone': ['a$', '^ literal', ' ^ unknown', '= null'],
  'a dollar before what is no name': ['$1', '^ unknown', ' ^ literal', '= null'],
  'no name': ['${}', '^ unknown', ' ^^ literal', '= null'],
  'an open brace': ['${UNSET', '^^^^^^^ unknown', '= null'],
  'an open brace after an operator': ['a${B:-c', '^ literal', ' ^^^^^^ unknown', '= null'],
  'an operator that is none': ['${A:=b}', '^^^^^^^ unknown', '= null'],
  'an operator that is none, of a variable that is set': ['${SET!}', '^^^^^^^ unknown', '= null'],
};

describe('interpolate', () => {
  for (const [name, lines] of Object.entries(pictures)) {
    it(name, () => {
      const source = lines[0]!;
      const template = { text: source, span: { start: 0, end: source.length }, verbatim: true };
      const { text, segments } = interpolate(template, VARIABLES);
      const marks = segments.flatMap(({ span, origin }) => (span ? [{ span, text: origin }] : []));
      assert.equal(`${picture(source, marks)}\n= ${text}`, lines.join('\n'));
      if (text !== null) assert.equal(segments.map((segment) => segment.text).join(''), text);
      for (const { span, verbatim, text: piece } of segments) {
        if (span && verbatim) assert.equal(source.slice(span.start, span.end), piece);
      }
    });
  }

  it('says that a value of a variable stands nowhere in the document', () => {
    const template = { text: '$SET', span: { start: 7, end: 11 }, verbatim: true };
    assert.deepEqual(interpolate(template, VARIABLES).segments, [
      { text: 'value', origin: 'environment', span: null, verbatim: false },
    ]);
  });

  it('maps nothing into a text whose source differs from it', () => {
    const span = { start: 3, end: 30 };
    const { text, segments } = interpolate({ text: '${A:-b}', span, verbatim: false }, VARIABLES);
    assert.equal(text, 'b');
    assert.deepEqual(segments, [{ text: 'b', origin: 'default', span, verbatim: false }]);
  });

  it('counts from where the text stands', () => {
    const template = { text: '${A:-b}', span: { start: 10, end: 17 }, verbatim: true };
    assert.deepEqual(interpolate(template, VARIABLES).segments[0]?.span, { start: 15, end: 16 });
  });
});
