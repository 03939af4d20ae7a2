import assert from 'node:assert/strict';
import { imagePaths } from '../../../../server/src/syntax/dockerfile/imagePaths';
import { parseDockerfile } from '../../../../server/src/syntax/dockerfile/dockerfile';

function pathsIn(text: string, path: string): readonly string[] {
  const file = parseDockerfile(text);
  return imagePaths(file).contextPaths(file.stages.at(-1)!, path);
}

describe('where a file of an image comes from', () => {
  for (const [lines, path, expected] of [
    ['COPY a.sh /bin/', '/bin/a.sh', ['a.sh']],
    ['COPY docker/a.sh /start', '/start', ['docker/a.sh']],
    ['WORKDIR /app\nWORKDIR web\nCOPY src ./lib', '/app/web/lib/x.js', ['src/x.js']],
    ['COPY a.sh /a.sh\nCOPY b.sh /a.sh', '/a.sh', ['b.sh', 'a.sh']],
    ['COPY scripts/*.sh /bin/', '/bin/x.sh', ['scripts/x.sh']],
    ['COPY a.sh /other/', '/bin/a.sh', []],
    ['COPY $UNSET /bin/a.sh', '/bin/a.sh', []],
  ] as const) {
    it(lines.replaceAll('\n', ', '), () => {
      assert.deepEqual(pathsIn(`FROM a\n${lines}\n`, path), expected);
    });
  }

  it('follows stages', () => {
    const text =
      'FROM a AS Build\nWORKDIR /out\nCOPY web .\nFROM build AS next\nFROM b\nCOPY --from=1 /out /srv\n';
    assert.deepEqual(pathsIn(text, '/srv/run.sh'), ['web/run.sh']);
    assert.deepEqual(pathsIn('FROM a\nCOPY --from=nginx /x /srv\n', '/srv/y'), []);
    assert.deepEqual(pathsIn('FROM a AS a1\nCOPY --from=a1 / /\n', '/x'), []);
  });

  it('knows the folder of each instruction, as far as the base image does not decide', () => {
    const file = parseDockerfile('FROM a\nRUN x\nWORKDIR /app\nRUN y\nFROM b\nWORKDIR app\n');
    const { folderAt, folderOf } = imagePaths(file);
    assert.deepEqual(file.instructions.map(folderAt), [null, null, null, '/app', null, null]);
    assert.deepEqual(file.stages.map(folderOf), ['/app', null]);
  });
});
