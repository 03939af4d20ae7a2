import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventLines, readEvent } from '../../../client/src/docker/eventLines';

describe('an event', () => {
  const cases: readonly (readonly [string, object, string])[] = [
    [
      'of a container',
      {
        status: 'start',
        id: 'c1',
        Type: 'container',
        Action: 'start',
        Actor: { ID: 'c1' },
        time: 5,
        timeNano: 5_250_000_000,
      },
      'container start "" c1 5250',
    ],
    [
      'of an exec',
      { Type: 'container', Action: 'exec_create: /bin/sh -c echo a: b', Actor: { ID: 'c1' }, time: 5 },
      'container exec_create "/bin/sh -c echo a: b" c1 5000',
    ],
    [
      'of an exec without a word',
      { Type: 'container', Action: 'exec_create: ' },
      'container exec_create ""  0',
    ],
    [
      'of a health check',
      { Type: 'container', Action: 'health_status: unhealthy', Actor: { ID: 'c1' } },
      'container health_status "unhealthy" c1 0',
    ],
    [
      'of an image',
      { Type: 'image', Action: 'untag', Actor: { ID: 'sha256:1' } },
      'image untag "" sha256:1 0',
    ],
    ['of a service', { Type: 'service', Action: 'update', Actor: { ID: 's1' } }, 'service update "" s1 0'],
    ['of a node', { Type: 'node', Action: 'update', Actor: { ID: 'n1' } }, 'node update "" n1 0'],
    ['of something else', { Type: 'network', Action: 'connect', Actor: { ID: 'n' } }, 'other connect "" n 0'],
    ['of the first engines', { status: 'die', id: 'c1', from: 'node:20', time: 5 }, 'other die "" c1 5000'],
    [
      'of podman, which does not tell the command',
      { Type: 'container', Action: 'exec', Actor: { ID: 'c1' } },
      'container exec_create "" c1 0',
    ],
    [
      'of podman, at its end',
      { Type: 'container', Action: 'exec_died', id: 'c1' },
      'container exec_die "" c1 0',
    ],
    ['of podman, of a death', { Type: 'container', Action: 'died', id: 'c1' }, 'container die "" c1 0'],
    [
      'of podman, of a removal',
      { Type: 'container', Action: 'remove', id: 'c1' },
      'container destroy "" c1 0',
    ],
    [
      'of a service that is removed',
      { Type: 'service', Action: 'remove', id: 's1' },
      'service remove "" s1 0',
    ],
    [
      'of podman, of health',
      { Type: 'container', Action: 'health_status', HealthStatus: 'healthy', Actor: { ID: 'c1' } },
      'container health_status "healthy" c1 0',
    ],
  ];
  for (const [title, line, expected] of cases) {
    it(title, () => {
      const { kind, action, detail, id, time } = readEvent(JSON.stringify(line))!;
      assert.equal(`${kind} ${action} ${JSON.stringify(detail)} ${id} ${time}`, expected);
    });
  }

  it('has attributes that are texts', () => {
    const event = {
      Type: 'container',
      Action: 'die',
      Actor: { ID: 'c', Attributes: { exitCode: '3', odd: 3 } },
    };
    assert.deepEqual(readEvent(JSON.stringify(event))!.attributes, { exitCode: '3' });
  });

  it('keeps the order of what happens within a millisecond', () => {
    const at = (timeNano: string) => readEvent(`{"Action":"start","timeNano":${timeNano}}`)!.time;
    assert.ok(at('1795773531718111600') < at('1795773531718112600'));
  });

  for (const line of ['', ' ', 'half an eve', 'null', '[]', '{}', '{"Type":"container"}', '{"Action":7}']) {
    it(`is none: '${line}'`, () => assert.equal(readEvent(line), null));
  }
});

describe('the stream of events', () => {
  const event = (action: string) =>
    `${JSON.stringify({ Type: 'container', Action: action, Actor: { ID: 'c' } })}\n`;
  const actions = (text: string) => eventLines()(Buffer.from(text)).map(({ action }) => action);

  it('has several in one piece', () => assert.deepEqual(actions(event('a') + event('b')), ['a', 'b']));

  it('has lines of all kinds', () => {
    assert.deepEqual(actions(`\r\n{"bro\n${event('a').trim()}\r\n\n${event('b')}{"Act`), ['a', 'b']);
  });

  it('may be cut anywhere', () => {
    const text = event('exec_create: echo grüße 🐳') + event('die');
    const bytes = Buffer.from(text);
    const places = fc.array(fc.nat(bytes.length), { maxLength: 6 });
    fc.assert(
      fc.property(places, (cuts) => {
        const read = eventLines();
        const ends = [...cuts.sort((one, other) => one - other), bytes.length];
        const events = ends.flatMap((end, index) => read(bytes.subarray(ends[index - 1] ?? 0, end)));
        assert.deepEqual(
          events.map(({ action, detail }) => [action, detail]),
          [
            ['exec_create', 'echo grüße 🐳'],
            ['die', ''],
          ],
        );
      }),
    );
  });
});
