import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { demandOf, parseChallenges } from '../../../../server/src/registry/login/challenge';

/** A header → its challenges, as text. */
const PICTURES: readonly (readonly [header: string, challenges: string])[] = [
  ['', ''],
  ['Basic', 'basic'],
  ['Basic realm="a, b"', 'basic realm=<a, b>'],
  [
    'Bearer realm="https://x/t",service="s",scope="repository:a/b:pull,push"',
    'bearer realm=<https://x/t> service=<s> scope=<repository:a/b:pull,push>',
  ],
  ['BEARER Realm = "say \\"hi\\", \\\\o/" , SERVICE=s', 'bearer realm=<say "hi", \\o/> service=<s>'],
  ['Bearer realm=https://x/t?a=b, Basic realm="r"', 'bearer realm=<https://x/t?a=b> | basic realm=<r>'],
  ['Negotiate, NTLM TlRMTQ==, Basic realm="r"', 'negotiate | ntlm | basic realm=<r>'],
  ['Basic realm="r", Bearer realm="x",scope=""', 'basic realm=<r> | bearer realm=<x> scope=<>'],
  ['Bearer realm="first",realm="second"', 'bearer realm=<first>'],
  [',, Basic realm="r",,', 'basic realm=<r>'],
  ['Bearer realm="never ended, Basic realm=r', 'bearer | basic realm=<r>'],
  ['=, "", Basic', 'basic'],
  ['realm="without a scheme"', ''],
];

describe('challenges', () => {
  for (const [header, challenges] of PICTURES) {
    it(`${header} → ${challenges}`, () => assert.equal(shown(header), challenges));
  }

  it('come back as they were written, whatever they hold', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    const value = fc.string().filter((text) => !/[\r\n]/.test(text));
    const parameters = fc.uniqueArray(fc.tuple(name, value), {
      selector: ([key]) => key,
      minLength: 1,
      maxLength: 4,
    });
    const challenge = fc.record({ scheme: name, parameters }, { noNullPrototype: true });
    fc.assert(
      fc.property(
        fc.array(challenge, { maxLength: 4 }),
        fc.constantFrom(',', ', ', ' ,\t'),
        (challenges, comma) => {
          const text = challenges
            .map(({ scheme, parameters }) => `${scheme.toUpperCase()} ${parameters.map(written).join(comma)}`)
            .join(comma);
          const parsed = parseChallenges(text).map(({ scheme, parameters }) => ({
            scheme,
            parameters: [...parameters],
          }));
          assert.deepEqual(parsed, challenges);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are read from any text without an error, and soon', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '=', '"', '\\', ',', ' ', 'Basic', 'realm'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, (header) => void parseChallenges(header)),
      { numRuns: 300 },
    );
    const started = performance.now();
    for (const part of ['a="\\', 'a,', '"', 'a=', 'aaaaaaaa', ' ']) parseChallenges(part.repeat(100_000));
    assert.ok(performance.now() - started < 500);
  });
});

describe('demandOf', () => {
  const demand = (header: string | null): string | null => {
    const found = demandOf(header, 'shop/web');
    if (found?.kind !== 'bearer') return found?.kind ?? null;
    return `bearer ${found.realm.href} ${found.service ?? '-'} ${found.scope}`;
  };

  it('asks for pulling the repository where the challenge names no scope', () => {
    assert.equal(demand('Bearer realm="https://x/t"'), 'bearer https://x/t - repository:shop/web:pull');
  });

  it('prefers a token', () => {
    assert.equal(
      demand('Basic realm="x", Bearer realm="https://x/t",service="s",scope="a b"'),
      'bearer https://x/t s a b',
    );
  });

  it('takes a bearer challenge whose realm is no address for a basic one', () => {
    assert.equal(demand('Bearer realm="Artifacts"'), 'basic');
  });

  it('knows no other way', () => {
    assert.equal(demand('Negotiate'), null);
    assert.equal(demand(null), null);
  });
});

function shown(header: string): string {
  return parseChallenges(header)
    .map(({ scheme, parameters }) =>
      [scheme, ...[...parameters].map(([name, value]) => `${name}=<${value}>`)].join(' '),
    )
    .join(' | ');
}

function written([name, value]: readonly [string, string]): string {
  return `${name}="${value.replace(/[\\"]/g, '\\$&')}"`;
}
