import assert from 'node:assert/strict';
import { commitAddress } from '../../../client/src/git/commitAddress';
import { isSameRepository, repositoryAddress } from '../../../client/src/git/repositoryAddress';

const R = '1a2b3c4d5e6f';

describe('the page of a commit', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['https://github.com/acme/shop', `https://github.com/acme/shop/commit/${R}`],
    ['https://github.com/acme/shop.git', `https://github.com/acme/shop/commit/${R}`],
    ['https://github.com/acme/shop/', `https://github.com/acme/shop/commit/${R}`],
    ['https://github.com/acme/shop/tree/main/app', `https://github.com/acme/shop/commit/${R}`],
    ['https://github.com/acme/shop.git#main:app', `https://github.com/acme/shop/commit/${R}`],
    ['git@github.com:acme/shop.git', `https://github.com/acme/shop/commit/${R}`],
    ['ssh://git@github.com/acme/shop.git', `https://github.com/acme/shop/commit/${R}`],
    ['ssh://git@ssh.github.com:443/acme/shop.git', `https://github.com/acme/shop/commit/${R}`],
    ['git://github.com/acme/shop', `https://github.com/acme/shop/commit/${R}`],
    ['git+https://github.com/acme/shop.git', `https://github.com/acme/shop/commit/${R}`],
    ['github.com/acme/shop', `https://github.com/acme/shop/commit/${R}`],
    ['https://ann:s3cret@github.com/acme/shop', `https://github.com/acme/shop/commit/${R}`],
    ['https://oauth2:token@gitlab.com/g/s/p.git', `https://gitlab.com/g/s/p/-/commit/${R}`],
    ['HTTPS://GitHub.com/Acme/Shop', `https://github.com/Acme/Shop/commit/${R}`],
    ['https://acme.ghe.com/team/shop', `https://acme.ghe.com/team/shop/commit/${R}`],
    ['https://github.acme.example/team/shop', `https://github.acme.example/team/shop/commit/${R}`],
    [
      'git@gitlab.acme.example:group/sub/shop.git',
      `https://gitlab.acme.example/group/sub/shop/-/commit/${R}`,
    ],
    ['https://gitlab.com/group/shop/-/tree/main', `https://gitlab.com/group/shop/-/commit/${R}`],
    ['http://gitlab.acme.example:8080/g/shop', `http://gitlab.acme.example:8080/g/shop/-/commit/${R}`],
    ['ssh://git@gitlab.acme.example:2222/g/shop.git', `https://gitlab.acme.example/g/shop/-/commit/${R}`],
    ['https://ann@bitbucket.org/acme/shop.git', `https://bitbucket.org/acme/shop/commits/${R}`],
    ['git@bitbucket.org:acme/shop.git', `https://bitbucket.org/acme/shop/commits/${R}`],
    ['https://codeberg.org/acme/shop', `https://codeberg.org/acme/shop/commit/${R}`],
    ['https://gitea.acme.example/acme/shop.git', `https://gitea.acme.example/acme/shop/commit/${R}`],
    ['git@forgejo.acme.example:acme/shop', `https://forgejo.acme.example/acme/shop/commit/${R}`],
    ['https://git.sr.ht/~acme/shop', `https://git.sr.ht/~acme/shop/commit/${R}`],
    ['git@git.sr.ht:~acme/shop', `https://git.sr.ht/~acme/shop/commit/${R}`],
    [
      'https://acme@dev.azure.com/acme/Web%20Shop/_git/shop',
      `https://dev.azure.com/acme/Web%20Shop/_git/shop/commit/${R}`,
    ],
    ['https://dev.azure.com/acme/_git/shop', `https://dev.azure.com/acme/shop/_git/shop/commit/${R}`],
    ['git@ssh.dev.azure.com:v3/acme/web/shop', `https://dev.azure.com/acme/web/_git/shop/commit/${R}`],
    [
      'https://acme.visualstudio.com/DefaultCollection/web/_git/shop',
      `https://acme.visualstudio.com/web/_git/shop/commit/${R}`,
    ],
    ['https://acme.visualstudio.com/_git/shop', `https://acme.visualstudio.com/shop/_git/shop/commit/${R}`],
    ['https://dev.azure.com/acme/web', null],
    ['https://git.acme.example/acme/shop', null],
    ['https://github.com/acme', null],
    ['https://github.com', null],
    ['https://evil.example/github.com/acme/shop', null],
    ['https://github.com.evil.example/acme/shop', `https://github.com.evil.example/acme/shop/commit/${R}`],
    ['/srv/git/shop.git', null],
    ['../shop', null],
    ['C:/code/shop', null],
    ['file:///srv/git/shop.git', null],
    ['javascript:alert(1)', null],
    ['', null],
  ];
  for (const [source, expected] of cases) {
    it(`${source || 'nothing'} → ${expected ?? 'unknown'}`, () => {
      assert.equal(commitAddress(source, R)?.url ?? null, expected);
    });
  }

  it('names its host', () => assert.equal(commitAddress('github.com/a/b', R)?.host, 'github.com'));

  it('needs a commit', () => {
    for (const revision of ['main', '', '../..', `${R}/../../settings`]) {
      assert.equal(commitAddress('https://github.com/acme/shop', revision), null);
    }
  });
});

describe('two addresses of one repository', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['https://github.com/acme/shop', 'git@github.com:Acme/shop.git', true],
    ['https://github.com/acme/shop', 'ssh://git@ssh.github.com:443/acme/shop', true],
    ['https://gitlab.example:8443/g/p', 'ssh://git@gitlab.example:2222/g/p.git', true],
    ['https://dev.azure.com/acme/web/_git/shop', 'git@ssh.dev.azure.com:v3/acme/web/shop', true],
    [
      'https://bitbucket.acme.example/scm/web/shop.git',
      'ssh://git@bitbucket.acme.example:7999/web/shop.git',
      true,
    ],
    ['https://github.com/acme/shop', 'https://github.com/acme/shop-two', false],
    ['https://github.com/acme/shop', 'https://gitlab.com/acme/shop', false],
  ];
  for (const [one, other, expected] of cases) {
    it(`${one} ${expected ? '=' : '≠'} ${other}`, () => {
      assert.equal(isSameRepository(repositoryAddress(one)!, repositoryAddress(other)!), expected);
    });
  }
});
