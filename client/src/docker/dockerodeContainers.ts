import { ask, understood, type Line } from './dockerodeClient';
import { platformName } from './releases/platformName';
import { recordOf, textOf } from './untypedAnswer';
import type { Answer } from './engine';
import type { Platform } from './engineFacts';

/** A container that only its files are wanted of: it has a command that does not exist, and no network. */
export async function createUnstarted(
  line: Line,
  { image, labels, platform }: Unstarted,
  signal: AbortSignal,
): Promise<Answer<string>> {
  const body = {
    Image: image,
    Labels: labels,
    // Engines refuse an image that has no command of its own.
    Cmd: ['never-started'],
    Entrypoint: [],
    NetworkDisabled: true,
    HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'no' } },
  };
  const answer = await ask(line, {
    method: 'POST',
    path: '/containers/create',
    // API 1.41; engines before it know one platform only, and do not look at it.
    ...(platform ? { query: { platform: platformName(platform) } } : {}),
    body,
    signal,
    limit: line.limits.answer,
  });
  return understood(line, answer, (created) => textOf(recordOf(created).Id));
}

interface Unstarted {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly platform: Platform | null;
}

/** With its anonymous volumes. Not by force: what somebody has started meanwhile stays. */
export async function removeUnstarted(line: Line, id: string, signal: AbortSignal): Promise<Answer<null>> {
  const path = `/containers/${encodeURIComponent(id)}`;
  const answer = await ask(line, {
    method: 'DELETE',
    path,
    query: { v: '1' },
    signal,
    limit: line.limits.answer,
  });
  if (answer.ok || answer.failure.status === 404) return { ok: true, value: null };
  const { status, detail } = answer.failure;
  return status === 409 && detail.includes('already in progress') ? { ok: true, value: null } : answer;
}
