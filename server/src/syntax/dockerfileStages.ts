import type { Word } from './dockerfileInstruction';

/** The empty image, which no registry has. */
export const SCRATCH = 'scratch';

/** The names of build stages, in lower case as BuildKit keeps them; null for a stage without one. */
export type StageNames = readonly (string | null)[];

/** The name that `FROM image AS name` gives; null where it gives none. */
export function stageName([, as, name]: readonly Word[]): string | null {
  return as?.text.toLowerCase() === 'as' && name ? name.text.toLowerCase() : null;
}

/** Whether `COPY --from` names a stage by its number. Source: BuildKit's dockerfile2llb. */
export function isStageIndex(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

/** Whether only development builds this stage: it is named so, and a plain build does not end with it. */
export function isDevelopmentStage(stages: StageNames, index: number): boolean {
  const name = stages[index];
  return index < stages.length - 1 && name != null && DEVELOPMENT_STAGES.has(name);
}

const DEVELOPMENT_STAGES: ReadonlySet<string> = new Set(['dev', 'development', 'test', 'debug']);
