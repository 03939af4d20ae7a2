import { pairsOf } from './arguments';
import { countUpTo } from '../../text/ascending';
import type { Dockerfile } from '../document';
import { expandWord, type Lookup, type Scope } from './expansion';
import type { Instruction } from './instruction';
import type { Stage } from './stages';
import {
  asArgument,
  declarationsOf,
  givenArguments,
  unknownArgument,
  type GivenArguments,
} from './variables';
import type { ExpandedText } from '../expandedText';

/**
 * What words of an instruction are expanded with: before the first FROM and in every FROM the global arguments, in a
 * stage those ARGs and ENVs before it that stand in the stage or in the stages that it starts from, of which the last
 * one of a name decides. An ARG without a default has the value of the global one of its name; one that nobody gives a
 * value makes a text unknown, and so does PATH, which every image has; any other name without a value is empty.
 * Source: BuildKit's dockerfile2llb.
 */
export function variablesAt(file: Dockerfile, instruction: Instruction): Scope {
  let scopes = remembered.get(file);
  if (!scopes) remembered.set(file, (scopes = readScopes(file)));
  const place = scopes.places.get(instruction);
  const isGlobal = !place?.table.parent;
  return {
    escape: file.escape,
    lookup: place ? lookupIn(place.table, place.position) : () => undefined,
    unset: isGlobal ? 'unknown' : 'empty',
  };
}

/** The values that variables get, each with the position from which on it holds. */
interface Table {
  readonly values: Map<string, { readonly position: number; readonly value: ExpandedText }[]>;
  /** The table of the stage that this one starts from; ROOT for an image; null for the global arguments. */
  readonly parent: Table | null;
}

interface Scopes {
  readonly places: ReadonlyMap<Instruction, { readonly table: Table; readonly position: number }>;
}

interface Reader {
  readonly escape: string;
  readonly given: GivenArguments;
  readonly globals: Lookup;
  readonly places: Map<Instruction, { readonly table: Table; readonly position: number }>;
  position: number;
}

/** One walk over the file: a stage starts from none but an earlier one. */
function readScopes({ instructions, stages, escape, builds }: Dockerfile): Scopes {
  const global: Table = { values: new Map(), parent: null };
  const places: Reader['places'] = new Map();
  const globals = lookupIn(global, Infinity);
  const reader: Reader = { escape, given: givenArguments(builds), globals, places, position: 0 };
  const first = stages[0] ? instructions.indexOf(stages[0].from) : instructions.length;
  for (const instruction of instructions.slice(0, first)) define(reader, global, instruction);
  const tables: Table[] = [];
  for (const stage of stages) {
    const table: Table = { values: new Map(), parent: parentOf(stage, tables) };
    tables.push(table);
    places.set(stage.from, { table: global, position: reader.position++ });
    for (const instruction of stage.instructions) define(reader, table, instruction);
  }
  return { places };
}

function parentOf({ base }: Stage, tables: readonly Table[]): Table {
  return (base === null ? undefined : tables[base]) ?? ROOT;
}

function define(reader: Reader, table: Table, instruction: Instruction): void {
  const position = reader.position++;
  reader.places.set(instruction, { table, position });
  if (instruction.keyword === 'arg') defineArguments(reader, table, instruction);
  else if (instruction.keyword === 'env' && table.parent) defineEnvironment(reader, table, instruction);
}

/** The defaults of one ARG see those before them in it. */
function defineArguments(reader: Reader, table: Table, instruction: Instruction): void {
  const { escape, given, globals } = reader;
  const { line } = instruction;
  const isGlobal = !table.parent;
  const scope: Scope = {
    escape,
    lookup: lookupIn(table, Infinity),
    unset: isGlobal ? 'unknown' : 'empty',
  };
  for (const { word, name, valueRange } of declarationsOf(instruction, escape)) {
    const inherited = (isGlobal ? undefined : globals(name)) ?? given.lookup(name);
    const range = given.wins(name) ? null : valueRange;
    const value = range ? asArgument(expandWord(line, range, scope)) : inherited;
    if (value) setValue(table, name, reader.position, value);
    else if (!isGlobal && !scope.lookup(name))
      setValue(table, name, reader.position, unknownArgument(line, word));
  }
}

/** The values of one ENV see what was before all of it. */
function defineEnvironment(reader: Reader, table: Table, instruction: Instruction): void {
  const { escape } = reader;
  const scope: Scope = { escape, lookup: lookupIn(table, Infinity), unset: 'empty' };
  const values = pairsOf(instruction, escape).map(({ name, value }) => ({
    name: PLAIN_NAME.test(name.text) ? name.text : expandWord(instruction.line, name, scope).text,
    value: asArgument(expandWord(instruction.line, value, scope)),
  }));
  for (const { name, value } of values) if (name !== null) setValue(table, name, reader.position, value);
}

function setValue({ values }: Table, name: string, position: number, value: ExpandedText): void {
  const known = values.get(name);
  if (known) known.push({ position, value });
  else values.set(name, [{ position, value }]);
}

/** The values that hold at a position of the file. */
function lookupIn(table: Table, position: number): Lookup {
  return (name) => {
    let inherited: Table | null = table;
    for (let depth = 0; inherited && depth < MAX_INHERITANCE; depth++) {
      const found = lastBefore(inherited.values.get(name) ?? [], position);
      if (found) return found;
      inherited = inherited.parent;
    }
    return undefined;
  };
}

function lastBefore(
  values: readonly { readonly position: number; readonly value: ExpandedText }[],
  position: number,
): ExpandedText | undefined {
  return values[countUpTo(values, position, (each) => each.position) - 1]?.value;
}

const remembered = new WeakMap<Dockerfile, Scopes>();

/** What every image gives its stage. */
const ROOT: Table = {
  values: new Map([['PATH', [{ position: -1, value: { text: null, segments: [pathOfImage()] } }]]]),
  parent: null,
};

function pathOfImage(): ExpandedText['segments'][number] {
  return { text: '$PATH', origin: 'unknown', span: null, verbatim: false };
}

/** A name that needs no expansion; BuildKit expands that of an ENV too. */
const PLAIN_NAME = /^\w+$/;
/** Stages that start from one another; nobody writes more than a few. */
const MAX_INHERITANCE = 200;
