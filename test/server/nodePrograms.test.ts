import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import * as fileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ProgramEnd, ProgramRun } from '../../server/src/environment';
import { createProgramRunner } from '../../server/src/nodePrograms';

const NEVER = new AbortController().signal;
/** Milliseconds that no program of these tests takes when all is well. */
const AMPLE = 8_000;

describe('nodePrograms', () => {
  let folder: string;
  let bin: string;
  beforeEach(async () => {
    folder = await fileSystem.realpath(await fileSystem.mkdtemp(join(tmpdir(), 'immutable-infra-')));
    bin = join(folder, 'bin');
    await fileSystem.mkdir(bin);
  });
  afterEach(() => fileSystem.rm(folder, { recursive: true }));

  /** Writes a program into a folder. */
  const install = async (script: string, where = bin, name = 'program'): Promise<void> => {
    await fileSystem.mkdir(where, { recursive: true });
    await fileSystem.writeFile(join(where, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  };
  const run = (given: Partial<ProgramRun> & { path?: readonly string[]; signal?: AbortSignal } = {}) => {
    const { path = [bin], signal = NEVER, ...program } = given;
    const variables = { PATH: [...path, '/usr/bin', '/bin'].join(delimiter), GREETING: 'hello' };
    return createProgramRunner({ variables, platform: process.platform })(
      { name: 'program', words: [], input: '', milliseconds: AMPLE, maxBytes: 1000, notFrom: [], ...program },
      signal,
    );
  };

  /** A program → how it ends. */
  const ENDS: readonly (readonly [script: string, end: ProgramEnd])[] = [
    ['cat', { end: 'done', output: 'the input\n' }],
    ['echo "$GREETING, $*"', { end: 'done', output: 'hello, get a b\n' }],
    ['echo out; echo err >&2', { end: 'done', output: 'out\n' }],
    ['exec <&-; echo unread', { end: 'done', output: 'unread\n' }],
    ['printf "\\303\\244"', { end: 'done', output: 'ä' }],
    ['echo no login; exit 1', { end: 'failed', output: 'no login\n' }],
    ['echo gone; kill -KILL $$', { end: 'failed', output: 'gone\n' }],
    ['head -c 1000 /dev/zero', { end: 'done', output: '\0'.repeat(1000) }],
    ['head -c 1001 /dev/zero', { end: 'too-much' }],
    ['while :; do echo rubbish; done', { end: 'too-much' }],
    ['exit 7', { end: 'failed', output: '' }],
  ];
  for (const [script, end] of ENDS) {
    it(`${script} → ${end.end}`, async () => {
      await install(script);
      assert.deepEqual(await run({ words: ['get', 'a b'], input: 'the input\n' }), end);
    });
  }

  it('are given more than they read, and more than a pipe holds', async () => {
    const input = 'x'.repeat(1_000_000);
    await install('exit 0');
    assert.deepEqual(await run({ input }), { end: 'done', output: '' });
    await install('wc -c | tr -d " "');
    assert.deepEqual(await run({ input }), { end: 'done', output: '1000000\n' });
  });

  it('run where they are, not where the caller is', async () => {
    await install('pwd');
    assert.deepEqual(await run(), { end: 'done', output: `${bin}\n` });
  });

  describe('that take too long', () => {
    /** A program that says on a pipe when it is there; the pipe ends when it and all that it started are gone. */
    const HANGING: readonly (readonly [name: string, script: string])[] = [
      ['hang', 'echo ready >&3; exec sleep 60'],
      ['ignore SIGTERM', 'trap "" TERM INT HUP; echo ready >&3; sleep 60; sleep 60'],
      ['have started others', '(trap "" TERM; sleep 60) & sleep 60 & echo ready >&3; wait'],
      ['close their output', 'exec >&-; echo ready >&3; exec sleep 60'],
    ];
    const startHanging = async (script: string) => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      await install(`exec 3>${pipe}\n${script}`);
      // Opened for both, it does not wait for a writer; the end of the others is then seen through a second one.
      const opening = await fileSystem.open(pipe, constants.O_RDWR);
      const reader = (await fileSystem.open(pipe, constants.O_RDONLY)).createReadStream();
      return { reader, letGo: () => opening.close() };
    };

    for (const [name, script] of HANGING) {
      it(`${name}, are ended with all that they started`, async () => {
        const { reader, letGo } = await startHanging(script);
        const cancel = new AbortController();
        const end = run({ signal: cancel.signal });
        await once(reader, 'data');
        await letGo();
        cancel.abort();
        assert.deepEqual(await end, { end: 'cancelled' });
        await once(reader, 'end');
      });
    }

    it('end when their time is over', async () => {
      const { reader, letGo } = await startHanging('trap "" TERM; echo ready >&3; sleep 60; sleep 60');
      reader.resume();
      assert.deepEqual(await run({ milliseconds: 300 }), { end: 'timeout' });
      const ended = once(reader, 'end');
      await letGo();
      await ended;
    });
  });

  it('do not outlive the process that runs them', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await install(`exec 3>${pipe}; echo ready >&3; exec sleep 60`);
    const opening = await fileSystem.open(pipe, constants.O_RDWR);
    const reader = (await fileSystem.open(pipe, constants.O_RDONLY)).createReadStream();
    const program = { name: 'program', words: [], input: '', milliseconds: 60_000, maxBytes: 9, notFrom: [] };
    const script = `
      const { createProgramRunner } = require(${JSON.stringify(join(__dirname, '../../server/src/nodePrograms.js'))});
      const run = createProgramRunner({ variables: process.env, platform: process.platform });
      void run(${JSON.stringify(program)}, new AbortController().signal);
      process.stdin.on('data', () => process.exit(0));`;
    const runner = spawn(process.execPath, ['-e', script], {
      env: { PATH: [bin, '/usr/bin', '/bin'].join(delimiter) },
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    await once(reader, 'data');
    await opening.close();
    runner.stdin.write('go');
    await once(reader, 'end');
  });

  it('are not waited for when only what they left behind holds their output', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    // What is left behind ends when the test opens the pipe.
    await install(`(read line <${pipe}) & echo out`);
    assert.deepEqual(await run(), { end: 'done', output: 'out\n' });
    await fileSystem.writeFile(pipe, 'go\n');
  });

  it('are not started for somebody who has left', async () => {
    await install(`echo ran >${join(folder, 'trace')}`);
    assert.deepEqual(await run({ signal: AbortSignal.abort() }), { end: 'cancelled' });
    await assert.rejects(fileSystem.stat(join(folder, 'trace')));
  });

  describe('are found', () => {
    const ABSENT: ProgramEnd = { end: 'absent' };
    const ran = (text: string): ProgramEnd => ({ end: 'done', output: `${text}\n` });
    let shop: string;
    beforeEach(() => (shop = join(folder, 'shop')));

    it('in the first folder that has them, past what is none', async () => {
      await fileSystem.writeFile(join(bin, 'program'), '#!/bin/sh\necho not executable', { mode: 0o644 });
      await fileSystem.mkdir(join(folder, 'second', 'program'), { recursive: true });
      await install('echo third', join(folder, 'third'));
      await install('echo fourth', join(folder, 'fourth'));
      const path = ['none', 'second', 'third', 'fourth'].map((name) => join(folder, name));
      assert.deepEqual(await run({ path: [bin, ...path] }), ran('third'));
    });

    it('nowhere', async () => {
      assert.deepEqual(await run(), ABSENT);
      await fileSystem.writeFile(join(bin, 'program'), '#!/bin/sh\n', { mode: 0o644 });
      assert.deepEqual(await run(), ABSENT);
      const nothing = createProgramRunner({ variables: {}, platform: process.platform });
      const program = { name: 'sh', words: [], input: '', milliseconds: AMPLE, maxBytes: 10, notFrom: [] };
      assert.deepEqual(await nothing(program, NEVER), ABSENT);
    });

    it('not where their interpreter is not', async () => {
      await fileSystem.writeFile(join(bin, 'program'), `#!${join(folder, 'none')}\n`, { mode: 0o755 });
      assert.deepEqual(await run(), ABSENT);
    });

    it('never in or below a forbidden folder, by whatever name', async () => {
      await install('echo shop', shop);
      await install('echo below', join(shop, 'node_modules', '.bin'));
      await install('echo beside', join(folder, 'shopping'));
      await fileSystem.symlink(shop, join(folder, 'linked'));
      await fileSystem.symlink(join(shop, 'program'), join(bin, 'program'));
      const forbidden = [
        shop,
        join(shop, 'node_modules', '.bin'),
        join(folder, 'linked'),
        join(folder, 'linked', 'node_modules', '.bin'),
        join(folder, 'shopping', '..', 'shop'),
        bin,
      ];
      for (const notFrom of [shop, join(folder, 'linked'), `${shop}/`]) {
        assert.deepEqual(await run({ path: forbidden, notFrom: [notFrom] }), ABSENT);
        const path = [...forbidden, join(folder, 'shopping')];
        assert.deepEqual(await run({ path, notFrom: ['', '/none', notFrom] }), ran('beside'));
      }
      assert.deepEqual(await run({ path: forbidden }), ran('shop'));
    });

    it('never through a link in a forbidden folder', async () => {
      await install('echo elsewhere', join(folder, 'elsewhere'));
      await fileSystem.mkdir(shop);
      await fileSystem.symlink(join(folder, 'elsewhere', 'program'), join(shop, 'program'));
      assert.deepEqual(await run({ path: [shop], notFrom: [shop] }), ABSENT);
      assert.deepEqual(await run({ path: [shop] }), ran('elsewhere'));
    });

    it('never by a name that is a path', async () => {
      await install('echo shop', shop);
      for (const name of ['../shop/program', join(shop, 'program'), 'none/../../shop/program', ''])
        assert.deepEqual(await run({ name }), ABSENT);
    });

    it('never by a folder that is not absolute', async () => {
      await install('echo here', shop);
      const before = process.cwd();
      process.chdir(folder);
      try {
        assert.deepEqual(await run({ path: ['shop', './shop', ''] }), ABSENT);
        process.chdir(shop);
        assert.deepEqual(await run({ path: ['', '.'] }), ABSENT);
      } finally {
        process.chdir(before);
      }
    });

    it('as Windows finds them: by `Path`, in quoted folders, and only as .exe', async () => {
      await install('echo none', bin);
      await install('echo none', bin, 'program.cmd');
      await install('echo exe', shop, 'program.exe');
      const variables = { Path: `${bin};"${shop}"` };
      const program = { name: 'program', words: [], input: '', milliseconds: AMPLE, maxBytes: 10 };
      const onWindows = createProgramRunner({ variables, platform: 'win32' });
      assert.deepEqual(await onWindows({ ...program, notFrom: [] }, NEVER), ran('exe'));
      assert.deepEqual(await onWindows({ ...program, notFrom: [shop.toUpperCase()] }, NEVER), ABSENT);
    });
  });
});
