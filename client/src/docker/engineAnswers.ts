import type { EngineFacts } from './engine';
import { recordOf, textOf, textsOf, timeOf, type UntypedRecord } from './untypedAnswer';

/** The answer to `GET /info`. */
export function readInfo(answer: unknown): Omit<EngineFacts, 'endpoint' | 'origin'> {
  const info = recordOf(answer);
  return {
    version: textOf(info.ServerVersion),
    machine: textOf(info.Name),
    store: store(info),
    swarm: swarm(recordOf(info.Swarm)),
    time: timeOf(info.SystemTime),
  };
}

/** Before 1.13, which brought API 1.25. The numbers of Docker went on with 17.03; podman's begin at 2. */
export function isTooOld(version: string | null): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) === 0 || (Number(major) === 1 && Number(minor) < 13);
}

function store({ Driver: driver, DriverStatus: status }: UntypedRecord): EngineFacts['store'] {
  if (textOf(driver) === null) return 'unknown';
  const pairs = Array.isArray(status) ? status.flatMap(textsOf) : [];
  return pairs.includes('io.containerd.snapshotter.v1') ? 'containerd' : 'classic';
}

/** Podman has the state `inactive` too, and some engines in the midst of joining have `pending` or `error`. */
function swarm({ LocalNodeState: state, ControlAvailable: isManager }: UntypedRecord): EngineFacts['swarm'] {
  if (isManager === true) return 'manager';
  return state === 'active' ? 'worker' : 'none';
}
