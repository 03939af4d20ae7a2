import assert from 'node:assert/strict';
import type { FileChange } from '../../../../client/src/docker/engineFacts';
import { scratchPattern } from '../../../../client/src/docker/releases/scratchPattern';
import { sortChanges } from '../../../../client/src/docker/releases/sortChanges';

describe('the changes of a container', () => {
  it('are those of files, and not of the folders above them', () => {
    assert.equal(
      sorted(
        'C /etc, C /etc/nginx, C /etc/nginx/nginx.conf, C /usr, C /usr/bin, A /usr/bin/tool, C /app, D /app/main.js',
      ),
      'code: C /etc/nginx/nginx.conf, A /usr/bin/tool, D /app/main.js',
    );
  });

  it('are those in a folder that was made, and the folder that was taken away', () => {
    assert.equal(
      sorted('C /app, A /app/new, A /app/new/a.js, D /app/old'),
      'code: A /app/new/a.js, D /app/old',
    );
  });

  it('are kept where nothing below explains them', () => {
    assert.equal(sorted('C /app/bin/run'), 'code: C /app/bin/run');
  });

  it('are none where only the time of a standard folder differs', () => {
    assert.equal(sorted('C /etc, C /var, C /root/'), '');
  });

  it('are not what the engine lays into every container', () => {
    assert.equal(
      sorted(
        'A /.dockerenv, C /etc, C /etc/hosts, C /etc/hostname, C /etc/resolv.conf, C /dev, A /dev/console, A /dev/shm, C /proc, C /sys, A /run/secrets, A /run/secrets/db',
      ),
      '',
    );
  });

  it('are not what lies in a mount, nor the folders that the engine made for it', () => {
    assert.equal(
      sorted(
        'C /var, C /var/lib, A /var/lib/app, A /var/lib/app/x, A /conf, A /conf/live, A /conf/live/a.yml',
        {
          mounts: ['/var/lib/app/', '/conf/live/a.yml'],
        },
      ),
      '',
    );
  });

  it('are what lies beside a mount with a name that begins like it', () => {
    assert.equal(sorted('C /app, A /app/database.js', { mounts: ['/app/data'] }), 'code: A /app/database.js');
  });

  it('keep the folder of a mount that was taken away', () => {
    assert.equal(sorted('D /opt/x', { mounts: ['/opt/x/data'] }), 'code: D /opt/x');
  });

  it('below an unmounted volume of the image are data', () => {
    assert.equal(sorted('A /state/x', { volumes: ['/state/'] }), 'data: A /state/x');
  });

  it('are scratch where the settings say so', () => {
    assert.equal(
      sorted('A /app/generated/a.js, A /opt/x.cache, A /srv/deep/out/b', {
        scratch: ['/app/generated', '*.cache', 'out/**'],
      }),
      'scratch: A /app/generated/a.js, A /opt/x.cache, A /srv/deep/out/b',
    );
  });

  it('take no notice of patterns that would take long, or say nothing', () => {
    const isScratch = scratchPattern(['', '+(a|b)', 'a*b*c*d*e', 'x'.repeat(300), '{a,{b,{c,d}}}']);
    assert.equal(isScratch('/a'), false);
  });

  it('are sorted in time that grows with their number', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at): FileChange => ({
        path: `/app/${at % 100}/${at}/f.js`,
        kind: 'added',
      }));
    let walks = 0;
    const counting = (path: string) => {
      walks += path === '' ? 0 : 1;
      return false;
    };
    sortChanges(many(20_000), { mounts: [], volumes: [], isScratch: counting, isStartupEdit: () => false });
    assert.equal(walks, 20_000);
  });
});

describe('a changed path', () => {
  const kinds: Readonly<Record<'scratch' | 'data' | 'code', string>> = {
    scratch: `
      /tmp/x /var/tmp/x /run/nginx.pid /var/run/nginx.pid /var/lock/x /dev/shm/x /var/cache/apt/pkgcache.bin
      /var/cache/nginx/client_temp /etc/nginx/client_body_temp/1 /root/.cache/pip/x /home/node/.cache/x /home/node/.npm/_logs/x
      /app/__pycache__/a.cpython-312.pyc /usr/lib/python3/a.pyc /usr/local/lib/python3.12/__pycache__/os.cpython-312.pyc
      /app/server.pid /app/x.sock /app/x.lock /tmp/.X11-unix/X0 /root/.bash_history /home/x/.ash_history
      /root/.python_history /root/.psql_history /root/.lesshst /root/.viminfo /var/lib/apt/lists/partial
      /usr/share/fontconfig/x /var/cache/ldconfig/aux-cache /etc/ld.so.cache /app/tmp/cache/x /app/storage/framework/views/a.php
      /usr/local/tomcat/work/Catalina /app/node_modules/.cache/babel/x.json /var/log/nginx/access.log /root/.mongodb/mongosh/x_log /etc/s6/gitea/supervise/lock /etc/s6/.s6-svscan/control
      /app/.next/cache/a /etc/.file.swp /app/.wh.x`,
    data: `
      /data/appendonly.aof /data/dump.rdb /var/lib/mysql/ibdata1 /var/lib/postgresql/data/base/1/2 /var/lib/mongodb/x.wt
      /var/lib/redis/x /var/lib/grafana/grafana.db /data/gitea/conf/app.ini /var/jenkins_home/jobs/a/config.xml
      /var/www/html/wp-content/uploads/2024/a.jpg /var/www/site/uploads/x /app/uploads/cat.png /app/db.sqlite3 /app/db.sqlite3-wal
      /app/prod.db /app/prod.db-journal /opt/app/cache.rdb /srv/files/x /config/caddy/autosave.json /app/debug.log /app/logs/today
      /var/spool/cron/crontabs/root /var/mail/root /bitnami/wordpress/wp-config.php /var/opt/mssql/data/master.mdf
      /usr/share/elasticsearch/data/nodes/0 /opt/sonarqube/data/x /nexus-data/blobs/x /var/lib/rabbitmq/mnesia/x
      /app/storage/app/public/a.png /prometheus/wal/0001`,
    code: `
      /etc/nginx/nginx.conf /etc/passwd /usr/bin/curl /usr/local/bin/x /app/server.js /app/package-lock.json /app/yarn.lock
      /app/poetry.lock /app/Cargo.lock /app/composer.lock /app/Gemfile.lock /var/lib/dpkg/status /var/lib/dpkg/info/curl.list
      /lib/apk/db/installed /var/www/html/index.php /var/www/html/wp-content/plugins/x.php /root/.ssh/authorized_keys
      /root/.bashrc /usr/share/nginx/html/index.html /etc/crontab /usr/lib/python3/x.db /app/node_modules/x/index.js
      /opt/tool/run.sh /entrypoint.sh /tmpfile /datapath.js /etc/redis/redis.conf /app/src/login.ts /app/database.js
      /var/lib/rpm/rpmdb.sqlite /run.sh /app/logs.js /app/tmp.js`,
  };
  for (const [kind, paths] of Object.entries(kinds)) {
    for (const path of paths.trim().split(/\s+/)) {
      it(`${path} is ${kind}`, () => assert.equal(sorted(`A ${path}`), `${kind}: A ${path}`));
    }
  }
});

interface Options {
  readonly mounts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly scratch?: readonly string[];
}

/** `C /etc, A /etc/x` → `code: A /etc/x`. */
function sorted(text: string, { mounts = [], volumes = [], scratch = [] }: Options = {}): string {
  const changes = text.split(', ').map((line): FileChange => {
    const [kind = '', path = ''] = line.split(' ');
    return { path, kind: ({ C: 'changed', A: 'added', D: 'deleted' } as const)[kind as 'A' | 'C' | 'D'] };
  });
  const parts = sortChanges(changes, {
    mounts: mounts.map((target) => ({ target })),
    volumes,
    isScratch: scratchPattern(scratch),
    isStartupEdit: () => false,
  });
  return (['code', 'data', 'scratch'] as const)
    .filter((kind) => parts[kind].length > 0)
    .map(
      (kind) => `${kind}: ${parts[kind].map(({ path, kind: how }) => `${LETTER[how]} ${path}`).join(', ')}`,
    )
    .join('\n');
}

const LETTER = { changed: 'C', added: 'A', deleted: 'D' } as const;
