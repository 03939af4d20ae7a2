import assert from 'node:assert/strict';
import { rules } from '../../server/src/rules';
import type { Rule } from '../../server/src/rules/rule';

/** Has no other rules than these during each test: for tests that are not about which rules there are. */
export function onlyRules(...ids: readonly string[]): void {
  const list = rules as Rule[];
  let all: readonly Rule[] = [];
  beforeEach(() => {
    all = [...list];
    const chosen = all.filter(({ id }) => ids.includes(id));
    assert.equal(chosen.length, ids.length, `Not all of these are rules: ${ids.join(', ')}`);
    list.splice(0, list.length, ...chosen);
  });
  afterEach(() => void list.splice(0, list.length, ...all));
}
