import assert from 'node:assert/strict';
import { changedSince } from '../../client/src/documentVersions';

describe('an edit that waited for a registry', () => {
  const before = new Map([
    ['file:///Dockerfile', 4],
    ['file:///.env', 1],
  ]);
  const cases: readonly (readonly [
    string,
    readonly (readonly [string, number])[],
    readonly string[],
    boolean,
  ])[] = [
    [
      'is for the same texts',
      [
        ['file:///Dockerfile', 4],
        ['file:///.env', 1],
      ],
      ['file:///Dockerfile'],
      false,
    ],
    ['is for a text that has changed', [['file:///Dockerfile', 5]], ['file:///Dockerfile'], true],
    [
      'is for another file than the one that has changed',
      [
        ['file:///Dockerfile', 5],
        ['file:///.env', 1],
      ],
      ['file:///.env'],
      false,
    ],
    ['is for a file that was closed', [['file:///Dockerfile', 4]], ['file:///.env'], true],
    ['is for a file that was opened since', [['file:///new', 1]], ['file:///new'], false],
    ['edits nothing', [], [], false],
  ];
  for (const [title, now, edited, expected] of cases) {
    it(title, () => assert.equal(changedSince(before, new Map(now), edited), expected));
  }
});
