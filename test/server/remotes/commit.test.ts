import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramEnd, ProgramRun } from '../../../server/src/environment';
import { createProgramRunner } from '../../../server/src/nodePrograms';
import { createCommits } from '../../../server/src/remotes/commit';
import { unansweredMessage, type RemoteAnswer } from '../../../server/src/remotes/unanswered';

const NEVER = new AbortController().signal;
const COMMIT = 'ab'.repeat(20);

describe('the commit of a git reference, asked of a real git', () => {
  let folder: string;
  let server: Server;
  let repository: string;
  const git = (...words: string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=ann', '-c', 'user.email=ann@example.com', ...words], {
      encoding: 'utf8',
    }).trim();
  const commits: string[] = [];
  before(async function () {
    // Skipped visibly where there is no git.
    if (spawnSync('git', ['--version']).status !== 0) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-'));
    git('init', '--quiet', '--initial-branch=main');
    const commit = (): void => {
      git('commit', '--quiet', '--allow-empty', '-m', `${commits.length}`);
      commits.push(git('rev-parse', 'HEAD'));
    };
    commit();
    git('tag', 'light');
    git('tag', '-a', '-m', 'noted', 'noted');
    git('-c', 'advice.nestedTag=false', 'tag', '-a', '-m', 'noted again', 'twice', 'noted');
    git('tag', 'both');
    git('tag', 'some/main');
    commit();
    git('branch', 'both');
    git('branch', 'feature/light');
    git('update-ref', 'refs/pull/7/head', 'HEAD');
    commit();
    git('update-server-info');
    // Git over plain files (gitprotocol-http, "dumb").
    server = createServer(({ url = '' }, response) => {
      const file = join(folder, '.git', new URL(url, 'http://x').pathname.replace('/shop.git', ''));
      if (existsSync(file)) response.end(readFileSync(file));
      else response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop.git`;
  });
  after(() => {
    if (!folder) return;
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (address: string, reference: string): Promise<RemoteAnswer> =>
    createCommits({
      environment: {
        runProgram: createProgramRunner({
          variables: { ...process.env, HTTP_PROXY: undefined, http_proxy: undefined },
          platform: process.platform,
        }),
      },
      notFrom: () => [folder],
    })(address, reference, NEVER);

  /** A reference → which of the three commits it names. */
  const NAMES: Readonly<Record<string, number>> = {
    main: 2,
    HEAD: 2,
    '': 2,
    light: 0,
    noted: 0,
    twice: 0,
    'some/main': 0,
    'refs/tags/noted': 0,
    'refs/heads/main': 2,
    'heads/main': 2,
    'pull/7/head': 1,
    // As git clone --branch has it.
    both: 1,
    'tags/both': 0,
  };
  for (const [reference, index] of Object.entries(NAMES)) {
    it(`'${reference}' → commit ${index}`, async () => {
      assert.deepEqual(await ask(repository, reference), { found: true, text: commits[index] });
    });
  }

  it('of one name for a branch and a tag is what git clone takes', async () => {
    const clone = join(folder, 'clone');
    execFileSync('git', ['clone', '--quiet', '--branch', 'both', join(folder, '.git'), clone]);
    const head = execFileSync('git', ['-C', clone, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
    assert.deepEqual(await ask(repository, 'both'), { found: true, text: head });
  });

  it('is none of what is not there', async () => {
    assert.deepEqual(await ask(repository, 'feature'), { found: false, reason: 'not-found' });
    const elsewhere = repository.replace('shop', 'other/shop');
    assert.deepEqual(await ask(elsewhere, 'main'), { found: false, reason: 'git-failed' });
  });
});

describe('the commit of a git reference', () => {
  const answer = async (
    repository: string,
    reference: string,
    end: ProgramEnd = { end: 'done', output: `${COMMIT}\trefs/heads/main\n` },
  ) => {
    const runs: ProgramRun[] = [];
    const runProgram = (run: ProgramRun) => {
      runs.push(run);
      return Promise.resolve(end);
    };
    const found = await createCommits({ environment: { runProgram }, notFrom: () => ['/w'] })(
      repository,
      reference,
      NEVER,
    );
    const question = { kind: 'commit', repository, reference } as const;
    return { runs, said: found.found ? found.text : unansweredMessage(question, found) };
  };

  it('is asked without a shell, a prompt or a way to a local repository', async () => {
    const { runs, said } = await answer('https://example.com/shop.git', 'main');
    assert.equal(said, COMMIT);
    const [run] = runs;
    assert.deepEqual(run!.words.slice(0, 4), ['ls-remote', '--quiet', '--', 'https://example.com/shop.git']);
    assert.ok(run!.words.includes('refs/heads/main'));
    assert.equal(run!.variables!.GIT_TERMINAL_PROMPT, '0');
    assert.equal(run!.variables!.GIT_ALLOW_PROTOCOL, 'https:http:git:ssh');
    assert.deepEqual(run!.notFrom, ['/w']);
  });

  for (const repository of [
    '--upload-pack=touch /tmp/x',
    '-x',
    'ext::sh -c id',
    'file:///srv/shop.git',
    '/srv/shop.git',
    './shop',
    '../shop',
    'ssh://-oProxyCommand=id/x',
    'https://example.com/a b',
    '',
  ]) {
    it(`'${repository}' is never given to git`, async () => {
      const { runs, said } = await answer(repository, 'main');
      assert.deepEqual(runs, []);
      assert.match(said, /is no address of a repository on a server\. Write one with https or ssh\.$/);
    });
  }
  for (const reference of ['-x', '--all', 'a b', 'v*', 'a..b', 'x^{}', 'a:b', 'v1.', '/a', '$REF\n', '[a]']) {
    it(`the reference '${reference.trim()}' is never given to git`, async () => {
      const { runs, said } = await answer('https://example.com/shop.git', reference);
      assert.deepEqual(runs, []);
      assert.match(said, /is no name of a branch or a tag/);
    });
  }

  /** How git ends → what a user is told. */
  const ENDS: readonly (readonly [ProgramEnd, string])[] = [
    [{ end: 'absent' }, 'Git is not found in PATH outside the workspace. Install it, and try again.'],
    [
      { end: 'failed', output: '' },
      "Git cannot read 'https://example.com/shop.git'. Check the address, the network, and that git can log in without asking.",
    ],
    [
      { end: 'timeout' },
      "'https://example.com/shop.git' did not answer in full within 60 s. Check the network, or try again.",
    ],
    [
      { end: 'done', output: '' },
      "'https://example.com/shop.git' has no branch and no tag 'main'. Check the name, or take the full commit.",
    ],
    [
      { end: 'done', output: 'rubbish\trefs/heads/main\n' },
      "The server of 'https://example.com/shop.git' names no commit of 40 digits. Check the address.",
    ],
  ];
  for (const [end, message] of ENDS) {
    it(`git is ${end.end} → ${message}`, async () => {
      assert.equal((await answer('https://ann:secret@example.com/shop.git', 'main', end)).said, message);
    });
  }

  it('takes the forms that people write', async () => {
    for (const [written, given] of [
      ['git@example.com:shop/web.git', 'git@example.com:shop/web.git'],
      ['ssh://git@example.com/web.git', 'ssh://git@example.com/web.git'],
      ['github.com/acme/web.git', 'https://github.com/acme/web.git'],
    ]) {
      assert.equal((await answer(written!, 'main')).runs[0]!.words[3], given);
    }
  });
});
