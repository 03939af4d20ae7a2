import assert from 'node:assert/strict';
import { isDevelopmentFile } from '../../../server/src/project/profile';

describe('isDevelopmentFile', () => {
  const cases: [string, string | null, string[], boolean][] = [
    ['/repo/Dockerfile', '/repo', [], false],
    ['/repo/Dockerfile.dev', '/repo', [], true],
    ['/repo/docker/dev/Dockerfile', '/repo', [], true],
    ['/repo/compose.override.yaml', '/repo', [], true],
    ['/repo/docker-compose.ci.yml', '/repo', [], true],
    ['/repo/devices/Dockerfile', '/repo', [], false],
    ['/repo/latest/Dockerfile', '/repo', [], false],
    ['/repo/Test/Dockerfile', '/repo', [], true],
    ['/test/repo/Dockerfile', '/test/repo', [], false],
    ['/test/shop/Dockerfile', null, ['/test/shop'], false],
    ['/shop/test/Dockerfile', null, ['/shop'], true],
    ['/test/Dockerfile', null, [], false],
    ['/test/Dockerfile', null, ['/other'], false],
  ];
  for (const [path, root, folders, expected] of cases) {
    it(`${path} of ${root ?? 'no repository'}${folders.join()} is ${expected ? '' : 'not '}for development`, () => {
      assert.equal(isDevelopmentFile(path, root, folders), expected);
    });
  }
});
