import { evidenceQuestion, type EvidenceQuestion } from '../docker/releases/evidenceQuestion';
import type { Inspection } from '../docker/watch/inspection';
import { runningContainers } from './collectReport';

/** What to ask registries about all that runs, once for each image. Nobody is asked about what was built or imported here. */
export function evidenceQuestions({ hosts }: Inspection): readonly EvidenceQuestion[] {
  const questions = hosts
    .flatMap(({ state }) => (state.kind === 'running' ? runningContainers(state.releases) : []))
    .flatMap(({ container }) => evidenceQuestion(container) ?? []);
  return [...new Map(questions.map((asked) => [asked.key, asked])).values()];
}
