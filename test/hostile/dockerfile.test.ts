import assert from 'node:assert/strict';
import { parseDockerfile } from '../../server/src/syntax/dockerfile/dockerfile';
import { argumentsOf } from '../../server/src/syntax/dockerfile/arguments';
import { variablesAt } from '../../server/src/syntax/dockerfile/scopes';

/** Texts that cost a careless reader the square of their length, or its stack: each as often as makes 100 kB. */
const texts: Record<string, (repeated: (text: string) => string) => string> = {
  'FROM of a variable without a value': (many) => many('FROM $A\n'),
  'FROM of a variable made of many pieces': (many) =>
    `ARG A=x\n${'ARG A=$A$A\n'.repeat(6)}${many('FROM $A\n')}`,
  'FROM of a long variable': (many) => `ARG A=${'x'.repeat(4_000)}\n${many('FROM $A\n')}`,
  'one long FROM': (many) => `FROM ${many('$A')}`,
  'a FROM of dollars': (many) => `FROM ${many('$')}`,
  'a FROM in quotes': (many) => `FROM ${many('\'a\'"b"')}`,
  'a FROM on many lines': (many) => `FROM ${many('a\\\n')}`,
  'a FROM that the platform chooses': (many) => `ARG B=$TARGETARCH\n${many('FROM a-$B AS a-arm64\n')}`,
  'operators in operators': (many) => `FROM ${many('${a:-')}`,
  'patterns that match in many ways': (many) =>
    `ARG A=${'a'.repeat(250)}\n${many('FROM ${A%*a*a*a*a*a*a*a*a*b}${A//*a*a*a*a*a*b/c}\n')}`,
  'many replacements': (many) => `ARG A=${'a'.repeat(250)}\n${many('FROM ${A//a/bb}\n')}`,
  'an ENV that doubles itself': (many) => `FROM a\nENV A=x\n${many('ENV A=$A$A\n')}`,
  'an ENV that doubles itself in one line': (many) => `FROM a\nENV A=x ${many('A=$A$A ')}`,
  'an ENV on many lines': (many) => `FROM a\nENV ${many('a=$b"c" \\\n')}`,
  'an ARG of quotes': (many) => `ARG ${many("' ")}`,
  'COPY from one stage': (many) => `FROM a AS x\n${many('COPY --from=x a b\n')}`,
  'a flag on many lines': (many) => `RUN ${many('--mount=type=bind,from=a:1 \\\n')} x`,
  'a mount of many fields': (many) => `RUN --mount=${many('a=b,')}`,
  'heredocs in one line': (many) => `RUN ${many('<<A ')}`,
  'heredocs one after the other': (many) => many('RUN <<A\nA\n'),
  'braces that are not closed': (many) => `RUN <<A ${many('${a:-')}`,
  'brackets that are not closed': (many) => `RUN ${many('[')}`,
  'JSON in JSON': (many) => `{${many('"a": {"syntax": "x"}, ')}"syntax": "a"}`,
  'a directive of spaces': (many) => `# syntax=a${many(' ')}b`,
  'comments in a continuation': (many) => `RUN \\\n${many('# immutable-infra-ignore a\n')} x`,
  'ONBUILD in ONBUILD': (many) => many('ONBUILD '),
};

describe('hostile Dockerfiles', () => {
  for (const [name, make] of Object.entries(texts)) {
    it(`are read in time: ${name}`, () => {
      const source = make((text) => text.repeat(100_000 / text.length));
      const file = parseDockerfile(source);
      assert.ok(file.images.every(({ span }) => span.start < span.end && span.end <= source.length));
      assert.equal(
        file.instructions.map((instruction) => argumentsOf(instruction, file.escape)).length,
        file.instructions.length,
      );
      const last = file.instructions.at(-1);
      if (last) assert.notEqual(variablesAt(file, last).lookup('PATH')?.text, '');
    });
  }

  it('are read in time: thousands of stages of which each uses the one before', () => {
    const lines = Array.from(
      { length: 5_000 },
      (_, index) => `FROM a${index - 1} AS a${index}\nENV E${index}=$B\nCOPY --from=${index - 1} a b\n`,
    );
    const file = parseDockerfile(lines.join(''));
    assert.equal(file.stages.length, 5_000);
    assert.ok(file.stages.every(({ isUsed, isDevelopment }) => isUsed && !isDevelopment));
    assert.deepEqual([file.stages[4_999]!.base, file.stages[4_999]!.uses], [4_998, [4_998]]);
    const { lookup } = variablesAt(file, file.instructions.at(-1)!);
    assert.equal(lookup('E4990')!.text, '');
  });

  it('are read in time: thousands of stages that all use one another', () => {
    const uses = Array.from({ length: 2_000 }, (_, index) => `COPY --from=${index} a b\n`).join('');
    const { stages } = parseDockerfile(`${'FROM a AS dev\n'.repeat(1_999)}FROM a\n${uses}`);
    assert.equal(stages.at(-1)!.uses.length, 1_999);
    assert.ok(stages.every(({ isUsed }) => isUsed));
  });
});
