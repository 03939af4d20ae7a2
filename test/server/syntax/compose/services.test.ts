import assert from 'node:assert/strict';
import { parseCompose } from '../../../../server/src/syntax/compose/compose';
import type { ComposeService } from '../../../../server/src/syntax/compose/serviceModel';
import { picture } from '../../../support/picture';

function servicesOf(text: string): readonly ComposeService[] {
  return parseCompose(text).services;
}

function only(...lines: readonly string[]): { readonly text: string; readonly service: ComposeService } {
  const text = ['services:', '  a:', ...lines.map((line) => `    ${line}`), ''].join('\n');
  return { text, service: servicesOf(text)[0]! };
}

describe('mounts of a service', () => {
  /** Type, source, target and mode; what a variable hides is written as it stands. */
  const cases: Record<string, string> = {
    '/data': 'anonymous - /data rw',
    '/data:ro': 'anonymous - /data ro',
    'data:/data': 'volume data /data rw',
    './a:/b:ro,z': 'bind ./a /b ro',
    '../a:/b': 'bind ../a /b rw',
    '~/a:/b': 'bind ~/a /b rw',
    'C:\\a:/b': 'bind C:\\a /b rw',
    'C:\\a:D:\\b:ro': 'bind C:\\a D:\\b ro',
    'c:/a:/b': 'bind c:/a /b rw',
    '\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine':
      'npipe \\\\.\\pipe\\docker_engine \\\\.\\pipe\\docker_engine rw',
    '${A:-./x}:/b': 'bind ./x /b rw',
    '${A:-C:\\x}:/b': 'bind C:\\x /b rw',
    '${A:-xx:/y}': 'volume xx /y rw',
    '${A}:/b:ro': 'unknown ${A} /b ro',
    '${A?say:it}/c:/b': 'bind ${A?say:it}/c /b rw',
    '${A}${B}/c:${D}': 'bind ${A}${B}/c ${D} rw',
    '$$A:/b': 'unknown $A /b rw',
    'no/name:/b': 'unknown no/name /b rw',
    'aa:/b:ro:x:y': 'volume aa /b ro',
  };
  for (const [written, expected] of Object.entries(cases)) {
    it(written, () => {
      const { text, service } = only(`volumes: ['${written}']`);
      const [mount] = service.mounts;
      assert.ok(mount);
      const shown = [mount.source, mount.target].map((part) => part?.written ?? '-');
      assert.equal([mount.type, ...shown, mount.isReadOnly ? 'ro' : 'rw'].join(' '), expected);
      assert.equal(text.slice(mount.span.start, mount.span.end), written);
      for (const part of [mount.source, mount.target]) {
        if (part && !written.includes(':-') && !written.includes('$$'))
          assert.equal(text.slice(part.span.start, part.span.end), part.written);
      }
    });
  }

  it('in the long form', () => {
    const { text, service } = only(
      'volumes:',
      '- type: bind',
      '  source: "./a" # a',
      '  target: /b',
      '  read_only: true',
      '- { type: volume, target: /c }',
      '- { type: tmpfs, target: /d }',
      '- [odd]',
    );
    assert.equal(
      picture(
        text,
        service.mounts.map(({ span, type, isReadOnly }) => ({ span, text: `${type} ${isReadOnly}` })),
      ),
      [
        'services:',
        '  a:',
        '    volumes:',
        '    - type: bind',
        '      source: "./a" # a',
        '               ^^^ bind true',
        '      target: /b',
        '      read_only: true',
        '    - { type: volume, target: /c }',
        '                              ^^ anonymous false',
        '    - { type: tmpfs, target: /d }',
        '                             ^^ tmpfs false',
        '    - [odd]',
        '',
      ].join('\n'),
    );
  });
});

describe('ports of a service', () => {
  const cases: Record<string, string> = {
    '80': '- - 80 -',
    '8080:80': '- 8080 80 -',
    '8080:80/udp': '- 8080 80 udp',
    '127.0.0.1:8080:80': '127.0.0.1 8080 80 -',
    '127.0.0.1::80': '127.0.0.1 - 80 -',
    '[::1]:8080:80/tcp': '::1 8080 80 tcp',
    '3000-3005:3000-3005': '- 3000-3005 3000-3005 -',
    '${A:-8080}:80': '- 8080 80 -',
    '${A:-127.0.0.1}:${B}:80': '127.0.0.1 ${B} 80 -',
    '${A:?say: it}:80': '- ${A:?say: it} 80 -',
    ':80': '- - 80 -',
  };
  for (const [written, expected] of Object.entries(cases)) {
    it(written, () => {
      const { text, service } = only('ports:', `- "${written}"`);
      const [port] = service.ports;
      assert.ok(port);
      const { hostAddress, published, target, protocol } = port;
      const shown = [hostAddress, published?.written, target?.written, protocol];
      assert.equal(shown.map((each) => each ?? '-').join(' '), expected);
      assert.equal(text.slice(port.span.start, port.span.end), written);
    });
  }
});

describe('environment of a service', () => {
  it('has each value at its place, in a map and in a list', () => {
    const { text, service } = only(
      'environment:',
      '  A: "b c"',
      '  B:',
      '  C: ""',
      '  D: ${X:-d}',
      '  E: 5',
      'labels: ["a=b=c", d, \'e=\']',
    );
    const marks = [...service.environment, ...service.labels].map(({ valueSpan, name, text: value }) => ({
      span: valueSpan,
      text: `${name} ${value}`,
    }));
    assert.equal(
      picture(text, marks),
      [
        'services:',
        '  a:',
        '    environment:',
        '      A: "b c"',
        '          ^^^ A b c',
        '      B:',
        '       ^ B null',
        '      C: ""',
        '       ^ C null',
        '      D: ${X:-d}',
        '         ^^^^^^^ D d',
        '      E: 5',
        '         ^ E 5',
        '    labels: ["a=b=c", d, \'e=\']',
        '                ^^^ a b=c',
        '                       ^ d null',
        '                            ^ e ',
        '',
      ].join('\n'),
    );
  });
});

describe('services that share what they say', function () {
  this.timeout(30_000);

  it('are found by merges and by extends, with the places through which it came', () => {
    const services = servicesOf(
      [
        'x-a: &a',
        '  privileged: true',
        '  volumes: &v [/data]',
        'services:',
        '  one: { <<: *a, image: b }',
        '  two: { extends: one, ports: ["1:1"] }',
        '  three: { volumes: *v }',
        '  four: { extends: { service: five } }',
        '  five: { extends: four, image: c }',
        '',
      ].join('\n'),
    );
    const shown = services.map((service) =>
      [
        service.name,
        service.image ?? '-',
        service.field('privileged')?.text ?? '-',
        service.mounts.length,
        service.mounts[0]?.value.related.length ?? '-',
      ].join(' '),
    );
    assert.deepEqual(shown.slice(0, 1), ['one b true 1 1']);
    assert.deepEqual(shown.slice(2, 3), ['three - - 1 1']);
    assert.match(shown[1]!, /^two b true 1 /);
    assert.match(shown[4]!, /^five c /);
  });

  it('tell each a short list, and long ones only to the first', () => {
    const many = (items: number, services: number) =>
      `x-v: &v [${Array.from({ length: items }, (_, index) => `/d${index}`).join(', ')}]\nservices:\n` +
      Array.from({ length: services }, (_, index) => `  s${index}: { volumes: *v }\n`).join('');
    const told = (text: string) => servicesOf(text).filter(({ mounts }) => mounts.length > 0).length;
    assert.equal(told(many(10, 200)), 200);
    assert.equal(told(many(2000, 10)), 5);
  });

  it('take time as long as the text, also where a scalar has many colons and variables', () => {
    const { service } = only(`volumes: ["${'$A:'.repeat(50_000)}"]`, `ports: ["${'$A:'.repeat(50_000)}"]`);
    const started = performance.now();
    assert.equal(service.mounts.length, 1);
    assert.equal(service.ports.length, 1);
    assert.ok(performance.now() - started < 5000);
  });
});

describe('what a service runs', () => {
  it('is read as it is run: as words, or by a shell', () => {
    const { service } = only(
      'entrypoint: ["sh", "-c", "echo $$A && nginx"]',
      'command: server --flag "a b"',
      'healthcheck: { test: ["CMD-SHELL", "curl x || exit 1"] }',
      'post_start: [{ command: ["npm", "install"] }]',
    );
    const shown = service.runs.map(
      ({ kind, form, commands }) => `${kind} ${form}: ${commands.map(({ name }) => name).join(', ')}`,
    );
    assert.deepEqual(shown, [
      'command exec: server',
      'entrypoint exec: sh, echo, nginx',
      'post_start exec: npm',
      'healthcheck shell: curl, exit',
    ]);
  });
});
