import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argumentsOf, type Arguments } from '../../../../server/src/syntax/dockerfile/arguments';
import { parseDockerfile } from '../../../../server/src/syntax/dockerfile/dockerfile';
import { readInstruction, type Instruction } from '../../../../server/src/syntax/dockerfile/instruction';
import { readLines } from '../../../../server/src/syntax/dockerfile/lines';

/** BuildKit's own parser test files, kept beside a developer's checkout. */
const CASES = join(__dirname, '../../../../../../shared/conformance/dockerfile-parser');

describe('BuildKit’s parser test files', function () {
  before(function () {
    if (!existsSync(CASES)) this.skip();
  });

  for (const name of directories('testfiles')) {
    it(`reads ${name} as BuildKit does`, () => {
      const source = readFileSync(join(CASES, 'testfiles', name, 'Dockerfile'), 'utf8');
      assert.equal(printed(source), readFileSync(join(CASES, 'testfiles', name, 'result'), 'utf8'));
    });
  }

  for (const name of directories('testfiles-negative')) {
    it(`reads what it can of ${name}`, () => {
      const source = readFileSync(join(CASES, 'testfiles-negative', name, 'Dockerfile'), 'utf8');
      const { text, images } = parseDockerfile(source);
      assert.equal(text, source);
      assert.deepEqual([printed(source), images.length], REFUSED[name]);
    });
  }

  it('knows the lines on which each instruction stands', () => {
    const source = readFileSync(join(CASES, 'testfile-line/Dockerfile'), 'utf8');
    const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
    assert.deepEqual(
      readLines(source).instructions.map(({ span }) => [lineOf(span.start), lineOf(span.end)]),
      [
        [5, 5],
        [11, 12],
        [17, 31],
      ],
    );
  });
});

/** What BuildKit refuses: the instructions that are left of it, and how many references. */
const REFUSED: Record<string, [string, number]> = {
  empty_dockerfile: ['', 0],
  env_no_value: ['(from "busybox")\n(env)\n', 1],
  only_comments: ['', 0],
  'shykes-nested-json': ['(cmd "[ \\"echo\\", [ \\"nested json\\" ] ]")\n', 0],
};

function directories(folder: string): string[] {
  const path = join(CASES, folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
}

/** The tree that BuildKit's parser dumps: a line for each instruction, its words quoted as Go quotes them. */
function printed(source: string): string {
  const { instructions, escape } = readLines(source);
  return instructions.map((line) => `(${printInstruction(readInstruction(line), escape)})\n`).join('');
}

function printInstruction(instruction: Instruction, escape: string): string {
  const { keyword, flags } = instruction;
  const names = flags.map(({ name, value, hasValue }) =>
    quoted(hasValue ? `--${name}=${value}` : `--${name}`),
  );
  const words = printArguments(argumentsOf(instruction, escape), escape);
  return [keyword, ...(names.length > 0 ? [`[${names.join(' ')}]`] : []), ...words].join(' ');
}

function printArguments(args: Arguments, escape: string): string[] {
  switch (args.kind) {
    case 'none':
      return [];
    case 'words':
    case 'json':
      return args.words.map(({ text }) => quoted(text));
    case 'text':
      return [quoted(args.text.text)];
    case 'pairs':
      return args.pairs.flatMap(({ name, value, hasEquals }) =>
        [name.text, value.text, hasEquals ? '=' : ''].map(quoted),
      );
    case 'check':
      return [quoted(args.type.text), ...printArguments(args.command, escape)];
    case 'instruction':
      return [`(${printInstruction(args.instruction, escape)})`];
  }
}

/** A string literal of Go. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\\p{C}]/gu, (character) => {
    const named = NAMED_ESCAPES[character];
    return named ?? `\\x${character.codePointAt(0)!.toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

const NAMED_ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
