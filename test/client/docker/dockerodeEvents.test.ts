import assert from 'node:assert/strict';
import type { EngineFailure } from '../../../client/src/docker/engine';
import { startFakeEngine, type FakeEngine } from '../../support/fakeEngine';
import { connected } from '../../support/engineConnection';

describe('the events of an engine', () => {
  let fake: FakeEngine;
  beforeEach(async () => (fake = await startFakeEngine()));
  afterEach(() => fake.dispose());

  it('are heard from the moment they open, as many at a time as arrive', async () => {
    const { heard, ended } = await following();
    await heard.next('opened');
    fake.emitText([event('start'), event('health_status: healthy')].map((one) => `${one}\n`).join(''));
    await heard.next('start, health_status');
    fake.emitText(event('die').slice(0, 20));
    fake.emitText(`${event('die').slice(20)}\n`);
    await heard.next('die');
    fake.cutEvents();
    assert.equal(await ended, null);
    assert.deepEqual(heard.words, ['opened', 'start, health_status', 'die']);
  });

  it('may have their letters cut, and lines between them that are none', async () => {
    const { heard, ended } = await following();
    await heard.next('opened');
    const bytes = Buffer.from(`{"broken\n${event('exec_create: echo ü')}\n`);
    const cut = bytes.indexOf(0xc3) + 1;
    fake.emitText(bytes.subarray(0, cut));
    fake.emitText(bytes.subarray(cut));
    await heard.next('exec_create echo ü');
    fake.cutEvents();
    assert.equal(await ended, null);
  });

  it('are asked for from the first that the engine remembers', async () => {
    fake.set({ remembered: [{ Type: 'container', Action: 'create', timeNano: 1_000_000 }] });
    const { heard, ended } = await following(null);
    await heard.next('create');
    fake.cutEvents();
    await ended;
    const filters = encodeURIComponent('{"type":["container","image","service","node"]}');
    assert.deepEqual(fake.log, ['GET /info', `GET /events?since=0&filters=${filters}`]);
  });

  it('are asked for by whole seconds, and heard after the moment that was asked for', async () => {
    const at = (action: string, milliseconds: number) => ({
      Type: 'container',
      Action: action,
      timeNano: milliseconds * 1e6,
    });
    fake.set({ remembered: [at('before', 5200), at('known', 5300), at('new', 5300.25)] });
    const { heard, ended } = await following(5300);
    await heard.next('new');
    fake.cutEvents();
    await ended;
    assert.deepEqual(heard.words, ['opened', 'new']);
    assert.match(fake.log.at(-1)!, /\?since=5&/);
  });

  it('end with the engine', async () => {
    const { heard, ended } = await following();
    await heard.next('opened');
    await fake.stop();
    assert.equal(await ended, null);
  });

  it('end when nobody listens any more', async () => {
    const { heard, ended } = await following();
    await heard.next('opened');
    heard.abort();
    assert.equal(await ended, null);
  });

  it('are not even asked for when nobody listens from the start', async () => {
    const heard = listener();
    heard.abort();
    const failure = await (await connected(fake)).follow(heard, null, heard.signal);
    assert.equal(failure?.reason, 'silent');
    assert.deepEqual(fake.log, ['GET /info']);
  });

  it('may be refused', async () => {
    fake.set({ troubles: { '/events': { status: 403, body: '{"message":"no"}' } } });
    const { heard, ended } = await following();
    const failure = await ended;
    assert.equal(failure?.reason, 'unexpected');
    assert.equal(failure.status, 403);
    assert.deepEqual(heard.words, []);
  });

  it('may break off at once', async () => {
    fake.set({ troubles: { '/events': 'break' } });
    const { heard, ended } = await following();
    assert.equal(await ended, null);
    assert.deepEqual(heard.words, ['opened']);
  });

  it('may never open', async () => {
    fake.set({ troubles: { '/events': 'hang' } });
    const { heard, ended } = await following();
    await fake.asked('/events');
    heard.abort();
    assert.equal((await ended)?.reason, 'silent');
    assert.deepEqual(heard.words, []);
  });

  async function following(
    since: number | null = null,
  ): Promise<{ heard: Heard; ended: Promise<EngineFailure | null> }> {
    const heard = listener();
    return { heard, ended: (await connected(fake)).follow(heard, since, heard.signal) };
  }
});

function event(action: string): string {
  return JSON.stringify({ Type: 'container', Action: action, Actor: { ID: 'c1' } });
}

interface Heard {
  readonly words: string[];
  readonly opened: () => void;
  readonly heard: (events: readonly { action: string; detail: string }[]) => void;
  /** Resolves at the next such word. */
  readonly next: (word: string) => Promise<void>;
  readonly signal: AbortSignal;
  readonly abort: () => void;
}

function listener(): Heard {
  const controller = new AbortController();
  const words: string[] = [];
  const unread: string[] = [];
  let wake: () => void = () => undefined;
  const hear = (word: string) => {
    words.push(word);
    unread.push(word);
    wake();
  };
  return {
    words,
    opened: () => hear('opened'),
    heard: (events) =>
      hear(
        events
          .map(({ action, detail }) => (action === 'exec_create' ? `${action} ${detail}` : action))
          .join(', '),
      ),
    next: async (word) => {
      while (!unread.includes(word)) await new Promise<void>((resolve) => (wake = resolve));
      unread.splice(0, unread.indexOf(word) + 1);
    },
    signal: controller.signal,
    abort: () => controller.abort(),
  };
}
