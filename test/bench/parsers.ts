import { DockerfileParser, type Flag, type Instruction as Other } from 'dockerfile-ast';
import { parseDocument as parseYaml } from 'yaml';
import { parseCompose } from '../../server/src/syntax/compose/compose';
import { parseDockerfile } from '../../server/src/syntax/dockerfile/dockerfile';
import { readInstruction, splitAtSpace } from '../../server/src/syntax/dockerfile/instruction';
import { readLines, sourceSpan } from '../../server/src/syntax/dockerfile/lines';
import { corpusFiles } from '../support/corpus';
import { quantile, timed, type Figure } from './figure';

const PASSES = 15;
const WARM_UP = 3;

/** Our parsers beside those that others would use, on the same files and in the same run. */
function parserFigures(): Figure[] {
  const files = corpusFiles();
  const textsOf = (kind: string) => files.filter((file) => file.kind === kind).map(({ text }) => text);
  if (files.length === 0) return [['parsers', 'no corpus']];
  const dockerfiles = textsOf('dockerfile');
  const whole = (text: string) => parseDockerfile(text);
  return [
    comparison('Dockerfile parser beside dockerfile-ast', dockerfiles, takeApart, takeApartByOther),
    comparison('Dockerfile with its references beside dockerfile-ast', dockerfiles, whole, takeApartByOther),
    comparison('compose beside yaml alone', textsOf('compose'), parseCompose, (text) => parseYaml(text)),
  ];
}

/** The ratio of the medians of passes that take turns, so that what else the machine does falls on both. */
function comparison(
  name: string,
  texts: readonly string[],
  ours: (text: string) => unknown,
  theirs: (text: string) => unknown,
): Figure {
  const samples = { ours: [] as number[], theirs: [] as number[] };
  for (let pass = 0; pass < WARM_UP + PASSES; pass++) {
    const [own] = timed(1, () => texts.forEach((text) => ours(text)));
    const [other] = timed(1, () => texts.forEach((text) => theirs(text)));
    if (pass < WARM_UP) continue;
    samples.ours.push(own!);
    samples.theirs.push(other!);
  }
  const [own, other] = [quantile(samples.ours, 0.5), quantile(samples.theirs, 0.5)];
  return [
    `${name}, ${texts.length} files`,
    `${(own / other).toFixed(3)} of its time, ${(other / own).toFixed(1)} times as fast ` +
      `(medians of ${PASSES} passes in turn: ${own.toFixed(1)} ms and ${other.toFixed(1)} ms)`,
  ];
}

/** Every instruction with its flags and words, and where each of them stands in the file. */
function takeApart(text: string): unknown[] {
  return readLines(text).instructions.map((line) => {
    const instruction = readInstruction(line);
    return {
      keyword: instruction.keyword,
      flags: instruction.flags.map(({ name, value, spanOf }) => ({
        name,
        value,
        span: spanOf(0, value.length),
      })),
      words: splitAtSpace(instruction).map((word) => ({
        text: word.text,
        span: sourceSpan(line, word.start, word.end),
      })),
      span: line.span,
    };
  });
}

function takeApartByOther(text: string): unknown[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => ({
      keyword: instruction.getKeyword(),
      flags: flagsOf(instruction).map((flag) => ({
        name: flag.getName(),
        value: flag.getValue(),
        range: flag.getValueRange(),
      })),
      words: instruction.getArguments().map((word) => ({ text: word.getValue(), range: word.getRange() })),
      range: instruction.getRange(),
    }));
}

function flagsOf(instruction: Other): Flag[] {
  return 'getFlags' in instruction ? (instruction as Other & { getFlags: () => Flag[] }).getFlags() : [];
}

process.stdout.write(JSON.stringify(parserFigures()));
