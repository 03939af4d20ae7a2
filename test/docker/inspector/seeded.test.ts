import assert from 'node:assert/strict';
import { removeContainers } from '../containers';
import { laboratory } from '../hooks';
import { lookAtEngine, makeFolder } from './joined';
import type { Joined } from './joined';
import { containersOf, drawContainers } from './picture';
import { seed, seedProject } from './seed';
import type { Seeds } from './seed';

describe('what the inspector sees on an engine with a container of every kind', () => {
  const { folder, remove } = makeFolder();
  let seeds: Seeds;
  let seen: Joined;

  before(async () => {
    seeds = await seed(laboratory(), folder);
    await seedProject(laboratory(), folder, seeds.app);
    seen = await lookAtEngine(folder);
    await seen.sees('all that is to be measured', isSettled);
  });
  after(async () => {
    seen.stop();
    await removeContainers(laboratory().engine);
    remove();
  });

  const isSettled = (): boolean => {
    if (seen.state().kind !== 'running') return false;
    const containers = containersOf(seen.releases());
    return (
      containers.length === 15 &&
      containers.every(({ details, answers, facts }) => {
        return details !== null && (facts.state !== 'running' || answers.drift.changes !== null);
      })
    );
  };

  it('is told apart in all its answers', () => {
    console.log(drawContainers(seen.releases()));
    assert.ok(seeds);
  });
});
