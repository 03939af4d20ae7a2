import { innerInstruction, type Instruction } from './instruction';
import { jsonWords } from './jsonForm';
import { isShell, programOf, windowsShell } from '../shell/programs';

/** What reads a command line: `shell` is sh, Bash and their kin; `other` any program that is no shell we know. */
export type CommandLanguage = 'shell' | 'powershell' | 'cmd' | 'other';

/**
 * For each instruction the language of the shell form in it: that of the last SHELL of its stage or of the stage that
 * it builds on, else of the image. Source: Dockerfile reference, SHELL.
 */
export function shellLanguages(
  instructions: readonly Instruction[],
  escape: string,
): readonly CommandLanguage[] {
  const defaults = new Map<string, string>();
  const stages = new Map<string, CommandLanguage>();
  const outermost = defaultLanguage(escape);
  let stage: string | null = null;
  let language = outermost;
  return instructions.map((instruction) => {
    if (instruction.keyword === 'from') {
      const { base, name } = readFrom(instruction);
      const inherited = stages.get(base);
      language = inherited ?? (isWindows(instruction, expanded(base, defaults)) ? 'cmd' : outermost);
      stage = name;
    } else if (instruction.keyword === 'shell') {
      language = shellLanguage(instruction) ?? language;
    } else if (instruction.keyword === 'arg' && stages.size === 0 && stage === null) {
      readDefaults(instruction, defaults);
    }
    if (stage !== null) stages.set(stage, language);
    return language;
  });
}

/** Only files for Windows, whose paths hold backslashes, change the escape character. */
function defaultLanguage(escape: string): CommandLanguage {
  return escape === '`' ? 'cmd' : 'shell';
}

/** What the words of a SHELL name: the first that is a shell counts, as in `["conda", "run", "bash", "-c"]`. */
function shellLanguage({ line, start, end }: Instruction): CommandLanguage | null {
  const words = jsonWords(line, { start, end });
  if (!words || words.length === 0) return null;
  for (const { text } of words) {
    const name = programOf(text);
    if (isShell(name)) return 'shell';
    const windows = windowsShell(name);
    if (windows) return windows;
  }
  return 'other';
}

/** The image or stage of a FROM, and the stage that it begins. */
function readFrom({ line, start, end }: Instruction): { base: string; name: string } {
  const words = line.text.slice(start, end).split(/\s+/);
  return {
    base: words[0] ?? '',
    name: words[1]?.toLowerCase() === 'as' ? (words[2] ?? '').toLowerCase() : '',
  };
}

function isWindows({ flags }: Instruction, image: string): boolean {
  const platform = flags.find(({ name }) => name === 'platform')?.value;
  return WINDOWS_IMAGE.test(image) || platform?.toLowerCase().startsWith('windows') === true;
}

function readDefaults({ line, start, end }: Instruction, defaults: Map<string, string>): void {
  for (const word of line.text.slice(start, end).split(/\s+/)) {
    const equals = word.indexOf('=');
    if (equals > 0) defaults.set(word.slice(0, equals), word.slice(equals + 1));
  }
}

function expanded(image: string, defaults: ReadonlyMap<string, string>): string {
  return image.replace(/\$\{?(\w+)\}?/g, (variable, name: string) => defaults.get(name) ?? variable);
}

/** An ONBUILD's instruction, or the instruction itself. */
export function effectiveInstruction(instruction: Instruction): { effective: Instruction; onbuild: boolean } {
  const onbuild = instruction.keyword === 'onbuild';
  return { effective: onbuild ? innerInstruction(instruction) : instruction, onbuild };
}

/** Images whose names say that they run Windows, where the shell form runs `cmd /S /C`. */
const WINDOWS_IMAGE =
  /(?:^|[/:-])(?:nanoserver|(?:windows)?servercore)(?=[-:@/]|$)|(?:^|[/.])microsoft(?:\.com)?\/(?:windows|iis|dotnet-framework|dotnet\/framework|mssql-server-windows)/i;
