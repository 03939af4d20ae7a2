import assert from 'node:assert/strict';
import { findingsOf, fixedBy, rulePicture, type Circumstances } from '../../support/rulePicture';

const found = (text: string, circumstances: Circumstances = {}) =>
  findingsOf('inline-secret', 'compose', text, circumstances);
const environment = (line: string, image = 'shop/app:1.4.2') =>
  `services:\n  app:\n    image: ${image}\n    environment:\n      ${line}\n`;

describe('inline-secret', () => {
  it('finds secrets in environments, build arguments, labels, commands and configurations', () => {
    assert.equal(
      rulePicture(
        'inline-secret',
        'compose',
        [
          'services:',
          '  db:',
          '    image: postgres:16.2',
          '    environment:',
          '      POSTGRES_PASSWORD: "postgres"',
          '      ADMIN_PASSWORD: changeme',
          '  app:',
          '    build:',
          '      context: .',
          '      args:',
          '        NPM_TOKEN: s3cr3t',
          '    command: serve --api-key=s3cr3t',
          '    environment:',
          '      - DATABASE_URL=postgres://shop:s3cr3t@db/shop',
          '      - SESSION_SECRET=${SESSION_SECRET:-s3cr3t}',
          '    labels:',
          '      - traefik.http.middlewares.a.basicauth.users=admin:$$apr1$$abcdefgh$$ijklmnop',
          'configs:',
          '  app:',
          '    content: |',
          '      port: 80',
          '      password: hunter2',
        ].join('\n'),
      ),
      [
        'services:',
        '  db:',
        '    image: postgres:16.2',
        '    environment:',
        '      POSTGRES_PASSWORD: "postgres"',
        "                          ^^^^^^^^ warning: 'POSTGRES_PASSWORD' is a secret and stands in this file. Take it from a secret or from ${POSTGRES_PASSWORD:?}.",
        '      ADMIN_PASSWORD: changeme',
        "                      ^^^^^^^^ information: 'ADMIN_PASSWORD' has a value that is to be replaced in this file. Take it from a secret or from ${ADMIN_PASSWORD:?}.",
        '  app:',
        '    build:',
        '      context: .',
        '      args:',
        '        NPM_TOKEN: s3cr3t',
        "                   ^^^^^^ warning: 'NPM_TOKEN' is a secret and stands in this file. Give it to the build as one of its 'secrets'.",
        '    command: serve --api-key=s3cr3t',
        "                   ^^^^^^^^^^^^^^^^ warning: This command holds a secret: '--api-key'. Take it from a file or a variable.",
        '    environment:',
        '      - DATABASE_URL=postgres://shop:s3cr3t@db/shop',
        "                                     ^^^^^^ warning: 'DATABASE_URL' holds a URL with a password. Take it from a secret or from a variable.",
        '      - SESSION_SECRET=${SESSION_SECRET:-s3cr3t}',
        "                       ^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'SESSION_SECRET' is a secret with a default in this file. Take it from a secret or from ${SESSION_SECRET:?}.",
        '    labels:',
        '      - traefik.http.middlewares.a.basicauth.users=admin:$$apr1$$abcdefgh$$ijklmnop',
        "                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'basicauth.users' holds password hashes. Take them from a file or a variable.",
        'configs:',
        '  app:',
        '    content: |',
        '      port: 80',
        '      password: hunter2',
        "                ^^^^^^^ warning: 'password' in the configuration 'app' is a secret. Make the configuration a secret.",
      ].join('\n'),
    );
  });

  it('knows keys whose words are written together', () => {
    for (const name of ['encryptionkey', 'APP_SIGNINGKEY', 'masterkey'])
      assert.equal(found(environment(`${name}: 0123456789abcdef`)).length, 1, name);
  });

  it('reads the labels of a swarm service', () => {
    const users = 'admin:$$apr1$$abcdefgh$$ijklmnop';
    const label = `traefik.http.middlewares.a.basicauth.users=${users}`;
    const text = `services:\n  a:\n    image: a/b:1.2\n    deploy:\n      labels: ["${label}"]\n`;
    assert.deepEqual(
      found(text).map(({ span }) => text.slice(span.start, span.end)),
      [users],
    );
  });

  it('leaves alone what is no secret, and what comes from outside', () => {
    for (const line of [
      'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}',
      'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?no password}',
      'POSTGRES_PASSWORD: $POSTGRES_PASSWORD',
      'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-}',
      'POSTGRES_PASSWORD:',
      'POSTGRES_PASSWORD: ""',
      'POSTGRES_PASSWORD_FILE: /run/secrets/db',
      'POSTGRES_HOST_AUTH_METHOD: trust',
      'MYSQL_ALLOW_EMPTY_PASSWORD: "yes"',
      'MYSQL_RANDOM_ROOT_PASSWORD: "yes"',
      'SMTP_AUTH: login',
      'API_TOKEN: <your token>',
      'API_TOKEN: "****"',
      'API_TOKEN: xxx',
      'PASSWORD_MIN_LENGTH: 8',
      'TOKEN_TTL: 3600',
      'NEXT_PUBLIC_API_KEY: abc',
      'OIDC_TOKEN_URL: https://login.example.com/token',
      'TLS_KEY: /certs/server.key',
      'KEYCLOAK_USER: admin',
      'DATABASE_URL: postgres://shop:${DB_PASSWORD}@db/shop',
      'DATABASE_URL: postgres://db/shop',
      'JWT_PRIVATE_KEY_PATH: /run/key.pem',
      'CONFIG: sasl.password = "${PASSWORD}"',
      'MATCH: s/password=.*/password=x/',
    ]) {
      assert.deepEqual(
        found(environment(line)).map(({ message }) => message),
        [],
        line,
      );
    }
    assert.deepEqual(found('services:\n  app:\n    environment:\n      - POSTGRES_PASSWORD\n'), []);
  });

  it('takes what is to be replaced as that in a file that is an example', () => {
    const circumstances = { path: 'compose.example.yaml' };
    assert.deepEqual(found(environment('DB_PASSWORD: changeme'), circumstances), []);
    assert.equal(found(environment('DB_PASSWORD: hunter2'), circumstances).length, 1);
  });

  it('finds what a command says itself, and not what variables bring to it', () => {
    const running = (command: string) => `services:\n  app:\n    command: ${command}\n`;
    const files = { '.env': 'REDIS_PASSWORD=hunter2\n' };
    assert.deepEqual(found(running('redis-server --requirepass ${REDIS_PASSWORD}'), { files }), []);
    assert.deepEqual(found(running('["redis-server", "--requirepass", "$REDIS_PASSWORD"]'), { files }), []);
    assert.equal(found(running('redis-server --requirepass hunter2'), { files }).length, 1);
    const [finding] = found(running('redis-server --requirepass ${REDIS_PASSWORD:-hunter2}'));
    assert.equal(finding?.severity, 'information');
  });

  it('weighs less in development', () => {
    const [finding] = found(environment('DB_PASSWORD: hunter2'), { development: true });
    assert.equal(finding?.severity, 'information');
  });

  it('never repeats a secret', () => {
    for (const line of ['DB_PASSWORD: hunter2', 'DATABASE_URL: postgres://shop:hunter2@db/shop']) {
      const [finding] = found(environment(line));
      assert.doesNotMatch(JSON.stringify([finding?.message, finding?.scaffolds]), /hunter2/);
    }
  });

  it('takes a value from a variable', () => {
    const scaffold = "Take 'DB_PASSWORD' from a variable";
    const fixed = (line: string) => fixedBy('inline-secret', 'compose', environment(line), { scaffold });
    assert.equal(
      fixed('DB_PASSWORD: hunter2 # old'),
      environment('DB_PASSWORD: "${DB_PASSWORD:?set DB_PASSWORD}" # old'),
    );
    assert.equal(
      fixed("DB_PASSWORD: 'hunter2'"),
      environment("DB_PASSWORD: '${DB_PASSWORD:?set DB_PASSWORD}'"),
    );
    assert.equal(
      fixed('- DB_PASSWORD=hunter2'),
      environment('- DB_PASSWORD=${DB_PASSWORD:?set DB_PASSWORD}'),
    );
  });

  it('keeps the variable that the file reads already', () => {
    const line = 'API_KEY: ${SANDBOX_API_KEY:-dify-sandbox}';
    assert.match(found(environment(line))[0]?.message ?? '', /from \$\{SANDBOX_API_KEY:\?\}\.$/);
    assert.equal(
      fixedBy('inline-secret', 'compose', environment(line), { scaffold: "Take 'API_KEY' from a variable" }),
      environment('API_KEY: "${SANDBOX_API_KEY:?set SANDBOX_API_KEY}"'),
    );
  });

  it('takes a value from a secret where the image reads one', () => {
    const scaffold = "Take 'POSTGRES_PASSWORD' from a secret file";
    assert.equal(
      fixedBy('inline-secret', 'compose', environment('POSTGRES_PASSWORD: hunter2', 'postgres:16.2'), {
        scaffold,
      }),
      environment('POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password', 'postgres:16.2') +
        '    secrets:\n      - postgres_password\n\nsecrets:\n  postgres_password:\n    file: ./secrets/postgres_password.txt\n',
    );
    const [other] = found(environment('POSTGRES_PASSWORD: hunter2'));
    assert.ok(other?.scaffolds.every(({ title }) => title !== scaffold));
  });
});
