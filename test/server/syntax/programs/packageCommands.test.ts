import assert from 'node:assert/strict';
import { packageCommand } from '../../../../server/src/syntax/programs/packageCommands';
import { shellCommands } from '../../../../server/src/syntax/shell/shell';
import { fileText } from '../../../../server/src/syntax/shell/text';
import { textOf } from '../../../../server/src/text/span';

/** A command line; its first words up to the subcommand and what it does; and its packages, as `name version kind`. */
const commandLines: readonly [line: string, head: string | null, ...packages: string[]][] = [
  ['apt-get install -t sid curl=8.5.* -y "git"', 'apt-get install: add', 'curl 8.5.* =', 'git'],
  [
    'apt-get -o A=b -c conf install a/sid ./b.deb c-',
    'apt-get -o A=b -c conf install: add',
    'a/sid (file)',
    './b.deb (file)',
    'c- (file)',
  ],
  ['apt-get install -y', 'apt-get install: add'],
  ['apt-cache install', null],
  ['apk add -t .x -U a~1 b=~2.0 c@edge', 'apk add: add', 'a 1 =', 'b 2.0 =', 'c@edge'],
  ['apk info', null],
  [
    'dnf -y install a-b-1.2-3.el9.x86_64 c-d "e-${F:-1=2}"',
    'dnf -y install: add',
    'a-b 1.2-3.el9.x86_64 =',
    'c-d',
    'e $ =',
  ],
  ['yum upgrade', 'yum upgrade: upgrade'],
  ['zypper -n in --from repo a\\>=1 b', 'zypper -n in: add', 'a 1 =', 'b'],
  ['pacman -Syu --needed --overwrite x a', 'pacman -Syu: add', 'a'],
  ['pacman -Qi a', null],
  ['pip3.12 install -qr r.txt "a[b,c] == 1.0 ; x" d>=2', 'pip3.12 install: install', 'a[b,c] == 1.0 =', 'd'],
  [
    'python3 -I -m pip install a~=1.0 git+https://b/c.git ./d e.whl',
    'python3 -I -m pip install: install',
    'a ~=1.0',
    'git+https://b/c.git (git)',
    './d (file)',
    'e.whl (file)',
  ],
  ['python3 -m venv install', null],
  ['uv pip install --python 3.12 a', 'uv pip install: install', 'a'],
  [
    'npm --prefix x i @a/b c@1.2.3 @d/e@^1 f@latest g/h ./i',
    'npm --prefix x i: install',
    '@a/b',
    'c 1.2.3 =',
    '@d/e ^1',
    'f latest',
    'g/h (git)',
    './i (file)',
  ],
  ['npm run install', null],
  ['npm ci', 'npm ci: locked'],
  ['yarn --cwd x', 'yarn: install'],
  ['yarn $X', null],
  ['yarn -v', null],
  ['gem install a:1.2 b -v 3 -- --c', 'gem install: add', 'a 1.2 =', 'b'],
  ['cargo +nightly install a@1.2.3', 'cargo +nightly install: add', 'a 1.2.3 ='],
  [
    'go get -u github.com/a/b ./... golang.org/x/c@v1.2.3',
    'go get: add',
    'github.com/a/b',
    './... (file)',
    'golang.org/x/c v1.2.3 =',
  ],
  ['composer require a/b:^1 c/d=1.2', 'composer require: add', 'a/b ^1', 'c/d 1.2 ='],
  ['dotnet add app.csproj package A -v 1.0', 'dotnet add app.csproj package: add', 'A'],
  ['pip install --dry-run a', null],
];

describe('a command that takes packages', () => {
  for (const [line, head, ...packages] of commandLines) {
    it(`is read: ${line}`, () => {
      const [command] = shellCommands(fileText(line));
      const found = command ? packageCommand(command) : null;
      assert.equal(found && `${found.title}: ${found.action}`, head);
      if (!found) return;
      assert.equal(textOf(line, found.head), found.title);
      assert.deepEqual(
        found.packages.map(({ name, version, isExact, kind }) =>
          [name, version, isExact ? '=' : null, kind === 'package' ? null : `(${kind})`]
            .filter((part) => part !== null)
            .join(' '),
        ),
        packages,
      );
    });
  }
});
