import assert from 'node:assert/strict';
import { minimatch } from 'minimatch';
import { imageFileKind, PERHAPS_COMPOSE } from '../../client/src/imageFile';
import { documentKindOf } from '../../server/src/syntax/documentKind';

describe('a file that commands on images are for', () => {
  const cases: readonly (readonly [string, string | null, string | null])[] = [
    ['/shop/Dockerfile', 'dockerfile', 'dockerfile'],
    ['/shop/DockerfileAlpine', 'plaintext', 'dockerfile'],
    ['C:\\shop\\Dockerfile.dev', 'plaintext', 'dockerfile'],
    ['/shop/Dockerfile.md', 'markdown', null],
    ['/dockerfile/README.md', 'markdown', null],
    ['Untitled-1', 'dockerfile', 'dockerfile'],
    ['Untitled-1', 'dockercompose', 'compose'],
    ['/shop/values.yaml', 'yaml', null],
    ['/shop/.env', 'plaintext', null],
  ];
  for (const [path, language, expected] of cases) {
    it(`${path} in ${language ?? 'no language'}: ${expected ?? 'none'}`, () => {
      assert.equal(imageFileKind({ path, language }), expected);
    });
  }

  const names = [
    'compose.yaml',
    'compose2.yml',
    'compose-dev.yml',
    'Docker-Compose.YAML',
    'docker-compose.prod.yml',
    'dockercompose.yml',
    'dev.compose.yaml',
    'composer-a.yml',
    'compose.yaml.j2',
    'decompose.yml',
    'values.yaml',
  ];
  for (const name of names) {
    it(`${name} is a compose file for commands as it is for the server`, () => {
      const isCompose = documentKindOf(name) === 'compose';
      assert.equal(imageFileKind({ path: `/shop/${name}`, language: null }) === 'compose', isCompose);
      if (isCompose) assert.ok(minimatch(`shop/${name}`, PERHAPS_COMPOSE));
    });
  }
});
