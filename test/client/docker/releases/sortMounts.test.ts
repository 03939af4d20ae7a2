import assert from 'node:assert/strict';
import type { Mount } from '../../../../client/src/docker/engineFacts';
import { isEngineSocket, sortMounts } from '../../../../client/src/docker/releases/sortMounts';
import { configured, mount } from '../../../support/observed';

describe('what a mount brings from outside', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['volume', 'db', '/var/lib/postgresql/data', 'state'],
    ['volume', 'x', '/app/node_modules', 'state'],
    ['volume', 'certs', '/etc/letsencrypt', 'configuration'],
    ['volume', 'cache', '/var/cache/app', 'scratch'],
    ['bind', '/srv/db', '/var/lib/mysql', 'state'],
    ['bind', '/srv/data', '/data', 'state'],
    ['bind', '/srv/x', '/app/uploads', 'state'],
    ['bind', '/srv/x', '/srv/whatever', 'state'],
    ['bind', '/home/me/shop', '/usr/src/app', 'source'],
    ['bind', '/home/me/shop', '/app', 'source'],
    ['bind', '/home/me/shop/src', '/code/src', 'source'],
    ['bind', '/home/me/shop', '/elsewhere', 'source'],
    ['bind', '/home/me/shop', '/elsewhere/sub', 'source'],
    ['bind', '/home/me/shop/public', '/usr/share/nginx/html', 'source'],
    ['bind', '/home/me/site', '/var/www/html', 'source'],
    ['bind', '/home/me/server.js', '/app/server.js', 'source'],
    ['bind', '/home/me/nginx.conf', '/etc/nginx/nginx.conf', 'configuration'],
    ['bind', '/home/me/conf', '/etc/nginx/conf.d', 'configuration'],
    ['bind', '/home/me/prometheus.yml', '/prometheus.yml', 'configuration'],
    ['bind', '/home/me/.env', '/app/.env', 'configuration'],
    ['bind', '/home/me/x', '/run/secrets/db', 'configuration'],
    ['bind', '/home/me/init', '/docker-entrypoint-initdb.d', 'configuration'],
    ['bind ro', '/home/me/list', '/anything', 'configuration'],
    ['bind', '/var/run/docker.sock', '/var/run/docker.sock', 'socket'],
    ['bind ro', '/var/run/docker.sock', '/tmp/engine.sock', 'socket'],
    ['bind', '/run/user/1000/podman/podman.sock', '/x', 'socket'],
    ['bind', '/run/containerd/containerd.sock', '/x', 'socket'],
    ['bind', '/run/mysqld/mysqld.sock', '/x', 'socket'],
    ['bind ro', '/', '/rootfs', 'other'],
    ['bind ro', '/proc', '/host/proc', 'other'],
    ['bind ro', '/etc/localtime', '/etc/localtime', 'other'],
    ['bind', '/tmp/x', '/tmp/x', 'scratch'],
    ['tmpfs', '', '/data', 'scratch'],
    ['image', 'tools', '/tools', 'source'],
    ['other', '', '/x', 'other'],
  ];
  for (const [how, source, target, expected] of cases) {
    it(`${how} ${source}:${target} is ${expected}`, () => {
      const [kind = 'bind', ro] = how.split(' ');
      const given = mount({ kind: kind as Mount['kind'], source, target, readOnly: ro === 'ro' });
      const [sorted] = sortMounts([given], configured({ workingDirectory: '/elsewhere' }));
      assert.equal(sorted?.role, expected);
    });
  }

  it('is told without the container having been looked at', () => {
    assert.equal(sortMounts([mount({ source: '/x', target: '/elsewhere' })], null)[0]?.role, 'state');
  });

  it('is a whole host where the working directory is its root', () => {
    assert.equal(
      sortMounts([mount({ target: '/y' })], configured({ workingDirectory: '/' }))[0]?.role,
      'state',
    );
  });

  it('is the pipe of an engine on Windows', () => {
    const pipe = '\\\\.\\pipe\\docker_engine';
    assert.equal(isEngineSocket(mount({ source: pipe, target: pipe })), true);
  });
});
