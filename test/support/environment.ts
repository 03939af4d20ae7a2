import type { Environment } from '../../server/src/environment';

/** An outside world with nothing in it but what a test gives. */
export function environmentWith(given: Partial<Environment>): Environment {
  return {
    fetch: () => Promise.reject(new Error('no network in this test')),
    now: () => 0,
    variables: {},
    homeDirectory: '/home/nobody',
    repositoryRoot: () => null,
    readText: () => null,
    fileNames: () => [],
    readFolder: () => Promise.resolve({ found: false, reason: 'absent', detail: 'no folders in this test' }),
    readFile: () => Promise.resolve({ found: false, reason: 'absent', detail: 'no files in this test' }),
    writeFileAtomic: () => Promise.reject(new Error('no files in this test')),
    appendToFile: () => Promise.reject(new Error('no files in this test')),
    renameFile: () => Promise.reject(new Error('no files in this test')),
    runProgram: () => Promise.resolve({ end: 'absent' }),
    log: () => undefined,
    ...given,
  };
}
