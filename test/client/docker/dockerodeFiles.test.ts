import assert from 'node:assert/strict';
import { startFakeEngine, type FakeEngine } from '../../support/fakeEngine';
import { connected, SHORT } from '../../support/engineConnection';
import { tarArchive } from '../../support/tarArchive';

describe('a file of a container', () => {
  const { signal } = new AbortController();
  let fake: FakeEngine;
  beforeEach(async () => (fake = await startFakeEngine()));
  afterEach(() => fake.dispose());

  const file = async (path: string, limit = 1000) =>
    (await connected(fake, SHORT)).file({ container: 'c1', path }, limit, signal);

  it('is read', async () => {
    fake.set({ archives: { 'c1:/etc/a b&c': tarArchive({ content: 'hello', mode: 0o600 }) } });
    const answer = await file('/etc/a b&c');
    assert.ok(answer.ok && answer.value.found && answer.value.kind === 'file');
    assert.equal(Buffer.from(answer.value.content).toString(), 'hello');
    assert.equal(answer.value.mode, 0o600);
    assert.equal(fake.log.at(-1), 'GET /containers/c1/archive?path=%2Fetc%2Fa%20b%26c');
  });

  it('may be a link, a folder, or too large', async () => {
    fake.set({
      archives: {
        'c1:/link': tarArchive({ type: '2', target: 'hello' }),
        'c1:/folder': tarArchive({ type: '5' }, { content: 'x'.repeat(100_000) }),
        'c1:/large': tarArchive({ content: 'x'.repeat(5_000_000) }),
      },
    });
    assert.deepEqual(await file('/link'), {
      ok: true,
      value: { found: true, kind: 'link', target: 'hello' },
    });
    assert.deepEqual(await file('/folder'), { ok: true, value: { found: true, kind: 'other' } });
    assert.deepEqual(await file('/large'), {
      ok: true,
      value: { found: true, kind: 'too-large', size: 5_000_000 },
    });
  });

  it('may not be there', async () => {
    assert.deepEqual(await file('/nowhere'), { ok: true, value: { found: false } });
  });

  it('may come as something else', async () => {
    fake.set({ archives: { 'c1:/a': Buffer.from('<html>'.repeat(200)), 'c1:/b': Buffer.from('short') } });
    for (const path of ['/a', '/b']) {
      const answer = await file(path);
      assert.ok(!answer.ok && answer.failure.reason === 'unexpected');
      assert.equal(answer.failure.detail, `The archive of ${path} cannot be read.`);
    }
  });

  it('may break off', async () => {
    fake.set({ troubles: { '/containers/c1/archive': 'break' } });
    const answer = await file('/a');
    assert.ok(!answer.ok && answer.failure.reason === 'unreachable', JSON.stringify(answer));
  });

  it('may never come', async () => {
    fake.set({ troubles: { '/containers/c1/archive': 'hang' } });
    const answer = await file('/a');
    assert.ok(!answer.ok && answer.failure.reason === 'silent', JSON.stringify(answer));
  });
});
