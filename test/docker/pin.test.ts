import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { immutableInfra } from '../setup/commandLine';
import { laboratory } from './hooks';
import { pushImage, pushIndex } from './images';
import { skopeoDigest } from './skopeo';

describe('pinning against a real registry', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-pin-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

  it('inserts what skopeo says after each tag, and nothing else', async () => {
    const { anonymous } = laboratory().registries;
    await pushImage({ registry: anonymous, name: 'pin/web' }, '1.4.0', '1.4.0');
    await pushIndex({ registry: anonymous, name: 'pin/node' }, '20', '20');
    const dockerfile = (node: string, web: string): string =>
      `FROM --platform=linux/amd64 ${anonymous}/pin/node:20${node} AS build # a comment\n` +
      `FROM build\nCOPY --from=${anonymous}/pin/web:1.4.0${web} /bin/sh /bin/sh\n`;
    const compose = (web: string): string =>
      `services:\n  web:\n    image: "${anonymous}/pin/web:1.4.0${web}" # quoted\n  built:\n    build: .\n`;
    write('Dockerfile', dockerfile('', ''));
    write('compose.yaml', compose(''));

    const pinned = await immutableInfra(['pin', folder]);

    assert.equal(pinned.code, 0, pinned.stderr);
    const node = `@${await skopeoDigest(`${anonymous}/pin/node:20`)}`;
    const web = `@${await skopeoDigest(`${anonymous}/pin/web:1.4.0`)}`;
    assert.equal(read('Dockerfile'), dockerfile(node, web));
    assert.equal(read('compose.yaml'), compose(web));
    const again = await immutableInfra(['pin', folder]);
    assert.deepEqual({ code: again.code, stdout: again.stdout }, { code: 0, stdout: '' }, again.stderr);
  });

  it('pulls on the engine what it has pinned', async () => {
    const { engine, registries } = laboratory();
    await pushIndex({ registry: registries.anonymous, name: 'pin/pulled' }, '1', '1');
    write('Dockerfile', `FROM ${registries.anonymous}/pin/pulled:1\n`);
    await immutableInfra(['pin', folder]);
    const reference = read('Dockerfile').slice('FROM '.length).trim();
    assert.match(reference, /:1@sha256:[0-9a-f]{64}$/);
    assert.match(await engine.docker('pull', reference), new RegExp(`Digest: ${reference.split('@')[1]!}`));
  });

  it('leaves a file as it was when the registry has no such tag', async () => {
    const { anonymous } = laboratory().registries;
    await pushImage({ registry: anonymous, name: 'pin/absent' }, '1', '1');
    const text = `FROM ${anonymous}/pin/absent:2\n`;
    write('Dockerfile', text);
    const { code, stderr } = await immutableInfra(['pin', folder]);
    assert.equal(code, 2);
    assert.ok(stderr.includes(`${anonymous}/pin/absent:2`), stderr);
    assert.equal(read('Dockerfile'), text);
  });
});
