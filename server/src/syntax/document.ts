import type { InlineDockerfile } from './compose/inlineDockerfile';
import type { ComposeService } from './compose/serviceModel';
import type { ComposeValue } from './compose/values';
import type { Build } from './dockerfile/build';
import type { InstructionCommands } from './dockerfile/commands';
import type { Instruction } from './dockerfile/instruction';
import type { Stage } from './dockerfile/stages';
import type { Statements } from './dockerfile/statements';
import type { Suppression } from './suppression';
import type { ImageUse } from './imageUse';

/** A file as the rules see it. */
export type Document = Dockerfile | ComposeFile;

/** A Dockerfile or Containerfile. */
export interface Dockerfile {
  readonly kind: 'dockerfile';
  readonly text: string;
  /** The character that continues a line and escapes others: a backslash, or what `# escape` chose. */
  readonly escape: string;
  /** The builds of compose files that are known to use it. */
  readonly builds: readonly Build[];
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** What its instructions run; read when first asked for. */
  readonly commands: readonly InstructionCommands[];
  /** What its other instructions say; read when first asked for. */
  readonly statements: Statements;
  readonly images: readonly ImageUse[];
  readonly suppressions: readonly Suppression[];
}

/** A compose file. */
export interface ComposeFile {
  readonly kind: 'compose';
  readonly text: string;
  /** Its services, those that it resets left out; read when first asked for. */
  readonly services: readonly ComposeService[];
  /** What its documents say beside services, by top-level key. */
  readonly top: (key: string) => ComposeValue | null;
  /** The Dockerfiles in it. */
  readonly inlineDockerfiles: readonly InlineDockerfile[];
  readonly images: readonly ImageUse[];
  readonly suppressions: readonly Suppression[];
}
