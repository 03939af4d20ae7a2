import assert from 'node:assert/strict';
import { sshCommand } from '../../../client/src/docker/sshCommand';

const OPTIONS = '-o|ConnectTimeout=30|-o|BatchMode=yes|-o|ServerAliveInterval=30|-T|--';

const NO_HOST = 'An address of ssh:// names a host: ssh://user@host.';

describe('the command that carries an engine over SSH', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['ssh://builder', `ssh|${OPTIONS}|builder|docker|system|dial-stdio`],
    ['ssh://builder/', `ssh|${OPTIONS}|builder|docker|system|dial-stdio`],
    ['ssh://ann@builder:2222', `ssh|-l|ann|-p|2222|${OPTIONS}|builder|docker|system|dial-stdio`],
    ['ssh://builder:22', `ssh|-p|22|${OPTIONS}|builder|docker|system|dial-stdio`],
    ['ssh://Builder.internal', `ssh|${OPTIONS}|Builder.internal|docker|system|dial-stdio`],
    ['ssh://[fd00::1]', `ssh|${OPTIONS}|fd00::1|docker|system|dial-stdio`],
    ['ssh://corp%5Cann@builder', String.raw`ssh|-l|corp\ann|${OPTIONS}|builder|docker|system|dial-stdio`],
    [
      'ssh://builder/run/user/1000/docker.sock',
      `ssh|${OPTIONS}|builder|docker|--host|unix:///run/user/1000/docker.sock|system|dial-stdio`,
    ],
    [
      "ssh://builder/run/my%20sock';rm",
      String.raw`ssh|${OPTIONS}|builder|docker|--host|'unix:///run/my sock'\'';rm'|system|dial-stdio`,
    ],
    ['ssh://', NO_HOST],
    ['ssh://%zz@builder', NO_HOST],
    ['ssh://ann:s3cret@builder', 'A password in an address of ssh:// is not supported. Use a key.'],
    ['ssh://builder?x=1', "'ssh://builder?x=1' has more than a host, a port and a path."],
    ['ssh://builder#x', "'ssh://builder#x' has more than a host, a port and a path."],
    ['ssh://-oProxyCommand=x', "'ssh://-oProxyCommand=x' names a host or a user that begins with '-'."],
    ['ssh://%2DoProxyCommand=x', "'ssh://%2DoProxyCommand=x' names a host or a user that begins with '-'."],
    ['ssh://-l@builder', "'ssh://-l@builder' names a host or a user that begins with '-'."],
    ['ssh://%2Dl@builder', "'ssh://%2Dl@builder' names a host or a user that begins with '-'."],
    ['ssh://builder:port', NO_HOST],
    ['ssh://ann:s3cret@builder:port', NO_HOST],
  ];
  for (const [address, expected] of cases) {
    it(address, () => {
      const command = sshCommand(address);
      assert.equal(typeof command === 'string' ? command : command.join('|'), expected);
    });
  }
});
