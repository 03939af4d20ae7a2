import assert from 'node:assert/strict';
import type { Service } from '../../../client/src/docker/releases/model';
import type { Inspection } from '../../../client/src/docker/watch/inspection';
import { runsAnythingOf, serviceLenses } from '../../../client/src/views/serviceLenses';
import {
  answers,
  B,
  container,
  digest,
  host,
  inspection,
  project,
  release,
  service,
  sight,
} from '../../support/runningParts';

const FILE = 'file:///shop/compose.yaml';
const RANGE = { start: { line: 2, character: 2 }, end: { line: 2, character: 5 } };

describe('a lens over a service', () => {
  const three = [container('web-1'), container('web-2'), container('web-3')];

  it('says how many run, of which digest, and whether that is what the file says', () => {
    assert.deepEqual(texts(declared('web', release(three))), ['web: 3 running · @1a2b3c4 · in sync']);
  });

  it('names the rollout in the place of a digest, and what has drifted', () => {
    const web = {
      ...declared(
        'web',
        release(three),
        release([container('c', { digest: digest(B) })], { version: '2.0' }),
      ),
      rollout: '3 × 1.4.0 · 1 × 2.0, 25 % canary',
      answers: answers({
        sync: { status: 'out-of-sync' },
        drift: {
          status: 'drifted',
          changes: { code: [{ path: '/a', kind: 'added' }], data: [], scratch: [] },
        },
      }),
    };
    assert.deepEqual(texts(web), [
      'web: 4 running · 3 × 1.4.0 · 1 × 2.0, 25 % canary · out of sync · drifted',
    ]);
  });

  it('does not count what has stopped', () => {
    const ended = container('1', { facts: { state: 'exited' } });
    assert.deepEqual(texts(declared('web', release([ended]))), ['web: not running · @1a2b3c4 · in sync']);
  });

  it('leads to the service', () => {
    const [lens] = lenses(inspection(host([project([declared('web', release(three))])])));
    assert.deepEqual(lens, {
      range: RANGE,
      text: '3 running · @1a2b3c4 · in sync',
      target: { kind: 'service', host: 'usual', key: 'shop/web' },
    });
  });

  it('is one for each engine, by its name', () => {
    const shop = project([declared('web', release(three))]);
    const seen = inspection(
      host([shop]),
      host([shop], { id: 'context:b', name: 'b' }),
      sight({ kind: 'connecting' }, { id: 'c', name: 'c' }),
    );
    assert.deepEqual(
      lenses(seen).map(({ text }) => text),
      ['This machine: 3 running · @1a2b3c4 · in sync', 'b: 3 running · @1a2b3c4 · in sync'],
    );
  });

  it('is not there for services of other files, of other names, and of no file', () => {
    assert.deepEqual(texts(declared('web', release(three)), 'file:///other/compose.yaml'), []);
    assert.deepEqual(texts(service('web', [release(three)])), []);
  });

  it('says that nothing runs of a service where its project does, and leads there', () => {
    const shop = inspection(host([project([declared('db', release(three))])]));
    assert.deepEqual(lenses(shop), [
      { range: RANGE, text: 'not running', target: { kind: 'project', host: 'usual', key: 'shop' } },
    ]);
  });

  it('needs nobody to be asked for a file of which nothing runs', () => {
    const shop = inspection(host([project([declared('db', release(three))])]));
    assert.equal(runsAnythingOf(shop, FILE), true);
    assert.equal(runsAnythingOf(shop, 'file:///other/compose.yaml'), false);
    assert.equal(runsAnythingOf(inspection(sight({ kind: 'connecting' })), FILE), false);
  });

  it('knows a file by other ways to write its address', () => {
    const drive = 'file:///C:/a%20b/compose.yaml';
    assert.equal(
      texts(declaredIn(drive, 'web', release(three)), 'file:///c%3A/a%20b/compose.yaml').length,
      1,
    );
    assert.equal(texts(declaredIn('file:///%', 'web', release(three)), 'file:///%').length, 1);
  });
});

function texts(shown: Service, uri = FILE): readonly string[] {
  return lenses(inspection(host([project([shown])])), uri).map(({ text }) => `web: ${text}`);
}

function lenses(seen: Inspection, uri = FILE) {
  return serviceLenses({ services: [{ name: 'web', range: RANGE }] }, seen, uri);
}

function declared(name: string, ...releases: Parameters<typeof service>[1]): Service {
  return declaredIn(FILE, name, ...releases);
}

function declaredIn(uri: string, name: string, ...releases: Parameters<typeof service>[1]): Service {
  const place = { uri, range: RANGE };
  return service(name, releases, {
    declaration: { kind: 'declared', by: 'labels', service: { name, place, image: null, build: null } },
  });
}
