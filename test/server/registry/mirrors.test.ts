import assert from 'node:assert/strict';
import { readMirrors } from '../../../server/src/registry/mirrors';
import { environmentWith } from '../../support/environment';

const SYSTEM = '/etc/docker/daemon.json';
const OWN = '/home/nobody/.config/docker/daemon.json';

async function mirrors(files: Readonly<Record<string, string>>): Promise<string[]> {
  const environment = environmentWith({
    readFile: (path) => {
      const text = files[path];
      return Promise.resolve(
        text === undefined
          ? { found: false, reason: 'absent', detail: '' }
          : { found: true, bytes: Buffer.from(text) },
      );
    },
  });
  const found = await readMirrors(environment);
  return found.map(({ registry, plainHttp }) => `${registry}${plainHttp ? ' plain' : ''}`);
}

describe("the mirrors of Docker's daemon", () => {
  it('are those of its configuration, in their order', async () => {
    const text = '{"registry-mirrors":["https://mirror.example","http://10.0.0.5:5000/"]}';
    assert.deepEqual(await mirrors({ [SYSTEM]: text }), ['mirror.example', '10.0.0.5:5000 plain']);
  });

  it('are those of a rootless daemon first', async () => {
    const own = '{"registry-mirrors":["https://own.example"]}';
    const system = '{"registry-mirrors":["https://system.example"]}';
    assert.deepEqual(await mirrors({ [OWN]: own, [SYSTEM]: system }), ['own.example']);
  });

  for (const text of [
    '',
    '{}',
    '[]',
    '{"registry-mirrors":"https://mirror.example"}',
    '{"registry-mirrors":[7,"mirror","ftp://mirror.example","https://u:p@mirror.example","https://mirror.example/path"]}',
  ]) {
    it(`are none in ${text === '' ? 'an empty file' : text}`, async () => {
      assert.deepEqual(await mirrors({ [SYSTEM]: text }), []);
    });
  }

  it('are none without a configuration', async () => {
    assert.deepEqual(await mirrors({}), []);
  });
});
