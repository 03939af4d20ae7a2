import assert from 'node:assert/strict';
import type { ContentRequest } from '../../../../server/src/registry/client';
import type { Memory } from '../../../../server/src/registry/memory/memory';
import { rememberContent } from '../../../../server/src/registry/memory/rememberedContent';
import { OCI_INDEX, sha256 } from '../../../support/fakeRegistry';

const BODY = '{"schemaVersion":2,"manifests":[]}';
const DIGEST = sha256(BODY);
const PATIENCE = { signal: new AbortController().signal, until: Infinity };

/** A client whose every answer is `body`, and what it was asked for. */
function setUp(body = BODY) {
  const asked: string[] = [];
  const kept = new Map<string, unknown>();
  const memory: Memory = {
    recall: () => Promise.resolve(null),
    remember: () => Promise.resolve(),
    recallFacts: (place, key) => Promise.resolve(kept.get(`${place.registry}/${place.repository} ${key}`)),
    rememberFacts: (place, key, facts) => {
      kept.set(`${place.registry}/${place.repository} ${key}`, facts);
      return Promise.resolve();
    },
    history: () => Promise.resolve([]),
    lastNamed: () => Promise.resolve(new Map()),
    settled: () => Promise.resolve(),
  };
  const client = rememberContent(({ method, target }) => {
    asked.push(`${method} ${target}`);
    const headers = new Headers({ 'content-type': OCI_INDEX });
    return Promise.resolve({ status: 200, headers, body: Buffer.from(body), url: new URL('https://x/') });
  }, memory);
  const ask = async (changes: Partial<ContentRequest> = {}) => {
    const place = { registry: 'x', repository: 'app', kind: 'manifests', target: DIGEST } as const;
    const answer = await client(
      { ...place, method: 'GET', accept: '*/*', maxBytes: 1_000_000, ...changes },
      PATIENCE,
    );
    assert.ok(!('reason' in answer));
    return [answer.headers.get('content-type'), Buffer.from(answer.body).toString()];
  };
  return { asked, kept, ask };
}

describe('content that is remembered', () => {
  it('is asked for once, and is the same', async () => {
    const { asked, ask } = setUp();
    assert.deepEqual([await ask(), await ask()], Array(2).fill([OCI_INDEX, BODY]));
    assert.deepEqual(asked, [`GET ${DIGEST}`]);
  });

  it('is that of one repository', async () => {
    const { asked, ask } = setUp();
    await ask();
    await ask({ repository: 'other' });
    assert.equal(asked.length, 2);
  });

  it('is never what a tag names, a question whether it is there, or what refers to it', async () => {
    const { asked, ask } = setUp();
    for (const changes of [{ target: '20' }, { method: 'HEAD' }, { kind: 'referrers' }] as const) {
      await ask(changes);
      await ask(changes);
    }
    assert.equal(asked.length, 6);
  });

  it('is kept by its digest where a tag was asked for', async () => {
    const { asked, ask } = setUp();
    await ask({ target: '20' });
    assert.deepEqual(await ask(), [OCI_INDEX, BODY]);
    assert.deepEqual(asked, ['GET 20']);
  });

  it('is never what is not what its digest says', async () => {
    const { asked, ask, kept } = setUp('{}');
    await ask();
    assert.equal(kept.size, 0);
    await ask();
    assert.equal(asked.length, 2);
  });

  for (const other of [
    { type: OCI_INDEX, body: '{"schemaVersion":2,"manifests":[{}]}' },
    { type: 'a\nb', body: BODY },
    { body: BODY },
    'text',
    null,
  ]) {
    it(`is asked for again where somebody put ${JSON.stringify(other)} in its place`, async () => {
      const { asked, ask, kept } = setUp();
      await ask();
      for (const key of kept.keys()) kept.set(key, other);
      assert.deepEqual(await ask(), [OCI_INDEX, BODY]);
      assert.equal(asked.length, 2);
    });
  }
});
