import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../../server/src/cli';
import { createNodeEnvironment } from '../../../server/src/nodeEnvironment';
import { OCI_INDEX, OCI_MANIFEST, startFakeRegistry, type FakeRegistry } from '../../support/fakeRegistry';
import { fakeRepository } from '../../support/registryContent';

const TIME = Date.UTC(2026, 10, 23, 6, 18, 3);

describe('the command line asks registries', () => {
  let folder: string;
  let registry: FakeRegistry;
  let digests: Record<string, string>;
  let time: number;
  let signal: AbortSignal;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'immutable-infra-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    registry = await startFakeRegistry();
    digests = {};
    time = TIME;
    signal = new AbortController().signal;
  });
  afterEach(() => registry.close());

  /** Pushes an image under a name, and with a tag where there is one. */
  const image = (name: string, tag: string | null = null): { digest: string; mediaType: string } => {
    const { digest } = fakeRepository(registry).image(tag, { name });
    digests[name] = digest;
    return { digest, mediaType: OCI_MANIFEST };
  };
  const index = (name: string, tag: string | null, children: Record<string, string>): void => {
    const manifests = Object.entries(children).map(([architecture, child]) => ({
      ...image(child),
      platform: { os: 'linux', architecture },
    }));
    const content = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
    digests[name] = fakeRepository(registry).push(tag, OCI_INDEX, content).digest;
  };
  /** `HOST` for the registry, `@name` for a digest. */
  const real = (text: string): string =>
    text
      .replaceAll('HOST', `${registry.host}/shop/app`)
      .replace(/@([a-z]+)\b/g, (whole, name: string) => (digests[name] ? `@${digests[name]}` : whole));
  const shown = (text: string): string => {
    const named = Object.entries(digests).reduce(
      (all, [name, digest]) => all.replaceAll(digest, name).replaceAll(`${digest.slice(0, 19)}…`, name),
      text,
    );
    return named.replaceAll(`${registry.host}/shop/app`, 'HOST').replaceAll(registry.host, 'REGISTRY');
  };
  const write = (files: Record<string, string>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), real(content));
    }
  };
  const read = (name: string): string => shown(readFileSync(join(folder, name), 'utf8'));

  async function command(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    let out = '';
    let err = '';
    const code = await run(words, {
      environment: {
        ...createNodeEnvironment(() => undefined),
        variables: {},
        homeDirectory: folder,
        now: () => time,
      },
      workingDirectory: folder,
      version: '1.2.3',
      print: (text) => void (out += text),
      complain: (text) => void (err += text),
      signal,
    });
    return { code, out: shown(out), err: shown(err) };
  }

  it('writes nothing once it is cancelled, not even what needs no answer', async () => {
    image('one', '1');
    const compose = 'services:\n  a:\n    image: HOST:1@one\n  b:\n    image: HOST:2\n';
    write({ 'compose.yaml': compose });
    signal = AbortSignal.abort();
    for (const words of [
      ['pin', '.'],
      ['unpin', '.'],
      ['lock', '.'],
    ]) {
      const { code, out, err } = await command(...words);
      assert.deepEqual({ code, out, err }, { code: 2, out: '', err: 'Cancelled. Nothing was written.\n' });
    }
    assert.equal(read('compose.yaml'), compose);
    assert.equal(existsSync(join(folder, 'compose.lock.yaml')), false);
  });

  describe('check', () => {
    it('reports what the rules of pins find, and nothing else', async () => {
      image('old');
      index('new', '1', { amd64: 'amd', arm64: 'arm' });
      image('two', '2');
      write({
        Dockerfile: 'FROM HOST:1@new AS a\nFROM HOST:1@arm AS b\nFROM HOST:2@old\nFROM HOST\nCOPY . .\n',
        'compose.yaml': `services:\n  web:\n    image: HOST:2@sha256:${'0'.repeat(64)}\n`,
      });
      const { code, out, err } = await command('check', '.');
      assert.deepEqual(out.split('\n'), [
        "Dockerfile:2:6: warning: 'HOST:1' is pinned to the image of linux/arm64 alone, while the tag names an index of several. Pin the index. [single-platform-pin]",
        "Dockerfile:3:6: information: 'HOST:2' names another image, two, since 2026-11-23 at the latest. Update the pin when you want what is new. [outdated-pin]",
        "compose.yaml:3:12: error: REGISTRY no longer has the digest of 'HOST:2' (asked on 2026-11-23). Pin the tag again. [vanished-digest]",
        '1 error, 1 warning, 1 information in 2 files',
        '',
      ]);
      assert.equal(err, '');
      assert.equal(code, 1);
    });

    it('asks with one HEAD where a tag names what is pinned', async () => {
      index('new', '1', { amd64: 'amd' });
      write({ Dockerfile: 'FROM HOST:1@new\nFROM HOST:1@new\n' });
      const { code, out } = await command('check', 'Dockerfile');
      assert.equal(out, 'No findings in 1 file\n');
      assert.equal(code, 0);
      assert.deepEqual(registry.asked(), ['HEAD /v2/shop/app/manifests/1']);
    });

    it('says what could not be asked, and that a tag is gone', async () => {
      image('old');
      image('two', '2');
      registry.misbehave({ kind: 'status', status: 401 }, { path: /manifests\/2$/ });
      write({ Dockerfile: 'FROM HOST:1@old\nFROM HOST:2@two\n' });
      const { code, out, err } = await command('check', 'Dockerfile');
      assert.equal(out, 'No findings in 1 file\n');
      assert.deepEqual(err.split('\n'), [
        "Dockerfile:1:6: REGISTRY has no tag 'HOST:1' any more, although it still has the digest. Choose another tag when you next update it.",
        "Dockerfile:2:6: REGISTRY refuses 'HOST:2@two' and names no known way to log in. Check that it is a container registry.",
        '',
      ]);
      assert.equal(code, 2);
    });

    it('gives JSON, with what could not be asked among the errors', async () => {
      image('old');
      image('two', '2');
      registry.misbehave({ kind: 'status', status: 404 }, { path: /manifests\/3$/ });
      registry.misbehave({ kind: 'status', status: 401 }, { path: /manifests\/4$/ });
      write({ Dockerfile: 'FROM HOST:2@old\nFROM HOST:4@old\n' });
      const { code, out } = await command('check', '--format', 'json', 'Dockerfile');
      const { version, findings, errors } = JSON.parse(out);
      assert.equal(version, 1);
      assert.deepEqual(
        findings.map(({ rule, fixable }: Record<string, unknown>) => [rule, fixable]),
        [['outdated-pin', true]],
      );
      assert.deepEqual(
        errors.map(({ file }: Record<string, unknown>) => file),
        ['Dockerfile:2:6'],
      );
      assert.equal(code, 2);
    });

    it('remembers in a folder what a version was, and tells when it is published again', async () => {
      image('first', '1.2');
      write({ Dockerfile: 'FROM HOST:1.2\n' });
      assert.equal((await command('check', '--storage', 'memory', 'Dockerfile')).code, 0);
      image('second', '1.2');
      time += 3 * 24 * 3600 * 1000;
      const { code, out } = await command('check', '--storage', 'memory', 'Dockerfile');
      assert.equal(
        out.split('\n')[0],
        "Dockerfile:1:6: warning: 'HOST:1.2' was published again: first until 2026-11-23, second since 2026-11-26. Find out what changed before you take it. [republished-tag]",
      );
      assert.equal(code, 1);
    });
  });

  describe('update', () => {
    it('leaves a pin alone that its author waived to check', async () => {
      image('old');
      image('two', '2');
      const text =
        '# immutable-infra-ignore outdated-pin: until the audit\nFROM HOST:2@old AS a\nFROM HOST:2@old\n';
      write({ Dockerfile: text });
      const { code, err } = await command('update', 'Dockerfile');
      assert.match(err, /^Dockerfile:2:6: .* is left as it is\. An ignore comment waives it\.$/m);
      assert.equal(read('Dockerfile'), text.replace(/old\n$/, 'two\n'));
      assert.equal(code, 0);
    });
  });

  describe('lock and verify', () => {
    const PROJECT = 'services:\n  web:\n    image: HOST:1\n  app:\n    build: .\n';

    it('write a lock, find it right, and write nothing new', async () => {
      image('one', '1');
      write({ 'compose.yaml': PROJECT });
      const first = await command('lock', '.');
      assert.deepEqual(first, {
        code: 0,
        out: '',
        err: "'app' is left out, for its image is made here. Pin the images that its Dockerfile starts from.\ncompose.lock.yaml: 1 locked, 1 not: see above\n",
      });
      assert.equal(
        read('compose.lock.yaml'),
        [
          '# Digests of the images in compose.yaml.',
          '# Made by immutable-infra at 2026-11-23T06:18:03Z; make it again rather than edit it.',
          '# Give it to compose after those files: docker compose -f compose.yaml -f compose.lock.yaml up',
          '',
          'services:',
          '  web:',
          '    image: HOST:1@one',
          '',
        ].join('\n'),
      );
      assert.deepEqual(await command('verify', '.'), { code: 0, out: '', err: '' });
      assert.deepEqual(await command('verify', 'compose.yaml'), { code: 0, out: '', err: '' });
      await command('lock', 'compose.yaml');
      assert.match(read('compose.lock.yaml'), /06:18:03Z/);
    });

    it('say where a lock differs', async () => {
      image('one', '1');
      write({ 'compose.yaml': PROJECT });
      await command('lock', '.');
      image('two', '1');
      assert.deepEqual(await command('verify', '.'), {
        code: 1,
        out: "compose.lock.yaml:7:12: 'HOST:1' names another image, two, since 2026-11-23 at the latest. Write the lock again.\n",
        err: '',
      });
      assert.equal((await command('lock', '.')).code, 0);
      assert.match(read('compose.lock.yaml'), /HOST:1@two/);
    });

    it('take a lock that compose is told of for no file of the project', async () => {
      image('one', '1');
      write({ 'compose.yaml': PROJECT, '.env': 'COMPOSE_FILE=compose.yaml:compose.lock.yaml\n' });
      await command('lock', '.');
      image('two', '1');
      await command('lock', '.');
      assert.match(read('compose.lock.yaml'), /in compose\.yaml\.\n/);
      assert.match(read('compose.lock.yaml'), /HOST:1@two/);
    });

    it('print and write nothing on a dry run, and write elsewhere when asked to', async () => {
      image('one', '1');
      write({ 'deploy/compose.yaml': PROJECT });
      const { out, err } = await command('lock', '--dry-run', 'deploy');
      assert.match(out, /image: HOST:1@one\n$/);
      assert.match(err, /deploy\/compose\.lock\.yaml: 1 would be locked, 1 not: see above\n$/);
      assert.equal(existsSync(join(folder, 'deploy/compose.lock.yaml')), false);
      assert.equal((await command('lock', '--output', 'my.lock.yaml', 'deploy')).code, 0);
      assert.match(read('my.lock.yaml'), /-f deploy\/compose\.yaml -f my\.lock\.yaml up/);
      assert.equal((await command('verify', '--lock', 'my.lock.yaml', 'deploy')).code, 0);
    });

    it('leave files alone that are no lock', async () => {
      image('one', '1');
      write({ 'compose.yaml': PROJECT, 'other.yaml': 'services: {}\n' });
      const { code, err } = await command('lock', '--output', 'other.yaml', '.');
      assert.equal(code, 2);
      assert.equal(
        err,
        'other.yaml: The file is no digest lock, and is left as it is. Choose another place with --output.\n',
      );
      assert.equal(read('other.yaml'), 'services: {}\n');
      assert.equal((await command('lock', '--output', 'compose.yaml', '.')).code, 2);
      assert.deepEqual(registry.asked(), []);
    });

    it('say what could not be asked', async () => {
      write({ 'compose.yaml': PROJECT });
      assert.deepEqual(await command('lock', '.'), {
        code: 2,
        out: '',
        err: "'app' is left out, for its image is made here. Pin the images that its Dockerfile starts from.\nREGISTRY does not have 'HOST:1'. Check the name and the tag.\nThere is nothing to lock: see above\n",
      });
      assert.equal(existsSync(join(folder, 'compose.lock.yaml')), false);
    });

    it('need a compose file, and verify a lock', async () => {
      assert.deepEqual(await command('lock', '.'), {
        code: 2,
        out: '',
        err: '.: There is no compose file. Name the file itself.\n',
      });
      write({ 'compose.yaml': PROJECT });
      assert.deepEqual(await command('verify', '.'), {
        code: 2,
        out: '',
        err: 'compose.lock.yaml: There is no such file. Make it with immutable-infra lock.\n',
      });
      assert.match((await command('lock', 'a', 'b')).err, /'lock' takes one compose file, or one folder/);
      assert.match((await command('verify', 'nowhere')).err, /^nowhere: /);
    });
  });
});
