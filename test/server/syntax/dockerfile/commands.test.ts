import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  dockerfileCommands,
  type InstructionCommands,
} from '../../../../server/src/syntax/dockerfile/commands';
import { readInstruction } from '../../../../server/src/syntax/dockerfile/instruction';
import { readLines } from '../../../../server/src/syntax/dockerfile/lines';
import type { ShellCommand } from '../../../../server/src/syntax/shell/command';
import type { ShellWord } from '../../../../server/src/syntax/shell/word';
import { textOf } from '../../../../server/src/text/span';
import { picture, type Mark } from '../../../support/picture';

function read(text: string): readonly InstructionCommands[] {
  const { instructions, escape } = readLines(text);
  return dockerfileCommands({ text, escape }, instructions.map(readInstruction), []);
}

/** Under each command how it is joined, its words, and what it stands in. */
function commandsPicture(text: string): string {
  const found = read(text).flatMap(({ commands }) => commands);
  return picture(
    text,
    found.map((command) => ({ span: command.span, text: describeCommand(command) })),
  );
}

function describeCommand(command: ShellCommand): string {
  const { joint, assignments, words, redirections, within, inside, inputs } = command;
  const parts = [
    joint === 'first' ? '' : joint,
    ...assignments.map(({ name, value }) => `${name}=${value.written}`),
  ];
  parts.push(...words.map(describeWord));
  for (const { operator, descriptor, target, body } of redirections) {
    parts.push(`${descriptor ?? ''}${operator}${target?.written ?? ''}`);
    if (body) parts.push(JSON.stringify(body.written));
  }
  if (within.length > 0) parts.push(`(${within.join(' ')})`);
  if (inputs.length > 0) parts.push(`(reads ${inputs.map(({ name }) => name).join(' ')})`);
  if (inside) parts.push(`(${inside.kind} of ${inside.command?.name ?? 'none'})`);
  return parts.filter((part) => part !== '').join(' ');
}

/** What is said of each command, and its text, with LF at the ends of lines. */
function writtenCommands(text: string): string[] {
  const found = read(text).flatMap(({ commands }) => commands);
  return found.map(
    (command) => `${describeCommand(command)}: ${textOf(text, command.span).replaceAll('\r\n', '\n')}`,
  );
}

/** The value of a word, in ‹› where it has spaces; `?` after what only the run tells. */
function describeWord({ text, written }: ShellWord): string {
  const value = /^\S+$/.test(written) ? written : `‹${written.replaceAll('\n', '␊')}›`;
  return text === null ? `${value}?` : value;
}

/** Under each word its value. */
function wordsPicture(text: string): string {
  const words = read(text).flatMap(({ commands }) => commands.flatMap((command) => command.words));
  return picture(
    text,
    words.map((word): Mark => ({ span: word.span, text: describeWord(word) })),
  );
}

/** Under each instruction its form and language. */
function languagesPicture(text: string): string {
  return picture(
    text,
    read(text).map(({ instruction, keyword, onbuild, form, language, commands }) => ({
      span: instruction.line.span,
      text: `${onbuild ? 'onbuild ' : ''}${keyword} ${form} ${language} ${commands.length}`,
    })),
  );
}

/** The source without the marks of a picture. */
function unmarked(lines: readonly string[]): string {
  return lines.filter((line) => !/^\s*\^/.test(line)).join('\n');
}

describe('the commands of a Dockerfile', () => {
  for (const [name, lines] of Object.entries(commands())) {
    it(name, () => assert.equal(commandsPicture(unmarked(lines)), lines.join('\n')));
  }

  it('are the same in a file with CRLF', () => {
    for (const [name, lines] of Object.entries(commands())) {
      const text = unmarked(lines);
      assert.deepEqual(writtenCommands(text.replaceAll('\n', '\r\n')), writtenCommands(text), name);
    }
  });

  it('hold no CR', () => {
    const text =
      'RUN a \\\r\n  b\r\nRUN <<EOF\r\nc d\r\n"e\r\nf"\r\nEOF\r\nRUN sh <<-EOF\r\n\tg h\r\n\tEOF\r\n';
    const found = read(text).flatMap(({ commands }) =>
      commands.map((command) => command.words.map(describeWord)),
    );
    assert.deepEqual(found, [['a', 'b'], ['c', 'd'], ['‹e␊f›'], ['sh'], ['g', 'h']]);
  });

  it('can be taken out over continuations, with the comments that stand before them', () => {
    const text = 'RUN a \\\n    # why\n    && b \\\n    && c\nRUN d && \\\r\n  e\n';
    const found = read(text).flatMap(({ commands }) => commands);
    assert.deepEqual(
      found.map(({ removal }) => removal && text.slice(0, removal.start) + text.slice(removal.end)),
      [
        'RUN b \\\n    && c\nRUN d && \\\r\n  e\n',
        'RUN a \\\n    && c\nRUN d && \\\r\n  e\n',
        'RUN a \\\n    # why\n    && b\nRUN d && \\\r\n  e\n',
        'RUN a \\\n    # why\n    && b \\\n    && c\nRUN e\n',
        'RUN a \\\n    # why\n    && b \\\n    && c\nRUN d\n',
      ],
    );
  });

  it('are not found in instructions that run nothing', () => {
    assert.deepEqual(
      read('FROM a\nCOPY <<EOF /x\nRUN b\nEOF\nENV RUN=c\nSHELL ["sh", "-c"]\nONBUILD ADD d e\n'),
      [],
    );
  });

  it('are read once, and only when asked for', () => {
    const [run] = read('RUN a');
    assert.equal(typeof Object.getOwnPropertyDescriptors(run).commands.get, 'function');
    assert.equal(run!.commands, run!.commands);
  });
});

describe('the words of commands in a Dockerfile', () => {
  for (const [name, lines] of Object.entries(words())) {
    it(name, () => assert.equal(wordsPicture(unmarked(lines)), lines.join('\n')));
  }

  it('lead each character back', () => {
    const text = 'RUN a "b\\"c"\\ d\\\n  e && sh -c "x \\"y z\\""\nCMD ["f\\u0041\\ng"]\n';
    const found = read(text).flatMap(({ commands }) => commands.flatMap((command) => command.words));
    const places = found.map(({ written, spanOf }) =>
      Array.from(written, (_, index) => textOf(text, spanOf(index, index + 1))).join('·'),
    );
    assert.deepEqual(places, [
      'a',
      'b·\\"·c·\\ ·d',
      'e',
      's·h',
      '-·c',
      'x· ·\\"·y· ·z·\\"',
      'x',
      'y· ·z',
      'f·\\u0041·\\n·g',
    ]);
  });
});

describe('the language of commands', () => {
  for (const [name, lines] of Object.entries(languages())) {
    it(name, () => assert.equal(languagesPicture(unmarked(lines)), lines.join('\n')));
  }
});

/** A command's words in each form of an instruction; `join` stands between those of the shell form. */
const FORMS: Record<string, (words: readonly string[], join: string) => string> = {
  exec: (words) => `CMD ${JSON.stringify(words)}`,
  'exec with escapes': (words) =>
    `CMD ${JSON.stringify(words).replaceAll('a', '\\u0061').replaceAll('/', '\\/')}`,
  shell: (words, join) => `RUN ${words.map(singleQuoted).join(join)}`,
  onbuild: (words, join) => `ONBUILD RUN --network=none ${words.map(singleQuoted).join(join)}`,
  healthcheck: (words, join) => `HEALTHCHECK --retries=3 CMD ${words.map(singleQuoted).join(join)} || exit 1`,
  script: (words, join) => `RUN sh -c "${words.map((word) => escaped(singleQuoted(word))).join(join)}"`,
  'script in JSON': (words) => `CMD ${JSON.stringify(['/bin/sh', '-c', words.map(singleQuoted).join(' ')])}`,
  heredoc: (words, join) => `RUN <<EOF\n${words.map(singleQuoted).join(join)}\nEOF`,
  'heredoc to a shell': (words, join) =>
    `RUN bash <<-'EOF'\n\t\t${words.map(singleQuoted).join(join)}\n\tEOF`,
};

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function escaped(text: string): string {
  return text.replaceAll(/["\\$`]/g, '\\$&');
}

describe('any command of a Dockerfile', () => {
  const word = fc.string({
    unit: fc.constantFrom(...Array.from('ab/-=.: "\'$`\\*|;<>(){}#é😀')),
    maxLength: 6,
  });
  const join = fc.constantFrom(' ', '  ', ' \\\n  ', ' \\\r\n ');
  for (const [form, write] of Object.entries(FORMS)) {
    it(`is found with its words, form ${form}`, () => {
      fc.assert(
        fc.property(fc.array(word, { maxLength: 4 }), join, (words, between) => {
          const text = `FROM a\n${write(['curl', ...words], between)}\nUSER b\n`;
          const curls = read(text)
            .flatMap(({ commands }) => commands)
            .filter(({ name }) => name === 'curl');
          assert.deepEqual(
            curls.map((command) => command.words.map((found) => found.text)),
            [['curl', ...words]],
            text,
          );
          for (const { written, spanOf } of curls[0]!.words) {
            const plain = textOf(text, spanOf(0, written.length));
            if (/^[b-z-]*$/.test(written)) assert.equal(plain, written);
          }
        }),
      );
    });
  }
});

/** Lines of the source with the picture that they give. */
function commands(): Record<string, string[]> {
  return {
    'a list': [
      'RUN apt-get update && apt-get install -y curl || true; ls',
      '    ^^^^^^^^^^^^^^ apt-get update',
      '                      ^^^^^^^^^^^^^^^^^^^^^^^ && apt-get install -y curl',
      '                                                 ^^^^ || true',
      '                                                       ^^ ; ls',
      'RUN sleep 1 & wait',
      '    ^^^^^^^ sleep 1',
      '              ^^^^ & wait',
    ],
    'a pipe': [
      'RUN curl -fsSL https://example.com/x.sh | sudo -E bash -s -- --yes',
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ curl -fsSL https://example.com/x.sh',
      '                                          ^^^^^^^^^^^^^^^^^^^^^^^^ | sudo -E bash -s -- --yes (reads curl)',
      '                                                  ^^^^^^^^^^^^^^^^ bash -s -- --yes (reads curl) (arguments of sudo)',
      'RUN set -o pipefail && a | b |& c',
      '    ^^^^^^^^^^^^^^^ set -o pipefail',
      '                       ^ && a',
      '                           ^ | b (reads a)',
      '                                ^ | c (reads b)',
    ],
    'what a pipe gives goes to all in a compound command': [
      'RUN (curl a; wget b) | while read line; do sh "$line"; done',
      '     ^^^^^^ curl a (subshell)',
      '             ^^^^^^ ; wget b (subshell)',
      '                             ^^^^^^^^^ read line (while) (reads curl wget)',
      '                                           ^^^^^^^^^^ sh $line? (while) (reads curl wget)',
      'RUN curl $(url) | { cat; tee >(sh); }',
      '    ^^^^^^^^^^^ curl $(url)?',
      '           ^^^ url (substitution of curl)',
      '                    ^^^ cat (group) (reads curl)',
      '                         ^^^^^^^^^ ; tee >(sh)? (group) (reads curl)',
      '                               ^^ sh (reads tee) (process of tee)',
    ],
    'continuation with comment lines inside': [
      'RUN apt-get update \\',
      '    ^^^^^^^^^^^^^^ apt-get update',
      '    # bring it up to date',
      '    && apt-get upgrade \\',
      '       ^^^^^^^^^^^^^^^^^… && apt-get upgrade -y',
      '      -y \\',
      '',
      '    && pip \\',
      '       ^^^^^… && pip install flask',
      '  # a word goes on',
      'install fl\\',
      'ask',
    ],
    redirections: [
      'RUN echo a >> /var/log/x.log 2>&1 && node x &> /dev/null < in',
      '    ^^^^^^ echo a >>/var/log/x.log 2>&1',
      '                                     ^^^^^^ && node x &>/dev/null <in',
      'RUN { a; b; } > /var/log/y && (c) 2>/dev/null',
      '      ^ a (group)',
      '         ^ ; b (group)',
      '              ^^^^^^^^^^^^ ; >/var/log/y',
      '                               ^ c (subshell)',
      '                                  ^^^^^^^^^^^ ; 2>/dev/null',
      'RUN > /empty',
      '    ^^^^^^^^ >/empty',
    ],
    variables: [
      'RUN DEBIAN_FRONTEND=noninteractive A="b c" apt-get install x && B=$(date) && export C=d E=$F',
      '                                           ^^^^^^^^^^^^^^^^^ DEBIAN_FRONTEND=noninteractive A=b c apt-get install x',
      '                                                                ^^^^^^^^^ && B=$(date)',
      '                                                                    ^^^^ date (substitution of none)',
      '                                                                             ^^^^^^^^^^^^^^^ && export C=d E=$F?',
    ],
    'compound commands': [
      'RUN if [ -f x ]; then a; elif b; then c; else d; fi; for f in $(ls); do rm "$f"; done',
      '       ^^^^^^^^ [ -f x ] (if)',
      '                      ^ a (if)',
      '                              ^ b (if)',
      '                                      ^ c (if)',
      '                                              ^ d (if)',
      '                                                                ^^ ls (substitution of none)',
      '                                                                        ^^^^^^^ rm $f? (for)',
      'RUN while read x; do y; done && case $Z in a) b ;; *) c && d ;; esac; until e; do f; done',
      '          ^^^^^^ read x (while)',
      '                     ^ y (while)',
      '                                              ^ b (case)',
      '                                                      ^ c (case)',
      '                                                           ^ && d (case)',
      '                                                                            ^ e (while)',
      '                                                                                  ^ f (while)',
      'RUN install() { apt-get install "$@"; }; install curl; ! g; time h; [[ -n $(i) ]] && (( $(j) > 1 ))',
      '                ^^^^^^^^^^^^^^^^^^^^ apt-get install $@? (function group)',
      '                                         ^^^^^^^^^^^^ ; install curl',
      '                                                         ^ ; g',
      '                                                                 ^ ; h',
      '                                                                            ^ i (substitution of none)',
      '                                                                                          ^ j (substitution of none)',
      'RUN select x in a b; do c; done; ( ( d ) ); for ((i=$(e); i<3; i++)); do f; done',
      '                        ^ c (select)',
      '                                     ^ d (subshell subshell)',
      '                                                      ^ e (substitution of none)',
      '                                                                         ^ f (for)',
    ],
    substitutions: [
      'RUN echo $(a) "b $(c d)" `e f` ${G:-$(h)} $((1 + $(i))) \'not $(this)\' \\$j',
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ echo $(a)? ‹b $(c d)›? ‹`e f`›? ${G:-$(h)}? ‹$((1 + $(i)))›? ‹not $(this)› $j',
      '           ^ a (substitution of echo)',
      '                   ^^^ c d (substitution of echo)',
      '                          ^^^ e f (substitution of echo)',
      '                                      ^ h (substitution of echo)',
      '                                                   ^ i (substitution of echo)',
    ],
    'process substitutions': [
      'RUN bash <(curl -s https://example.com/x.sh) && a > >(tee /var/log/x)',
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bash ‹<(curl -s https://example.com/x.sh)›?',
      '           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ curl -s https://example.com/x.sh (process of bash)',
      '                                                ^ && a >>(tee /var/log/x)',
      '                                                      ^^^^^^^^^^^^^^ tee /var/log/x (reads a) (process of a)',
    ],
    'backticks in backticks': [
      'RUN a `b \\`c "\\$d"\\` e` f && g "`h \\"i j\\"`"',
      '    ^^^^^^^^^^^^^^^^^^^^^ a ‹`b \\`c "\\$d"\\` e`›? f',
      '       ^^^^^^^^^^^^^^^ b ‹`c "$d"`›? e (substitution of a)',
      '           ^^^^^^^ c $d? (substitution of b)',
      '                             ^^^^^^^^^^^^^^^ && g ‹`h \\"i j\\"`›?',
      '                                 ^^^^^^^^^ h ‹i j› (substitution of g)',
    ],
    'a script in a word': [
      "RUN sh -c 'apt-get update && apt-get upgrade'",
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sh -c ‹apt-get update && apt-get upgrade›',
      '           ^^^^^^^^^^^^^^ apt-get update (script of sh)',
      '                             ^^^^^^^^^^^^^^^ && apt-get upgrade (script of sh)',
      'RUN bash -euxo pipefail -c "a \\"b c\\" && d $E" x',
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bash -euxo pipefail -c ‹a "b c" && d $E›? x',
      '                            ^^^^^^^^^ a ‹b c› (script of bash)',
      '                                         ^^^^ && d $E? (script of bash)',
      'CMD /bin/sh -lc "exec nodemon \\',
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^… /bin/sh -lc ‹exec nodemon   app.js›',
      '                 ^^^^^^^^^^^^^^… exec nodemon app.js (script of sh)',
      '                      ^^^^^^^^^… nodemon app.js (arguments of exec)',
      '  app.js"',
    ],
    'a script in a script in a script': [
      'RUN sh -c "bash -c \'ash -c \\"a; b c\\"\'"',
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sh -c ‹bash -c \'ash -c "a; b c"\'›',
      '           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ bash -c ‹ash -c "a; b c"› (script of sh)',
      '                    ^^^^^^^^^^^^^^^^^ ash -c ‹a; b c› (script of bash)',
      '                             ^ a (script of ash)',
      '                                ^^^ ; b c (script of ash)',
      'CMD ["sh", "-c", "bash -lc \'npm run dev\' && \\"x y\\""]',
      '      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sh -c ‹bash -lc \'npm run dev\' && "x y"›',
      '                  ^^^^^^^^^^^^^^^^^^^^^^ bash -lc ‹npm run dev› (script of sh)',
      '                            ^^^^^^^^^^^ npm run dev (script of bash)',
      '                                            ^^^^^^^ && ‹x y› (script of sh)',
    ],
    'substitutions of the outer shell are listed once': [
      'RUN sh -c "$(curl -fsSL https://example.com/install.sh)" && sh -c "a $(b) c; d"',
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sh -c ‹$(curl -fsSL https://example.com/install.sh)›?',
      '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ curl -fsSL https://example.com/install.sh (substitution of sh)',
      '                                                            ^^^^^^^^^^^^^^^^^^^ && sh -c ‹a $(b) c; d›?',
      '                                                                   ^^^^^^^^ a $(b)? c (script of sh)',
      '                                                                       ^ b (substitution of sh)',
      '                                                                             ^ ; d (script of sh)',
    ],
    'JSON form': [
      'CMD ["npm", "run", "dev"]',
      '      ^^^^^^^^^^^^^^^^^ npm run dev',
      'ENTRYPOINT ["/sbin/tini", "-g", "--", "env", "A=b", "gosu", "app", "node", "--watch", "x.js"]',
      '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ /sbin/tini -g -- env A=b gosu app node --watch x.js',
      '                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ env A=b gosu app node --watch x.js (arguments of tini)',
      '                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ A=b gosu app node --watch x.js (arguments of env)',
      '                                                                    ^^^^^^^^^^^^^^^^^^^^^^^ node --watch x.js (arguments of gosu)',
      'RUN ["/bin/bash", "-c", "a\\u0020\\"b\\tc\\" && d \\/e"]',
      '      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ /bin/bash -c ‹a "b\tc" && d /e›',
      '                         ^^^^^^^^^^^^^^^ a ‹b\tc› (script of bash)',
      '                                            ^^^^^ && d /e (script of bash)',
      'HEALTHCHECK --interval=5s --retries=3 CMD ["curl", "-f", "http://localhost/"]',
      '                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ curl -f http://localhost/',
      'CMD []',
    ],
    'not JSON is the shell form': [
      "CMD ['npm', 'start'] # not this",
      '    ^^^^^^^^^^^^^^^^ [npm, start]',
      'CMD [ "$A" = b ] && c',
      '    ^^^^^^^^^^^^ [ $A? = b ]',
      '                    ^ && c',
    ],
    'health checks and ONBUILD': [
      'HEALTHCHECK --interval=5s CMD curl -f http://localhost/ || exit 1',
      '                              ^^^^^^^^^^^^^^^^^^^^^^^^^ curl -f http://localhost/',
      '                                                           ^^^^^^ || exit 1',
      'HEALTHCHECK NONE',
      'ONBUILD RUN pip install -r x.txt',
      '            ^^^^^^^^^^^^^^^^^^^^ pip install -r x.txt',
      'ONBUILD CMD ["sh", "-c", "a"]',
      '              ^^^^^^^^^^^^^ sh -c a',
      '                          ^ a (script of sh)',
      'ONBUILD COPY a b',
    ],
    'flags before the command': [
      'RUN --mount=type=cache,target=/root/.cache --network=none pip install x',
      '                                                          ^^^^^^^^^^^^^ pip install x',
    ],
    'a heredoc is a script': [
      'RUN <<EOF',
      '# a comment',
      'apt-get update',
      '^^^^^^^^^^^^^^ apt-get update',
      'apt-get install \\',
      '^^^^^^^^^^^^^^^^^… ; apt-get install -y curl',
      '  -y curl',
      '',
      'EOF',
      'RUN <<"EOF"',
      '#!/bin/bash -e',
      'a $(b) && c',
      '^^^^^^ a $(b)?',
      '    ^ b (substitution of a)',
      '          ^ && c',
      'EOF',
      'RUN <<-EOF',
      '\tif a; then',
      '\t   ^ a (if)',
      '\t\tb "c',
      '\t\t^^^^… b ‹c␊d› (if)',
      '\t\td"',
      '\tfi',
      '\tEOF',
    ],
    'a heredoc is fed to a command': [
      'RUN bash <<EOF',
      '    ^^^^ bash <<EOF "a && b\\n"',
      'a && b',
      '^ a (script of bash)',
      '     ^ && b (script of bash)',
      'EOF',
      "RUN sudo sh -ex <<-'EOF' > /log",
      "    ^^^^^^^^^^^ sudo sh -ex <<-'EOF' \"c\\nsh -c 'd e'\\n\" >/log",
      '         ^^^^^^ sh -ex (arguments of sudo)',
      '\tc',
      '\t^ c (script of sh)',
      "		sh -c 'd e'",
      '\t\t^^^^^^^^^^^ ; sh -c ‹d e› (script of sh)',
      '\t\t       ^^^ d e (script of sh)',
      '\tEOF',
      'RUN cat <<EOF > /x && ls',
      '    ^^^ cat <<EOF "f $(g) $h\\n" >/x',
      '                      ^^ && ls',
      'f $(g) \\$h',
      '    ^ g (substitution of cat)',
      'EOF',
      'RUN python3 <<EOF',
      '    ^^^^^^^ python3 <<EOF "import os\\n"',
      'import os',
      'EOF',
      'RUN a <<A && bash -s x <<B ; c',
      '    ^ a <<A "1\\n"',
      '             ^^^^^^^^^ && bash -s x <<B "d\\n"',
      '                             ^ ; c',
      '1',
      'A',
      'd',
      '^ d (script of bash)',
      'B',
      'RUN bash script.sh <<EOF',
      '    ^^^^^^^^^^^^^^ bash script.sh <<EOF "e\\n"',
      'e',
      'EOF',
      'RUN bash <<< "f g"',
      '    ^^^^ bash <<<f g "f g"',
      '              ^^^ f g (script of bash)',
    ],
    'a heredoc in a heredoc': [
      'RUN <<EOF',
      'cat > /x <<INNER',
      '^^^ cat >/x <<INNER "a\\n"',
      'a',
      'INNER',
      'bash <<INNER',
      '^^^^ ; bash <<INNER "b\\n"',
      'b',
      '^ b (script of bash)',
      'INNER',
      'EOF',
    ],
    'broken shell gives what can be read': [
      'RUN a "b && c',
      '    ^^^^^^^^^ a ‹b && c›',
      'RUN d && && e; ) f; g',
      '    ^ d',
      '            ^ ; e',
      '                 ^ ; f',
      '                    ^ ; g',
      'RUN if h; then i',
      '       ^ h (if)',
      '               ^ i (if)',
      'RUN fi; j',
      '        ^ j',
      'RUN k $(l "m',
      '    ^^^^^^^^ k ‹$(l "m›?',
      '        ^^^^ l m (substitution of k)',
      'RUN n |',
      '    ^ n',
      'RUN o <<',
      '    ^ o << ""',
      'RUN for p in',
    ],
    'a template': [
      'RUN {{ if .X }} a {{ end }} && b',
      '    ^^^^^^^^^^^^^^^^^^^^^^^ {{ if .X }} a {{ end }}',
      '                               ^ && b',
      'RUN <% x %>; c',
      '       ^^^ x % <% >',
      '             ^ ; c',
    ],
  };
}

function words(): Record<string, string[]> {
  return {
    'quotes and escapes': [
      'RUN a \'b c\' "d \\"e\\" \\$f" g\\ h i"j"\'k\' "" $\'l\\nm\' $\'n\' \\o~/p',
      '    ^ a',
      '      ^^^^^ ‹b c›',
      '            ^^^^^^^^^^^^^ ‹d "e" $f›',
      '                          ^^^^ ‹g h›',
      '                               ^^^^^^^ ijk',
      '                                       ^^ ‹›',
      '                                          ^^^^^^^ ‹l␊m›',
      '                                                  ^^^^ n',
      '                                                       ^^^^^ o~/p',
    ],
    'what only the run tells': [
      'RUN $A "b$C" ${D}/bin/e f$(g) h`i` /lists/* j? [k]l m{n,o} 1$((2)) \'$p\'',
      '    ^^ $A?',
      '       ^^^^^ b$C?',
      '             ^^^^^^^^^^ ${D}/bin/e?',
      '                        ^^^^^ f$(g)?',
      '                           ^ g',
      '                              ^^^^ h`i`?',
      '                                ^ i',
      '                                   ^^^^^^^^ /lists/*?',
      '                                            ^^ j??',
      '                                               ^^^^ [k]l?',
      '                                                    ^^^^^^ m{n,o}?',
      '                                                           ^^^^^^^ 1$((2))?',
      '                                                                   ^^^^ $p',
    ],
    'words that a continuation splits': [
      'RUN one tw\\',
      '    ^^^ one',
      '        ^^^… two',
      'o "thr\\',
      '  ^^^^^… ‹thr  ee›',
      '  # a comment',
      '  ee" \'fo\\',
      '      ^^^^… four',
      "ur'",
    ],
    'words in JSON': [
      'CMD ["a b", "", "c\\"d", "\\u0041\\u00e9", "\\\\e", "$F"]',
      '      ^^^ ‹a b›',
      '             ^ ‹›',
      '                 ^^^^ c"d',
      '                         ^^^^^^^^^^^^ Aé',
      '                                         ^^^ \\e',
      '                                                ^^ $F',
    ],
  };
}

function languages(): Record<string, string[]> {
  return {
    'SHELL holds until the next FROM': [
      'FROM alpine',
      'RUN a',
      '^^^^^ run shell shell 1',
      'SHELL ["powershell", "-Command", "$x = 1;"]',
      'RUN b',
      '^^^^^ run shell powershell 0',
      'CMD c',
      '^^^^^ cmd shell powershell 0',
      'CMD ["d"]',
      '^^^^^^^^^ cmd exec shell 1',
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
      'RUN e',
      '^^^^^ run shell shell 1',
      'SHELL ["cmd", "/S", "/C"]',
      'HEALTHCHECK CMD f',
      '^^^^^^^^^^^^^^^^^ healthcheck shell cmd 0',
      'SHELL ["C:\\\\pwsh.exe", "-c"]',
      'RUN g',
      '^^^^^ run shell powershell 0',
      'SHELL ["python3", "-c"]',
      'RUN h',
      '^^^^^ run shell other 0',
      'SHELL ["conda", "run", "-n", "x", "/bin/bash", "-c"]',
      'RUN i',
      '^^^^^ run shell shell 1',
      'SHELL broken',
      'RUN j',
      '^^^^^ run shell shell 1',
      'FROM alpine',
      'RUN k',
      '^^^^^ run shell shell 1',
    ],
    'a stage hands its shell on': [
      'FROM alpine AS Base',
      'SHELL ["pwsh", "-c"]',
      'FROM base',
      'RUN a',
      '^^^^^ run shell powershell 0',
      'FROM Base',
      'RUN b',
      '^^^^^ run shell shell 1',
    ],
    'images of Windows': [
      'FROM mcr.microsoft.com/windows/servercore:ltsc2022',
      'RUN a',
      '^^^^^ run shell cmd 0',
      'FROM mcr.microsoft.com/powershell:nanoserver-1809 AS nano',
      'RUN b',
      '^^^^^ run shell cmd 0',
      'FROM golang:1.20-windowsservercore',
      'RUN c',
      '^^^^^ run shell cmd 0',
      'FROM nano',
      'RUN ["d"]',
      '^^^^^^^^^ run exec shell 1',
      'FROM mcr.microsoft.com/dotnet/framework/sdk:4.8',
      'RUN e',
      '^^^^^ run shell cmd 0',
      'FROM --platform=windows/amd64 f',
      'RUN f',
      '^^^^^ run shell cmd 0',
      'FROM microsoft/iis',
      'RUN g',
      '^^^^^ run shell cmd 0',
      'FROM mcr.microsoft.com/windows:1809',
      'RUN h',
      '^^^^^ run shell cmd 0',
      'FROM dockurr/windows-like',
      'RUN i',
      '^^^^^ run shell shell 1',
    ],
    'an image of Windows in a variable': [
      'ARG BASE=mcr.microsoft.com/windows/nanoserver',
      'FROM ${BASE}:1809',
      'RUN a',
      '^^^^^ run shell cmd 0',
    ],
    'the escape character of Windows': [
      '# escape=`',
      'FROM a',
      'RUN dir c:\\ `',
      '^^^^^^^^^^^^^… run shell cmd 0',
      '  && b',
    ],
    'a Windows shell in a command line': [
      'RUN powershell -Command Install-Module x',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ run shell powershell 0',
      'RUN pwsh.exe -c x',
      '^^^^^^^^^^^^^^^^^ run shell powershell 0',
      'RUN cmd /S /C dir',
      '^^^^^^^^^^^^^^^^^ run shell cmd 0',
      'CMD ["C:\\\\Windows\\\\System32\\\\cmd.exe", "/C", "x"]',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cmd exec cmd 0',
      'CMD ["PowerShell", "-File", "x.ps1"]',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cmd exec powershell 0',
      'RUN command -v x',
      '^^^^^^^^^^^^^^^^ run shell shell 1',
    ],
    'a script for something else': [
      'RUN <<EOF',
      '^^^^^^^^^… run heredoc other 0',
      '#!/usr/bin/env python3',
      'import os',
      'EOF',
      'RUN <<EOF',
      '^^^^^^^^^… run heredoc shell 1',
      '#!/usr/bin/env -S bash -e',
      'a',
      'EOF',
      'RUN <<EOF',
      '^^^^^^^^^… run heredoc shell 1',
      '#!/bin/sh',
      'a',
      'EOF',
      'RUN <<EOF',
      '^^^^^^^^^… run heredoc powershell 0',
      '#!pwsh',
      'a',
      'EOF',
    ],
    'heredocs and flags': [
      'ONBUILD RUN <<EOF',
      '^^^^^^^^^^^^^^^^^… onbuild run heredoc shell 1',
      'a',
      'EOF',
      'ONBUILD HEALTHCHECK --timeout=1s CMD a',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ onbuild healthcheck shell shell 1',
      'ONBUILD HEALTHCHECK NONE',
    ],
  };
}
