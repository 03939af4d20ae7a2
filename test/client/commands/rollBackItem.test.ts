import assert from 'node:assert/strict';
import { rollBackItem } from '../../../client/src/commands/rollBackItem';

const NOW = Date.UTC(2026, 10, 27);
const HOUR = 3_600_000;

describe('a line to roll back to', () => {
  it('makes no icon of what others have written', () => {
    const told = {
      by: 'file',
      revision: 'a'.repeat(40),
      author: '$(bug) Ann',
      subject: 'To $(zap)\u202E',
    } as const;
    const digest = `sha256:${'1'.repeat(64)}`;
    const earlier = { name: 'web', tag: '1.0', digest, time: NOW - 3 * HOUR, told };
    const { label, description, detail } = rollBackItem(earlier, { present: 'yes', detail: null }, NOW);
    assert.equal(label, '$(history) 1.0 @1111111');
    assert.equal(description, '3 hours ago · \\$(bug) Ann: To \\$(zap)\uFFFD');
    assert.equal(detail, 'still in the registry · commit aaaaaaa');
  });
});
