import { Agent, type ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Environment } from '../environment';

/**
 * Connections over the standard input and output of a command, one process each. A process that nobody uses any more
 * waits a while for the next request, because a handshake of SSH takes longer than most answers.
 */
export function sshAgent(
  command: readonly [string, ...string[]],
  environment: Environment,
  patience = IDLE,
): Agent {
  const idle = new WeakMap<Duplex, NodeJS.Timeout>();
  const agent = new Agent({ keepAlive: true, maxSockets: LARGEST_NUMBER, maxFreeSockets: LARGEST_NUMBER });
  const reuseSocket = agent.reuseSocket.bind(agent);
  return Object.assign(agent, {
    // Agents refer to the sockets that are in use, which is nothing that a program needs.
    createConnection: () => Object.assign(environment.openProgram(command), { ref: () => undefined }),
    keepSocketAlive: (connection: Duplex) => {
      idle.set(connection, setTimeout(() => connection.destroy(), patience).unref());
      return true;
    },
    reuseSocket: (connection: Duplex, request: ClientRequest) => {
      clearTimeout(idle.get(connection));
      reuseSocket(connection, request);
    },
  });
}

/** One follows the events. Servers refuse more than ten connections that are still logging in. */
const LARGEST_NUMBER = 5;

/** Milliseconds. */
const IDLE = 10_000;
