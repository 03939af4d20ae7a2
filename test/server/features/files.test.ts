import assert from 'node:assert/strict';
import { NO_MORE_NAMES } from '../../../server/src/syntax/documentKind';
import { kindOf, pathOf } from '../../../server/src/features/files';

describe('a document from an editor', () => {
  const paths: Record<string, string> = {
    'file:///home/ann/my%20shop/Dockerfile': '/home/ann/my shop/Dockerfile',
    'untitled:Dockerfile': 'Dockerfile',
    'untitled:100%25/compose.yaml': '100%/compose.yaml',
    'untitled:%zz/Dockerfile': '%zz/Dockerfile',
    'file:///a%2Fb/Dockerfile': '/a%2Fb/Dockerfile',
    'vscode-remote://ssh/home/compose.yaml': '/home/compose.yaml',
    'no uri': 'no uri',
  };
  for (const [uri, path] of Object.entries(paths)) {
    it(`${uri} is at ${path}`, () => assert.equal(pathOf(uri), path));
  }

  it('is what its language says, else what its name says', () => {
    assert.equal(
      kindOf({ languageId: 'dockerfile', uri: 'untitled:Untitled-1' }, NO_MORE_NAMES),
      'dockerfile',
    );
    assert.equal(kindOf({ languageId: 'dockercompose', uri: 'file:///stack.yml' }, NO_MORE_NAMES), 'compose');
    assert.equal(kindOf({ languageId: 'yaml', uri: 'file:///docker-compose.yml' }, NO_MORE_NAMES), 'compose');
    assert.equal(kindOf({ languageId: 'yaml', uri: 'file:///values.yaml' }, NO_MORE_NAMES), null);
  });
});
