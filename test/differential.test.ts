import assert from 'node:assert/strict';
import {
  DockerfileParser,
  type Dockerfile as OtherDockerfile,
  type Instruction as Other,
} from 'dockerfile-ast';
import { parseDockerfile } from '../server/src/syntax/dockerfile/dockerfile';
import { readInstruction, type Instruction } from '../server/src/syntax/dockerfile/instruction';
import { readLines } from '../server/src/syntax/dockerfile/lines';
import type { ImagePosition } from '../server/src/syntax/imageUse';
import { lineStarts, placeAt } from '../server/src/text/lines';
import type { Span } from '../server/src/text/span';
import { corpusFiles } from './support/corpus';

/** One thing that both parsers say of a file, by what it is and where it begins. */
type Said = ReadonlyMap<string, string>;

/** What the two do not agree on; undefined where one of them says nothing. */
interface Difference {
  readonly path: string;
  readonly what: string;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
  /** How many flags the instruction has where it is. */
  readonly flags: number;
}

/** Differences of one kind, and who is right by BuildKit. */
interface Class {
  readonly verdict: string;
  readonly holds: (difference: Difference) => boolean;
}

const classes: Readonly<Record<string, Class>> = {
  'COPY --from beside other flags': {
    verdict: 'we are right: BuildKit takes flags in any number; getFromFlag answers only where there is one',
    holds: ({ what, ours, theirs, flags }) =>
      what.startsWith('copy-from') && ours !== undefined && theirs === undefined && flags > 1,
  },
  'quotes in the value of a flag': {
    verdict: 'we are right: BuildKit’s extractBuilderFlags removes them; dockerfile-ast keeps them',
    holds: ({ what, ours, theirs }) =>
      what.startsWith('flags') && theirs !== undefined && theirs.replace(/["']/g, '') === ours,
  },
};

/** The positions that dockerfile-ast knows. */
const COMPARED: ReadonlySet<ImagePosition> = new Set(['from', 'copy-from']);

describe('real Dockerfiles beside dockerfile-ast', () => {
  const files = corpusFiles().filter(({ kind }) => kind === 'dockerfile');
  const differences = files.flatMap(({ path, text }) => differencesIn(path, text));
  const classOf = (difference: Difference) =>
    Object.keys(classes).find((name) => classes[name]!.holds(difference));

  it(`are read alike (${files.length}), but for differences that are named`, () => {
    assert.ok(files.length > 0);
    assert.deepEqual(
      differences.filter((difference) => classOf(difference) === undefined),
      [],
    );
  });

  for (const [name, { verdict }] of Object.entries(classes)) {
    const count = differences.filter((difference) => classOf(difference) === name).length;
    it(`${name}: ${count} (${verdict})`, () => {
      assert.ok(count > 0, 'no file has this difference any more: take it off the list');
    });
  }
});

function differencesIn(path: string, text: string): Difference[] {
  const [ours, theirs] = [ourWords(text), theirWords(DockerfileParser.parse(text))];
  const flags = flagCounts(text);
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((what) => ours.get(what) !== theirs.get(what))
    .map((what) => {
      const line = Number(what.split(' ')[1]);
      const count = flags.findLast((instruction) => instruction.line <= line)?.count ?? 0;
      return { path, what, ours: ours.get(what), theirs: theirs.get(what), flags: count };
    });
}

function flagCounts(text: string): { readonly line: number; readonly count: number }[] {
  const starts = lineStarts(text);
  return readLines(text).instructions.map((line) => ({
    line: placeAt(starts, line.span.start).line,
    count: readInstruction(line).flags.length,
  }));
}

function ourWords(text: string): Said {
  const said = new Map<string, string>();
  const starts = lineStarts(text);
  const place = (offset: number) => placeAt(starts, offset);
  const range = ({ start, end }: Span) =>
    `${place(start).line}:${place(start).column}-${place(end).line}:${place(end).column}`;
  for (const instruction of readLines(text).instructions.map(readInstruction)) {
    const { span } = instruction.line;
    const { line } = place(span.start);
    const end = span.start + text.slice(span.start, span.end).trimEnd().length;
    said.set(`instruction ${line}`, `${instruction.keyword} to ${place(end).line}`);
    said.set(
      `flags ${line}`,
      instruction.flags.map(({ name, value }) => (value === '' ? name : `${name}=${value}`)).join(' '),
    );
    if (instruction.keyword === 'from') said.set(`stage ${line}`, stageOf(instruction));
  }
  for (const { position, span } of parseDockerfile(text).images) {
    if (!COMPARED.has(position)) continue;
    const { line } = place(span.start);
    said.set(`${position} ${line}`, `${range(span)} ${text.slice(span.start, span.end)}`);
  }
  return said;
}

function stageOf({ line, start, end }: Instruction): string {
  const [, as, name] = line.text.slice(start, end).split(/[\t\v\f\r ]+/);
  return as?.toLowerCase() === 'as' ? (name ?? '') : '';
}

function theirWords(dockerfile: OtherDockerfile): Said {
  const said = new Map<string, string>();
  type Range = ReturnType<Other['getRange']>;
  const range = ({ start, end }: Range) =>
    `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
  for (const instruction of dockerfile.getInstructions()) {
    const { start, end } = instruction.getRange();
    const line = start.line + 1;
    said.set(`instruction ${line}`, `${instruction.getInstruction().toLowerCase()} to ${end.line + 1}`);
    said.set(`flags ${line}`, flagsOf(instruction));
  }
  for (const from of dockerfile.getFROMs()) {
    said.set(`stage ${from.getRange().start.line + 1}`, from.getBuildStage() ?? '');
    const image = from.getImageRange();
    if (image) said.set(`from ${image.start.line + 1}`, `${range(image)} ${from.getImage()}`);
  }
  for (const copy of dockerfile.getCOPYs()) {
    const flag = copy.getFromFlag();
    const value = flag?.getValueRange();
    if (value) said.set(`copy-from ${value.start.line + 1}`, `${range(value)} ${flag?.getValue()}`);
  }
  return said;
}

function flagsOf(instruction: Other): string {
  if (!('getFlags' in instruction)) return '';
  const { getFlags } = instruction as Other & {
    getFlags: () => { getName(): string; getValue(): string | null }[];
  };
  return getFlags
    .call(instruction)
    .map((flag) => (flag.getValue() ? `${flag.getName()}=${flag.getValue()}` : flag.getName()))
    .join(' ');
}
