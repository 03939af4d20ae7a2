import assert from 'node:assert/strict';
import { composeSuppressions } from '../../../../server/src/syntax/compose/composeSuppressions';
import { picture } from '../../../support/picture';

/** Sources with what each comment waives marked, on the first line of it. */
const pictures: Record<string, string[]> = {
  'at the end of a line': [
    'a: b # immutable-infra-ignore moving-tag: ours',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ moving-tag: ours',
    'c: d',
  ],
  'on a line of its own': [
    'a:',
    '  # immutable-infra-ignore latest-tag, moving-tag unpinned-image',
    '',
    '  # something else',
    '  b: c',
    '^^^^^^ latest-tag moving-tag unpinned-image: null',
    '  d: e',
  ],
  'one under the other': [
    '# immutable-infra-ignore latest-tag: one',
    '# immutable-infra-ignore moving-tag: two: three',
    'a: b',
    '^^^^ latest-tag: one',
    '^^^^ moving-tag: two: three',
    '# immutable-infra-ignore unpinned-image',
    'c: d',
    '^^^^ unpinned-image: null',
  ],
  'the whole file': [
    '# immutable-infra-ignore-file latest-tag: a demo',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^… latest-tag: a demo',
    'a: b',
  ],
  'a block belongs to the line that begins it': [
    '# immutable-infra-ignore latest-tag',
    'a: |-',
    '^^^^^… latest-tag: null',
    '  node',
    'b: > # immutable-infra-ignore moving-tag',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^… moving-tag: null',
    '  node:20',
    '  # immutable-infra-ignore of-the-text',
    'c: d',
  ],
  'a block, with what is nested in it': [
    'services:',
    '  # immutable-infra-ignore-block moving-tag: ours',
    '  # a note',
    '  a:',
    '^^^^… moving-tag: ours',
    '    image: b',
    '  c: d',
  ],
  'a list below its key': [
    'a: # immutable-infra-ignore-block x',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^… x: null',
    '- b',
    '- c',
    'd: e',
  ],
  'an item': [
    'a:',
    '  # immutable-infra-ignore-block x',
    '  - b: c',
    '^^^^^^^^… x: null',
    '    d: e',
    '  - f',
  ],
  'a flow collection of several lines': [
    '# immutable-infra-ignore x',
    'a: [',
    '^^^^… x: null',
    '  b, # immutable-infra-ignore y',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ y: null',
    '  # immutable-infra-ignore z',
    '  c',
    '^^^ z: null',
    ']',
    'd: e',
  ],
  'an empty block scalar': ['# immutable-infra-ignore x', 'a: |', '^^^^ x: null', 'b: c'],
  'scalars are no comments': [
    'a: "# immutable-infra-ignore latest-tag"',
    "b: '",
    "  # immutable-infra-ignore latest-tag'",
    'c: d# immutable-infra-ignore latest-tag',
  ],
  CRLF: ['a: b # immutable-infra-ignore x: y\r', '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ x: y', 'c: d\r'],
  'what is no ignore comment': [
    '# immutable-infra-ignored latest-tag',
    '# immutable-infra-ignore Latest-Tag',
    '# immutable-infra',
    'a: b',
  ],
  'control characters in scalars': [
    'a: \u001f',
    'b: \u0002 # immutable-infra-ignore x',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ x: null',
  ],
};

describe('composeSuppressions', () => {
  for (const [name, lines] of Object.entries(pictures)) {
    it(name, () => {
      const source = lines.filter((line) => !line.startsWith('^')).join('\n');
      const found = composeSuppressions(source);
      const marks = found.map(({ scope, rules, reason }) => ({
        span: { start: scope.start, end: scope.end - (source[scope.end - 1] === '\r' ? 1 : 0) },
        text: `${rules.join(' ')}: ${reason}`,
      }));
      assert.equal(picture(source, marks), lines.join('\n').replaceAll('\r', ''));
      for (const { comment } of found) {
        assert.match(source.slice(comment.start, comment.end), /^# immutable-infra-ignore/);
      }
    });
  }

  it('ends blocks where they end', () => {
    const text =
      'a:\n  # immutable-infra-ignore-block x\n  b:\n  - c: |\n      # d\n\n      e\n    f: [\n]\n  # g\n  h: i\n';
    const [found] = composeSuppressions(text);
    assert.equal(
      text.slice(found!.scope.start, found!.scope.end),
      '  b:\n  - c: |\n      # d\n\n      e\n    f: [\n]',
    );
  });

  it('takes no more than linear time for blocks in blocks', () => {
    const lines = Array.from(
      { length: 400 },
      (_, depth) => `${' '.repeat(depth)}# immutable-infra-ignore-block x\n${' '.repeat(depth)}a:\n`,
    );
    const text =
      lines.join('') +
      `${' '.repeat(400)}# immutable-infra-ignore-block x\n`.repeat(5_000) +
      `${' '.repeat(400)}b: c\n`;
    const found = composeSuppressions(text);
    assert.equal(found.length, 5_400);
    assert.ok(found.every(({ scope }) => scope.end === text.length - 1));
  });

  it('waives nothing where nothing follows', () => {
    const text = 'a: b\n# immutable-infra-ignore latest-tag\n\n';
    assert.deepEqual(
      composeSuppressions(text).map(({ scope }) => scope),
      [{ start: text.length, end: text.length }],
    );
  });
});
