import assert from 'node:assert/strict';
import { parseCompose } from '../../server/src/syntax/compose/compose';
import { readEnvironmentFile } from '../../server/src/syntax/compose/environmentFile';
import { pictureOf } from '../support/workspace';

const MAIN = 'compose.yaml';

describe('hostile compose files', () => {
  const many = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');
  const doubled = many(40, (n) => `x${n + 1}: &a${n + 1} {<<: [*a${n}, *a${n}]}`);
  const chained = many(4000, (n) => `x${n + 1}: &a${n + 1} {<<: *a${n}}`);
  const services = (count: number, body: string) => `services:\n${many(count, (n) => `  s${n}: ${body}`)}\n`;
  const hostile: Record<string, string> = {
    'deep flow': '['.repeat(500_000),
    'deep maps': '{a: '.repeat(100_000),
    stars: '*****\n'.repeat(1000),
    'aliases of themselves': 'services: &s\n  a: &a\n    <<: *a\n    image: *b\n  b: &b *b\n  c: *s\n',
    'maps merged many times over': `x0: &a0 {b: 1}\n${doubled}\nservices: {s: {<<: *a40}}\n`,
    'one list of merges in many services': `x: &x [${'{a: 1}, '.repeat(1000)}]\n${services(300, '{<<: *x}')}`,
    'one list of volumes in many services': `x: &x\n${'  - {type: image, source: a}\n'.repeat(500)}${services(300, '{volumes: *x}')}`,
    'one list of profiles in many services': `x: &x [${'dev, '.repeat(1000)}]\n${services(300, '{image: a, profiles: *x}')}`,
    'a service that many extend in a row': `services:\n  s0: {image: x}\n${many(500, (n) => `  s${n + 1}: {extends: s${n}}`)}\n`,
    'thousands of services': services(2000, '{image: a}'),
    'NUL bytes': 'services:\0\n  a:\0 {image: x}\0',
    dollars: `services: {a: {image: "${'${A:-'.repeat(10_000)}"}}`,
    'spaces in an ignore comment': `# immutable-infra-ignore${' '.repeat(20_000)}!`,
    'many ignore comments': '# immutable-infra-ignore a: b\n'.repeat(5000),
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`are read in time: ${name}`, () => {
      assert.ok(Array.isArray(parseCompose(text).images));
    });
  }

  it('lists of ten thousand users no more than anybody would look at', () => {
    const { images } = parseCompose(`x: &x node:20\n${services(10_000, '{image: *x}')}`);
    assert.deepEqual(
      images.map(({ insertion, related }) => ({ insertion, related: related.length })),
      [{ insertion: 'x: &x node:20'.length, related: 100 }],
    );
  });

  it('follows a chain of merges that is longer than the stack to its end', () => {
    const { images } = parseCompose(`x0: &a0 {image: x}\n${chained}\nservices: {s: *a4000}\n`);
    assert.deepEqual(
      images.map(({ resolved }) => resolved),
      ['x'],
    );
  });

  it('is read in linear time, whatever variables it has', () => {
    const lines = '          FROM a:${X}\n'.repeat(5_000);
    assert.equal(
      parseCompose(`services: \n  a:\n    build:\n      dockerfile_inline: |\n${lines}`).images.length,
      5_000,
    );
  });
});

describe('a hostile environment file', () => {
  it('is read in linear time, whatever its values hold', () => {
    const doubling = Array.from({ length: 5000 }, (_, index) => `A${index + 1}=$A${index}$A${index}`).join(
      '\n',
    );
    readEnvironmentFile({ file: '/w/.env', text: `A0=x\n${doubling}\n` }, () => undefined)('A5000');
    readEnvironmentFile({ file: '/w/.env', text: 'A="\n'.repeat(20_000) }, () => undefined)('A');
  });
});

describe('hostile files among others', () => {
  it('are read in time', () => {
    const many = Array.from({ length: 60 }, (_, index): [string, string] => [
      `compose.${index}.yaml`,
      `include: [compose.${index + 1}.yaml]\nservices: {a: {image: "$I$UNKNOWN"}}`,
    ]);
    pictureOf(
      {
        [MAIN]: 'include: [compose.0.yaml, compose.1.yaml]\nservices: {a: {image: "$I"}}',
        ...Object.fromEntries(many),
        '.env': 'I=x',
      },
      MAIN,
    );
    const wide = Array.from({ length: 30 }, (_, index) => `c${index}.yaml`);
    const all = `include: [${wide.join(', ')}]`;
    pictureOf(
      { [MAIN]: all, ...Object.fromEntries(wide.map((name): [string, string] => [name, all])) },
      MAIN,
    );
  });
});
