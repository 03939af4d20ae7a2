import type {
  Drift,
  Freshness,
  FreshnessUnknown,
  Health,
  Risk,
  Sync,
  SyncReason,
} from '../docker/releases/answers';
import { count } from './amounts';

/** The answers in words, for people. */

export function syncWord({ status }: Sync): string {
  switch (status) {
    case 'synced':
      return 'in sync';
    case 'out-of-sync':
      return 'out of sync';
    case 'unknown':
      return 'unknown';
  }
}

export function freshnessWord({ status }: Freshness): string {
  switch (status) {
    case 'current':
      return 'current';
    case 'tag-moved':
      return 'tag moved';
    case 'tag-gone':
      return 'tag gone';
    case 'digest-gone':
      return 'digest gone';
    case 'unknown':
      return 'unknown';
  }
}

export function healthWord({ status }: Health): string {
  switch (status) {
    case 'healthy':
    case 'starting':
    case 'paused':
    case 'stopped':
    case 'unknown':
      return status;
    case 'degraded':
      return 'unhealthy';
  }
}

/** Somebody who was seen inside may have changed nothing. */
export function driftWord({ status, changes, touches }: Drift): string {
  switch (status) {
    case 'none':
      return 'unchanged';
    case 'drifted':
      return touches.length > 0 && (changes?.code.length ?? 0) + (changes?.data.length ?? 0) === 0
        ? 'touched by hand'
        : 'drifted';
    case 'unknown':
      return 'unknown';
  }
}

export function syncReasonText(reason: SyncReason): string {
  switch (reason.kind) {
    case 'other-image':
      return `the file declares ${reason.declared}, and ${reason.running} runs`;
    case 'tag-moved-here':
      return `${reason.reference} is another image on this engine by now, and the container was not replaced`;
    case 'configuration':
      return 'the container was started with another configuration than the file has now';
    case 'behind':
      return reason.commits === 0
        ? 'built from HEAD'
        : `built ${count(reason.commits, 'commit')} behind HEAD`;
    case 'dirty-source':
      return 'built from files that were not committed';
    case 'unknown-commit':
      return `the Git history here does not have the commit ${reason.revision.slice(0, 7)}`;
    case 'orphan':
      return 'the file has no such service';
    case 'undeclared':
      return 'nothing says which file declares it';
    case 'file-absent':
      return `${reason.path} is not here, or cannot be read`;
    case 'variable':
      return `${reason.text} cannot be known from the files`;
    case 'tag-not-here':
      return `which image ${reason.declared} names is known to its registry only`;
    case 'identity-unknown':
      return 'the engine does not say what runs';
  }
}

export function freshnessReasonText(reason: FreshnessUnknown): string {
  switch (reason) {
    case 'not-asked':
      return 'no registry has been asked (Check Against Registries)';
    case 'local':
      return 'built or imported here, no registry has it';
    case 'no-tag':
      return 'started by digest alone, there is no tag that could move';
    case 'reference-unknown':
      return 'the engine does not say what it was started from';
    case 'unanswered':
      return 'its registry did not answer';
  }
}

/** A word or two. */
export function riskWord(risk: Risk): string {
  switch (risk.kind) {
    case 'unpinned':
      return 'unpinned';
    case 'auto-updater':
      return 'auto-updater';
    case 'engine-socket':
      return 'engine socket';
  }
}

export function riskText(risk: Risk): string {
  switch (risk.kind) {
    case 'unpinned':
      return `started from ${risk.reference}: the next start may be another image`;
    case 'auto-updater':
      return `${risk.name} replaces containers by itself`;
    case 'engine-socket':
      return `it can do everything on this host through ${risk.target}`;
  }
}
