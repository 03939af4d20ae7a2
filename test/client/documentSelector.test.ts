import assert from 'node:assert/strict';
import { minimatch } from 'minimatch';
import { byPath, documentSelector, type DocumentPattern } from '../../client/src/documentSelector';

describe('the documents that the server gets', () => {
  const named = ['*.docker', 'stacks/*.cfg', '/opt/web'];
  const cases: readonly (readonly [string, string, string])[] = [
    ['/shop/Dockerfile', 'dockerfile', 'server'],
    ['/shop/DockerfileAlpine', 'plaintext', 'server'],
    ['/shop/compose.yaml', 'dockercompose', 'server'],
    ['/shop/values.yaml', 'yaml', 'server'],
    ['/shop/.env', 'plaintext', 'server'],
    ['/shop/web.docker', 'plaintext', 'server, named'],
    ['/shop/stacks/web.cfg', 'ini', 'server, named'],
    ['/opt/web', 'plaintext', 'server, named'],
    ['/shop/opt/web', 'plaintext', ''],
    ['/shop/README.md', 'markdown', ''],
  ];
  for (const [path, language, expected] of cases) {
    it(`${path} is for: ${expected || 'nobody'}`, () => {
      const places = [
        ['server', documentSelector(named)],
        ['named', byPath(named)],
      ] as const;
      const found = places.filter(([, selector]) => selector.some((each) => matches(each, path, language)));
      assert.equal(found.map(([name]) => name).join(', '), expected);
    });
  }
});

function matches(document: DocumentPattern, path: string, language: string): boolean {
  if (document.scheme !== 'file') return false;
  if (document.language !== undefined) return document.language === language;
  return document.pattern !== undefined && minimatch(path, document.pattern, { dot: true });
}
