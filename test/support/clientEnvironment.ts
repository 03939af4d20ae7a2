import type { Environment } from '../../client/src/environment';

/** An outside world of the client with nothing in it but what a test gives. */
export function clientEnvironment(given: Partial<Environment> = {}): Environment {
  return {
    variables: {},
    homeDirectory: '/home/ann',
    system: process.platform === 'win32' ? 'windows' : 'unix',
    readFile: () => Promise.resolve({ found: false, reason: 'absent', detail: 'ENOENT' }),
    listFolder: () => Promise.resolve(null),
    runProgram: () => Promise.resolve({ ran: false, detail: 'no programs in this test' }),
    openProgram: () => {
      throw new Error('no programs in this test');
    },
    ...given,
  };
}
