import assert from 'node:assert/strict';
import { projectCompletions } from '../../../server/src/configuration/projectCompletions';
import { readProjectFile } from '../../../server/src/configuration/projectFile';
import { PROJECT_KEYS } from '../../../server/src/configuration/projectKeys';
import { rules } from '../../../server/src/rules';

/** The words that are offered at `|`. */
function wordsAt(marked: string): string[] {
  const offset = marked.indexOf('|');
  return projectCompletions(marked.replace('|', ''), offset).words.map(({ word }) => word);
}

describe('completion in the project file', () => {
  const keys = PROJECT_KEYS.map(({ name }) => name);
  const ids = rules.map(({ id }) => id);
  const severities = ['default', 'off', 'hint', 'information', 'warning', 'error'];
  const cases: [string, string[]][] = [
    ['|', keys],
    ['# ours\nru|', keys],
    ['rules:\n  |', ids],
    ['rules: # by id\n  latest-tag: off\n  mov|', ids],
    ['rules:\n  latest-tag: |', severities],
    ['rules:\n  "latest-tag": wa|', severities],
    ['rules:\n  latest-tag: off\nprofiles:\n  lab/**: |', ['production', 'development']],
    ['profiles:\n  |', []],
    ['allowedImages:\n  |', ids],
    ['allowedImages:\n  latest-tag:\n    - |', []],
    ['requireHashes: |', ['true', 'false']],
    ['pinStyle: |', ['tag@digest', 'digest # tag']],
    ['localImages: |', []],
    ['# rules: |', []],
  ];
  for (const [marked, expected] of cases) {
    it(JSON.stringify(marked), () => assert.deepEqual(wordsAt(marked), expected));
  }

  it('writes what is understood', () => {
    const { words } = projectCompletions('pinStyle: ', 10);
    for (const { text } of words) assert.deepEqual(readProjectFile(`pinStyle: ${text}`).problems, []);
    const { span } = projectCompletions('rules:\n  latest-tag: wa', 23);
    assert.deepEqual(span, { start: 21, end: 23 });
  });
});
