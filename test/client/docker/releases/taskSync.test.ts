import assert from 'node:assert/strict';
import type { Declaration } from '../../../../client/src/docker/releases/declaration';
import { taskSync } from '../../../../client/src/docker/releases/taskSync';
import { digest, short } from '../../../support/observed';

const [A, B] = [digest('a'), digest('b')];

describe('a task on another node against its file', () => {
  const cases: readonly (readonly [string, string | null, string, string])[] = [
    ['is synced where the manager pinned the declared tag', 'node:20', `node:20@${A}`, 'synced'],
    ['is synced under the long name', 'docker.io/library/node:20', `node:20@${A}`, 'synced'],
    ['is synced by the declared digest', `node:20@${A}`, `node:20@${A}`, 'synced'],
    [
      'is out of sync by another digest',
      `node:20@${B}`,
      `node:20@${A}`,
      'out-of-sync other-image node:20@b node:20@a',
    ],
    ['is out of sync by another tag', 'node:22', `node:20@${A}`, 'out-of-sync other-image node:22 node:20@a'],
    ['is out of sync by another repository', 'bun:20', 'node:20', 'out-of-sync other-image bun:20 node:20'],
    ['cannot be told where nobody pinned it', 'node:20', 'node:20', 'unknown tag-not-here node:20'],
    [
      'cannot be told where it was pinned without a tag',
      'node:20',
      `node@${A}`,
      'unknown tag-not-here node:20',
    ],
    ['cannot be told of variables', null, `node:20@${A}`, 'unknown variable ${TAG}'],
  ];
  for (const [title, declared, image, expected] of cases) {
    it(title, () => assert.equal(picture(declaredAs(declared), image), expected));
  }

  it('cannot be told without a file, or an image in it', () => {
    assert.equal(picture({ kind: 'unknown', path: null }, 'node:20'), 'unknown undeclared');
    assert.equal(picture({ kind: 'unknown', path: '/x' }, 'node:20'), 'unknown file-absent /x');
    assert.equal(picture(declaredAs(undefined), 'node:20'), 'unknown undeclared');
  });

  it('is an orphan where the file has no such service', () => {
    assert.equal(picture({ kind: 'orphan', files: [] }, 'node:20'), 'out-of-sync orphan');
  });
});

function declaredAs(reference: string | null | undefined): Declaration {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const place = { uri: 'file:///stack.yaml', range };
  const image = reference === undefined ? null : { text: reference ?? '${TAG}', reference, place };
  return { kind: 'declared', by: 'name', service: { name: 'web', place, image, build: null } };
}

function picture(declaration: Declaration, image: string): string {
  const { status, reasons } = taskSync(declaration, image);
  return short([status, ...reasons.flatMap((reason) => Object.values(reason).map(String))].join(' '));
}
