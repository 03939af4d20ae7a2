import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeEnvironment } from '../../../client/src/environment';
import { fileHistory } from '../../../client/src/git/fileHistory';
import { FIRST, gitRepository, type GitRepository } from '../../support/gitRepository';

describe('what a file has been', () => {
  let shop: GitRepository;
  before(() => {
    shop = gitRepository();
    shop.commit('Begin', { 'deploy/docker-compose.yml': text('1.0') });
    shop.commit('Elsewhere', { 'README.md': 'x' });
    shop.commit('Release 1.1 – für alle', { 'deploy/docker-compose.yml': text('1.1 # ü 🎉') });
    shop.git('mv', 'deploy/docker-compose.yml', 'deploy/compose.yaml');
    shop.commit('Rename', {});
    shop.commit('Back to 1.0', { 'deploy/compose.yaml': text('1.0') });
    shop.commit('Without an end of line', { 'deploy/compose.yaml': 'services: {}' });
    shop.commit('Empty', { 'deploy/compose.yaml': '' });
    shop.commit('Not yet', { 'new.yaml': 'a' });
  });
  after(() => shop.remove());

  const read = (name: string) =>
    fileHistory(nodeEnvironment(), join(shop.folder, name), new AbortController().signal);

  it('is told from the newest on, under all its names', async () => {
    const history = await read('deploy/compose.yaml');
    assert.deepEqual(
      history?.texts.map(({ subject, text }) => [subject, text]),
      [
        ['Empty', ''],
        ['Without an end of line', 'services: {}'],
        ['Back to 1.0', text('1.0')],
        ['Rename', text('1.1 # ü 🎉')],
        ['Release 1.1 – für alle', text('1.1 # ü 🎉')],
        ['Begin', text('1.0')],
      ],
    );
    const last = history.texts.at(-1)!;
    assert.equal(last.author, 'Ann Ünsal');
    assert.equal(last.date, FIRST + 60_000);
    assert.equal(last.revision, shop.git('rev-parse', 'HEAD~7').trim());
  });

  it('leaves out where it was removed', async () => {
    shop.git('rm', '-q', 'new.yaml');
    shop.commit('Away', {});
    shop.commit('Again', { 'new.yaml': 'b' });
    const history = await read('new.yaml');
    assert.deepEqual(
      history?.texts.map(({ subject, text }) => `${subject}: ${text}`),
      ['Again: b', 'Not yet: a'],
    );
  });

  it('is none for a file that was never committed', async () => {
    assert.equal(await read('absent.yaml'), null);
  });

  it('is none outside a repository', async () => {
    assert.equal(await fileHistory(nodeEnvironment(), '/compose.yaml', new AbortController().signal), null);
  });

  it('is as much as git could tell in its time, and says so', async () => {
    const environment = nodeEnvironment();
    const slow: typeof environment = {
      ...environment,
      runProgram: async (command, options) => {
        const result = await environment.runProgram(command, options);
        if (!command.includes('log') || !result.ran) return result;
        const third = result.output.split('\x01', 4).join('\x01');
        return { ...result, code: null, output: third.slice(0, -40) };
      },
    };
    const path = join(shop.folder, 'deploy/compose.yaml');
    const history = await fileHistory(slow, path, new AbortController().signal);
    assert.deepEqual(
      [history?.isCut, ...(history?.texts.map(({ subject }) => subject) ?? [])],
      [true, 'Empty', 'Without an end of line'],
    );
    assert.equal((await read('deploy/compose.yaml'))?.isCut, false);
  });

  it('reads bytes that are no UTF-8', async () => {
    shop.git('config', 'core.autocrlf', 'false');
    writeFileSync(join(shop.folder, 'latin.yaml'), Buffer.from([0x61, 0xfc, 0x0a, 0xff]));
    shop.commit('Latin', {});
    shop.commit('Then text', { 'latin.yaml': 'b\n' });
    const history = await read('latin.yaml');
    assert.deepEqual(
      history?.texts.map(({ text }) => text),
      ['b\n', 'a\uFFFD\n\uFFFD'],
    );
  });
});

function text(version: string): string {
  return `services:\n  app:\n    image: registry.example/app:${version}\n    ports: [80]\n    restart: always\n`;
}
