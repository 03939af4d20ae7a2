import { effectiveInstruction, shellLanguages, type CommandLanguage } from './commandLanguage';
import { commandText, type CommandText } from './commandText';
import type { Instruction } from './instruction';
import type { Stage } from './stages';
import { execCommands, shellCommands } from '../shell/shell';
import type { ShellCommand } from '../shell/command';

/** The commands that an instruction runs, or that it sets to be run in the container. */
export interface InstructionCommands {
  readonly instruction: Instruction;
  /** Null before the first FROM. */
  readonly stage: Stage | null;
  /** Of ONBUILD that of the instruction in it. */
  readonly keyword: CommandKeyword;
  readonly onbuild: boolean;
  /** `heredoc`: a RUN whose script stands in a heredoc and nothing else. */
  readonly form: CommandText['form'];
  readonly language: CommandLanguage;
  /** Read when first asked for; none unless the language is `shell`. */
  readonly commands: readonly ShellCommand[];
}

export type CommandKeyword = 'run' | 'cmd' | 'entrypoint' | 'healthcheck';

export interface DockerfileText {
  readonly text: string;
  /** The character of the escape directive. */
  readonly escape: string;
}

/** The commands of all instructions of a file that have some. */
export function dockerfileCommands(
  file: DockerfileText,
  instructions: readonly Instruction[],
  stages: readonly Stage[],
): readonly InstructionCommands[] {
  const languages = shellLanguages(instructions, file.escape);
  let next = 0;
  return instructions.flatMap((instruction, index) => {
    if (stages[next]?.from === instruction) next++;
    const at = { instruction, stage: stages[next - 1] ?? null };
    return instructionCommands(file.text, at, languages[index] ?? 'shell') ?? [];
  });
}

/** The commands of one instruction; null where it has none. `shell` is what reads its shell form. */
function instructionCommands(
  text: string,
  { instruction, stage }: Pick<InstructionCommands, 'instruction' | 'stage'>,
  shell: CommandLanguage,
): InstructionCommands | null {
  const { effective, onbuild } = effectiveInstruction(instruction);
  const { keyword } = effective;
  if (!isCommandKeyword(keyword)) return null;
  const command = commandText(text, effective);
  if (!command) return null;
  const language = command.language ?? (command.form === 'exec' ? 'shell' : shell);
  let commands: readonly ShellCommand[] | null = language === 'shell' ? null : [];
  return {
    instruction,
    stage,
    keyword,
    onbuild,
    form: command.form,
    language,
    get commands() {
      commands ??= command.form === 'exec' ? execCommands(command.words) : shellCommands(command.script);
      return commands;
    },
  };
}

function isCommandKeyword(keyword: string): keyword is CommandKeyword {
  return KEYWORDS.has(keyword);
}

const KEYWORDS: ReadonlySet<string> = new Set<CommandKeyword>(['run', 'cmd', 'entrypoint', 'healthcheck']);
