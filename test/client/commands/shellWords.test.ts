import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellKind, shellLine } from '../../../client/src/commands/shellWords';
import type { ShellKind } from '../../../client/src/commands/shellWords';

describe('the shell of a terminal', () => {
  const cases: readonly (readonly [string, ShellKind])[] = [
    ['/bin/bash', 'posix'],
    ['/usr/bin/zsh', 'posix'],
    ['C:\\Program Files\\Git\\bin\\bash.exe', 'posix'],
    ['/usr/bin/fish', 'fish'],
    ['C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powershell'],
    ['/usr/bin/pwsh', 'powershell'],
    ['pwsh-preview', 'powershell'],
    ['C:\\Windows\\System32\\cmd.exe', 'cmd'],
    ['', 'posix'],
  ];
  for (const [path, kind] of cases) it(`${path} → ${kind}`, () => assert.equal(shellKind(path), kind));
});

describe('a line of words', () => {
  const cases: readonly (readonly [string, ShellKind, string | null])[] = [
    ['compose.yaml', 'posix', 'compose.yaml'],
    ['app:1@sha256:ab', 'posix', 'app:1@sha256:ab'],
    ['my shop', 'posix', "'my shop'"],
    ["it's", 'posix', String.raw`'it'\''s'`],
    ['$HOME `id` $(id)', 'posix', "'$HOME `id` $(id)'"],
    ['', 'posix', "''"],
    ['a\nreboot', 'posix', null],
    ['a\u001b[1m', 'posix', null],
    ['a\\b', 'fish', String.raw`'a\\b'`],
    ["it's", 'fish', String.raw`'it\'s'`],
    ['app:1@sha256:ab', 'powershell', "'app:1@sha256:ab'"],
    ["it's $x", 'powershell', "'it''s $x'"],
    ['it’s', 'powershell', "'it’’s'"],
    ['say "x"', 'powershell', null],
    ['a,b', 'powershell', "'a,b'"],
    ['C:\\My Shop\\compose.yaml', 'cmd', '"C:\\My Shop\\compose.yaml"'],
    ['a&calc', 'cmd', '"a&calc"'],
    ['%PATH%', 'cmd', null],
    ['a"b', 'cmd', null],
    ['my folder\\', 'cmd', null],
  ];
  for (const [word, shell, expected] of cases) {
    it(`${JSON.stringify(word)} in ${shell} → ${expected ?? 'not at all'}`, () => {
      assert.equal(shellLine([word], shell), expected);
    });
  }

  it('has all words or none', () => {
    assert.equal(shellLine(['docker', 'my shop'], 'posix'), "docker 'my shop'");
    assert.equal(shellLine(['docker', 'a\rb'], 'posix'), null);
  });

  it('is read by a real sh as it was meant', () => {
    const word = fc.string({ unit: fc.constantFrom(...' \'"$`\\!*?~#&|;<>(){}[]=%@,:/.-ab'.split('')) });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const line = shellLine(words, 'posix');
        const read = execFileSync('sh', ['-c', `printf '%s\\0' ${String(line)}`], { encoding: 'utf8' });
        assert.deepEqual(read.split('\0').slice(0, -1), words);
      }),
      { numRuns: 40 },
    );
  });
});
