import assert from 'node:assert/strict';
import type { Build } from '../../../../server/src/syntax/dockerfile/build';
import { parseDockerfile } from '../../../../server/src/syntax/dockerfile/dockerfile';
import { argumentsOf, type Arguments } from '../../../../server/src/syntax/dockerfile/arguments';
import { expandWord } from '../../../../server/src/syntax/dockerfile/expansion';
import type { Word } from '../../../../server/src/syntax/dockerfile/instruction';
import { sourceSpan } from '../../../../server/src/syntax/dockerfile/lines';
import { variablesAt } from '../../../../server/src/syntax/dockerfile/scopes';
import { picture } from '../../../support/picture';

/** Lines of the source, and under each word that holds a variable what it becomes and where that is written. */
const pictures: Record<string, string[]> = {
  'a global ARG is for FROM and for global ARGs alone': [
    'ARG V=20',
    'ARG TAG=$V-slim',
    'FROM node:$TAG',
    '     ^^^^^^^^^ node:20-slim from 3:6 1:7 2:11',
    'USER $V',
    '     ^^ (empty)',
  ],
  'a stage takes a global ARG over by its name': [
    'ARG V=20',
    'FROM node',
    'USER $V',
    '     ^^ (empty)',
    'ARG V',
    'USER $V',
    '     ^^ 20 from 1:7',
    'ARG V=21',
    'USER $V',
    '     ^^ 21 from 6:7',
    'FROM node',
    'USER $V',
    '     ^^ (empty)',
  ],
  'the last of ARG and ENV decides, and one ENV sees what was before it': [
    'FROM node',
    'ARG A=1',
    'ENV A=2',
    'USER $A',
    '     ^^ 2 from 3:7',
    'ENV A=3 B=$A',
    '          ^^ 2 from 3:7',
    'USER $A$B',
    '     ^^^^ 32 from 5:7 3:7',
    'ARG C=4 D=$C',
    'USER $D',
    '     ^^ 4 from 7:7',
  ],
  'the old form of ENV is all one value': [
    'FROM node',
    'ENV A one "$B" two',
    '      ^^^^^^^^^^^^ one  two from 2:7 2:15',
    'USER $A',
    '     ^^ one  two from 2:7 2:15',
  ],
  'ENV and ARG go on in the stages that start from theirs': [
    'FROM node AS a',
    'ENV X=1',
    'ARG Y=2',
    'FROM a AS b',
    'ENV X=$X$Y',
    '      ^^^^ 12 from 2:7 3:7',
    'FROM b',
    'USER $X',
    '     ^^ 12 from 2:7 3:7',
    'FROM node',
    'USER $X',
    '     ^^ (empty)',
  ],
  'what the build gives is not known, nor the path of an image': [
    'FROM node',
    'ARG TARGETARCH',
    'ARG VERSION',
    'WORKDIR /$TARGETARCH/${VERSION:-1}',
    '        ^^^^^^^^^^^^^^^^^^^^^^^^^^ (unknown)',
    'ENV PATH=/opt/bin:$PATH',
    '         ^^^^^^^^^^^^^^ (unknown)',
    'USER ${HTTP_PROXY}$TARGETOS',
    '     ^^^^^^^^^^^^^^^^^^^^^^ (empty)',
  ],
  'an ENV goes on where an ARG of its name has no value': [
    'FROM node',
    'ENV A=1',
    'ARG A',
    'USER $A',
    '     ^^ 1 from 2:7',
  ],
  'a name that is itself expanded': [
    'FROM node',
    'ENV A=B',
    'ENV "$A"=1 ${A}C=2',
    'USER $B$BC',
    '     ^^^^^ 12 from 3:10 3:18',
  ],
  'quotes and escapes': [
    'FROM node',
    'ENV A=1',
    'ENV B=\'$A\' C="$A" D=\\$A E="\\$A\\b" F=x\'y\'$A',
    '      ^^^^ $A from 3:8',
    '             ^^^^ 1 from 2:7',
    '                    ^^^ $A from 3:22',
    '                          ^^^^^^^ $A\\b from 3:29',
    '                                    ^^^^^^ xy1 from 3:37 3:39 2:7',
    'ENV G="$A',
    '      ^^^ (unknown)',
  ],
  'every operator': [
    'FROM node',
    'ENV V=v1.2.3-rc1 E=',
    'EXPOSE ${V:-x} ${E:-x} ${E-x} ${N:-x} ${N-x} ${N:-$V}',
    '       ^^^^^^^ v1.2.3-rc1 from 2:7',
    '               ^^^^^^^ x from 3:21',
    '                       ^^^^^^ (empty)',
    '                              ^^^^^^^ x from 3:36',
    '                                      ^^^^^^ x from 3:43',
    '                                             ^^^^^^^^ v1.2.3-rc1 from 2:7',
    'EXPOSE ${V:+x} ${E:+x} ${E+x} ${N:+x} ${N+x}',
    '       ^^^^^^^ x from 4:13',
    '               ^^^^^^^ (empty)',
    '                       ^^^^^^ x from 4:28',
    '                              ^^^^^^^ (empty)',
    '                                      ^^^^^^ (empty)',
    'EXPOSE ${V:?x} ${E:?x} ${E?x} ${N:?x} ${N?x}',
    '       ^^^^^^^ v1.2.3-rc1 from 2:7',
    '               ^^^^^^^ (unknown)',
    '                       ^^^^^^ (empty)',
    '                              ^^^^^^^ (unknown)',
    '                                      ^^^^^^ (unknown)',
    'EXPOSE ${V#v} ${V#*.} ${V##*.} ${V%-*} ${V%.*} ${V%%.*} ${V#x} ${N#x} ${V%rc?}',
    '       ^^^^^^ 1.2.3-rc1 from 6:8',
    '              ^^^^^^^ 2.3-rc1 from 6:15',
    '                      ^^^^^^^^ 3-rc1 from 6:23',
    '                               ^^^^^^^ v1.2.3 from 6:32',
    '                                       ^^^^^^^ v1.2 from 6:40',
    '                                               ^^^^^^^^ v1 from 6:48',
    '                                                        ^^^^^^ v1.2.3-rc1 from 6:57',
    '                                                               ^^^^^^ (empty)',
    '                                                                      ^^^^^^^^ v1.2.3- from 6:71',
    'EXPOSE ${V/./_} ${V//./_} ${V/1*3/x} ${V//?/x} ${V/\\//x} ${V//[0-9]/} ${V/.}',
    '       ^^^^^^^^ v1_2.3-rc1 from 7:8',
    '                ^^^^^^^^^ v1_2_3-rc1 from 7:17',
    '                          ^^^^^^^^^^ vx-rc1 from 7:27',
    '                                     ^^^^^^^^^ xxxxxxxxxx from 7:38',
    '                                               ^^^^^^^^^ v1.2.3-rc1 from 7:48',
    '                                                         ^^^^^^^^^^^^ v1.2.3-rc1 from 7:58',
    '                                                                      ^^^^^^ (unknown)',
    'EXPOSE ${V:#v} ${V^^} ${} ${',
    '       ^^^^^^^ (unknown)',
    '               ^^^^^^ (unknown)',
    '                      ^^^ (unknown)',
    '                          ^^ (unknown)',
  ],
  'across continuation lines, with another escape': [
    '# escape=`',
    'FROM node',
    'ENV A=on`',
    '  # a comment',
    'e B=`$A',
    '    ^^^ $A from 5:6',
    'USER $A',
    '     ^^ one from 3:7 5:1',
  ],
};

describe('variablesAt', () => {
  for (const [name, lines] of Object.entries(pictures)) {
    it(name, () => {
      const source = lines.filter((line) => !/^\s*\^+…? /.test(line)).join('\n');
      assert.equal(scopesPicture(source), lines.join('\n'));
    });
  }

  it('knows what builds agree on, and replaces no default', () => {
    const build = (args: Record<string, string>): Build => ({
      service: 'a',
      file: null,
      isOnly: false,
      target: null,
      args: new Map(Object.entries(args)),
      contexts: new Set(),
      labels: new Set<string>(),
      context: null,
    });
    assert.equal(
      scopesPicture('ARG G\nFROM a:$G\nARG A\nARG B\nARG D=1\nARG G\nEXPOSE $A $B $D $G', [
        build({ A: '1', B: '2', D: '3', G: '4' }),
        build({ B: '5' }),
      ]),
      [
        'ARG G',
        'FROM a:$G',
        '     ^^^^ a:4 from 2:6 outside',
        'ARG A',
        'ARG B',
        'ARG D=1',
        'ARG G',
        'EXPOSE $A $B $D $G',
        '       ^^ 1 from outside',
        '          ^^ (unknown)',
        '             ^^ 1 from 5:7',
        '                ^^ 4 from outside',
      ].join('\n'),
    );
  });

  it('knows nothing of an instruction of another file', () => {
    const [other] = parseDockerfile('FROM a\nENV A=1').instructions;
    const { lookup } = variablesAt(parseDockerfile('FROM a\nENV A=1\nUSER x'), other!);
    assert.equal(lookup('A'), undefined);
  });
});

function scopesPicture(source: string, builds: readonly Build[] = []): string {
  const file = parseDockerfile(source, builds);
  const users = file.instructions.filter(({ keyword }) => keyword !== 'arg');
  const marks = users.flatMap((instruction) =>
    wordsOf(argumentsOf(instruction, file.escape))
      .filter(({ text }) => text.includes('$'))
      .map((word) => {
        const { text, segments } = expandWord(instruction.line, word, variablesAt(file, instruction));
        const places = segments
          .filter((segment) => segment.text !== '')
          .map(({ span }) => (span ? placeOf(source, span.start) : 'outside'));
        const value =
          text === null ? '(unknown)' : text === '' ? '(empty)' : `${text} from ${places.join(' ')}`;
        return { span: sourceSpan(instruction.line, word.start, word.end), text: value };
      }),
  );
  return picture(source, marks);
}

function wordsOf(args: Arguments): readonly Word[] {
  switch (args.kind) {
    case 'words':
    case 'json':
      return args.words;
    case 'text':
      return [args.text];
    case 'pairs':
      return args.pairs.map(({ value }) => value);
    default:
      return [];
  }
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}
