import { ignoreUses } from '../../server/src/ignoreUses';
import { lint } from '../../server/src/lint';
import { problemsOf } from '../../server/src/problems';
import { rules } from '../../server/src/rules';
import type { Facts } from '../../server/src/rules/facts';
import type { Rule } from '../../server/src/rules/rule';
import { DEFAULT_SETTINGS } from '../../server/src/settings';
import type { ComposeFile, Document, Dockerfile } from '../../server/src/syntax/document';
import { parseDocument } from '../../server/src/syntax/parseDocument';
import { corpusFiles } from '../support/corpus';
import { quantile, type Figure } from './figure';
import { examplesOf, manyThings, type Material } from './material';

/** What the rules cost beside parsing over real files, and how their cost grows with a document. */
function ruleFigures(): Figure[] {
  return [...costFigures(), ...growthFigures()];
}

/**
 * The rules against `parseDocument`, file by file without what stands around it. What a document reads when it is first
 * asked for is work of the rules in one figure, and of parsing in the other.
 */
function costFigures(): Figure[] {
  const files = corpusFiles();
  if (files.length === 0) return [['rules', 'no corpus']];
  const samples = new Map<string, number[]>();
  const measure = (name: string, call: () => void) => {
    samples.set(name, [...(samples.get(name) ?? []), worked(call)]);
  };
  for (let pass = 0; pass < WARM_UP + PASSES; pass++) {
    if (pass === WARM_UP) samples.clear();
    const parse = () => files.map(({ kind, text }) => parseDocument(kind, text));
    let documents: Document[] = [];
    measure('parse', () => (documents = parse()));
    measure('lint', () => documents.forEach((document) => lint(document, DEFAULT_SETTINGS, FACTS)));
    documents = parse();
    measure('lazy', () => documents.forEach(readAll));
    measure('lint after', () => documents.forEach((document) => lint(document, DEFAULT_SETTINGS, FACTS)));
    documents = parse();
    documents.forEach(readAll);
    for (const rule of rules) measure(rule.id, () => documents.forEach((document) => judge(rule, document)));
  }
  const median = (name: string) => quantile(samples.get(name) ?? [], 0.5);
  const [parse, whole, lazy, after] = ['parse', 'lint', 'lazy', 'lint after'].map(median) as [
    number,
    number,
    number,
    number,
  ];
  const ratio = (ours: number, theirs: number) =>
    `${(ours / theirs).toFixed(2)} of its time (medians of ${PASSES} passes: ${ours.toFixed(1)} ms and ${theirs.toFixed(1)} ms)`;
  const costs = rules.map(({ id }) => ({ id, cost: median(id) })).sort((a, b) => b.cost - a.cost);
  const sum = costs.reduce((total, { cost }) => total + cost, 0);
  const most = costs.slice(0, 5).map(({ id, cost }) => `${id} ${((cost / sum) * 100).toFixed(0)} %`);
  return [
    [`rules beside parsing, ${files.length} files, lazy reading among the rules`, ratio(whole, parse)],
    [
      `rules beside parsing, ${files.length} files, lazy reading among the parsing`,
      ratio(after, parse + lazy),
    ],
    [`rules that cost most of ${rules.length}`, `${most.join(', ')} of ${sum.toFixed(1)} ms`],
  ];
}

/** How much longer each rule takes over four times the text, where that is long enough to be told. */
function growthFigures(): Figure[] {
  const growths = [
    ...manyThings().flatMap((material) => growthsOver(material, rules)),
    ...rules.flatMap((rule) => examplesOf(rule.id).flatMap((material) => growthsOver(material, [rule]))),
  ];
  const names = [...new Set(growths.map(({ name }) => name))];
  return names.map((name): Figure => {
    const own = growths.filter((growth) => growth.name === name && growth.last >= MIN_TOLD);
    const ranked = own.sort((a, b) => b.last / b.first - a.last / a.first);
    const [worst] = ranked;
    if (!worst) return [`growth of ${name}`, `under ${MIN_TOLD} ms everywhere`];
    const suspect = ranked.filter(({ first, last }) => last / first > SUSPECT);
    const longest = Math.max(...own.map(({ last }) => last));
    const told = `${shown(worst)}; longest ${longest.toFixed(1)} ms`;
    return [
      `growth of ${name}`,
      suspect.length === 0 ? told : `SUPERLINEAR ${suspect.map(shown).join('; ')}`,
    ];
  });
}

interface Growth {
  readonly name: string;
  readonly material: string;
  /** Milliseconds at the sizes. */
  readonly first: number;
  readonly middle: number;
  readonly last: number;
}

function shown({ material, first, middle, last }: Growth): string {
  const times = [first, middle, last].map((time) => time.toFixed(1)).join(', ');
  return `${(last / first).toFixed(1)} times in 4 times '${material}' (${times} ms)`;
}

function growthsOver({ name: material, kind, textOf }: Material, judged: readonly Rule[]): Growth[] {
  const texts = [1, 2, 4].map((times) => textOf(times * SIZE));
  let all: readonly Times[] = texts.map((text) => timesOver(kind, text, judged));
  // What disturbs a run only makes it longer: what looks bad gets more runs, and the shortest counts.
  for (let run = 1; run < MAX_RUNS && (run < MIN_RUNS || isSuspect(all)); run++) {
    all = texts.map((text, index) => shortest(all[index], timesOver(kind, text, judged)));
  }
  const [first, middle, last] = all as [Times, Times, Times];
  return [...first.keys()].map((name) => ({
    name,
    material,
    first: first.get(name) ?? NaN,
    middle: middle.get(name) ?? NaN,
    last: last.get(name) ?? NaN,
  }));
}

function isSuspect([first, , last]: readonly Times[]): boolean {
  return [...(last ?? [])].some(
    ([name, time]) => time >= MIN_TOLD && time > SUSPECT * (first?.get(name) ?? Infinity),
  );
}

function shortest(before: Times | undefined, times: Times): Times {
  return new Map([...times].map(([name, time]) => [name, Math.min(time, before?.get(name) ?? Infinity)]));
}

type Times = ReadonlyMap<string, number>;

function timesOver(kind: Document['kind'], text: string, judged: readonly Rule[]): Times {
  const times = new Map<string, number>();
  const measure = (name: string, call: () => void) => times.set(name, worked(call));
  if (judged.length > 1) {
    let whole: Document | null = null;
    measure('parsing', () => (whole = parseDocument(kind, text)));
    measure('lint', () => whole && lint(whole, DEFAULT_SETTINGS, FACTS));
  }
  const document = parseDocument(kind, text);
  if (judged.length > 1) measure('lazy reading', () => readAll(document));
  for (const rule of judged) measure(rule.id, () => judge(rule, document));
  return times;
}

function judge(rule: Rule, document: Document): number {
  if (!rule.ignores) return problemsOf(rule, document, FACTS).length;
  const uses = ignoreUses({ document, settings: DEFAULT_SETTINGS, facts: FACTS, places: new Map() });
  return [...rule.ignores(uses, FACTS)].length;
}

/** Asks for all that a document reads only when it is asked for. */
function readAll(document: Document): void {
  if (document.kind === 'dockerfile') readDockerfile(document);
  else readCompose(document);
}

function readDockerfile({ commands, statements }: Dockerfile): number {
  const words = commands.map((each) => each.commands.length);
  return words.length + statements.settings.length;
}

function readCompose({ services, inlineDockerfiles }: ComposeFile): number {
  const read = services.map(({ environment, labels, mounts, ports, runs, image }) => [
    ...[environment, labels].map((pairs) => pairs.filter(({ text }) => text === null)),
    ...[mounts, ports, runs.map(({ commands }) => commands), image],
  ]);
  return read.length + inlineDockerfiles.map(({ dockerfile }) => readDockerfile(dockerfile)).length;
}

/** Milliseconds of the processor: a clock would also count what else the machine does. */
function worked(call: () => void): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const FACTS: Facts = { development: false, options: DEFAULT_SETTINGS.options };
const WARM_UP = 2;
const PASSES = 9;
const MIN_RUNS = 2;
const MAX_RUNS = 4;
/** Characters of the smallest document. */
const SIZE = 25_000;
/** Milliseconds under which a growth says nothing. */
const MIN_TOLD = 8;
/** Beyond this a cost that is four times as much when it is linear is looked at. */
const SUSPECT = 6;

process.stdout.write(JSON.stringify(ruleFigures()));
