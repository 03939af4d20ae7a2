import assert from 'node:assert/strict';
import { checkPin } from '../../../server/src/pins/checkPin';
import { checkPins } from '../../../server/src/pins/checkPins';
import type { Failure } from '../../../server/src/registry/unresolved';
import { AT, pinAnswers, type PinWorld } from '../../support/pinAnswers';
import { digestOf, sourcesIn, withDigests } from '../../support/pins';
import { reference } from '../../support/registryUser';
import { workspaceWith } from '../../support/workspace';

const NEVER = new AbortController().signal;
const LIMITED: Failure = { reason: 'rate-limited', host: 'docker.io', retryAfterSeconds: 60 };
const CLOSED: Failure = { reason: 'unauthorised', login: { kind: 'none' } };
const GONE: Failure = { reason: 'not-found' };

async function check(text: string, world: PinWorld): Promise<{ said: string; asked: string }> {
  const { answers, asked } = pinAnswers(world);
  const answer = await checkPin(answers, reference(withDigests(text)), NEVER);
  if ('reason' in answer) return { said: answer.reason, asked: asked.join(', ') };
  const { current: _, host: __, at: ___, ...state } = answer;
  return { said: JSON.stringify(state).replaceAll(/sha256:([a-f])\1{63}/g, '$1'), asked: asked.join(', ') };
}

interface Row {
  readonly what: string;
  readonly pin: string;
  readonly world: PinWorld;
  readonly said: string;
  readonly asked: string;
}

const AMD = 'linux/amd64';
const ARM = 'linux/arm64';
const table: readonly Row[] = [
  {
    what: 'the tag names what is pinned',
    pin: 'node:20@A',
    world: { tags: { 20: 'A' } },
    said: '{"state":"current"}',
    asked: 'HEAD 20',
  },
  {
    what: 'the tag cannot be asked for',
    pin: 'node:20@A',
    world: { tags: { 20: LIMITED } },
    said: 'rate-limited',
    asked: 'HEAD 20',
  },
  {
    what: 'two images',
    pin: 'node:20@A',
    world: { tags: { 20: 'B' } },
    said: `{"state":"outdated","since":${AT}}`,
    asked: 'HEAD 20, HEAD A, history',
  },
  {
    what: 'two images, the new one seen before',
    pin: 'node:20@A',
    world: { tags: { 20: 'B' }, history: ['A 1-5', 'B 7-9'] },
    said: '{"state":"outdated","since":7}',
    asked: 'HEAD 20, HEAD A, history',
  },
  {
    what: 'two indexes of which one image differs',
    pin: 'node:20@A',
    world: {
      tags: { 20: 'B' },
      indexes: { A: [`${AMD}=C`, `${ARM}=D`], B: [`${AMD}=C`, `${ARM}=E`] },
    },
    said: `{"state":"outdated","since":${AT}}`,
    asked: 'HEAD 20, HEAD A, GET B, GET A, HEAD D, history',
  },
  {
    what: 'two indexes that differ in their attestations',
    pin: 'node:20@A',
    world: { tags: { 20: 'B' }, indexes: { A: [`${AMD}=C`, '=D'], B: ['=E', `${AMD}=C`] } },
    said: '{"state":"same-content"}',
    asked: 'HEAD 20, HEAD A, GET B, GET A',
  },
  {
    what: 'an image that the index of the tag lists',
    pin: 'node:20@C',
    world: { tags: { 20: 'B' }, indexes: { B: [`${AMD}=D`, `${ARM}=C`] } },
    said: `{"state":"single-platform","platform":"${ARM}"}`,
    asked: 'HEAD 20, HEAD C, GET B',
  },
  {
    what: 'an image of an index before',
    pin: 'node:20@C',
    world: { tags: { 20: 'B' }, indexes: { B: [`${AMD}=D`, `${ARM}=E`] } },
    said: '{"state":"single-platform","platform":null}',
    asked: 'HEAD 20, HEAD C, GET B',
  },
  {
    what: 'an image that is all there is in the index',
    pin: 'node:20@C',
    world: { tags: { 20: 'B' }, indexes: { B: [`${AMD}=C`, '=D'] } },
    said: '{"state":"same-content"}',
    asked: 'HEAD 20, HEAD C, GET B',
  },
  {
    what: 'an index of a tag that is a single image now',
    pin: 'node:20@A',
    world: { tags: { 20: 'B' }, indexes: { A: [`${AMD}=C`] } },
    said: `{"state":"outdated","since":${AT}}`,
    asked: 'HEAD 20, HEAD A, GET A, HEAD C, history',
  },
  {
    what: 'a full version that was seen to name the pin',
    pin: 'node:20.1@A',
    world: { tags: { '20.1': 'B' }, history: ['A 1-5', 'B 7-9'] },
    said: '{"state":"republished","since":7,"before":"a","until":5}',
    asked: 'HEAD 20.1, HEAD A, history',
  },
  {
    what: 'a full version that was only seen as it is',
    pin: 'node:20.1@A',
    world: { tags: { '20.1': 'B' }, history: ['B 7-9'] },
    said: '{"state":"outdated","since":7}',
    asked: 'HEAD 20.1, HEAD A, history',
  },
  {
    what: 'a digest that is gone',
    pin: 'node:20@A',
    world: { tags: { 20: 'B' }, failures: { A: GONE } },
    said: '{"state":"vanished","platforms":[]}',
    asked: 'HEAD 20, HEAD A, HEAD A',
  },
  {
    what: 'a digest that not every machine of the registry knows',
    pin: 'node:20@A',
    world: { tags: { 20: 'B' }, hesitations: { A: 1 } },
    said: `{"state":"outdated","since":${AT}}`,
    asked: 'HEAD 20, HEAD A, HEAD A, history',
  },
  {
    what: 'a digest that is refused',
    pin: 'node:20@A',
    world: { tags: { 20: 'B' }, failures: { A: CLOSED } },
    said: 'unauthorised',
    asked: 'HEAD 20, HEAD A',
  },
  {
    what: 'an index whose images are gone',
    pin: 'node:20@A',
    world: {
      tags: { 20: 'B' },
      indexes: { A: [`${AMD}=C`, `${ARM}=D`, 'linux/riscv64=E'], B: [`${AMD}=F`, 'linux/riscv64=E'] },
      failures: { C: GONE, D: GONE },
    },
    said: `{"state":"vanished","platforms":["${AMD}","${ARM}"]}`,
    asked: 'HEAD 20, HEAD A, GET B, GET A, HEAD C, HEAD D, HEAD C, HEAD D',
  },
  {
    what: 'an index whose images are refused',
    pin: 'node:20@A',
    world: {
      tags: { 20: 'B' },
      indexes: { A: [`${AMD}=C`], B: [`${AMD}=D`] },
      failures: { C: CLOSED },
    },
    said: `{"state":"outdated","since":${AT}}`,
    asked: 'HEAD 20, HEAD A, GET B, GET A, HEAD C, history',
  },
  {
    what: 'a tag that is gone',
    pin: 'node:20@A',
    world: {},
    said: '{"state":"tag-gone"}',
    asked: 'HEAD 20, HEAD A',
  },
  {
    what: 'a tag that is gone, and images of the index with it',
    pin: 'node:20@A',
    world: { indexes: { A: [`${AMD}=C`] }, failures: { C: GONE } },
    said: `{"state":"vanished","platforms":["${AMD}"]}`,
    asked: 'HEAD 20, HEAD A, GET A, HEAD C, HEAD C',
  },
  {
    what: 'a tag and a digest that are gone',
    pin: 'node:20@A',
    world: { failures: { A: GONE } },
    said: '{"state":"vanished","platforms":[]}',
    asked: 'HEAD 20, HEAD A, HEAD A',
  },
  {
    what: 'contents that are refused',
    pin: 'node:20@A',
    world: {
      tags: { 20: 'B' },
      indexes: { A: [`${AMD}=C`], B: [`${AMD}=D`] },
      failures: { B: LIMITED },
    },
    said: 'rate-limited',
    asked: 'HEAD 20, HEAD A, GET B, GET A',
  },
  {
    what: 'a digest without a tag',
    pin: 'node@A',
    world: {},
    said: '{"state":"current"}',
    asked: 'HEAD A',
  },
  {
    what: 'a digest without a tag that is gone',
    pin: 'node@A',
    world: { failures: { A: GONE } },
    said: '{"state":"vanished","platforms":[]}',
    asked: 'HEAD A, HEAD A',
  },
  {
    what: 'a version without a digest that stays what it was',
    pin: 'node:20.1',
    world: { tags: { '20.1': 'A' }, history: ['A 1-5'] },
    said: '{"state":"current"}',
    asked: 'HEAD 20.1, history',
  },
  {
    what: 'a version without a digest that was something else',
    pin: 'node:20.1',
    world: { tags: { '20.1': 'B' }, history: ['A 1-5', 'B 9-9'] },
    said: '{"state":"republished","since":9,"before":"a","until":5}',
    asked: 'HEAD 20.1, history, GET A',
  },
  {
    what: 'a version without a digest that got other attestations',
    pin: 'node:20.1',
    world: {
      tags: { '20.1': 'B' },
      history: ['A 1-5', 'B 9-9'],
      indexes: { A: [`${AMD}=C`, '=D'], B: [`${AMD}=C`, '=E'] },
    },
    said: '{"state":"same-content"}',
    asked: 'HEAD 20.1, history, GET A, GET B',
  },
  {
    what: 'a version without a digest whose earlier image is gone',
    pin: 'node:20.1',
    world: { tags: { '20.1': 'B' }, history: ['A 1-5', 'B 9-9'], failures: { A: GONE } },
    said: '{"state":"republished","since":9,"before":"a","until":5}',
    asked: 'HEAD 20.1, history, GET A',
  },
];

describe('a check of a pin', () => {
  for (const { what, pin, world, said, asked } of table) {
    it(`${what}: ${said}`, async () => {
      assert.deepEqual(await check(pin, world), { said, asked });
    });
  }

  it('asks for no more than eight images of an index', async () => {
    const indexes = { A: Array.from({ length: 10 }, (_, n) => `linux/a${n}=${n}`), B: [] };
    const { asked } = await check('node:20@A', { tags: { 20: 'B' }, indexes });
    assert.equal(
      asked,
      'HEAD 20, HEAD A, GET B, GET A, HEAD 0, HEAD 1, HEAD 2, HEAD 3, HEAD 4, HEAD 5, HEAD 6, HEAD 7, history',
    );
  });

  it('says who answered, when, and what the tag names', async () => {
    const { answers } = pinAnswers({ tags: { 20: 'B' }, host: 'mirror.example' });
    const answer = await checkPin(answers, reference(withDigests('node:20@A')), NEVER);
    assert.deepEqual(answer, {
      current: { digest: digestOf('B'), mediaType: 'application/vnd.oci.image.manifest.v1+json' },
      host: 'mirror.example',
      at: AT,
      state: 'outdated',
      since: AT,
    });
  });
});

describe('a check of documents', () => {
  const files = {
    Dockerfile: withDigests(
      'FROM node:20@A AS a\nFROM docker.io/library/node:20@A\nFROM node:20\nFROM node:20.1\nFROM scratch\nFROM a\n',
    ),
    'compose.yaml': withDigests(
      'services:\n  a:\n    image: node:20@A\n  b:\n    image: web:1@B\n    build: .\n',
    ),
  };

  it('asks for each pin and each version once', async () => {
    const { answers, asked } = pinAnswers({ tags: { 20: 'A', '20.1': LIMITED } });
    const progress: string[] = [];
    const { checked, checks } = await checkPins(sourcesIn(workspaceWith(files), files), {
      answers,
      signal: NEVER,
      progress: (answered, of) => progress.push(`${answered}/${of}`),
    });
    assert.deepEqual(asked, ['HEAD 20', 'HEAD 20.1']);
    assert.deepEqual(progress, ['1/2', '2/2']);
    assert.deepEqual(
      checked.map(({ source, image, answer }) => [
        source.path,
        image.resolved?.split('@')[0],
        'state' in answer ? answer.state : answer.reason,
      ]),
      [
        ['Dockerfile', 'node:20', 'current'],
        ['Dockerfile', 'docker.io/library/node:20', 'current'],
        ['Dockerfile', 'node:20.1', 'rate-limited'],
        ['compose.yaml', 'node:20', 'current'],
      ],
    );
    assert.equal(checks(reference(withDigests('docker.io/node:20@A')))?.state, 'current');
    assert.equal(checks(reference('node:20.1')), undefined);
    assert.equal(checks(reference('node:20')), undefined);
  });

  it('asks for nothing once it is cancelled', async () => {
    const { answers, asked } = pinAnswers({ tags: { 20: 'A' } });
    const signal = AbortSignal.abort();
    const { checked } = await checkPins(sourcesIn(workspaceWith(files), files), { answers, signal });
    assert.deepEqual(asked, []);
    assert.ok(checked.every(({ answer }) => 'reason' in answer && answer.reason === 'cancelled'));
  });
});
