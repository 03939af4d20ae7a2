import assert from 'node:assert/strict';
import type { Configuration, FileChange } from '../../../../client/src/docker/engineFacts';
import { hostReleases } from '../../../../client/src/docker/releases/hostReleases';
import { container, exec, knowledge, observation } from '../../../support/observed';

describe('an official image that was only started', () => {
  const entrypoint = ['/docker-entrypoint.sh'];
  /** What runs, and what it writes outside of its volumes by itself; `data` is what a replacement would lose. */
  const plain: readonly (readonly [string, Partial<Configuration>, string, 'none' | 'data'])[] = [
    [
      'nginx',
      { environment: ['NGINX_VERSION=1.27.0'], entrypoint, command: ['nginx', '-g', 'daemon off;'] },
      '/etc /etc/nginx /etc/nginx/conf.d /etc/nginx/conf.d/default.conf /run/nginx.pid /var/cache/nginx/client_temp /var/cache/nginx/proxy_temp',
      'none',
    ],
    ['postgres', {}, '/var/run/postgresql/.s.PGSQL.5432 /run/postgresql/.s.PGSQL.5432.lock', 'none'],
    ['mysql', {}, '/run/mysqld/mysqld.pid /var/run/mysqld/mysqlx.sock /tmp/x', 'none'],
    ['mariadb', {}, '/run/mysqld/mysqld.sock /run/mysqld/mysqld.pid', 'none'],
    ['mongo', {}, '/tmp/mongodb-27017.sock /root/.mongodb/mongosh/6650_log', 'none'],
    ['httpd', {}, '/usr/local/apache2/logs/httpd.pid', 'none'],
    ['php-apache', {}, '/run/apache2/apache2.pid /run/lock/apache2 /var/log/apache2/other.log', 'none'],
    ['jenkins', {}, '/tmp/winstone1.jar /tmp/hsperfdata_jenkins/7', 'none'],
    ['python', {}, '/usr/local/lib/python3.12/__pycache__/os.cpython-312.pyc', 'none'],
    ['node', {}, '/root/.npm/_logs/x.log /root/.node_repl_history', 'none'],
    ['golang', {}, '/root/.cache/go-build/00/x', 'none'],
    [
      'gitea',
      { environment: ['GITEA_CUSTOM=/data/gitea'], entrypoint: ['/usr/bin/entrypoint'] },
      '/etc/s6/gitea/supervise/lock /etc/s6/gitea/event /etc/s6/.s6-svscan/lock /etc/ssh/sshd_config',
      'none',
    ],
    [
      'zookeeper',
      { environment: ['ZOO_CONF_DIR=/conf'], entrypoint, command: ['zkServer.sh'] },
      '/conf/zoo.cfg',
      'none',
    ],
    [
      'phpmyadmin',
      { environment: ['PMA_HOST=db'], entrypoint, command: ['apache2-foreground'] },
      '/etc/phpmyadmin/config.secret.inc.php',
      'none',
    ],
    [
      'mosquitto',
      { entrypoint, command: ['/usr/sbin/mosquitto', '-c', '/mosquitto/config/mosquitto.conf'] },
      '/mosquitto/config/mosquitto.conf',
      'none',
    ],
    [
      'gitlab',
      { command: ['/assets/init-container'] },
      '/opt/gitlab/sv/nginx/run /opt/gitlab/etc/gitlab-rails/env/PATH',
      'none',
    ],
    [
      'keycloak',
      { entrypoint: ['/opt/keycloak/bin/kc.sh'], command: ['start-dev'] },
      '/opt/keycloak/lib/quarkus/quarkus-application.dat /opt/keycloak/data/h2/keycloakdb.mv.db',
      'data',
    ],
    [
      'elasticsearch',
      {
        environment: ['ELASTIC_CONTAINER=true'],
        entrypoint: ['/bin/tini', '--', '/usr/local/bin/docker-entrypoint.sh'],
      },
      '/usr/share/elasticsearch/config/elasticsearch.keystore /usr/share/elasticsearch/config/certs/http.p12 /usr/share/elasticsearch/data/_state/x',
      'data',
    ],
    [
      'logstash',
      { environment: ['ELASTIC_CONTAINER=true'], entrypoint: ['/usr/local/bin/docker-entrypoint'] },
      '/usr/share/logstash/config/logstash.yml /usr/share/logstash/data/uuid',
      'data',
    ],
    [
      'tomcat',
      { environment: ['CATALINA_HOME=/usr/local/tomcat'], command: ['catalina.sh', 'run'] },
      '/usr/local/tomcat/conf/Catalina /usr/local/tomcat/conf/Catalina/localhost /usr/local/tomcat/work/Catalina /usr/local/tomcat/logs/catalina.2026-11-27.log',
      'data',
    ],
    ['grafana', {}, '/var/lib/grafana/grafana.db /var/lib/grafana/png', 'data'],
    ['caddy', {}, '/config/caddy/autosave.json /data/caddy/instance.uuid', 'data'],
    ['kibana', {}, '/usr/share/kibana/data/uuid', 'data'],
  ];
  for (const [name, configuration, paths, expected] of plain) {
    it(`${name} has ${expected === 'none' ? 'not drifted' : 'only data to lose'}`, () => {
      const { status, changes } = drift(configuration, paths);
      assert.deepEqual(changes?.code, []);
      assert.equal(status, expected === 'none' ? 'none' : 'drifted');
    });
  }
});

describe('a change where a start script writes', () => {
  const nginx = { environment: ['NGINX_VERSION=1.27.0'], entrypoint: ['/docker-entrypoint.sh'] };
  const path = '/etc/nginx/conf.d/default.conf';
  const code = (...given: Parameters<typeof drift>) => drift(...given).changes?.code.map((one) => one.path);

  it('stays in sight', () => assert.equal(drift(nginx, path).changes?.scratch[0]?.path, path));

  it('is one in another image', () => assert.deepEqual(code({}, path), [path]));

  it('is one where the script does not start the container', () => {
    assert.deepEqual(code({ ...nginx, entrypoint: ['nginx'] }, path), [path]);
  });

  it('is one where the file is gone', () => assert.deepEqual(code(nginx, path, 'deleted'), [path]));

  it('is one beside it', () => {
    assert.deepEqual(code(nginx, `${path} /etc/nginx/conf.d/other.conf`), ['/etc/nginx/conf.d/other.conf']);
  });

  it('is one once somebody was inside', () => assert.deepEqual(code(nginx, path, 'changed', true), [path]));
});

function drift(
  configuration: Partial<Configuration>,
  paths: string,
  kind: FileChange['kind'] = 'changed',
  isTouched = false,
) {
  const changes = paths.split(' ').map((path) => ({ path, kind }));
  const seen = observation({
    containers: [container({ configuration, changes })],
    execs: isTouched ? [exec('id', 'sh')] : [],
  });
  return hostReleases(seen, knowledge()).projects[0]!.services[0]!.answers.drift;
}
