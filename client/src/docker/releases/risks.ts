import type { Risk } from './answers';
import { isUpdater } from './autoUpdaters';
import { isLocal } from './freshness';
import type { ReadContainer } from './readContainer';
import { isEngineSocket } from './sortMounts';

/** What is no difference now, and may become one without anybody's doing. */
export function risks(read: ReadContainer): readonly Risk[] {
  const { container, started } = read;
  const found: Risk[] = [];
  const { digest, reference } = container;
  // What has another name that a registry knows is not without a digest.
  const isElsewhere = !digest.known && digest.reason === 'other-repository';
  if (started !== null && !isElsewhere && isLocal(started, digest, read.image.labels)) {
    found.push({ kind: 'unpinned', reference: reference ?? started.text });
  }
  if (started !== null && isUpdater(read)) found.push({ kind: 'auto-updater', name: started.repository });
  const sockets = container.mounts.filter((mount) => mount.role === 'socket' && isEngineSocket(mount));
  return [...found, ...sockets.map(({ target }): Risk => ({ kind: 'engine-socket', target }))];
}
