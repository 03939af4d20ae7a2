import assert from 'node:assert/strict';
import type { EngineEvent } from '../../../../client/src/docker/engineEvents';
import {
  afterGap,
  NOTHING_HEARD,
  remember,
  resumption,
  type EventMemory,
} from '../../../../client/src/docker/watch/eventMemory';

/** `10 web exec_create sh` */
function event(text: string): EngineEvent {
  const [time, id, action, detail] = text.split(' ');
  return {
    kind: 'container',
    time: Number(time),
    id: id!,
    action: action!,
    detail: detail ?? '',
    attributes: {},
  };
}

function heard(memory: EventMemory, ...texts: readonly string[]) {
  return remember(memory, texts.map(event), ({ detail }) => detail !== 'check');
}

function picture({ last, since, execs }: EventMemory): string {
  return `${since}–${last} ${execs.map(({ id, detail }) => `${id}>${detail}`).join(' ')}`.trim();
}

describe('the memory of events', () => {
  it('keeps commands, since when, and until when', () => {
    const { memory } = heard(
      NOTHING_HEARD,
      '10 web start',
      '11 web exec_create sh',
      '12 web exec_create check',
    );
    assert.equal(picture(memory), '10–12 web>sh');
    assert.equal(picture(NOTHING_HEARD), 'null–null');
    assert.equal(picture(heard(NOTHING_HEARD).memory), 'null–null');
  });

  it('goes on from just before the last one, and tells by it that none was missed', () => {
    const { memory } = heard(NOTHING_HEARD, '10 web start', '20.5 web exec_create sh');
    assert.equal(resumption(memory), 19.5);
    assert.equal(resumption(NOTHING_HEARD), null);
    const whole = heard(memory, '20.5 web exec_create sh', '30 db start');
    assert.deepEqual(
      [whole.repeated, whole.news.map(({ id }) => id), picture(whole.memory)],
      [true, ['db'], '10–30 web>sh'],
    );
    const broken = heard(afterGap(memory), '30 db start');
    assert.deepEqual([broken.repeated, picture(broken.memory)], [false, '30–30 web>sh']);
  });

  it('keeps apart what happens at the same time, and forgets what cannot come again', () => {
    const { memory, news } = heard(
      NOTHING_HEARD,
      '10 web start',
      '10 db start',
      '10 web start',
      '99 web stop',
    );
    assert.equal(news.length, 3);
    assert.deepEqual([...memory.recent.values()], [99]);
  });

  it('keeps the newest commands of a container, and those of the others', () => {
    const many = Array.from({ length: 500 }, (_, index) => `${index + 10} web exec_create ${index}`);
    const { memory } = heard(heard(NOTHING_HEARD, '1 db exec_create first').memory, ...many);
    assert.equal(memory.execs.length, 201);
    assert.match(picture(memory), /^1–509 db>first web>300 web>301 .* web>499$/);
  });
});
