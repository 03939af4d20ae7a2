import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../../server/src/cli';
import type { Environment } from '../../server/src/environment';
import { createNodeEnvironment } from '../../server/src/nodeEnvironment';
import { startLanguageClient } from '../support/languageClient';
import { IMAGE_RULES } from '../support/imageRules';
import { onlyRules } from '../support/onlyRules';

const DIGEST = `sha256:${'cd'.repeat(32)}`;

describe('the command line', () => {
  let folder: string;
  let variables: Record<string, string>;
  beforeEach(() => (variables = {}));
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'immutable-infra-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (files: Record<string, string | Buffer>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
  };
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  /** Runs a command below the folder, with a registry that has every image but those named `missing`. */
  async function command(
    ...words: string[]
  ): Promise<{ code: number; out: string; err: string; asked: string[] }> {
    let out = '';
    let err = '';
    const asked: string[] = [];
    const fetch: Environment['fetch'] = (url) => {
      asked.push(url);
      const headers = {
        'docker-content-digest': DIGEST,
        'content-type': 'application/vnd.oci.image.index.v1+json',
      };
      return Promise.resolve(
        url.includes('missing') ? new Response(null, { status: 404 }) : new Response(null, { headers }),
      );
    };
    const code = await run(words, {
      environment: { ...createNodeEnvironment(() => undefined), fetch, variables, homeDirectory: folder },
      workingDirectory: folder,
      version: '1.2.3',
      print: (text) => void (out += text),
      complain: (text) => void (err += text),
      signal: new AbortController().signal,
    });
    return { code, out, err, asked };
  }

  describe('with a project file', () => {
    onlyRules(...IMAGE_RULES);

    it('judges by the nearest one above each file, up to the root of the repository', async () => {
      write({
        'immutable-infra.yaml': 'rules:\n  latest-tag: error\n',
        'repo/.git/HEAD': '',
        'repo/immutable-infra.yaml': 'rules:\n  latest-tag: hint\nprofiles:\n  lab/**: development\n',
        'repo/Dockerfile': 'FROM node\n',
        'repo/lab/Dockerfile': 'FROM node:20\n',
        'repo/live/immutable-infra.yaml': 'rules:\n  latest-tag: "off"\n',
        'repo/live/Dockerfile': 'FROM node\n',
        'other/.git/HEAD': '',
        'other/Dockerfile': 'FROM node\n',
      });
      const { out, err, code } = await command('lint', 'repo', 'other');
      assert.deepEqual(
        out.split('\n').map((line) => line.replace(/ '.*\[/, ' [')),
        [
          'repo/Dockerfile:1:6: hint: [latest-tag]',
          'repo/lab/Dockerfile:1:6: information: [moving-tag]',
          'other/Dockerfile:1:6: warning: [latest-tag]',
          '1 warning, 1 information, 1 hint in 4 files',
          '',
        ],
      );
      assert.equal(err, '');
      assert.equal(code, 1);
    });

    it('looks up to the working directory for files that are in no repository', async () => {
      write({
        'immutable-infra.yaml': 'rules: {latest-tag: error}\n',
        'a/b/Dockerfile': 'FROM node\n',
      });
      assert.match((await command('lint', 'a/b/Dockerfile')).out, /error: /);
      assert.match((await command('lint', 'a')).out, /error: /);
    });

    it('says once what is wrong with it, takes the rest, and exits with 2', async () => {
      write({
        'immutable-infra.yaml': 'rules:\n  latest-tag: fatal\n  moving-tag: "off"\n',
        Dockerfile: 'FROM node:20\n',
        'a/Dockerfile': 'FROM node:20\n',
      });
      const { out, err, code } = await command('lint', '.');
      assert.equal(out, 'No findings in 2 files\n');
      assert.equal(
        err,
        "immutable-infra.yaml:2:15: 'fatal' is no severity. Use one of: default, off, hint, information, warning, error.\n",
      );
      assert.equal(code, 2);
      const json = JSON.parse((await command('lint', '--format', 'json', '.')).out);
      assert.deepEqual(
        json.errors.map(({ file }: { file: string }) => file),
        ['immutable-infra.yaml:2:15'],
      );
    });

    it('takes another one, or none, as it is told', async () => {
      write({
        'immutable-infra.yaml': 'rules: {latest-tag: "off"}\n',
        'ci/strict.yaml': 'rules: {latest-tag: error}\n',
        Dockerfile: 'FROM node\n',
      });
      assert.match((await command('lint', '.')).out, /No findings/);
      assert.match((await command('lint', '--no-config', '.')).out, /warning: .*\[latest-tag]/);
      assert.match((await command('lint', '--config', 'ci/strict.yaml', '.')).out, /error: .*\[latest-tag]/);
      const absent = await command('lint', '--config', 'ci/absent.yaml', '.');
      assert.equal(absent.err, 'ci/absent.yaml: The file cannot be read. Name a project file.\n');
      assert.equal(absent.code, 2);
      const both = await command('lint', '--config', 'ci/strict.yaml', '--no-config', '.');
      assert.match(both.err, /exclude each other/);
    });

    it('finds the files that it names, and those that the command line names in their place', async () => {
      write({
        'immutable-infra.yaml': "dockerfileNames: ['*.build']\ncomposeFileNames: [stacks/*.yml]\n",
        'app.build': 'FROM node\n',
        'app.image': 'FROM node\n',
        'stacks/shop.yml': 'services:\n  db:\n    image: postgres\n',
      });
      const names = ({ out }: { out: string }) =>
        out.split('\n').flatMap((line) => (/^[a-z.]+(?:\/[a-z.]+)?(?=:)/.exec(line) ?? []) as string[]);
      assert.deepEqual(names(await command('lint', '.')), ['app.build', 'stacks/shop.yml']);
      assert.deepEqual(names(await command('lint', '--dockerfile-name', '*.image', '.')), [
        'app.image',
        'stacks/shop.yml',
      ]);
    });

    it('pins in its style, unless the command line has one', async () => {
      write({
        'immutable-infra.yaml': 'pinStyle: "digest # tag"\n',
        'compose.yaml': 'services:\n  db:\n    image: postgres:16\n',
      });
      const { out } = await command('pin', '--dry-run', '.');
      assert.match(out, new RegExp(`^\\+ +image: postgres@${DIGEST} # 16$`, 'm'));
      const other = await command('pin', '--dry-run', '--style', 'tag@digest', '.');
      assert.match(other.out, new RegExp(`^\\+ +image: postgres:16@${DIGEST}$`, 'm'));
    });

    it('locks nothing by one that is broken', async () => {
      write({
        'immutable-infra.yaml': 'composeFileNames: stack.yml\n',
        'compose.yaml': 'services:\n  db:\n    image: postgres:16\n',
      });
      const { err, code } = await command('lock', '--dry-run', '.');
      assert.match(err, /^immutable-infra\.yaml:1:19: 'composeFileNames' takes a list\./);
      assert.equal(code, 2);
    });
  });

  it('finds what the language server finds in the same folder', async () => {
    write({
      '.git/HEAD': '',
      'immutable-infra.yaml': [
        'rules: {unpinned-image: error}',
        'profiles: {lab/**: development}',
        'allowedImages: {latest-tag: [traefik]}',
        'dockerfileNames: ["*.image"]',
        '',
      ].join('\n'),
      'web.image': 'FROM node:20\nCOPY --from=traefik /a /b\n',
      'lab/Dockerfile': 'FROM node\n',
      'compose.yaml': 'services:\n  a:\n    image: traefik\n  b:\n    image: redis:7\n',
    });
    const json = JSON.parse((await command('lint', '--format', 'json', '.')).out);
    const environment = createNodeEnvironment(() => undefined);
    const client = await startLanguageClient({ environment, folder: pathToFileURL(folder).href });
    const severities = ['', 'error', 'warning', 'information', 'hint'];
    const seen: (readonly unknown[])[] = [];
    for (const file of ['compose.yaml', 'web.image', 'lab/Dockerfile']) {
      const uri = pathToFileURL(join(folder, file)).href;
      await client.open(uri, 'plaintext', read(file));
      for (const { range, code, severity, message } of await client.diagnostics(uri)) {
        const { line, character } = range.start;
        seen.push([file, line + 1, character + 1, code, severities[severity!], message]);
      }
    }
    client.dispose();
    const inTerminal = (json.findings as Record<string, unknown>[]).map((found) =>
      ['file', 'line', 'column', 'rule', 'severity', 'message'].map((key) => found[key]),
    );
    const rulesSeen = seen.map(([, , , rule]) => rule);
    assert.equal(rulesSeen.filter((rule) => IMAGE_RULES.includes(String(rule))).length, 5);
    assert.ok(rulesSeen.includes('untraceable-image'), 'a rule that looks around the file');
    assert.equal(seen.length, inTerminal.length);
    assert.deepEqual(
      new Set(seen.map((one) => JSON.stringify(one))),
      new Set(inTerminal.map((one) => JSON.stringify(one))),
    );
  });

  describe('lint', () => {
    onlyRules(...IMAGE_RULES);

    it('prints a line for each finding and exits with 1', async () => {
      write({ Dockerfile: 'FROM node:20\n', 'compose.yaml': 'services:\n  db:\n    image: postgres:16.2\n' });
      const { code, out, asked } = await command('lint', '.');
      assert.deepEqual(out.split('\n'), [
        "Dockerfile:1:6: warning: 'node:20' moves to a new image with each release of that version. Pin it to a digest. [moving-tag]",
        "compose.yaml:3:12: information: 'postgres:16.2' can be pushed again with other content. Pin it to a digest. [unpinned-image]",
        '1 warning, 1 information in 2 files',
        '',
      ]);
      assert.equal(code, 1);
      assert.deepEqual(asked, []);
    });

    it('gives JSON with places from 1, columns in UTF-16 units, and no byte order mark counted', async () => {
      write({ Dockerfile: '\uFEFFFROM node:20\r\nLABEL a="😀" \r\nCOPY --from=busybox /a /b\r\n' });
      const { out } = await command('lint', '--format', 'json', 'Dockerfile');
      const { version, findings, errors } = JSON.parse(out);
      assert.equal(version, 1);
      assert.deepEqual(errors, []);
      assert.deepEqual(
        findings.map(({ message, ...rest }: { message: string }) => rest),
        [
          {
            file: 'Dockerfile',
            line: 1,
            column: 6,
            endLine: 1,
            endColumn: 13,
            rule: 'moving-tag',
            severity: 'warning',
            fixable: true,
          },
          {
            file: 'Dockerfile',
            line: 3,
            column: 13,
            endLine: 3,
            endColumn: 20,
            rule: 'latest-tag',
            severity: 'warning',
            fixable: true,
          },
        ],
      );
    });

    it('exits with 0 when nothing weighs as much as a warning', async () => {
      write({ Dockerfile: 'FROM node:20.11.1\n' });
      assert.equal((await command('lint', '.')).code, 0);
    });

    it('searches folders, but never node_modules and .git', async () => {
      const file = 'FROM node\n';
      write({
        'a/Dockerfile.web': file,
        'node_modules/x/Dockerfile': file,
        '.git/Dockerfile': file,
        'a/readme.md': file,
      });
      const { out } = await command('lint', '--format=json', folder);
      assert.deepEqual(
        JSON.parse(out).findings.map((finding: { file: string }) => finding.file),
        [join(folder, 'a/Dockerfile.web').replaceAll('\\', '/')],
      );
    });

    it('says which files it could not judge, judges the others, and exits with 2', async () => {
      write({
        Dockerfile: 'FROM node\n',
        'Dockerfile.utf16': Buffer.from('\uFEFFFROM node\n', 'utf16le'),
        'Dockerfile.large': `FROM node\n${'#'.repeat(1_000_000)}`,
      });
      const { code, out, err } = await command('lint', '--format', 'json', '.', 'absent');
      const { findings, errors } = JSON.parse(out);
      assert.equal(findings.length, 1);
      assert.deepEqual(errors, [
        { file: 'Dockerfile.large', message: 'The file is over 1 MB and is not judged.' },
        {
          file: 'Dockerfile.utf16',
          message: 'The file is not UTF-8, so neither Docker nor this program can read it. Save it as UTF-8.',
        },
        { file: 'absent', message: 'There is no such file or folder.' },
      ]);
      assert.match(err, /^Dockerfile\.large: .*\nDockerfile\.utf16: .*\nabsent: .*\n$/);
      assert.equal(code, 2);
    });

    it('judges what is for development more mildly', async () => {
      write({ 'compose.override.yml': 'services:\n  db:\n    image: postgres:16\n' });
      assert.equal((await command('lint', '.')).code, 0);
    });

    it('reads a file once, however often it is named', async () => {
      write({ Dockerfile: 'FROM node\n' });
      symlinkSync('.', join(folder, 'again'));
      const { out } = await command('lint', 'Dockerfile', '.', './Dockerfile');
      assert.match(out, /1 warning in 1 file\n$/);
    });
  });

  it('images lists every reference with its parts', async () => {
    write({ Dockerfile: 'ARG BASE=node:20\nFROM ${BASE} AS a\nFROM a\nCOPY --from=ghcr.io/o/r /x /x\n' });
    const { code, out } = await command('images', '--format', 'json', '.');
    const { images } = JSON.parse(out);
    assert.equal(code, 0);
    assert.deepEqual(images[0], {
      file: 'Dockerfile',
      line: 2,
      column: 6,
      endLine: 2,
      endColumn: 13,
      text: '${BASE}',
      position: 'from',
      inline: false,
      registry: 'docker.io',
      repository: 'library/node',
      tag: '20',
      digest: null,
      resolved: 'node:20',
      editable: true,
      ignored: null,
    });
    assert.deepEqual(
      images.slice(1).map(({ text, registry, repository, ignored, editable }: Record<string, unknown>) => ({
        text,
        registry,
        repository,
        ignored,
        editable,
      })),
      [
        { text: 'a', registry: null, repository: null, ignored: 'stage', editable: false },
        { text: 'ghcr.io/o/r', registry: 'ghcr.io', repository: 'o/r', ignored: null, editable: true },
      ],
    );
  });

  describe('images', () => {
    const images = async (...words: string[]) => {
      const { out } = await command('images', '--format', 'json', ...words);
      const found = (JSON.parse(out) as { images: Record<string, unknown>[] }).images;
      return found.map(({ file, resolved, editable, ignored }) => ({ file, resolved, editable, ignored }));
    };

    it('have the values of .env always, and those of the process where they are let in', async () => {
      write({ 'compose.yaml': 'services: {a: {image: "nginx:${TAG}-${SHELL_TAG}"}}', '.env': 'TAG=1' });
      const unknown = { file: 'compose.yaml', resolved: null, editable: false, ignored: 'variable' };
      assert.deepEqual(await images('compose.yaml'), [unknown]);
      variables = { SHELL_TAG: 'a', TAG: '2' };
      assert.deepEqual(await images('compose.yaml'), [unknown]);
      assert.deepEqual(await images('--process-env', 'compose.yaml'), [
        { file: 'compose.yaml', resolved: 'nginx:2-a', editable: false, ignored: null },
      ]);
    });

    it('are found in files with other names that were given', async () => {
      write({
        'images/web.docker': 'FROM node:20\n',
        'deploy/stack.yml': 'services: {a: {image: redis}}',
        'x.yml': 'a: 1',
      });
      assert.deepEqual(await images('.'), []);
      const found = await images('--dockerfile-name', '*.docker', '--compose-file-name=deploy/*.yml', '.');
      assert.deepEqual(
        found.map(({ resolved }) => resolved),
        ['redis', 'node:20'],
      );
    });
  });

  describe('resolve', () => {
    it('prints a line for each reference', async () => {
      const { code, out, err } = await command('resolve', 'node:20', 'ghcr.io/o/r');
      assert.equal(out, `node:20\t${DIGEST}\nghcr.io/o/r\t${DIGEST}\n`);
      assert.deepEqual({ code, err }, { code: 0, err: '' });
    });

    it('prints the others when one cannot be resolved, says why, and exits with 2', async () => {
      const { code, out, err } = await command('resolve', 'missing:1', 'node:20', 'No Name');
      assert.equal(out, `node:20\t${DIGEST}\n`);
      assert.match(err, /missing:1[^\n]*\n.*'No Name' is no image reference/);
      assert.equal(code, 2);
    });
  });

  describe('pin', () => {
    const compose = 'services:\r\n  a: {image: "postgres:16"} # keep\r\n  b:\r\n    image: \'redis\'\r\n';

    it('inserts digests, prints the change, and a second run changes nothing', async () => {
      write({ 'compose.yaml': `\uFEFF${compose}`, Dockerfile: 'FROM node:20 AS x\nFROM x\n' });
      const { code, out } = await command('pin', '.');
      assert.equal(code, 0);
      assert.equal(read('Dockerfile'), `FROM node:20@${DIGEST} AS x\nFROM x\n`);
      const pinned = compose.replace('postgres:16', `$&@${DIGEST}`).replace('redis', `$&@${DIGEST}`);
      assert.equal(read('compose.yaml'), `\uFEFF${pinned}`);
      assert.match(
        out,
        /^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@ -1,2 \+1,2 @@\n-FROM node:20 AS x\n\+FROM node:20@sha256/m,
      );
      const again = await command('pin', '.');
      assert.deepEqual(
        { code: again.code, out: again.out, asked: again.asked },
        { code: 0, out: '', asked: [] },
      );
    });

    it('edits .env where the whole reference stands there, once for all that use it', async () => {
      const service = 'services: {a: {image: "${IMAGE}"}, b: {image: "${IMAGE:-x}"}}\n';
      write({ 'shop/compose.yaml': service, 'shop/compose.override.yaml': service });
      write({ 'shop/.env': '\uFEFFIMAGE="nginx:1.27" # web\r\n', 'shop/Dockerfile': 'FROM node:20\n' });
      const { code, out, asked } = await command('pin', 'shop');
      assert.equal(code, 0);
      assert.equal(asked.length, 2);
      assert.equal(read('shop/.env'), `\uFEFFIMAGE="nginx:1.27@${DIGEST}" # web\r\n`);
      assert.equal(read('shop/compose.yaml'), service);
      assert.match(out, /^--- a\/shop\/\.env\n\+\+\+ b\/shop\/\.env\n/m);
      assert.equal((await command('pin', 'shop')).out, '');
    });

    it('asks for each reference once', async () => {
      write({ Dockerfile: 'FROM node:20\nFROM node:20\n', 'Dockerfile.b': 'FROM node:20\n' });
      assert.equal((await command('pin', '.')).asked.length, 1);
    });

    it('only prints with --dry-run', async () => {
      write({ Dockerfile: 'FROM node:20\n' });
      const { code, out } = await command('pin', '--dry-run', 'Dockerfile');
      assert.match(out, /\+FROM node:20@sha256/);
      assert.equal(read('Dockerfile'), 'FROM node:20\n');
      assert.equal(code, 0);
    });

    it('pins the others when one reference is missing, says where and why, and exits with 2', async () => {
      write({ Dockerfile: 'FROM missing:1\nFROM node:20\n' });
      const { code, err } = await command('pin', '.');
      assert.equal(read('Dockerfile'), `FROM missing:1\nFROM node:20@${DIGEST}\n`);
      assert.match(err, /^Dockerfile:1:6: .*missing:1/);
      assert.equal(code, 2);
    });

    it('leaves alone what its author waived', async () => {
      const text = '# immutable-infra-ignore moving-tag: rebuilt every night\nFROM node:20\n';
      write({ Dockerfile: text });
      assert.equal((await command('pin', '.')).code, 0);
      assert.equal(read('Dockerfile'), text);
    });

    it('ends with a line on the error stream that counts', async () => {
      write({ Dockerfile: `FROM missing:1\nFROM node:20\nFROM redis@${DIGEST}\nFROM a:$X\n` });
      assert.match(
        (await command('pin', '--dry-run', '.')).err,
        /^1 would be pinned, 1 already, 2 not: see above\n$/m,
      );
      const { code, err } = await command('pin', '.');
      assert.match(
        err,
        /^Dockerfile:4:6: 'a:\$X' has a variable without a value[^\n]*\n1 pinned, 1 already, 2 not: see above\n$/m,
      );
      assert.equal(code, 2);
    });

    it('moves the tag into a comment with --style', async () => {
      const text = 'services:\n  a:\n    image: "postgres:16"\n';
      write({ 'compose.yaml': text });
      await command('pin', '--style', 'digest#tag', '.');
      assert.equal(read('compose.yaml'), text.replace(':16"', `@${DIGEST}" # 16`));
      assert.equal((await command('unpin', '.')).code, 0);
      assert.equal(read('compose.yaml'), text);
    });

    it('keeps the mode of a file', async () => {
      write({ Dockerfile: 'FROM node:20\n' });
      chmodSync(join(folder, 'Dockerfile'), 0o640);
      await command('pin', 'Dockerfile');
      const { statSync } = await import('node:fs');
      assert.equal(statSync(join(folder, 'Dockerfile')).mode & 0o777, 0o640);
    });
  });

  describe('update and unpin', () => {
    const old = `sha256:${'ab'.repeat(32)}`;

    it('replace digests by those of today, and take them away', async () => {
      write({
        Dockerfile: `FROM node:20@${old} AS x\r\n`,
        'compose.yaml': 'services: {a: {image: "${I}"}}\n',
      });
      write({ '.env': `I=redis:7@${old}\n` });
      const updated = await command('update', '.');
      assert.equal(updated.code, 0);
      assert.match(
        updated.out,
        new RegExp(`^-FROM node:20@${old} AS x\r?\n\\+FROM node:20@${DIGEST} AS x`, 'm'),
      );
      assert.equal(read('Dockerfile'), `FROM node:20@${DIGEST} AS x\r\n`);
      assert.equal(read('.env'), `I=redis:7@${DIGEST}\n`);
      const again = await command('update', '.');
      assert.deepEqual({ out: again.out, err: again.err }, { out: '', err: '0 updated, 2 up to date\n' });
      const { code, err, asked } = await command('unpin', '.');
      assert.deepEqual({ code, err, asked }, { code: 0, err: '2 unpinned\n', asked: [] });
      assert.equal(read('Dockerfile'), 'FROM node:20 AS x\r\n');
      assert.equal(read('.env'), 'I=redis:7\n');
    });
  });

  describe('help', () => {
    it('prints itself and the version', async () => {
      assert.match((await command('--help')).out, /^Usage: immutable-infra COMMAND/);
      assert.equal((await command('--version')).out, '1.2.3\n');
    });

    const mistakes: Record<string, RegExp> = {
      '': /a command is missing/,
      frobnicate: /there is no command 'frobnicate'/,
      lint: /'lint' needs a path/,
      resolve: /'resolve' needs a reference/,
      'lint --format xml .': /there is no format 'xml'/,
      'lint --format': /--format needs a value/,
      'lint --dry-run .': /'lint' has no option --dry-run/,
      'pin --style new .': /there is no style 'new', only tag@digest and digest#tag/,
      'update --platform arm .': /'arm' is no platform; write it as in linux\/arm64/,
      'unpin --style tag@digest .': /'unpin' has no option --style/,
      'pin --registry-map a .': /'a' maps no registry/,
      'lint --frob .': /there is no option --frob/,
    };
    for (const [words, message] of Object.entries(mistakes)) {
      it(`'${words}' is answered with ${message}`, async () => {
        const { code, out, err } = await command(...words.split(' ').filter((word) => word !== ''));
        assert.match(err, message);
        assert.deepEqual({ code, out }, { code: 2, out: '' });
      });
    }
  });
});
