import type { Dockerfile } from '../syntax/document';
import { hasVariable, isOn, stageChain, type BuildPackages } from '../syntax/dockerfile/packages';
import type { Stage } from '../syntax/dockerfile/stages';
import type { ShellCommand } from '../syntax/shell/command';
import { projectInstall, type ProjectInstall } from '../syntax/programs/projectInstalls';
import { buildContext, filesBefore, fileState, type ContextFiles } from './buildFiles';

/** A command that takes the packages of a project, free to leave what its lockfile says. */
export interface FreeInstall {
  readonly packages: BuildPackages;
  readonly project: ProjectInstall;
  /** Whether the build has the lockfile. */
  readonly lockfile: 'present' | 'absent' | 'unknown';
}

/** Null for a command that takes other packages, or exactly those of its lockfile. */
export function freeInstall(
  file: Dockerfile,
  packages: BuildPackages,
  files: ContextFiles | undefined,
): FreeInstall | null {
  const project = projectInstall(packages);
  if (!project || project.isFrozen || packages.isPartlyUnknown || isSetFrozen(file, packages, project))
    return null;
  const found = filesBefore(file, packages.run);
  const wanted = { names: project.lockfiles, beside: project.manifests };
  // A branch may be there for when there is no lockfile.
  const isBranch = packages.command.within.some((construct) => construct === 'if' || construct === 'case');
  const lockfile = isBranch ? 'unknown' : fileState(found, wanted, buildContext(file, files));
  return project.isFaithful && lockfile !== 'absent' ? null : { packages, project, lockfile };
}

/** Whether a variable or an earlier command tells the program to keep to its lockfile. */
function isSetFrozen(file: Dockerfile, packages: BuildPackages, { variables }: ProjectInstall): boolean {
  const { run, program, action } = packages;
  if (action === 'upgrade') return false;
  const isExported = run.commands.some(
    ({ name, words }) =>
      (name === 'export' || name === 'env') &&
      words.some(({ written }) => {
        const [variable = '', value] = written.split('=', 2);
        return variables.includes(variable) && isOn(value);
      }),
  );
  return (
    isExported || hasVariable(file, packages, variables) || (program === 'bundle' && isConfigured(file, run))
  );
}

/** `bundle config set frozen true`, also in an earlier RUN. */
function isConfigured(file: Dockerfile, { stage, instruction }: BuildPackages['run']): boolean {
  let firsts = remembered.get(file);
  if (!firsts) remembered.set(file, (firsts = firstConfigurations(file)));
  const { start } = instruction.line.span;
  return stageChain(file, stage).some((each) => (firsts.get(each) ?? Infinity) <= start);
}

/** Where each stage first tells Bundler to keep to its lockfile. */
function firstConfigurations({ commands }: Dockerfile): ReadonlyMap<Stage, number> {
  const firsts = new Map<Stage, number>();
  for (const { stage, instruction, commands: own } of commands) {
    if (stage && !firsts.has(stage) && own.some(isFrozenConfiguration))
      firsts.set(stage, instruction.line.span.start);
  }
  return firsts;
}

function isFrozenConfiguration({ name, words }: ShellCommand): boolean {
  return (
    name === 'bundle' &&
    words[1]?.written === 'config' &&
    words.some(({ written }) => written === 'frozen' || written === 'deployment') &&
    !words.some(({ written }) => written === 'false' || written === 'unset')
  );
}

const remembered = new WeakMap<Dockerfile, ReadonlyMap<Stage, number>>();
