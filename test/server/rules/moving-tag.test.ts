import assert from 'node:assert/strict';
import { findingsOf } from '../../support/rulePicture';

describe('moving-tag of channels', () => {
  const isFound = (tag: string) =>
    findingsOf('moving-tag', 'compose', `services:\n  a:\n    image: acme/web:${tag}\n`).length === 1;

  it('knows the names that people give to what moves', () => {
    const tags =
      'stable edge nightly daily weekly dev beta canary test testing unstable preview experimental';
    for (const tag of tags.split(' ')) assert.ok(isFound(tag), tag);
    assert.ok(isFound('test-alpine'));
  });

  it('takes no other word for one', () => {
    for (const tag of ['1.21.0', 'tester', 'test-17', 'daily-2026-01-31', 'previews'])
      assert.ok(!isFound(tag), tag);
  });
});
