import { posix } from 'node:path';
import { packageScripts } from '../syntax/packageScripts';
import type { ShellCommand } from '../syntax/shell/command';
import { launchesOf, scriptCallOf, type Launch, type ScriptCall } from '../syntax/programs/launches';
import { isShell } from '../syntax/shell/programs';
import { shellCommands } from '../syntax/shell/shell';
import { fileText } from '../syntax/shell/text';
import type { Span } from '../text/span';
import type { FilePlace, ImageFiles } from './imageFiles';

/** A command that a container runs when it starts. */
export interface StartedCommand {
  readonly command: ShellCommand;
  readonly launches: readonly Launch[];
  /** The script of a package.json that it calls and that cannot be read here. */
  readonly script: ScriptCall | null;
  /** Whether nothing is started after it. */
  readonly isLast: boolean;
  /** The command of the document that leads to it, and the file that says it; null for one of the document itself. */
  readonly through: { readonly span: Span; readonly file: FilePlace } | null;
}

/** What commands of a document come to: they themselves, the scripts of packages and the scripts that they start. */
export function* startedCommands(
  commands: readonly ShellCommand[],
  files: ImageFiles | null,
  from: Origin = { through: null, isLast: true, depth: 0, read: new Set() },
): Iterable<StartedCommand> {
  for (const [index, command] of commands.entries()) {
    const isLast =
      from.isLast &&
      !commands.slice(index + 1, index + 1 + LOOK_AHEAD).some((next) => !isInside(next, command));
    const launches = launchesOf(command);
    const scripts = files && from.depth < MAX_DEPTH ? scriptsOf(command, launches, files) : [];
    const call =
      scripts.length > 0 ? null : (launches.map(scriptCallOf).find((each) => each !== null) ?? null);
    yield { command, launches, script: call, isLast, through: from.through };
    for (const [position, { commands: inner, place }] of scripts.entries()) {
      const script = `${place.path} ${place.span?.start ?? ''}`;
      if (from.read.has(script)) continue;
      from.read.add(script);
      const through = from.through ?? { span: command.span, file: place };
      yield* startedCommands(inner, files, {
        through: { ...through, file: place },
        isLast: isLast && position === scripts.length - 1,
        depth: from.depth + 1,
        read: from.read,
      });
    }
  }
}

interface Origin {
  readonly through: StartedCommand['through'];
  readonly isLast: boolean;
  readonly depth: number;
  /** The scripts that are followed already, each once. */
  readonly read: Set<string>;
}

interface Script {
  readonly commands: readonly ShellCommand[];
  readonly place: FilePlace;
}

function isInside(command: ShellCommand, outer: ShellCommand): boolean {
  for (let next = command.inside?.command ?? null; next; next = next.inside?.command ?? null) {
    if (next === outer) return true;
  }
  return false;
}

function scriptsOf(command: ShellCommand, launches: readonly Launch[], files: ImageFiles): Script[] {
  const call = launches.map(scriptCallOf).find((each) => each !== null);
  if (call) return call.isElsewhere ? [] : scriptsOfPackage(call, files);
  const path = scriptPath(command);
  const file = path === null ? null : files.read(path);
  if (!file || !isShellScript(file.text, file.path)) return [];
  return [{ commands: shellCommands(fileText(file.text)), place: { path: file.path, span: null } }];
}

/** A script of a package, with the one that npm runs before it. */
function scriptsOfPackage({ script, folder }: ScriptCall, files: ImageFiles): Script[] {
  const file = files.read(posix.join(folder ?? '.', 'package.json'));
  const scripts = file ? packageScripts(file.text) : null;
  if (!file || !scripts?.has(script)) return [];
  return [`pre${script}`, script].flatMap((name) => {
    const found = scripts.get(name);
    if (!found) return [];
    const commands = shellCommands(fileText(found.command));
    return [{ commands, place: { path: file.path, span: found.span } }];
  });
}

/** The script that a command is, or gives to a shell or reads: `./start.sh`, `sh start.sh`, `. ./start.sh`. */
function scriptPath({ name, words }: ShellCommand): string | null {
  const [first, ...rest] = words;
  if (!first || name === null) return null;
  if (!isShell(name) && name !== '.' && name !== 'source') {
    return first.text !== null && (first.text.includes('/') || name.endsWith('.sh')) ? first.text : null;
  }
  const script = rest.find(({ written }) => !/^[-+]/.test(written));
  return rest.some(({ written }) => /^-\w*c/.test(written)) ? null : (script?.text ?? null);
}

function isShellScript(text: string, path: string): boolean {
  const [, program] = /^#![ \t]*(?:\/usr\/bin\/env[ \t]+)?(\S+)/.exec(text) ?? [];
  if (program === undefined) return /\.(?:sh|bash)$/.test(path);
  const name = posix.basename(program);
  return isShell(name) || name === 'with-contenv';
}

/** A script that starts a script that starts a script. */
const MAX_DEPTH = 4;
/** What is after so many commands that belong to one is left out of account. */
const LOOK_AHEAD = 50;
