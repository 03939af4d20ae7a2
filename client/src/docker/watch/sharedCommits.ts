import type { SourceState } from '../releases/sourceState';
import type { KnowledgeSources } from './knowledgeSources';

export interface SharedCommits {
  readonly ask: KnowledgeSources['commit'];
  readonly forget: () => void;
}

/** Asks for each commit once, however many hosts run it and whether or not the one who asked first still waits. */
export function sharedCommits(commit: KnowledgeSources['commit']): SharedCommits {
  const asked = new Map<string, Promise<SourceState>>();
  let stop = new AbortController();
  return {
    ask: (revision, source) => {
      const name = JSON.stringify([revision, source]);
      const answer = asked.get(name) ?? commit(revision, source, stop.signal);
      asked.set(name, answer);
      return answer;
    },
    forget: () => {
      stop.abort();
      stop = new AbortController();
      asked.clear();
    },
  };
}
