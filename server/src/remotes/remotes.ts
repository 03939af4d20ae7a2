import type { Environment } from '../environment';
import type { NetworkSettings } from '../registry/registrySettings';
import type { Question } from '../rules/rule';
import { createChecksums } from './checksum';
import { createCommits } from './commit';
import type { RemoteAnswer } from './unanswered';

export type AskRemote = (question: Question, signal: AbortSignal) => Promise<RemoteAnswer>;

export interface RemotesOptions {
  readonly settings: () => NetworkSettings;
  /** Folders whose programs are not run. */
  readonly notFrom: () => readonly string[];
}

/** Asks the servers that files name; only when somebody has chosen a fix that needs it. */
export function createRemotes(environment: Environment, { settings, notFrom }: RemotesOptions): AskRemote {
  const checksum = createChecksums({ environment, settings });
  const commit = createCommits({ environment, notFrom });
  return (question, signal) => {
    switch (question.kind) {
      case 'checksum':
        return checksum(question.url, signal);
      case 'commit':
        return commit(question.repository, question.reference, signal);
    }
  };
}
