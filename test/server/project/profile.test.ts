import assert from 'node:assert/strict';
import { isDevelopmentFile, isVendored } from '../../../server/src/project/profile';

describe('isDevelopmentFile', () => {
  const cases: [string, string | null, boolean][] = [
    ['/repo/Dockerfile', '/repo', false],
    ['/repo/Dockerfile.dev', '/repo', true],
    ['/repo/docker/dev/Dockerfile', '/repo', true],
    ['/repo/compose.override.yaml', '/repo', true],
    ['/repo/docker-compose.ci.yml', '/repo', true],
    ['/repo/.devenv/postgres/compose.yaml', '/repo', true],
    ['/repo/integration/compose.yaml', '/repo', true],
    ['/repo/integrations/Dockerfile', '/repo', false],
    ['/repo/devices/Dockerfile', '/repo', false],
    ['/repo/latest/Dockerfile', '/repo', false],
    ['/repo/Test/Dockerfile', '/repo', true],
    ['/test/repo/Dockerfile', '/test/repo', false],
    ['/test/Dockerfile', null, false],
    ['/shop/Dockerfile.dev', null, true],
  ];
  for (const [path, root, expected] of cases) {
    it(`${path} of ${root ?? 'no root'} is ${expected ? '' : 'not '}for development`, () => {
      assert.equal(isDevelopmentFile(path, root), expected);
    });
  }

  it('knows the folders of what others wrote', () => {
    const judged = ['a/vendor/b/Dockerfile', 'third_party/Dockerfile', 'vendor', 'vendors/Dockerfile'];
    assert.deepEqual(
      judged.map((path) => isVendored(`/vendor/${path}`, '/vendor')),
      [true, true, false, false],
    );
    assert.equal(isVendored('/vendor/Dockerfile', null), false);
  });

  const development = (glob: string) => ({ glob, profile: 'development' as const });
  const production = (glob: string) => ({ glob, profile: 'production' as const });

  it('goes by the last pattern that names the file, and by its words where none does', () => {
    const profiles = [production('compose.override.yaml'), development('lab/**'), production('lab/live/**')];
    const judged = [
      'compose.override.yaml',
      'lab/Dockerfile',
      'a/lab/b/Dockerfile',
      'lab/live/dev/Dockerfile',
      'dev/Dockerfile',
      'Dockerfile',
    ].map((path) => [path, isDevelopmentFile(`/lab/${path}`, '/lab', profiles)]);
    assert.deepEqual(judged, [
      ['compose.override.yaml', false],
      ['lab/Dockerfile', true],
      ['a/lab/b/Dockerfile', true],
      ['lab/live/dev/Dockerfile', false],
      ['dev/Dockerfile', true],
      ['Dockerfile', false],
    ]);
  });

  it('starts a pattern that begins with a slash at the root', () => {
    assert.equal(isDevelopmentFile('/w/tools/Dockerfile', '/w', [development('/tools/*')]), true);
    assert.equal(isDevelopmentFile('/w/a/tools/Dockerfile', '/w', [development('/tools/*')]), false);
  });
});
