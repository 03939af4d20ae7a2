import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../server/src/syntax/dockerfile/dockerfile';
import { argumentsOf } from '../../../../server/src/syntax/dockerfile/arguments';
import { readInstruction } from '../../../../server/src/syntax/dockerfile/instruction';
import { readLines, sourceSpan } from '../../../../server/src/syntax/dockerfile/lines';
import { imagesPicture } from '../../../support/images';

/** What stands before the first instruction, and the directives that it holds. */
const directives: Record<string, [string, string[]]> = {
  'all of them, in any case and spacing': [
    '# syntax=a/b:1\n#ESCAPE = `\n#\tCheck=skip=all;error=true \nFROM a',
    ['syntax=a/b:1', 'escape=`', 'check=skip=all;error=true'],
  ],
  'after a byte order mark': ['\uFEFF# escape=`\nFROM a', ['escape=`']],
  'with CRLF, and a CR alone inside': ['# syntax=a\rb\r\n# escape=`\r\nFROM a', ['syntax=a\rb', 'escape=`']],
  'a first line for the shell hides escape, but not syntax': [
    '#!/usr/bin/env docker\n# escape=`\n# syntax=a\nFROM a',
    ['syntax=a'],
  ],
  'an indented line ends syntax and check, but not escape': [
    '# check=a\n  # escape=`\n# syntax=a\nFROM a',
    ['check=a', 'escape=`'],
  ],
  'an unknown name ends them': ['# platform=x\n# escape=`\nFROM a', []],
  'a blank line ends them': ['\n# escape=`\nFROM a', []],
  'a comment ends them': ['# about\n# escape=`\nFROM a', []],
  'a name without a value ends them': ['# syntax=\n# escape=`\nFROM a', []],
  'a name that was there ends them': ['# syntax=a\n# syntax=b\n# escape=`\nFROM a', ['syntax=a']],
  'a no-break space does not go with the equals sign': ['# syntax\u00A0=a\nFROM a', []],
  'in the comments of another language': ['// check=x\n// syntax=a/b:1\nmodule main', ['syntax=a/b:1']],
  'not where a comment of this language comes first': ['# about\n// syntax=a\nFROM a', []],
  'in JSON': ['\n{"a": {"syntax": "b"}, "syntax" : "a/b:1", "c": ["syntax", ":"]}', ['syntax=a/b:1']],
  'in JSON, the last of the same name': ['{"syntax": "a", "syntax": "b:1"}', ['syntax=b:1']],
  'not in what is no JSON': ['{"syntax": "a"', []],
  'not where JSON says something else': ['{"syntax": 1}', []],
};

const instructions: Record<string, [string, string[]]> = {
  'a line that only continues belongs to the next': ['\\\n  FROM a\\\n:1\nRUN b', ['FROM a:1', 'RUN b']],
  'a blank continuation is nothing': ['\\\n \\\n\nFROM a', ['FROM a']],
  'spaces and tabs after the escape, but no CR': [
    'RUN a \\ \t\n b\nRUN c \\\r \nRUN d',
    ['RUN a  b', 'RUN c \\\r ', 'RUN d'],
  ],
  CRLF: ['RUN a \\\r\n b\r\nRUN c\r\n', ['RUN a  b', 'RUN c']],
  'two escapes are none': ['RUN a \\\\\nRUN b \\\\\\\nRUN c', ['RUN a \\\\', 'RUN b \\\\\\', 'RUN c']],
  'a CR alone is white space': ['RUN a\rFROM b\nRUN\rc', ['RUN a\rFROM b', 'RUN\rc']],
  'the other escape': ['# escape=`\nRUN c:\\`\n x\\\nRUN y', ['RUN c:\\ x\\', 'RUN y']],
  'white space of Unicode before an instruction': [
    '\u00A0\u2003RUN a\n\uFEFFRUN b',
    ['RUN a', '\uFEFFRUN b'],
  ],
  'comments and blank lines inside, also at the end': ['RUN a \\\n\n # x \\\n b \\\n# y', ['RUN a  b ']],
};

/** An instruction, and the bodies of its heredocs, `-` before those whose tabs do not count, `=` before literal ones. */
const heredocs: Record<string, [string, string[]]> = {
  one: ['RUN <<EOF\na\nb\nEOF\nUSER x', ['EOF:a\nb\n']],
  'several, with a number': ['RUN 3<<A cat <<B\na\nA\nb\nB\nUSER x', ['3A:a\n', 'B:b\n']],
  'one whose lines are indented': [
    'COPY <<-A <<B /x/\n\ta\n\tA\n\tb\n\tB\nB\nUSER x',
    ['-A:\ta\n', 'B:\tb\n\tB\n'],
  ],
  quoted: [
    'ADD <<"A B" <<\'C\' <<D"E" <<\\F /x\n1\nA B\n2\nC\n3\nDE\n4\nF\nUSER x',
    ['=A B:1\n', '=C:2\n', '=DE:3\n', 'F:4\n'],
  ],
  'white space before the name': ['RUN cat <<  EOF > /x\na\nEOF\nUSER x', ['EOF:a\n']],
  'none where it stands after the dash': ['RUN cat <<- EOF\nUSER x', []],
  'none in a word, a string, or a here-string': ['RUN a<<b "<<c" \'<<d\' <<<e \\<<f\nUSER x', []],
  'none where a quote or a brace is not closed': ["RUN echo it's <<A ${B^}\nUSER x", []],
  'none in the JSON form': ['RUN --mount=type=ssh ["a", "<<b"]\nUSER x', []],
  'but in what only looks like it': ['RUN [ -f x ] && cat <<A ]\na\nA\nUSER x', ['A:a\n']],
  'none in other instructions': ['CMD cat <<A\nUSER x', []],
  'in ONBUILD': ['ONBUILD RUN --network=none <<A\na\nA\nUSER x', ['A:a\n']],
  'none in ONBUILD ONBUILD': ['ONBUILD ONBUILD RUN <<A\nUSER x', []],
  'a variable is a name': ['RUN <<$A cat <<${B}\na\n$A\nb\n${B}\nUSER x', ['$A:a\n', '${B}:b\n']],
  'with CRLF': ['RUN <<A\r\na\r\nA\r\nUSER x', ['A:a\r\n']],
  'an empty one': ['RUN <<A\nA\nUSER x', ['A:']],
  'without its end': ['RUN <<A\na', ['A:a']],
  'across a continuation': ['RUN <<A \\\n cat\na\nA\nUSER x', ['A:a\n']],
};

describe('readLines', () => {
  for (const [name, [text, expected]] of Object.entries(directives)) {
    it(`finds directives: ${name}`, () => {
      const found = readLines(text).directives;
      assert.deepEqual(
        found.map((directive) => `${directive.name}=${directive.value}`),
        expected,
      );
      for (const { value, valueSpan } of found)
        assert.equal(text.slice(valueSpan.start, valueSpan.end), value);
    });
  }

  for (const [name, [text, expected]] of Object.entries(instructions)) {
    it(`joins lines: ${name}`, () => {
      const lines = readLines(text).instructions;
      assert.deepEqual(
        lines.map((line) => line.text.replace(/^[ \u00A0\u2003]+/, '')),
        expected,
      );
      for (const line of lines) {
        for (let offset = 0; offset < line.text.length; offset++) {
          const { start, end } = sourceSpan(line, offset, offset + 1);
          assert.equal(text.slice(start, end), line.text[offset]);
        }
      }
    });
  }

  for (const [name, [text, expected]] of Object.entries(heredocs)) {
    it(`takes heredocs: ${name}`, () => {
      const [line, next] = readLines(text).instructions;
      assert.deepEqual(
        line!.heredocs.map(
          ({ name: delimiter, chomp, expand, descriptor, start, end }) =>
            `${chomp ? '-' : ''}${expand ? '' : '='}${descriptor === 0 ? '' : descriptor}${delimiter}:${text.slice(start, end)}`,
        ),
        expected,
      );
      assert.equal(next?.text, text.includes('USER x') ? 'USER x' : undefined);
    });
  }

  it('lists what chooses the frontend of another language', () => {
    for (const [text, span] of [
      ['// syntax=a/b:1 x\nmain', [10, 15]],
      ['{"syntax": "a/b:1"}', [12, 17]],
    ] as const) {
      const { images } = parseDockerfile(text);
      assert.deepEqual(
        images.map(({ position, resolved, span: { start, end } }) => [position, resolved, start, end]),
        [['syntax', 'a/b:1', ...span]],
      );
    }
    assert.equal(parseDockerfile('{"syntax": "a\\/b:1"}').images[0]!.insertion, null);
  });
});

describe('readInstruction', () => {
  it('reads flags with and without values, quotes and escapes, and finds their values', () => {
    const text = 'COPY --link --from="a b" --x=\'1\'\\ 2 --chown=a\\\nb "--y" -- --z c';
    const [line] = readLines(text).instructions;
    const { flags, start, end } = readInstruction(line!);
    assert.deepEqual(
      flags.map(({ name, value, hasValue, spanOf }) => {
        const span = spanOf(0, value.length);
        return [name, value, hasValue, text.slice(span.start, span.end)];
      }),
      [
        ['link', '', false, ''],
        ['from', 'a b', true, 'a b'],
        ['x', '1 2', true, "1'\\ 2"],
        ['chown', 'ab', true, 'a\\\nb'],
      ],
    );
    assert.equal(line!.text.slice(start, end), '"--y" -- --z c');
    const [ended] = readLines('RUN --a -- --z c').instructions;
    assert.equal(ended!.text.slice(readInstruction(ended!).start), '--z c');
  });
});

describe('argumentsOf', () => {
  it('gives words whose offsets lead to the file', () => {
    const text =
      'ENV A="x \\\n  y" B=z\nONBUILD COPY [ "a b", "c\\\\d" ]\nLABEL a b  "c" \nHEALTHCHECK --retries=1 CMD  ["x"]';
    const { instructions: all, escape } = parseDockerfile(text);
    const [env, onbuild, label, check] = all.map((instruction) => argumentsOf(instruction, escape));
    const slice = (
      line: Parameters<typeof sourceSpan>[0],
      { start, end }: { start: number; end: number },
    ) => {
      const span = sourceSpan(line, start, end);
      return text.slice(span.start, span.end);
    };
    assert.ok(env?.kind === 'pairs');
    assert.ok(onbuild?.kind === 'instruction');
    assert.ok(label?.kind === 'pairs');
    assert.ok(check?.kind === 'check');
    assert.deepEqual(
      env.pairs.map(({ name, value }) => [slice(all[0]!.line, name), slice(all[0]!.line, value)]),
      [
        ['A', '"x \\\n  y"'],
        ['B', 'z'],
      ],
    );
    const inner = argumentsOf(onbuild.instruction, escape);
    assert.ok(inner.kind === 'json');
    assert.deepEqual(
      inner.words.map((word) => [word.text, slice(onbuild.instruction.line, word)]),
      [
        ['a b', 'a b'],
        ['c\\d', 'c\\\\d'],
      ],
    );
    assert.deepEqual(
      label.pairs.map(({ name, value, hasEquals }) => [name.text, value.text, hasEquals]),
      [['a', 'b  "c"', false]],
    );
    assert.deepEqual([check.type.text, check.command.kind], ['CMD', 'json']);
  });

  it('keeps what has a meaning of what BuildKit refuses', () => {
    const kinds = (text: string) => {
      const { instructions: all, escape } = parseDockerfile(text);
      return all.map((instruction) => argumentsOf(instruction, escape));
    };
    assert.deepEqual(kinds('ENV A\nRUN\nNOPE x\nHEALTHCHECK'), [
      { kind: 'pairs', pairs: [] },
      { kind: 'none' },
      { kind: 'none' },
      { kind: 'none' },
    ]);
    const [env] = kinds('ENV A=1 B C=2');
    assert.ok(env?.kind === 'pairs');
    assert.deepEqual(
      env.pairs.map(({ name }) => name.text),
      ['A', 'C'],
    );
  });
});

describe('references on many lines', () => {
  it('are marked where they stand', () => {
    const lines = [
      'FROM \\',
      '  --platform=linux/amd64 \\',
      '  no\\',
      '  ^^^… from = node:20 pin',
      'de:20',
      'RUN --mount=type=bind,from=\\',
      'busybox:1 \\',
      '^^^^^^^^^ mount-from pin',
      '  --mount=from=alpine:3,target=/a x',
      '               ^^^^^^^^ mount-from pin',
    ];
    const text = lines.filter((line) => !/^\s*\^/.test(line)).join('\n');
    assert.equal(imagesPicture(parseDockerfile(text)), lines.join('\n'));
  });
});
