import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeEnvironment, type Environment } from '../../../client/src/environment';
import { commitState } from '../../../client/src/git/commitState';
import { commitText } from '../../../client/src/git/commitText';
import { FIRST, gitRepository, type GitRepository } from '../../support/gitRepository';

const NEVER = 'f00dfeed'.repeat(5);

describe('what the Git history of the workspace knows of a commit', () => {
  const environment = nodeEnvironment();
  let shop: GitRepository;
  let first: string;
  let third: string;
  let side: string;

  before(() => {
    shop = gitRepository();
    first = shop.commit('Open the shop\n\nWith words below.', { 'compose.yaml': 'a' });
    shop.commit('Second', { 'app/main.ts': 'b' });
    shop.git('checkout', '-q', '-b', 'side', first);
    side = shop.commit('On a side branch', { 'side.txt': 's' });
    shop.git('checkout', '-q', 'main');
    third = shop.commit('Third', { 'compose.yaml': 'c' });
    shop.git('remote', 'add', 'upstream', 'https://example.com/other/fork');
    shop.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  });
  after(() => shop.remove());

  const ask = (revision: string, source: string | null = null, folders = [shop.folder]) =>
    commitState(environment, folders, { revision, source }, new AbortController().signal);

  it('HEAD', async () => {
    assert.deepEqual(await ask(third), {
      known: true,
      behind: 0,
      ancestor: true,
      subject: 'Third',
      author: 'Ann Ünsal',
      date: FIRST + 4 * 60_000,
    });
  });

  const pictures: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['an earlier one', () => ask(first), '2 behind: Open the shop'],
    ['one that HEAD has not', () => ask(side), '2 behind, elsewhere: On a side branch'],
    ['by its first digits', () => ask(first.slice(0, 9)), '2 behind: Open the shop'],
    ['in capitals', () => ask(first.toUpperCase()), '2 behind: Open the shop'],
    [
      'from a folder in the repository',
      () => ask(third, null, [join(shop.folder, 'app')]),
      '0 behind: Third',
    ],
    ['from this source', () => ask(first, 'https://github.com/Acme/shop'), '2 behind: Open the shop'],
    [
      'said to be from elsewhere, and here',
      () => ask(first, 'https://github.com/x/y'),
      '2 behind: Open the shop',
    ],
    [
      'digits that another project has too',
      () => ask(first.slice(0, 9), 'https://github.com/x/y'),
      'no-repository',
    ],
    ['never seen', () => ask(NEVER), 'unknown-commit'],
    ['never seen, of this source', () => ask(NEVER, 'https://github.com/acme/shop/'), 'unknown-commit'],
    ["another project's", () => ask(NEVER, 'https://github.com/nginx/docker-nginx'), 'no-repository'],
    ['of a source that is no address', () => ask(NEVER, 'see the wiki'), 'no-repository'],
    ['no digits', () => ask('main'), 'no-repository'],
    ['an option', () => ask('--output=/tmp/x'), 'no-repository'],
    ['too few digits', () => ask(first.slice(0, 4)), 'no-repository'],
    ['what is no commit', () => ask(shop.git('rev-parse', 'HEAD^{tree}').trim()), 'unknown-commit'],
    ['no folders', () => ask(first, null, []), 'no-repository'],
    ['a folder that is not there', () => ask(first, null, [join(shop.folder, 'gone')]), 'no-repository'],
  ];
  for (const [name, asked, expected] of pictures) {
    it(name, async () => assert.equal(picture(await asked()), expected));
  }

  it('a branch with a name of digits is not that commit', async () => {
    shop.git('branch', 'abcdef12');
    assert.equal(picture(await ask('abcdef12')), 'unknown-commit');
  });

  it('runs nothing that the repository names, and takes no lock', async () => {
    const proof = join(shop.folder, 'proof');
    const trap = join(shop.folder, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch '${proof}'\n`);
    chmodSync(trap, 0o755);
    for (const name of ['core.fsmonitor', 'core.pager', 'diff.external', 'gpg.program', 'core.sshCommand']) {
      shop.git('config', name, trap);
    }
    shop.git('config', 'log.showSignature', 'true');
    assert.equal(picture(await ask(first)), '2 behind: Open the shop');
    const commit = { repository: shop.folder, revision: third, subject: '', author: '', date: 0 };
    const text = await commitText(environment, commit, new AbortController().signal);
    assert.match(text ?? '', /Author: +Ann Ünsal[^]*Third[^]*compose\.yaml \| 2 \+-/);
    assert.equal(existsSync(proof), false);
    assert.equal(existsSync(join(shop.folder, '.git/index.lock')), false);
  });

  it('asks no remote for what is not here, whatever the repository allows', async () => {
    const clone = gitRepository();
    try {
      clone.commit('Here', { a: 'x' });
      const proof = join(clone.folder, 'proof');
      const trap = join(clone.folder, 'trap.sh');
      writeFileSync(trap, `#!/bin/sh\ntouch '${proof}'\n`);
      chmodSync(trap, 0o755);
      const settings = {
        'core.repositoryFormatVersion': '1',
        'extensions.partialClone': 'origin',
        'remote.origin.promisor': 'true',
        'remote.origin.url': shop.folder,
        'remote.origin.uploadpack': trap,
        'protocol.allow': 'always',
        'protocol.file.allow': 'always',
      };
      for (const [name, value] of Object.entries(settings)) clone.git('config', name, value);
      const claimed = { revision: first, source: null };
      // Git before 2.39.4 does not know the variable.
      const older: Environment = {
        ...environment,
        runProgram: (command, options) =>
          environment.runProgram(command, {
            ...options,
            variables: { ...options.variables, GIT_NO_LAZY_FETCH: undefined },
          }),
      };
      const state = await commitState(older, [clone.folder], claimed, new AbortController().signal);
      assert.equal(picture(state), 'unknown-commit');
      assert.equal(existsSync(proof), false);
    } finally {
      clone.remove();
    }
  });

  it('one that is asked in vain is no exception', async () => {
    const aborted = AbortSignal.abort();
    const state = await commitState(environment, [shop.folder], { revision: first, source: null }, aborted);
    assert.equal(picture(state), 'no-repository');
  });
});

describe('repositories below the folder of the workspace', () => {
  it('are looked into', async () => {
    const outer = gitRepository();
    try {
      outer.git('init', '-q', 'one');
      outer.git('init', '-q', '-b', 'main', 'two');
      outer.git('-C', 'two', 'commit', '-q', '--allow-empty', '-m', 'Inner');
      const revision = outer.git('-C', 'two', 'rev-parse', 'HEAD').trim();
      rmSync(join(outer.folder, '.git'), { recursive: true });
      const state = await commitState(
        nodeEnvironment(),
        [outer.folder],
        { revision, source: null },
        new AbortController().signal,
      );
      assert.equal(picture(state), '0 behind: Inner');
    } finally {
      outer.remove();
    }
  });
});

function picture(state: unknown): string {
  const { known, reason, behind, ancestor, subject } = state as Record<string, unknown>;
  return known
    ? `${String(behind)} behind${ancestor ? '' : ', elsewhere'}: ${String(subject)}`
    : String(reason);
}
