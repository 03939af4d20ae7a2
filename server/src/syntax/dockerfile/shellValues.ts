import type { Dockerfile } from '../document';
import type { VariableValue } from '../shell/knownText';
import type { InstructionCommands } from './commands';
import { variablesAt } from './scopes';

/**
 * The values of variables in an instruction's commands: those that the commands set once to a text, and those of ARG
 * and ENV before it.
 */
export function shellValuesAt(file: Dockerfile, run: InstructionCommands): VariableValue {
  let values = remembered.get(run);
  if (!values) remembered.set(run, (values = readValues(file, run)));
  return values;
}

function readValues(file: Dockerfile, { instruction, commands }: InstructionCommands): VariableValue {
  const { lookup } = variablesAt(file, instruction);
  const own = new Map<string, string | null>();
  for (const { assignments } of commands) {
    for (const { name, value, append } of assignments)
      own.set(name, own.has(name) || append ? null : value.text);
  }
  return (name) => (own.has(name) ? (own.get(name) ?? null) : (lookup(name)?.text ?? null));
}

const remembered = new WeakMap<InstructionCommands, VariableValue>();
