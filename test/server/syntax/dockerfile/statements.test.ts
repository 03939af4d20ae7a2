import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../server/src/syntax/dockerfile/dockerfile';
import { insertAfter, insertBefore, removeInstruction } from '../../../../server/src/syntax/dockerfile/edits';
import { startCommandsOf } from '../../../../server/src/syntax/dockerfile/startCommands';
import { applyEdits, type Edit } from '../../../../server/src/text/span';
import type { Dockerfile } from '../../../../server/src/syntax/document';
import type { Instruction } from '../../../../server/src/syntax/dockerfile/instruction';
import { picture } from '../../../support/picture';

describe('statements of a Dockerfile', () => {
  it('have each setting at its place, after variables and without quotes', () => {
    const text = [
      'ARG VERSION=1.2 OTHER',
      'FROM a',
      'ARG VERSION',
      'ENV A="b c" B=$VERSION \\',
      '  # why',
      "  C='$A'",
      'ENV OLD the rest of it',
      'LABEL "x.y"=$A z=${NONE}',
      'ONBUILD ENV NO=1',
      '',
    ].join('\n');
    const marks = parseDockerfile(text).statements.settings.map(({ keyword, name, span, value, count }) => ({
      span,
      text: `${keyword} ${name}=${value ? value.text : '-'} of ${count}`,
    }));
    assert.equal(
      picture(text, marks),
      [
        'ARG VERSION=1.2 OTHER',
        '    ^^^^^^^^^^^ arg VERSION=1.2 of 2',
        '                ^^^^^ arg OTHER=- of 2',
        'FROM a',
        'ARG VERSION',
        '    ^^^^^^^ arg VERSION=- of 1',
        'ENV A="b c" B=$VERSION \\',
        '    ^^^^^^^ env A=b c of 3',
        '            ^^^^^^^^^^ env B=1.2 of 3',
        '  # why',
        "  C='$A'",
        '  ^^^^^^ env C=$A of 3',
        'ENV OLD the rest of it',
        '    ^^^^^^^^^^^^^^^^^^ env OLD=the rest of it of 1',
        'LABEL "x.y"=$A z=${NONE}',
        '      ^^^^^^^^ label x.y=b c of 2',
        '               ^^^^^^^^^ label z= of 2',
        'ONBUILD ENV NO=1',
        '',
      ].join('\n'),
    );
  });

  it('have copies with their sources, and words of lists', () => {
    const text = [
      'FROM a',
      'COPY --chown=1 b c /d/',
      'ADD ["e f", "g"]',
      'COPY --from=h i j',
      'COPY lonely',
      'VOLUME ["/k", "/l"]',
      'VOLUME /m /n',
      'USER o:p',
      'WORKDIR /q r',
      'EXPOSE 80 443/tcp',
      '',
    ].join('\n');
    const { copies, lists } = parseDockerfile(text).statements;
    assert.deepEqual(
      copies.map(
        ({ keyword, sources, destination, isFromElsewhere }) =>
          `${keyword} ${sources.map((each) => each.text).join('|')} → ${destination?.text ?? '-'} ${isFromElsewhere}`,
      ),
      ['copy b|c → /d/ false', 'add e f → g false', 'copy i → j true', 'copy  → - false'],
    );
    assert.deepEqual(
      lists.map(({ keyword, words }) => `${keyword} ${words.map((word) => word.text).join('|')}`),
      ['volume /k|/l', 'volume /m|/n', 'user o:p', 'workdir /q r', 'expose 80|443/tcp'],
    );
    for (const { words } of lists)
      for (const { span, written } of words) assert.equal(text.slice(span.start, span.end), written);
  });
});

describe('start commands', () => {
  const cases: Record<string, [string, readonly string[]]> = {
    'are the last of each kind': ['FROM a\nCMD b\nENTRYPOINT c\nCMD d\n', ['c', 'd']],
    'come from the stage before': ['FROM a AS x\nENTRYPOINT b\nCMD c\nFROM x\n', ['b', 'c']],
    'lose the CMD of a stage before an ENTRYPOINT': ['FROM a AS x\nCMD b\nFROM x\nENTRYPOINT c\n', ['c']],
    'leave out other stages': ['FROM a AS x\nCMD b\nFROM c\nCOPY --from=x /d /d\nCMD e\n', ['e']],
    'leave out what ONBUILD says': ['FROM a\nONBUILD CMD b\n', []],
    'are none without a stage': ['CMD b\n', []],
  };
  for (const [name, [text, expected]] of Object.entries(cases)) {
    it(name, () => {
      const found = startCommandsOf(parseDockerfile(text));
      assert.deepEqual(
        found.map(({ run }) => run.commands[0]?.name),
        expected,
      );
    });
  }
});

describe('edits of Dockerfiles', () => {
  const after = (text: string, index: number, change: (file: Dockerfile, at: Instruction) => Edit) => {
    const file = parseDockerfile(text);
    return applyEdits(text, [change(file, file.instructions[index]!)]);
  };

  it('take an instruction away with all its lines', () => {
    assert.equal(after('FROM a\nRUN b \\\n  && c\nCMD d\n', 1, removeInstruction), 'FROM a\nCMD d\n');
    assert.equal(after('FROM a\nRUN <<E\nb\nE\nCMD d\n', 1, removeInstruction), 'FROM a\nCMD d\n');
    assert.equal(after('FROM a\r\n  VOLUME /b\r\nCMD d', 1, removeInstruction), 'FROM a\r\nCMD d');
    assert.equal(after('FROM a\nCMD d', 1, removeInstruction), 'FROM a\n');
  });

  it('put lines behind an instruction and before it', () => {
    const behind = (file: Dockerfile, at: Instruction) => insertAfter(file, at, ['USER x']);
    const before = (file: Dockerfile, at: Instruction) => insertBefore(file, at, ['USER x']);
    assert.equal(
      after('FROM a\nRUN b \\\n  c\nCMD d\n', 1, behind),
      'FROM a\nRUN b \\\n  c\nUSER x\nCMD d\n',
    );
    assert.equal(
      after('FROM a\nRUN <<E\nb\nE\nCMD d\n', 1, behind),
      'FROM a\nRUN <<E\nb\nE\nUSER x\nCMD d\n',
    );
    assert.equal(after('FROM a\r\nCMD d', 1, behind), 'FROM a\r\nCMD d\r\nUSER x');
    assert.equal(after('FROM a\r\n  CMD d', 1, before), 'FROM a\r\nUSER x\r\n  CMD d');
  });
});
