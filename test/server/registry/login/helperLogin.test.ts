import assert from 'node:assert/strict';
import * as fileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createProgramRunner } from '../../../../server/src/nodePrograms';
import { basic, pushImage, type FakeAuthentication } from '../../../support/fakeRegistry';
import { fakeRegistries, registryUser, type RegistryUser } from '../../../support/registryUser';

const SECRET = 's3cret';
const OWN: FakeAuthentication = { kind: 'basic', username: 'alice', password: SECRET };

describe('a login in a credential helper', () => {
  const start = fakeRegistries();
  let folder: string;
  let bin: string;
  beforeEach(async () => {
    folder = await fileSystem.realpath(await fileSystem.mkdtemp(join(tmpdir(), 'immutable-infra-')));
    bin = join(folder, 'bin');
  });
  afterEach(() => fileSystem.rm(folder, { recursive: true }));

  const install = async (script: string, where = bin): Promise<void> => {
    await fileSystem.mkdir(where, { recursive: true });
    const text = `#!/bin/sh\necho run >>${join(folder, 'runs')}\n${script}\n`;
    await fileSystem.writeFile(join(where, 'docker-credential-x'), text, { mode: 0o755 });
  };
  const runs = async (): Promise<number> => {
    const text = await fileSystem.readFile(join(folder, 'runs'), 'utf8').catch(() => '');
    return text.split('\n').length - 1;
  };
  /** Somebody whose logins are in the helper `x`, which is a real program. */
  const user = (path: readonly string[] = [bin], milliseconds = 8_000): RegistryUser => {
    const variables = { PATH: [...path, '/usr/bin', '/bin'].join(delimiter) };
    const runProgram = createProgramRunner({ variables, platform: process.platform });
    return registryUser({
      configuration: { credsStore: 'x', auths: {} },
      notFrom: () => [join(folder, 'workspace')],
      environment: {
        runProgram: (program, signal) => runProgram({ ...program, milliseconds }, signal),
      },
    });
  };

  it('is sent to its registry when that demands one, and asked for once', async () => {
    const registry = await start(OWN);
    const digests = ['1', '2', '3'].map((tag) => pushImage(registry, 'app', tag, tag));
    await install(
      `read server; [ "$1 $server" = "get ${registry.host}" ] && echo '{"ServerURL":"x","Username":"alice","Secret":"${SECRET}"}'`,
    );
    const { ask, log } = user();
    const asked = ['1', '2', '3'].map((tag) => ask(`${registry.host}/app:${tag}`));
    assert.deepEqual(await Promise.all(asked), digests);
    assert.equal(await runs(), 1);
    assert.deepEqual(
      registry.requests.map(({ headers }) => headers.authorization ?? '-'),
      ['-', ...digests.map(() => basic('alice', SECRET))],
    );
    assert.ok(!log.join('\n').includes(SECRET));
  });

  it('is not looked for when the registry demands none', async () => {
    const registry = await start();
    const digest = pushImage(registry, 'app', '1');
    await install('exit 1');
    assert.equal(await user().ask(`${registry.host}/app:1`), digest);
    assert.equal(await runs(), 0);
  });

  it('is asked for again after it was refused', async () => {
    const registry = await start(OWN);
    const digest = pushImage(registry, 'app', '1');
    await install(`echo '{"Username":"alice","Secret":"old ${SECRET}"}'`);
    const { ask } = user();
    assert.match(await ask(`${registry.host}/app:1`), /^unauthorised: .* to the stored login/);
    await install(`echo '{"Username":"alice","Secret":"${SECRET}"}'`);
    assert.equal(await ask(`${registry.host}/app:1`), digest);
  });

  /** A helper → what the user is told after `… without a login, or it does not exist.` */
  const ENDS: readonly (readonly [name: string, script: string, told: string])[] = [
    [
      'has none',
      'echo credentials not found in native keychain; exit 1',
      "Run 'docker login HOST', or check the name.",
    ],
    [
      'fails',
      'echo the keychain is locked; exit 1',
      "docker-credential-x says 'the keychain is locked': run 'docker login HOST' again, or check the name.",
    ],
    [
      'fails with a login',
      `echo '{"Username":"alice","Secret":"${SECRET}"}'; exit 1`,
      "docker-credential-x failed: run 'docker login HOST' again, or check the name.",
    ],
    [
      'gives rubbish',
      `echo ${SECRET}`,
      "What docker-credential-x gives is no login: run 'docker login HOST' again, or check the name.",
    ],
    [
      'gives rubbish without end',
      `while :; do echo ${SECRET}; done`,
      "What docker-credential-x gives is no login: run 'docker login HOST' again, or check the name.",
    ],
    [
      'hangs',
      'trap "" TERM; sleep 60; sleep 60',
      'docker-credential-x gave no login in time: unlock where it keeps logins and try again, or check the name.',
    ],
  ];
  for (const [name, script, told] of ENDS) {
    it(`is missed, and it is said why, where the helper ${name}`, async () => {
      const registry = await start(OWN);
      pushImage(registry, 'app', '1');
      await install(script);
      const { ask, log } = user([bin], name === 'hangs' ? 300 : 8_000);
      const answer = await ask(`${registry.host}/app:1`);
      assert.equal(
        answer,
        `unauthorised: HOST does not show 'HOST/app:1' without a login, or it does not exist. ${told}`,
      );
      assert.ok(!`${answer} ${log.join(' ')}`.includes(SECRET));
      assert.deepEqual(
        registry.requests.map(({ headers }) => headers.authorization),
        [undefined],
      );
    });
  }

  it('is missed where the helper is in the workspace, or nowhere', async () => {
    const registry = await start(OWN);
    const workspace = join(folder, 'workspace', 'bin');
    await install('exit 1', workspace);
    for (const path of [[workspace], [], ['workspace/bin', '.']]) {
      assert.equal(
        await user(path).ask(`${registry.host}/app:1`),
        "unauthorised: HOST does not show 'HOST/app:1' without a login, or it does not exist. docker-credential-x is not found in PATH outside the workspace: install it, or take it out of the configuration, or check the name.",
      );
    }
    assert.equal(await runs(), 0);
  });
});
