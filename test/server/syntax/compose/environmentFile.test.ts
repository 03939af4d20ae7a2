import assert from 'node:assert/strict';
import { readEnvironmentFile } from '../../../../server/src/syntax/compose/environmentFile';
import { variablesFrom } from '../../../support/variables';

/** A file, a name, the value; and where it is written when the file's own text is exactly the value. */
const values: Record<string, [file: string, name: string, value: string | null, written?: string]> = {
  'a plain value': ['TAG=1.27\n', 'TAG', '1.27', '1.27'],
  'spaces around it': ['  TAG = 1.27  \n', 'TAG', '1.27', '1.27'],
  'a colon': ['TAG: 1.27', 'TAG', '1.27', '1.27'],
  export: ['export  TAG=1.27', 'TAG', '1.27', '1.27'],
  'a comment behind it': ['TAG=1.27 # stable\n', 'TAG', '1.27', '1.27'],
  'a hash in it': ['TAG=a#b\n', 'TAG', 'a#b', 'a#b'],
  'no value': ['TAG=\nB=c', 'TAG', '', ''],
  'the value after one that is missing': ['TAG=\nB=c', 'B', 'c', 'c'],
  'single quotes keep dollars': ["TAG='$A \\n' # x\n", 'TAG', '$A \\n', '$A \\n'],
  'double quotes': ['TAG="a b" # x\n', 'TAG', 'a b', 'a b'],
  'escapes in double quotes': ['TAG="a\\"b\\nc"', 'TAG', 'a"b\nc'],
  'an escaped dollar': ['A=1\nTAG="\\$A"', 'TAG', '$A'],
  'an earlier variable': ['A=1\nTAG=$A.27', 'TAG', '1.27'],
  'an earlier variable in double quotes': ['A=1\nTAG="${A}.27"', 'TAG', '1.27'],
  'a default': ['TAG=${A:-1.27}', 'TAG', '1.27', '1.27'],
  'a variable of nobody': ['TAG=${A}', 'TAG', null],
  'a variable from outside': ['TAG=${OUTER}', 'TAG', 'from outside'],
  'outside wins': ['OUTER=x\nTAG=$OUTER', 'OUTER', 'from outside'],
  'and wins in other values': ['OUTER=x\nTAG=$OUTER', 'TAG', 'from outside'],
  'of two the last': ['TAG=1\nTAG=2\n', 'TAG', '2', '2'],
  'after a comment and a blank line': ['# TAG=1\n\nTAG=2\n', 'TAG', '2', '2'],
  'after what is no assignment': ['what is this\nTAG=2\n', 'TAG', '2', '2'],
  'a name without a value is that of outside': ['OUTER\nTAG=2\n', 'OUTER', 'from outside'],
  'CRLF and a byte order mark': ['\uFEFFTAG=1.27\r\nB=2\r\n', 'TAG', '1.27', '1.27'],
  'a value of two lines': ['A="x\ny"\nTAG=2', 'TAG', '2', '2'],
  'a quote that never ends': ['A="x\nTAG=2', 'TAG', '2', '2'],
  'names with dots and dashes': ['my.tag-x=2', 'my.tag-x', '2', '2'],
};

describe('an environment file', () => {
  for (const [title, [file, name, value, written]] of Object.entries(values)) {
    it(title, () => {
      const outer = variablesFrom(new Map([['OUTER', 'from outside']]));
      const found = readEnvironmentFile({ file: '/w/.env', text: file }, outer)(name);
      assert.equal(found?.text ?? null, value);
      const places = (found?.segments ?? []).flatMap(({ elsewhere, verbatim, text }) =>
        elsewhere && verbatim
          ? [[elsewhere.file, file.slice(elsewhere.span.start, elsewhere.span.end), text]]
          : [],
      );
      for (const [path, slice, text] of places) assert.deepEqual([path, slice], ['/w/.env', text]);
      if (written !== undefined && written !== '') assert.deepEqual(places.at(-1)?.[1], written);
    });
  }

  it('has no other names', () => {
    assert.equal(readEnvironmentFile({ file: '/w/.env', text: 'TAG=1\n' }, () => undefined)('TA'), undefined);
  });
});
