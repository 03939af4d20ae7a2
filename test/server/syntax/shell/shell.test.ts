import assert from 'node:assert/strict';
import fc from 'fast-check';
import { execCommands, shellCommands } from '../../../../server/src/syntax/shell/shell';
import type { ShellCommand } from '../../../../server/src/syntax/shell/command';
import { splitWords } from '../../../../server/src/syntax/shell/split';
import { fileText, partOf } from '../../../../server/src/syntax/shell/text';
import { textOf } from '../../../../server/src/text/span';
import { picture } from '../../../support/picture';

function read(text: string): readonly ShellCommand[] {
  return shellCommands(fileText(text));
}

/** Under each command that can be taken out of its list what is left without it. */
function removalPicture(text: string): string {
  return picture(
    text,
    read(text).flatMap(({ removal }) =>
      removal ? [{ span: removal, text: text.slice(0, removal.start) + text.slice(removal.end) }] : [],
    ),
  );
}

const removals: Record<string, string[]> = {
  'operands of &&': ['a && b c && d', '^^^^^ b c && d', ' ^^^^^^^ a && d', '        ^^^^^ a && b c'],
  'commands of a list': ['a; b; c', '^^^ b; c', ' ^^^ a; c', '    ^^^ a; b'],
  'not where || gives an operand its meaning': ['a && b || c'],
  'not a part of a pipe': ['a && b | c && d', '^^^^^ b | c && d', '          ^^^^^ a && b | c'],
  'not what runs in the background': ['a & b; c', '     ^^^ a & b'],
  'not the only one': ['a'],
  'nor where it is the only one of its list': ['(a) && if b; then c; fi'],
  'in compound commands': [
    'if a; then b && c; fi',
    '           ^^^^^ if a; then c; fi',
    '            ^^^^^ if a; then b; fi',
  ],
  'with its variables and redirections': ['a && A=b c > d', '^^^^^ A=b c > d', ' ^^^^^^^^^^^^^ a'],
  'in a script in quotes': ["sh -c 'a && b'", "       ^^^^^ sh -c 'b'", "        ^^^^^ sh -c 'a'"],
  'not over a negation': ['a && ! b', '^^^^^ ! b'],
};

describe('taking a command out of its list', () => {
  for (const [name, [source, ...marks]] of Object.entries(removals)) {
    it(name, () => assert.equal(removalPicture(source!), [source, ...marks].join('\n')));
  }

  it('keeps comments and heredocs', () => {
    const removed = (text: string) =>
      read(text).map(({ removal }) => removal && text.slice(0, removal.start) + text.slice(removal.end));
    assert.deepEqual(removed('a # why\nb\nc'), [null, null, 'a # why\nb']);
    assert.deepEqual(removed('a <<A && b\n1\nA\nc'), [null, 'a <<A\n1\nA\nc', null]);
  });
});

describe('the name of a command', () => {
  const names: [text: string, name: string | null][] = [
    ['curl x', 'curl'],
    ['/usr/bin/curl x', 'curl'],
    ['"cu"rl', 'curl'],
    ['$HOME/.local/bin/pip install x', 'pip'],
    ['"${VENV}"/bin/pip3', 'pip3'],
    ['$PIP install', null],
    ['pip$V', null],
    ['$(which pip) install', null],
    ['./x/*.sh', null],
    ['node.exe x', 'node'],
    ['A=b', null],
  ];
  for (const [text, name] of names) it(text, () => assert.equal(read(text)[0]?.name, name));
});

describe('words', () => {
  it('say what the shell expands in them', () => {
    const kinds = (text: string) =>
      read(text)[0]!.words.flatMap(({ written, expansions }) =>
        expansions.map(({ kind, start, end }) => `${kind} ${written.slice(start, end)}`),
      );
    assert.deepEqual(kinds('a$B "c ${D:-e} $(f) $((1))" `g` *h [i]?j {k,l} <(m) \\$n \'$o\''), [
      'parameter $B',
      'parameter ${D:-e}',
      'command $(f)',
      'arithmetic $((1))',
      'command `g`',
      'filename *',
      'filename [i]',
      'filename ?',
      'brace {k,l}',
      'process <(m)',
    ]);
  });

  it('of assignments and redirections stand where they are written', () => {
    const text = 'A="b c" D+=e F=(g h) i >"j k" 2>>l <<< m';
    const [command] = read(text);
    const { assignments, redirections } = command!;
    assert.deepEqual(
      assignments.map(({ span, name, value, append }) => [textOf(text, span), name, value.text, append]),
      [
        ['A="b c"', 'A', 'b c', false],
        ['D+=e', 'D', 'e', true],
        ['F=(g h)', 'F', '(g h)', false],
      ],
    );
    assert.deepEqual(
      redirections.map(({ span, operator, descriptor, target }) => [
        textOf(text, span),
        operator,
        descriptor,
        target?.text,
      ]),
      [
        ['>"j k"', '>', null, 'j k'],
        ['2>>l', '>>', 2, 'l'],
        ['<<< m', '<<<', null, 'm'],
      ],
    );
  });
});

describe('a heredoc', () => {
  const bodies: [text: string, body: string, places: string][] = [
    ['a <<B\nc $d \\$e \\" \\\\\nB', 'c $d $e \\" \\\n', 'c| |$|d| |\\$|e| |\\|"| |\\\\|\n'],
    ["a <<'B'\n\\$c\nB", '\\$c\n', '\\|$|c|\n'],
    ['a <<-B\n\tc\n\t\td\te\n\tB', 'c\nd\te\n', 'c|\n|d|\t|e|\n'],
    ['a <<-B\n\t$c\n\t\tB', '$c\n', '$|c|\n'],
    ['a <<B\nB', '', ''],
    ['a <<B\nc', 'c', 'c'],
  ];
  for (const [text, body, places] of bodies) {
    it(JSON.stringify(text), () => {
      const word = read(text)[0]!.redirections[0]!.body!;
      assert.equal(word.written, body);
      const characters = Array.from(body, (_, index) => textOf(text, word.spanOf(index, index + 1)));
      assert.equal(characters.join('|'), places);
    });
  }
});

describe('commands without a shell', () => {
  it('are one, and what it runs', () => {
    const text = 'sh|-c|a && $(b)|c';
    const words = [...text.matchAll(/[^|]+/g)].map(({ 0: word, index }) =>
      partOf(fileText(text), index, index + word.length),
    );
    assert.deepEqual(
      execCommands(words).map(({ span, name, inside }) => [textOf(text, span), name, inside?.kind]),
      [
        [text, 'sh', undefined],
        ['a', 'a', 'script'],
        ['$(b)', null, 'script'],
        ['b', 'b', 'substitution'],
      ],
    );
    assert.deepEqual(execCommands([]), []);
  });

  const split: [text: string, ...words: string[]][] = [
    ['  npm  run dev ', 'npm', 'run', 'dev'],
    [`sh -c "a && \\"b\\"" 'c d'`, 'sh', '-c', 'a && "b"', 'c d'],
    [`a"b"'c'\\ d ""`, 'abc d', ''],
    ['a $B `c`', 'a', '$B', '`c`'],
    ['a && b', 'a'],
    ['a; b', 'a'],
    ['a > b', 'a'],
    ['a "b', 'a', 'b'],
    ["a 'b", 'a', 'b'],
    ['a \\', 'a', ''],
    ['', ...[]],
  ];
  for (const [text, ...words] of split) {
    it(`split ${JSON.stringify(text)}`, () => {
      const found = splitWords(fileText(text));
      assert.deepEqual(
        found.map((word) => word.text),
        words,
      );
      for (const word of found) {
        if (!/["'\\]/.test(text)) assert.equal(textOf(text, word.spanOf(0, word.text.length)), word.text);
      }
    });
  }
});

/** A value in a way to write it, and whether its characters stand in the text one by one. */
const QUOTINGS: readonly ((value: string) => string)[] = [
  (value) => (/^[\w./:=@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`),
  (value) => `'${value.replaceAll("'", `'"'"'`)}'`,
  (value) => `"${value.replaceAll(/["\\$`]/g, '\\$&')}"`,
  (value) => (value === '' ? "''" : value.replaceAll(/[^\w]/g, '\\$&')),
  (value) =>
    `"${value.slice(0, 1).replaceAll(/["\\$`]/g, '\\$&')}"'${value.slice(1).replaceAll("'", "'\\''")}'`,
];

const quoting = fc.constantFrom(...QUOTINGS);
const value = fc.string({
  unit: fc.constantFrom(...Array.from('ab0/-=.: "\'$`\\*?&|;<>(){}#~!é😀\t')),
  maxLength: 8,
});
const program = fc.constantFrom('apt-get', 'curl', 'npm', '/usr/bin/pip');
const simple = fc.tuple(program, fc.array(value, { maxLength: 4 })).map(([name, words]) => [name, ...words]);

/** How a command line is put into another. */
const WRAPPINGS: readonly ((commandLine: string, quote: (value: string) => string) => string)[] = [
  (line, quote) => `sh -c ${quote(line)}`,
  (line, quote) => `bash -euxo pipefail -c ${quote(line)} x`,
  (line) => `env -i A=b ${line}`,
  (line) => `sudo -E -u root ${line}`,
  (line) => `timeout -k 5 10 ${line}`,
  (line) => `/sbin/tini -g -- ${line}`,
  (line) => `(${line})`,
  (line) => `a "$(${line})" | b`,
  (line) => `if ${line}; then c; fi`,
  (line) => `d && ${line} || e`,
];
const wrapping = fc.tuple(fc.constantFrom(...WRAPPINGS), quoting);

describe('any command', () => {
  it('is found with its words, however they are quoted and wrapped', () => {
    fc.assert(
      fc.property(
        simple,
        fc.array(quoting, { minLength: 5, maxLength: 5 }),
        fc.array(wrapping, { maxLength: 3 }),
        (words, quotings, wrappings) => {
          const line = words.map((word, index) => quotings[index]!(word)).join(' ');
          const text = wrappings.reduce((inner, [wrap, quote]) => wrap(simpleEnough(inner), quote), line);
          const found = read(text).filter((command) => command.words[0]?.text === words[0]);
          assert.deepEqual(
            found.map((command) => command.words.map((word) => word.text)),
            [words],
            text,
          );
          for (const { written, span, spanOf } of found[0]!.words)
            assertLedBack(text, { written, span, spanOf });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, and what it finds stands in the text in order', () => {
    const piece = fc.constantFrom(
      ...[
        'a ',
        "'",
        '"',
        '$(',
        ')',
        '`',
        '${',
        '}',
        '{ ',
        '(',
        '<<A',
        '\n',
        '\\',
        '&&',
        '|',
        ';',
        '> ',
        '<(',
      ],
      ...[
        'if ',
        'then ',
        'fi ',
        'case ',
        ' in ',
        'esac',
        'f() ',
        'sh -c ',
        'env ',
        '[[ ',
        ']]',
        '$((',
        'A=',
        '#',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        for (const command of read(text)) {
          for (const { span } of [command, ...command.words, ...command.redirections]) {
            assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, text);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

/** A list or compound command in a script of its own, so that a wrapper takes it as one command. */
function simpleEnough(line: string): string {
  return /^(?:\(|if |a |d )/.test(line) ? `sh -c ${QUOTINGS[1]!(line)}` : line;
}

/** Each character stands where the text has it, perhaps after what escapes it. */
function assertLedBack(
  text: string,
  { written, span, spanOf }: Pick<ShellCommand['words'][number], 'written' | 'span' | 'spanOf'>,
): void {
  let last = span.start;
  for (let index = 0; index < written.length; index++) {
    const place = spanOf(index, index + 1);
    assert.ok(last <= place.start && place.start < place.end && place.end <= span.end, text);
    assert.ok(textOf(text, place).endsWith(written[index]!), text);
    last = place.end;
  }
}
