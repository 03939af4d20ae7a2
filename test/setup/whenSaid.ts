import type { ChildProcess } from 'node:child_process';

/** Resolves when a program writes what is waited for; rejects with all it said when it ends before. */
export function whenSaid(child: ChildProcess, expected: RegExp, name: string): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (text: string): void => {
      said += text;
      const match = expected.exec(said);
      if (match) resolve(match);
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`${name} ended with ${String(code)}.\n${said.slice(-4000)}`)),
    );
  });
}
