import assert from 'node:assert/strict';
import { shellCommands } from '../../../../server/src/syntax/shell/shell';
import { fileText } from '../../../../server/src/syntax/shell/text';
import { textOf } from '../../../../server/src/text/span';

/** A command line, and the commands that it runs beside its own, as they are written in it. */
const wrappers: [commandLine: string, ...inner: string[]][] = [
  ["sh -c 'a b'", 'a b'],
  ['/bin/sh -c "a b"', 'a b'],
  ["bash -lc 'a && b'", 'a', 'b'],
  ["bash -euxo pipefail -c 'a'", 'a'],
  ["bash -o errexit -O extglob +e --norc --rcfile x -c 'a' b c", 'a'],
  ["bash -c -e 'a'", 'a'],
  ["bash -ceuxo pipefail 'a'", 'a'],
  ["/bin/bash --login -c -- 'a'", 'a'],
  ["ash -c 'a'", 'a'],
  ["dash -c 'a'", 'a'],
  ["zsh -ic 'a'", 'a'],
  ['bash a.sh -c b'],
  ['bash'],
  ['bash -c'],
  ['bash -c "$a"'],
  ['bash -s <<< "a b"', 'a b'],
  ["fish -c 'a'"],
  ['eval a "b c"', 'a "b c'],
  ['eval "a; b"', 'a', 'b'],
  ['eval'],
  ['env a b', 'a b'],
  ['env -i A=b C="d e" a b', 'a b'],
  ['env - a', 'a'],
  ['/usr/bin/env -u A --unset B --unset=C -C /x --chdir /y D=e a', 'a'],
  ['env -S "A=b a -c" d', 'a -c'],
  ["env -iS'a b'", 'a b'],
  ['env --split-string="a b"', 'a b'],
  ['env A=b'],
  ['exec a b', 'a b'],
  ['exec -a name a b', 'a b'],
  ['exec -cl a', 'a'],
  ['exec > /log'],
  ['exec "$@"', '"$@"'],
  ['command a', 'a'],
  ['command -p a', 'a'],
  ['command -v a'],
  ['builtin a', 'a'],
  ['nohup a', 'a'],
  ['setsid -f a', 'a'],
  ['nice a', 'a'],
  ['nice -n 10 a', 'a'],
  ['nice -n10 a', 'a'],
  ['nice -10 a', 'a'],
  ['nice --adjustment=5 a', 'a'],
  ['nice --adjustment 5 a', 'a'],
  ['ionice -c2 -n 7 a', 'a'],
  ['ionice -c 3 -p 12'],
  ['chrt -f 10 a', 'a'],
  ['taskset 0x3 a', 'a'],
  ['taskset -c 0,1 a', 'a'],
  ['sudo a', 'a'],
  ['sudo -u root -E a b', 'a b'],
  ['sudo -EH --user root --group=x A=b a', 'a'],
  ['sudo -nu root -- a', 'a'],
  ['sudo -l a'],
  ['sudo sh -c "a; b"', 'sh -c "a; b"', 'a', 'b'],
  ['doas -u root a', 'a'],
  ["su -c 'a b' user", 'a b'],
  ["su - user -c 'a b'", 'a b'],
  ["su -s /bin/sh -lc 'a b' user", 'a b'],
  ["su user --command='a b'", 'a b'],
  ['su user'],
  ['su - user << E\na b\nE', 'a b'],
  ["runuser -l user -c 'a'", 'a'],
  ['runuser -u user -- a b', 'a b'],
  ['runuser --user user a b', 'a b'],
  ['su-exec user a b', 'a b'],
  ['su-exec user:group a', 'a'],
  ['gosu user a b', 'a b'],
  ['gosu user sh -c "a"', 'sh -c "a"', 'a'],
  ['s6-setuidgid user a', 'a'],
  ['chpst -u user -o 100 a', 'a'],
  ['setpriv --reuid=x --regid y --init-groups --inh-caps=-all a b', 'a b'],
  ['setpriv --reuid 1000 --clear-groups -- a', 'a'],
  ['timeout 5 a b', 'a b'],
  ['timeout -k 5 -s KILL 10s a', 'a'],
  ['timeout --kill-after=5 --signal TERM --foreground 10 a', 'a'],
  ['stdbuf -oL a', 'a'],
  ['stdbuf -o L -e 0 --input 0 a', 'a'],
  ['/usr/bin/time -v -f %E -o x a', 'a'],
  ['time a b'],
  ['tini -- a b', 'a b'],
  ['/sbin/tini -g -- a b', 'a b'],
  ['/usr/bin/tini-static -s -e 143 a', 'a'],
  ['dumb-init a', 'a'],
  ['dumb-init --rewrite 15:3 -- a b', 'a b'],
  ['dumb-init -c --single-child -r 15:3 a', 'a'],
  ['catchsegv a', 'a'],
  ['fakeroot a', 'a'],
  ['a | xargs b c', 'b c'],
  ['a | xargs -0 -r -n 1 -P4 -I {} b {}', 'b {}'],
  ['a | xargs --max-args 1 --no-run-if-empty --replace=% b', 'b'],
  ['a | xargs'],
  ['chroot /x a', 'a'],
  ['chroot --userspec=a:b /x a', 'a'],
  ['unshare -n --map-root-user a', 'a'],
  ['unshare -R /x -w /y --setuid 0 a', 'a'],
  ['flock /x a b', 'a b'],
  ['flock -n -w 5 --conflict-exit-code 3 /x a', 'a'],
  ["flock /x -c 'a b'", 'a b'],
  ['flock 9'],
  ['dockerize -wait tcp://db:5432 -timeout 60s a b', 'a b'],
  ['dockerize -template a:b --stdout x -poll -- a', 'a'],
  ['busybox a b', 'a b'],
  ["/bin/busybox sh -c 'a'", "sh -c 'a'", 'a'],
  ['busybox --list'],
  ['xvfb-run -a -s "-screen 0" a', 'a'],
  ['dbus-run-session -- a', 'a'],
  ['wait-for-it.sh db:5432 -t 5 -- a b', 'a b'],
  ['./wait-for-it.sh db:5432'],
  ['find / -name x -exec a {} \\; -exec b c +', 'a {}', 'b c'],
  ['find / -name x -delete'],
  ['bundle exec a'],
  ["echo sh -c 'a'"],
  [
    'sudo env A=b nice -n 5 timeout 3 a',
    'env A=b nice -n 5 timeout 3 a',
    'nice -n 5 timeout 3 a',
    'timeout 3 a',
    'a',
  ],
];

describe('commands that run others', () => {
  for (const [commandLine, ...inner] of wrappers) {
    it(commandLine, () => {
      const commands = shellCommands(fileText(commandLine));
      const found = commands.filter(({ inside }) => inside !== null);
      assert.deepEqual(
        found.map(({ span }) => textOf(commandLine, span)),
        inner,
      );
      for (const { inside } of found) assert.ok(inside?.command && commands.includes(inside.command));
    });
  }

  it('give their variables to it', () => {
    const [, inner] = shellCommands(fileText('env -i A=b C="d e=$F" a'));
    assert.deepEqual(
      inner?.assignments.map(({ name, value: { text, written } }) => [name, text, written]),
      [
        ['A', 'b', 'b'],
        ['C', null, 'd e=$F'],
      ],
    );
  });

  it('are followed ten scripts deep', () => {
    let script = 'a';
    for (let depth = 0; depth < 9; depth++) script = `sh -c ${JSON.stringify(script).replaceAll('$', '\\$')}`;
    const names = shellCommands(fileText(script)).map(({ name }) => name);
    assert.deepEqual(names, [...Array<string>(9).fill('sh'), 'a']);
  });

  it('are followed a hundred words deep', () => {
    const commands = shellCommands(fileText('env '.repeat(5000) + 'a'));
    assert.ok(commands.length > 50 && commands.length < 150, `${commands.length}`);
  });
});
