import assert from 'node:assert/strict';
import { standaloneGroups } from '../../../../client/src/docker/releases/standaloneGroups';

describe('containers that no project owns', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['are one service as blue and green', 'app-blue=shop/app:1 app-green=shop/app:2', 'app app'],
    ['are one service with the colour in front', 'blue-app=shop/app:1 green-app=shop/app:2', 'app app'],
    ['are two services by a letter alone', 'app_a=shop/app:1 app_b=shop/app:1', 'app_a app_b'],
    [
      'are two databases by a number that nothing parts from the name',
      'db1=postgres:16 db2=postgres:16',
      'db1 db2',
    ],
    [
      'keep the names that an engine made up',
      'happy_newton=shop/app:1 happy_curie=shop/app:1 sad_newton=shop/app:1',
      'happy_newton happy_curie sad_newton',
    ],
    ['are one service as canary beside the plain name', 'app=shop/app:1 app-canary=shop/app:2', 'app app'],
    ['are one service as canary and stable', 'app-stable=shop/app:1 app-canary=shop/app:2', 'app app'],
    ['are one service by version', 'app-v1=shop/app:1 app-v2=shop/app:2', 'app app'],
    ['are one service by number', 'web-1=shop/web:1.0 web_2=shop/web:2.0 web.3=shop/web:1.0', 'web web web'],
    ['are one service as old and new', 'web=shop/web:2 web-old=shop/web:1', 'web web'],
    [
      'are two services of two repositories',
      'app-blue=shop/app:1 app-green=shop/api:1',
      'app-blue app-green',
    ],
    [
      'are two services with nothing in common but the repository',
      'cache=redis:7 queue=redis:7',
      'cache queue',
    ],
    [
      'are two services by what they do',
      'db-primary=postgres:16 db-replica=postgres:16',
      'db-primary db-replica',
    ],
    [
      'are two databases, each with its version in its name',
      'postgres-15=postgres:15.4 postgres-16=postgres:16',
      'postgres-15 postgres-16',
    ],
    ['keep their name alone', 'app-blue=shop/app:1 other=shop/app:1', 'app-blue other'],
    ['are none where the repository is not known', 'app-blue=? app-green=?', 'app-blue app-green'],
    [
      'are told from another with the name of the group',
      'app=redis:7 app-blue=shop/app:1 app-green=shop/app:2',
      'app app (shop/app) app (shop/app)',
    ],
    [
      'are two groups with one name',
      'app-1=a:1 app-2=a:1 app-blue=b:1 app-green=b:1',
      'app app app (b) app (b)',
    ],
    ['have names that are only a suffix', 'blue=shop/app:1 green=shop/app:2 -1=x:1', 'blue green -1'],
  ];
  for (const [title, given, expected] of cases) {
    it(title, () => {
      const names = standaloneGroups(
        given.split(' ').map((text) => {
          const [name = '', image = '?'] = text.split('=');
          const [repository = '', tag = null] = image.split(':');
          return { name, repository: image === '?' ? null : repository, tag };
        }),
      );
      assert.equal(names.join(' '), expected);
    });
  }
});
