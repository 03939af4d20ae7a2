import { JAVASCRIPT_PROGRAMS } from './javaScriptPrograms';
import { OTHER_PROGRAMS } from './otherPrograms';
import type { PackageProgram } from './packageProgram';
import { PYTHON_PROGRAMS } from './pythonPrograms';
import { SYSTEM_PROGRAMS } from './systemPrograms';

/** The programs that take packages, by name; pacman is read apart. */
export const PACKAGE_PROGRAMS: ReadonlyMap<string, PackageProgram> = new Map([
  ...SYSTEM_PROGRAMS,
  ...PYTHON_PROGRAMS,
  ...JAVASCRIPT_PROGRAMS,
  ...OTHER_PROGRAMS,
]);
