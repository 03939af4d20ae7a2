import assert from 'node:assert/strict';
import { findingsOf, fixedBy, rulePicture, type Circumstances } from '../../support/rulePicture';

function service(...lines: readonly string[]): string {
  return ['services:', '  a:', ...lines.map((line) => `    ${line}`), ''].join('\n');
}

/** How a rule weighs each of its findings in a service of these lines. */
function weights(rule: string, lines: readonly string[], circumstances?: Circumstances): string[] {
  return findingsOf(rule, 'compose', service(...lines), circumstances).map(({ severity }) => severity);
}

function silent(rule: string, cases: Readonly<Record<string, readonly string[]>>): void {
  for (const [name, lines] of Object.entries(cases)) {
    it(`says nothing of ${name}`, () => assert.deepEqual(weights(rule, lines), []));
  }
}

function silentDockerfiles(rule: string, cases: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(cases)) {
    it(`says nothing of ${name}`, () => assert.deepEqual(findingsOf(rule, 'dockerfile', text), []));
  }
}

describe('docker-socket', () => {
  it('finds sockets in every form, and says that read-only helps nothing', () => {
    assert.equal(
      rulePicture(
        'docker-socket',
        'compose',
        [
          'services:',
          '  a:',
          '    image: traefik:v3.1',
          '    volumes:',
          '      - "/var/run/docker.sock:/var/run/docker.sock:ro"',
          '      - ${SOCK:-/run/podman/podman.sock}:/s',
          '      - type: bind',
          '        source: /run',
          '        target: /host',
          '  b:',
          '    image: tecnativa/docker-socket-proxy:0.3',
          '    use_api_socket: true',
          '',
        ].join('\n'),
      ),
      [
        'services:',
        '  a:',
        '    image: traefik:v3.1',
        '    volumes:',
        '      - "/var/run/docker.sock:/var/run/docker.sock:ro"',
        "         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: Who has '/var/run/docker.sock' is root on the host, also when it is mounted read-only. Put a socket proxy between, or do without.",
        '      - ${SOCK:-/run/podman/podman.sock}:/s',
        "        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: Who has '/run/podman/podman.sock' is root on the host. Put a socket proxy between, or do without.",
        '      - type: bind',
        '        source: /run',
        "                ^^^^ warning: Who has '/run' is root on the host. Put a socket proxy between, or do without.",
        '        target: /host',
        '  b:',
        '    image: tecnativa/docker-socket-proxy:0.3',
        '    use_api_socket: true',
        "                    ^^^^ information: 'use_api_socket' gives the container the engine, which is root on the host. Put a socket proxy between, or do without.",
        '',
      ].join('\n'),
    );
  });

  const found: Record<string, readonly string[]> = {
    'a pipe of Windows': ['volumes: ["//./pipe/docker_engine://./pipe/docker_engine"]'],
    'a pipe with backslashes': ['volumes:', '  - \\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine'],
    'a path that is chosen outside': ['volumes: ["${SOCK}:/var/run/docker.sock"]'],
    'a user’s own socket': ['volumes: ["${XDG_RUNTIME_DIR}/docker.sock:/var/run/docker.sock"]'],
    containerd: ['volumes: ["/run/containerd/containerd.sock:/c.sock"]'],
    'a variable alone': ['environment: ["DOCKER_HOST=unix:///run/d.sock"]'],
  };
  for (const [name, lines] of Object.entries(found)) {
    it(`finds ${name}`, () => assert.deepEqual(weights('docker-socket', lines), ['warning']));
  }

  it('weighs less in development', () => {
    const lines = ['profiles: [dev]', 'volumes: [/var/run/docker.sock:/d.sock]'];
    assert.deepEqual(weights('docker-socket', lines), ['information']);
  });

  silent('docker-socket', {
    'a volume of that name': ['volumes: ["run:/var/run"]'],
    'another socket': ['volumes: ["/var/run/mysqld/mysqld.sock:/m.sock", "/run/dbus:/run/dbus"]'],
    'an engine elsewhere': ['environment: { DOCKER_HOST: "tcp://proxy:2375" }'],
    'a flag that is off': ['use_api_socket: false'],
    'a folder in the container': ['tmpfs: [/run, /var/run]'],
  });

  it('finds what an image expects', () => {
    const text = 'FROM alpine\nVOLUME /data /var/run/docker.sock\nENV A=b DOCKER_HOST="unix:///x"\n';
    const spans = findingsOf('docker-socket', 'dockerfile', text).map(({ span }) =>
      text.slice(span.start, span.end),
    );
    assert.deepEqual(spans, ['/var/run/docker.sock', 'DOCKER_HOST="unix:///x"']);
    assert.equal(findingsOf('anonymous-volume', 'dockerfile', text).length, 1);
  });
  silentDockerfiles('docker-socket', {
    'an image of CI': 'FROM docker:27-dind\nENV DOCKER_HOST=unix:///x\n',
    'a stage that leaves no image': 'FROM a AS b\nENV DOCKER_HOST=unix:///x\nFROM scratch\n',
    'another host': 'FROM a\nENV DOCKER_HOST=tcp://d:2375\n',
  });
});

describe('source-mount', () => {
  const found: Record<string, [string, string]> = {
    'the project': ['.:/app', 'warning'],
    'a folder of it': ['./src:/usr/src/app/src:cached', 'warning'],
    'the folder above': ['../:/workspace', 'warning'],
    'a path in a variable': ['${PWD}/web:/var/www/html', 'warning'],
    'a path of Windows': ['.\\src:/code', 'warning'],
    'one that may not be written': ['./src:/app/src:ro', 'information'],
    'a file of code': ['./index.php:/var/www/html/index.php', 'warning'],
  };
  for (const [name, [mount, severity]] of Object.entries(found)) {
    it(`finds ${name}`, () =>
      assert.deepEqual(weights('source-mount', ['image: b', 'volumes:', `  - ${mount}`]), [severity]));
  }

  it('takes the mount away, with the key where it is the only one', () => {
    const scaffold = 'Remove the mount';
    const fixed = (...lines: readonly string[]) =>
      fixedBy('source-mount', 'compose', service(...lines), { scaffold });
    assert.equal(
      fixed('image: b', 'volumes:', '- ./:/app # code', '- /app/node_modules'),
      service('image: b', 'volumes:', '- /app/node_modules'),
    );
    assert.equal(fixed('image: b', 'volumes:', '  - ./:/app'), service('image: b'));
  });

  it("knows the image's own working directory by its Dockerfile", () => {
    const text = service('build: .', 'volumes: [".:/opt/shop"]');
    const files = { Dockerfile: 'FROM a\nWORKDIR /opt/shop\n' };
    assert.equal(findingsOf('source-mount', 'compose', text, { files }).length, 1);
    assert.equal(findingsOf('source-mount', 'compose', text).length, 0);
  });

  silent('source-mount', {
    'one file of configuration': ['volumes: ["./app.yml:/app/app.yml", "./.env:/app/.env"]'],
    data: ['volumes: ["./data:/var/lib/mysql", "./uploads:/app/uploads", "./storage:/app/x"]'],
    'a folder among volumes': ['volumes: ["./volumes/certbot/www:/var/www/html"]'],
    'a named volume': ['volumes: ["code:/app"]'],
    'a path outside of the project': ['volumes: ["/srv/app:/app", "C:\\\\x:/app", "~/x:/app"]'],
    'a place that holds no code': ['volumes: ["./nginx:/etc/nginx/conf.d"]'],
    'what only development runs': ['profiles: [dev]', 'volumes: [".:/app"]'],
    'a stage of development': ['build: { context: ., target: dev }', 'volumes: [".:/app"]'],
  });

  it('is silent in a file of development, and in a service that is named so', () => {
    const text = service('volumes: [".:/app"]').replace('  a:', '  dev:');
    assert.deepEqual(findingsOf('source-mount', 'compose', text), []);
    assert.deepEqual(weights('source-mount', ['volumes: [".:/app"]'], { development: true }), []);
    assert.deepEqual(
      weights('source-mount', ['volumes: [".:/app"]'], { path: 'compose.override.yaml', development: true }),
      [],
    );
  });
});

describe('state-in-container', () => {
  const found: Record<string, [readonly string[], string, string]> = {
    'a database': [['image: postgres:16'], 'warning', '/var/lib/postgresql/data'],
    'the newest PostgreSQL': [['image: postgres'], 'warning', '/var/lib/postgresql'],
    'a version behind a name': [['image: pgvector/pgvector:pg16'], 'warning', '/var/lib/postgresql/data'],
    'somebody’s own': [['image: ghcr.io/acme/mysql:8'], 'information', '/var/lib/mysql'],
    'an image of bitnami': [['image: bitnami/mongodb:7'], 'warning', '/bitnami/mongodb'],
    'a mirror': [['image: mirror.example.com/library/rabbitmq:4'], 'information', '/var/lib/rabbitmq'],
    'an image of linuxserver': [['image: lscr.io/linuxserver/sonarr:4'], 'information', '/config'],
    'Redis that keeps its data': [
      ['image: redis:7', 'command: redis-server --appendonly yes'],
      'warning',
      '/data',
    ],
    'a mount elsewhere': [
      ['image: mysql:8', 'volumes: ["./my.cnf:/etc/mysql/my.cnf", "./init:/docker-entrypoint-initdb.d"]'],
      'warning',
      '/var/lib/mysql',
    ],
    'settings that name a file of settings': [
      [
        'image: prom/prometheus',
        'command: --config.file=/etc/prometheus/p.yml',
        'volumes: ["./p.yml:/etc/prometheus/p.yml"]',
      ],
      'information',
      '/prometheus',
    ],
  };
  for (const [name, [lines, severity, path]] of Object.entries(found)) {
    it(`finds ${name}`, () => {
      const [finding] = findingsOf('state-in-container', 'compose', service(...lines));
      assert.equal(finding?.severity, severity);
      assert.ok(finding.message.includes(`'${path}'`), finding.message);
    });
  }

  silent('state-in-container', {
    'a volume': ['image: postgres:16', 'volumes: ["db:/var/lib/postgresql/data"]'],
    'a volume above': ['image: postgres:16', 'volumes: ["db:/var/lib/postgresql"]'],
    'a bind mount': ['image: mysql:8', 'volumes: ["./db:/var/lib/mysql/"]'],
    'a volume without a name, of which another rule speaks': ['image: mysql:8', 'volumes: [/var/lib/mysql]'],
    'a long mount': ['image: mongo:7', 'volumes: [{ type: volume, source: d, target: /data/db }]'],
    'memory by intention': ['image: postgres:16', 'tmpfs: /var/lib/postgresql/data'],
    'mounts of another container': ['image: mysql:8', 'volumes_from: [b]'],
    'a place in a variable': ['image: mysql:8', 'volumes: ["db:${PLACE}"]'],
    'Redis as a cache': ['image: redis:7', 'command: redis-server --save ""'],
    'a client': ['image: postgres:16', 'command: psql -h db -c "select 1"'],
    'a client in a shell': ['image: mysql:8', 'entrypoint: ["sh", "-c", "sleep 5 && mysqldump -h db x"]'],
    'data that is kept in another place': [
      'image: postgres:16',
      'environment: { PGDATA: /pg/data }',
      'volumes: ["db:/pg"]',
    ],
    'a store that is told': ['image: minio/minio', 'command: server /export', 'volumes: ["out:/export"]'],
    'a registry that keeps elsewhere': ['image: registry:2', 'environment: [REGISTRY_STORAGE_S3_BUCKET=x]'],
    'what is built': ['image: postgres:16', 'build: .'],
    'an image that is not known': ['image: ${DB_IMAGE}'],
    'an exporter': ['image: prometheuscommunity/postgres-exporter'],
    'Windows, which keeps it elsewhere': ['image: acme/mysql:windowsservercore'],
    'an image of linuxserver without state': ['image: linuxserver/socket-proxy'],
  });

  it('says nothing of a list of images to be pulled', () => {
    const list = (...images: readonly string[]) =>
      `services:\n${images.map((image, index) => `  s${index}:\n    image: ${image}\n`).join('')}`;
    assert.equal(findingsOf('state-in-container', 'compose', list('mysql:8', 'mongo:7', 'nginx')).length, 0);
    assert.equal(findingsOf('state-in-container', 'compose', list('mysql:8', 'nginx')).length, 1);
  });

  it('is off in development, where losing data is often meant', () => {
    assert.deepEqual(weights('state-in-container', ['image: mysql:8', 'profiles: [test]']), []);
  });

  it('is silent where a file for production beside it may add the volume', () => {
    const files = { 'compose.prod.yaml': 'services: {}\n' };
    assert.deepEqual(weights('state-in-container', ['image: mysql:8'], { files }), []);
  });

  it("is information for somebody's own image of a database", () => {
    assert.deepEqual(weights('state-in-container', ['image: acme/mysql:8']), ['information']);
    assert.deepEqual(weights('state-in-container', ['image: pgvector/pgvector:pg17']), ['warning']);
  });

  it('is satisfied by a volume in an override', () => {
    const files = {
      'compose.override.yaml': 'services:\n  a:\n    volumes: ["db:/var/lib/mysql"]\nvolumes: {db: }\n',
    };
    assert.deepEqual(weights('state-in-container', ['image: mysql:8'], { files }), []);
  });

  it('knows the volumes that an image declares before its own tables', () => {
    const known = (...volumes: readonly string[]) => ({
      images: {
        'acme/store': { volumes, hasHealthcheck: false, labels: new Map<string, string>(), exposedPorts: [] },
        mysql: { volumes, hasHealthcheck: false, labels: new Map<string, string>(), exposedPorts: [] },
      },
    });
    const rule = 'state-in-container';
    assert.deepEqual(weights(rule, ['image: acme/store:1'], known('/kept')), ['information']);
    assert.deepEqual(weights(rule, ['image: acme/store:1', 'volumes: ["kept:/kept"]'], known('/kept')), []);
    assert.deepEqual(weights(rule, ['image: mysql:8', 'volumes: ["kept:/other"]'], known('/other')), []);
    assert.deepEqual(weights(rule, ['image: acme/store:1'], known()), []);
  });

  it('mounts a named volume, and lists it at the top', () => {
    const fixed = (text: string, path: string) =>
      fixedBy('state-in-container', 'compose', text, { scaffold: `Mount the volume 'a-data' at ${path}` });
    assert.equal(
      fixed(service('image: mysql:8'), '/var/lib/mysql'),
      `${service('image: mysql:8', 'volumes:', '  - a-data:/var/lib/mysql')}\nvolumes:\n  a-data:\n`,
    );
    assert.equal(
      fixed(`${service('image: mongo:7', 'volumes:', '- ./x:/x')}volumes:\n  b:\n`, '/data/db'),
      `${service('image: mongo:7', 'volumes:', '- ./x:/x', '- a-data:/data/db')}volumes:\n  b:\n  a-data:\n`,
    );
  });
});

describe('anonymous-volume', () => {
  it('finds volumes without a name', () => {
    assert.deepEqual(weights('anonymous-volume', ['volumes: [/data, "/b:ro"]']), [
      'information',
      'information',
    ]);
    assert.deepEqual(weights('anonymous-volume', ['volumes: [{ type: volume, target: /c }]']), [
      'information',
    ]);
  });

  silent('anonymous-volume', {
    'what a build made': ['volumes: [".:/app", /app/node_modules, /app/.venv/]'],
    'named and bound ones': ['volumes: ["aa:/a", "./b:/b", "${C}:/c"]'],
    'what an engine in a container keeps': ['image: docker:dind', 'volumes: [/var/lib/docker]'],
    memory: ['volumes: [{ type: tmpfs, target: /t }]', 'tmpfs: [/u]'],
  });

  it('finds VOLUME in what leaves the build, and takes it away', () => {
    const text = 'FROM a AS b\nVOLUME /b\nFROM c\nVOLUME ["/d"]\nCMD e\n';
    assert.equal(
      fixedBy('anonymous-volume', 'dockerfile', text, { scaffold: 'Remove VOLUME' }),
      'FROM a AS b\nVOLUME /b\nFROM c\nCMD e\n',
    );
  });
  silentDockerfiles('anonymous-volume', {
    'a stage that leaves no image': 'FROM a AS b\nVOLUME /b\nFROM scratch\nCOPY --from=b /x /x\n',
    'a VOLUME for images that start from it': 'FROM a\nONBUILD VOLUME /b\n',
  });
});

describe('state-in-image', () => {
  const found: readonly string[] = [
    'RUN initdb -D /d',
    'RUN mysqld --initialize-insecure --user=mysql',
    'RUN sqlite3 /app/a.db < schema.sql',
    'RUN cd app && python3 manage.py migrate --noinput',
    'RUN php artisan migrate --force',
    'RUN alembic upgrade head',
    'RUN npx prisma migrate deploy',
    'RUN bundle exec rake db:migrate',
    'RUN python manage.py createsuperuser --noinput',
    'COPY dump /var/lib/mysql/',
    'COPY ["a.sqlite3", "/data/"]',
  ];
  for (const line of found) {
    it(`finds ${line}`, () => {
      const findings = findingsOf('state-in-image', 'dockerfile', `FROM a\n${line}\n`);
      assert.deepEqual(
        findings.map(({ severity }) => severity),
        ['information'],
      );
    });
  }

  silentDockerfiles('state-in-image', {
    'migrations as files':
      'FROM a\nCOPY migrations /app/migrations\nCOPY ["db/migrate", "/app/db/migrate"]\n',
    'what it starts with': 'FROM a\nCMD python manage.py migrate && gunicorn x\n',
    'a stage for tests': 'FROM a AS test\nRUN initdb\nFROM a\n',
    'other work of the same programs':
      'FROM a\nRUN python manage.py collectstatic && php artisan config:cache\n',
    'clients of code': 'FROM a\nRUN npx prisma generate && rake assets:precompile\n',
    'settings of a database': 'FROM mysql:8\nCOPY my.cnf /var/lib/mysql/my.cnf\n',
    'scripts that run at the first start': 'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
    'text about it': 'FROM a\nRUN echo "run initdb first"\n',
  });
});

describe('shared-writable-volume', () => {
  const two = (first: string, second: string, ...more: readonly string[]) =>
    [
      'services:',
      '  a:',
      '    image: x',
      `    volumes: [${first}]`,
      '  b:',
      '    image: y',
      `    volumes: [${second}]`,
      ...more,
      '',
    ].join('\n');

  it('names the services and every place', () => {
    assert.equal(
      rulePicture('shared-writable-volume', 'compose', two('ss:/a', '"ss:/b"')),
      [
        'services:',
        '  a:',
        '    image: x',
        '    volumes: [ss:/a]',
        "              ^^^^^ hint: 'a', 'b' may all write into 'ss', so that none can be replaced by itself. Mount it with ':ro' in those that only read.",
        '  b:',
        '    image: y',
        '    volumes: ["ss:/b"]',
        "               ^^^^^ ↳ 'ss' is writable here too.",
        '',
      ].join('\n'),
    );
  });

  it('makes one a reader', () => {
    const scaffold = "Mount 'ss' read-only in 'b'";
    assert.equal(
      fixedBy('shared-writable-volume', 'compose', two('ss:/a', '"ss:/b"'), { scaffold }),
      two('ss:/a', '"ss:/b:ro"'),
    );
  });

  const cases: Record<string, string> = {
    'a reader': two('ss:/a', 'ss:/b:ro,z'),
    'a long reader': two('ss:/a', '{ type: volume, source: ss, target: /b, read_only: true }'),
    'different volumes': two('ss:/a', 'tt:/a'),
    'a library of media': two('media:/a', 'media:/a'),
    'paths of the host': two('./s:/a', './s:/a'),
    'one service that mounts it twice': two('ss:/a, ss:/b', 'tt:/c'),
    'one that has ended before the other starts': two(
      'ss:/a',
      'ss:/b',
      '    depends_on: { a: { condition: service_completed_successfully } }',
    ),
  };
  for (const [name, text] of Object.entries(cases)) {
    it(`says nothing of ${name}`, () =>
      assert.deepEqual(findingsOf('shared-writable-volume', 'compose', text), []));
  }
});
