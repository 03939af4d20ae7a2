import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Environment } from '../environment';

/**
 * Connections over the standard input and output of a command, one process each. A process that nobody uses any more
 * waits a while for the next request, because a handshake of SSH takes longer than most answers.
 */
export function sshAgent(command: readonly [string, ...string[]], environment: Environment): Agent {
  const idle = new WeakMap<Duplex, NodeJS.Timeout>();
  const agent = new Agent({ keepAlive: true, maxSockets: LARGEST_NUMBER, maxFreeSockets: LARGEST_NUMBER });
  return Object.assign(agent, {
    createConnection: () => environment.openProgram(command),
    keepSocketAlive: (connection: Duplex) => {
      idle.set(connection, setTimeout(() => connection.destroy(), IDLE).unref());
      return true;
    },
    reuseSocket: (connection: Duplex) => clearTimeout(idle.get(connection)),
  });
}

/** One follows the events. Servers refuse more than ten connections that are still logging in. */
const LARGEST_NUMBER = 5;

/** Milliseconds. */
const IDLE = 10_000;
