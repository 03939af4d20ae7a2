import assert from 'node:assert/strict';
import { comparisonSummary } from '../../../client/src/commands/comparisonSummary';
import { comparisonTexts } from '../../../client/src/reports/comparison';
import {
  declaredComparison,
  declaredReference,
  type DeclaredPair,
} from '../../../client/src/reports/declaredComparison';
import { containerOf, digestOf, imageOf, NO_ANSWERS } from '../../support/running';

const RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const PLACE = { uri: 'file:///shop/compose.yaml', range: RANGE };

describe('the reference that a file declares', () => {
  const cases: readonly [
    what: string,
    declared: DeclaredPair['declared'],
    started: string | null,
    reference: string | null,
  ][] = [
    ['is the one that it names', named('web:2', 'web:2'), 'web:1', 'web:2'],
    ['is unknown where variables leave it so', named('web:${TAG}', null), 'web:1', null],
    ['is that which compose gives to what it builds', built(), null, 'shop-web'],
    ['is that which compose gave to what it built', built(), 'shop-web', 'shop-web'],
    ['is that of compose 1 where the container has it', built(), 'shop_web:latest', 'shop_web'],
    [
      'is the one that it names also where it builds',
      { ...built(), image: named('own:1', 'own:1').image },
      null,
      'own:1',
    ],
    ['is none where there is neither', { name: 'web', image: null, build: null }, 'web:1', null],
  ];
  for (const [what, declared, started, reference] of cases) {
    it(what, () => assert.equal(declaredReference(declared, 'shop', started), reference));
  }
});

describe('what runs against what the file declares', () => {
  it('compares the images, and says what is not compared', () => {
    const text = compared({ declaredImage: imageOf({ id: digestOf('8'), layers: [digestOf('1')] }) });
    assert.match(text.left, /^Declared: web\n\nImage reference\n {4}web:2\n/);
    assert.match(text.right, /^Running: web-1\n\nImage reference\n {4}web:1\n/);
    assert.equal(comparisonSummary(text), '3 differences: image reference (1), image id (1), layers (1)');
    for (const side of [text.left, text.right])
      assert.match(
        side,
        /Not compared\n {4}What the file sets beside the image: environment, .*\n {4}Compare Releases shows them of two containers\.\n$/,
      );
  });

  it('finds no difference where both are one image', () => {
    const text = compared({ declaredImage: imageOf({}), declared: named('web:1', 'web:1') });
    assert.equal(comparisonSummary(text), 'No difference is known.');
  });

  it('says where this engine does not have the declared image', () => {
    const { left, differences } = compared({ declaredImage: null });
    assert.match(
      left,
      /Image ID\n {4}unknown: this engine does not have web:2; what it holds is known to its registry\n/,
    );
    assert.match(left, /Layers\n {4}unknown, as above\n/);
    assert.equal([...left.matchAll(/this engine does not have/g)].length, 1);
    assert.deepEqual(differences, [{ section: 'Image reference', count: 1 }]);
  });

  it('says that a variable leaves the image unknown', () => {
    const { left } = compared({ declared: named('web:${TAG}', null), declaredImage: null });
    assert.match(left, /Image reference\n {4}unknown: web:\$\{TAG\} cannot be known from the files\n/);
  });

  it('says that the image is built', () => {
    assert.match(compared({ declared: built() }).left, /^Declared: web, built from its Dockerfile\n/);
  });

  it('says that the engine did not answer, or has removed what runs', () => {
    const { left, right } = compared({ declaredImage: 'unanswered', runningImage: 'removed' });
    assert.match(
      left,
      /Image ID\n {4}unknown: the engine did not say what the image is\n[^]*Size\n {4}unknown, as above\n/,
    );
    assert.match(
      right,
      /Image ID\n {4}unknown: the image has been removed from the engine\n[^]*Size\n {4}unknown, as above\n/,
    );
  });

  it('passes on that compose would replace the container', () => {
    const sync = { status: 'out-of-sync', reasons: [{ kind: 'configuration' }] } as const;
    const { left } = compared({ container: containerOf({ answers: { ...NO_ANSWERS, sync } }) });
    assert.match(
      left,
      /Of these something differs: the container was started with another configuration than the file has now\.\n$/,
    );
  });
});

function compared(facts: Partial<DeclaredPair>) {
  const pair: DeclaredPair = {
    declared: named('web:2', 'web:2'),
    declaredImage: imageOf({}),
    container: containerOf({}),
    runningImage: imageOf({}),
    ...facts,
  };
  return comparisonTexts(...declaredComparison(pair, declaredReference(pair.declared, 'shop', 'web:1')));
}

function named(text: string, reference: string | null): DeclaredPair['declared'] {
  return { name: 'web', image: { text, reference, place: PLACE }, build: null };
}

function built(): DeclaredPair['declared'] {
  return { name: 'web', image: null, build: { dockerfile: null } };
}
