/** Whose packages a program takes, and how they are named. */
export type Ecosystem = SystemEcosystem | LanguageEcosystem;

export type SystemEcosystem = 'apt' | 'apk' | 'rpm' | 'zypper' | 'pacman';

export type LanguageEcosystem =
  | 'pip'
  | 'conda'
  | 'npm'
  | 'gem'
  | 'cargo'
  | 'go'
  | 'composer'
  | 'nuget'
  | 'choco'
  | 'pecl'
  | 'python project';

/**
 * `add`: takes packages that the command names; `install`: those that it names or, without names, those of a project;
 * `upgrade`: newer versions of what is there; `build`: those of a project, to compile it; `locked`: exactly those of a
 * lockfile.
 */
export type PackageAction = 'add' | 'install' | 'upgrade' | 'build' | 'locked';

/** How the command line of a program that takes packages is read. */
export interface PackageProgram {
  readonly ecosystem: Ecosystem;
  /** The letters of options whose value may be the next word. */
  readonly valued?: string;
  /** The long ones, in lower case. */
  readonly longValued?: readonly string[];
  /** Long options may begin with one dash, and case does not count. */
  readonly singleDash?: boolean;
  /** By subcommand, of one word or two. */
  readonly actions: Readonly<Record<string, PackageAction>>;
  /** What it does without a subcommand. */
  readonly bare?: PackageAction;
}

export function actionsOf(action: PackageAction, names: readonly string[]): Record<string, PackageAction> {
  return Object.fromEntries(names.map((name) => [name, action]));
}
