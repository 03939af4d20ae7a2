import assert from 'node:assert/strict';
import { packageScripts } from '../../../server/src/syntax/packageScripts';

describe('the scripts of a package', () => {
  it('are found with their places', () => {
    const text =
      '{\n  "name": "dev",\n  "scripts": {\n    "dev": "vite",\n    "say": "echo \\"a\\""\n  }\n}\n';
    const found = [...packageScripts(text)].map(([name, { command, span }]) => [
      name,
      command,
      text.slice(span.start, span.end),
    ]);
    assert.deepEqual(found, [
      ['dev', 'vite', '"vite"'],
      ['say', 'echo "a"', '"echo \\"a\\""'],
    ]);
  });

  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"scripts": 1}',
    '{"scripts": {"a": 1}}',
    '{"scripts": null}',
  ]) {
    it(`are none in ${JSON.stringify(text)}`, () => {
      assert.equal(packageScripts(text).size, 0);
    });
  }
});
