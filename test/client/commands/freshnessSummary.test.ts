import assert from 'node:assert/strict';
import { freshnessSummary } from '../../../client/src/commands/freshnessSummary';
import type { Freshness } from '../../../client/src/docker/releases/answers';
import { container } from '../../support/runningParts';

describe('what registries said', () => {
  const of = (...statuses: readonly Freshness['status'][]) =>
    freshnessSummary(statuses.map((status) => container(status, { answers: { freshness: { status } } })));

  it('is told in numbers', () => {
    assert.equal(of('current'), '1 container: 1 current.');
    assert.equal(
      of('current', 'current', 'tag-moved', 'tag-gone', 'digest-gone'),
      '5 containers: 2 current, 1 with a tag that has moved, 1 with a tag that is gone, 1 with a digest that is gone.',
    );
    assert.equal(of('unknown'), '1 container: 1 not to be compared. Their tooltips say why not.');
    assert.equal(of(), 'Nothing runs that could be compared with a registry.');
  });
});
