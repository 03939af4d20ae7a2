import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../server/src/cli';
import type { Console } from '../../../server/src/commandLine/console';
import type { SourceFiles } from '../../../server/src/commandLine/files';
import { fixFiles } from '../../../server/src/commandLine/fixFiles';
import type { Finding } from '../../../server/src/lint';
import { createNodeEnvironment } from '../../../server/src/nodeEnvironment';
import type { JudgedFile } from '../../../server/src/reports/report';
import { rules } from '../../../server/src/rules';
import { IMAGE_RULES } from '../../support/imageRules';
import { onlyRules } from '../../support/onlyRules';

/** A rule of this test: a word and what is to be in its place; null where only a person knows. */
type Words = Readonly<Record<string, string | null>>;

const judgeWith =
  (words: Words) =>
  ({ files }: SourceFiles): JudgedFile[] =>
    files.map((file) => {
      const pattern = new RegExp(Object.keys(words).join('|'), 'g');
      const findings = [...file.document.text.matchAll(pattern)].map(({ 0: word, index }): Finding => {
        const span = { start: index, end: index + word.length };
        const newText = words[word] ?? null;
        return {
          ...{ rule: rules[0]!, severity: 'warning', span, message: word, scaffolds: [], related: [] },
          fix: newText === null ? null : { kind: 'edits', title: '', edits: [{ span, newText }] },
        };
      });
      return { file, findings };
    });

describe('lint --fix', () => {
  onlyRules(...IMAGE_RULES);

  let folder: string;
  let out: string;
  let err: string;
  let console: Console;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'immutable-infra-')));
    [out, err] = ['', ''];
    console = {
      environment: createNodeEnvironment(() => undefined),
      workingDirectory: folder,
      version: '0',
      print: (text) => void (out += text),
      complain: (text) => void (err += text),
      signal: new AbortController().signal,
    };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const fix = async (words: Words, { dryRun = false, given = console } = {}) => {
    const names = { dockerfile: [], compose: [] };
    const reading = { paths: ['.'], processVariables: false, names, config: 'nearest' as const };
    const fixed = await fixFiles(given, {
      reading,
      judge: (found) => Promise.resolve(judgeWith(words)(found)),
      dryRun,
    });
    return (
      fixed && { ...fixed, left: fixed.left.flatMap(({ findings }) => findings.map((each) => each.message)) }
    );
  };

  it('writes what is certain and tells what is left', async () => {
    write('Dockerfile', 'FROM a\nRUN bad\nRUN bad\nRUN worst\n');
    write('Dockerfile.other', 'FROM a\n');
    const fixed = await fix({ bad: 'good', worst: null });
    assert.equal(read('Dockerfile'), 'FROM a\nRUN good\nRUN good\nRUN worst\n');
    assert.deepEqual(
      { ...fixed, failed: [...fixed!.failed] },
      { count: 2, left: ['worst'], errors: [], failed: [] },
    );
    assert.deepEqual([out, err], ['', '']);
  });

  it('keeps a byte order mark and the ends of lines', async () => {
    write('Dockerfile', '\uFEFFFROM a\r\nRUN bad\r\n');
    await fix({ bad: 'good' });
    assert.equal(read('Dockerfile'), '\uFEFFFROM a\r\nRUN good\r\n');
  });

  it('goes on until nothing changes, and ends where two fixes undo each other', async () => {
    write('Dockerfile', 'RUN one\n');
    assert.equal((await fix({ one: 'two', two: 'three', three: 'last' }))!.count, 3);
    assert.equal(read('Dockerfile'), 'RUN last\n');
    write('Dockerfile', 'RUN ping\n');
    assert.equal((await fix({ ping: 'pong', pong: 'ping' }))!.count, 10);
    assert.equal(read('Dockerfile'), 'RUN ping\n');
  });

  it('prints a diff of all rounds in a dry run, and writes nothing', async () => {
    write('Dockerfile', 'FROM a\nRUN one\n');
    const { left } = (await fix({ one: 'two', two: 'three', FROM: null }, { dryRun: true }))!;
    assert.deepEqual(left, ['FROM']);
    assert.equal(read('Dockerfile'), 'FROM a\nRUN one\n');
    assert.equal(
      out,
      [
        '--- a/Dockerfile',
        '+++ b/Dockerfile',
        '@@ -1,2 +1,2 @@',
        ' FROM a',
        '-RUN one',
        '+RUN three',
        '',
      ].join('\n'),
    );
  });

  it('leaves a file alone that somebody changes meanwhile', async () => {
    write('Dockerfile', 'RUN bad\n');
    const { environment } = console;
    const given: Console = {
      ...console,
      environment: {
        ...environment,
        writeFileAtomic: (path, bytes, expected) => {
          write('Dockerfile', 'RUN bad # mine\n');
          return environment.writeFileAtomic(path, bytes, expected);
        },
      },
    };
    const { failed, left } = (await fix({ bad: 'good' }, { given }))!;
    assert.deepEqual([...failed], [join(folder, 'Dockerfile')]);
    assert.deepEqual(left, ['bad']);
    assert.equal(read('Dockerfile'), 'RUN bad # mine\n');
    assert.match(err, /^Dockerfile: Nothing was written\. /);
  });

  it('writes nothing once it is interrupted', async () => {
    write('Dockerfile', 'RUN bad\n');
    assert.equal(await fix({ bad: 'good' }, { given: { ...console, signal: AbortSignal.abort() } }), null);
    assert.equal(read('Dockerfile'), 'RUN bad\n');
  });

  it('reports as lint does, and exits by what is left', async () => {
    write('Dockerfile', 'FROM node:20\n');
    assert.equal(await run(['lint', '--fix', '.'], console), 1);
    assert.match(out, /^Dockerfile:1:6: warning: /);
    assert.equal(err, '0 fixed\n');
    [out, err] = ['', ''];
    assert.equal(await run(['lint', '--fix', '--format', 'json', '.'], console), 1);
    assert.equal((JSON.parse(out) as { findings: unknown[] }).findings.length, 1);
    [out, err] = ['', ''];
    assert.equal(await run(['lint', '--fix', '--dry-run', '.'], console), 1);
    assert.deepEqual([out, err], ['', '0 would be fixed\n']);
    write('Dockerfile', 'FROM scratch\n');
    assert.equal(await run(['lint', '--fix', '.'], console), 0);
    assert.equal(await run(['lint', '--fix', 'absent'], console), 2);
  });

  it('has a dry run of its own only', async () => {
    assert.equal(await run(['lint', '--dry-run', '.'], console), 2);
    assert.match(err, /'lint' has no option --dry-run without --fix/);
  });
});
