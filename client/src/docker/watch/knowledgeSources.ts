import type {
  FreshnessAnswer,
  ImageEvidence,
  ProjectDeclaration,
  RunningImage,
  RunningProject,
} from '../../../../server/src/inspectionProtocol';
import type { EvidenceQuestion } from '../releases/evidenceQuestion';
import type { SourceState } from '../releases/sourceState';

/** Who is asked what engines cannot know. None of them rejects: what is not known is absent, or says so. */
export interface KnowledgeSources {
  readonly declarations: (
    projects: readonly RunningProject[],
    signal: AbortSignal,
  ) => Promise<readonly ProjectDeclaration[]>;
  /** Registries are asked only when `ask` is true. */
  readonly compare: (
    images: readonly RunningImage[],
    ask: boolean,
    signal: AbortSignal,
  ) => Promise<readonly FreshnessAnswer[]>;
  /** Registries are asked where images come from; only when the user has said so. */
  readonly evidence: (
    images: readonly EvidenceQuestion[],
    signal: AbortSignal,
  ) => Promise<readonly ImageEvidence[]>;
  /** `source`: where the commit is said to come from, to tell whether it is this workspace. */
  readonly commit: (revision: string, source: string | null, signal: AbortSignal) => Promise<SourceState>;
  /** What compose would label the containers of a project with, by service; null where it cannot be known here. */
  readonly configurationHashes: (
    project: DeclaredProject,
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, string> | null>;
  /** Glob patterns of more paths that are scratch. */
  readonly scratch: () => readonly string[];
  /** Whether the user has set that registries are asked without a command. */
  readonly mayAskRegistries: () => boolean;
}

/** A running project whose files are here. */
export interface DeclaredProject {
  readonly name: string;
  readonly workingDirectory: string | null;
  /** Paths. */
  readonly files: readonly string[];
  readonly environmentFiles: readonly string[];
  /** `com.docker.compose.version` of its containers. */
  readonly composeVersion: string | null;
}
