import assert from 'node:assert/strict';
import { parseDockerfile } from '../server/src/syntax/dockerfile/dockerfile';
import type { ShellWord } from '../server/src/syntax/shell/word';
import { textOf, type Span } from '../server/src/text/span';
import { corpusFiles } from './support/corpus';

describe('the commands of real Dockerfiles', () => {
  const files = corpusFiles().filter(({ kind }) => kind === 'dockerfile');

  it('stand in their instructions, and plain words are as written', () => {
    let count = 0;
    for (const { path, text } of files) {
      for (const { instruction, commands } of parseDockerfile(text).commands) {
        const { span: outer } = instruction.line;
        for (const { span: inner } of commands) {
          assert.ok(outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end, path);
        }
        for (const word of commands.flatMap((command) => command.words)) {
          assertInside(path, word, outer);
          if (PLAIN.test(textOf(text, word.span))) assert.equal(word.text, textOf(text, word.span), path);
          count++;
        }
      }
    }
    assert.ok(count > 20_000, `${count} words`);
  });
});

function assertInside(path: string, word: ShellWord, outer: Span): void {
  const whole = word.spanOf(0, word.written.length);
  assert.ok(
    outer.start <= word.span.start &&
      word.span.start <= whole.start &&
      whole.start <= whole.end &&
      whole.end <= word.span.end &&
      word.span.end <= outer.end,
    `${path}: ${word.written}`,
  );
}

const PLAIN = /^[\w./:=@%+,-]*$/;
