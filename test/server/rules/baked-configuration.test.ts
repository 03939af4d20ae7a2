import assert from 'node:assert/strict';
import { findingsOf, rulePicture, type Circumstances } from '../../support/rulePicture';

const found = (lines: string, circumstances: Circumstances = {}) =>
  findingsOf('baked-configuration', 'dockerfile', `FROM alpine\n${lines}\n`, circumstances);

describe('baked-configuration', () => {
  it('finds what belongs to one environment', () => {
    assert.equal(
      rulePicture(
        'baked-configuration',
        'dockerfile',
        [
          'FROM alpine',
          'ARG APP_ENV',
          'ENV RAILS_ENV=staging API_URL=https://api.shop.example.com/v1',
          'COPY appsettings.Production.json config/production.yml /app/',
          'COPY config.$APP_ENV.json /app/config.json',
        ].join('\n'),
      ),
      [
        'FROM alpine',
        'ARG APP_ENV',
        'ENV RAILS_ENV=staging API_URL=https://api.shop.example.com/v1',
        "    ^^^^^^^^^^^^^^^^^ information: 'RAILS_ENV=staging' builds one environment into the image. Set it when the container starts.",
        "                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'API_URL' builds the address 'https://api.shop.example.com/v1' into the image. Set it when the container starts.",
        'COPY appsettings.Production.json config/production.yml /app/',
        "     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'appsettings.Production.json' builds the configuration of one environment into the image. Mount it when the container starts.",
        "                                 ^^^^^^^^^^^^^^^^^^^^^ information: 'config/production.yml' builds the configuration of one environment into the image. Mount it when the container starts.",
        'COPY config.$APP_ENV.json /app/config.json',
        "     ^^^^^^^^^^^^^^^^^^^^ information: 'APP_ENV' chooses the configuration that is built into the image. Mount it when the container starts.",
      ].join('\n'),
    );
  });

  it('leaves alone what holds in every environment', () => {
    for (const line of [
      'ENV NODE_ENV=production',
      'ENV DB_HOST=localhost REDIS_URL=redis://127.0.0.1:6379 API_HOST=0.0.0.0',
      'ENV DATABASE_URL=sqlite:///data/app.db',
      'ENV DB_HOST=$DB_HOST DB_PORT=5432 DATABASE_NAME=shop',
      'ENV JAVA_HOME=/opt/java DOCS_URL=https://docs.example.com',
      'ENV PHP_URL=https://www.php.net/distributions/php-8.3.4.tar.xz',
      'ENV API_URL=/api',
      'COPY tsconfig.prod.json webpack.prod.js requirements.prod.txt /app/',
      'COPY config/app.yml production/index.html /app/',
    ]) {
      assert.deepEqual(
        found(line).map(({ message }) => message),
        [],
        line,
      );
    }
    assert.deepEqual(found('ENV NODE_ENV=development', { development: true }), []);
    const build = 'FROM alpine AS build\nENV NODE_ENV=test\nFROM alpine\n';
    assert.deepEqual(findingsOf('baked-configuration', 'dockerfile', build), []);
  });

  it('says less of a name that each network can give to its own', () => {
    for (const [line, severity] of [
      ['ENV DB_HOST=mysql', 'hint'],
      ['ENV REDIS_URL=redis://redis:6379/0', 'hint'],
      ['ENV DB_HOST=mysql.example.com', 'information'],
      ['ENV DB_HOST=10.0.0.7', 'information'],
    ] as const)
      assert.deepEqual(
        found(line).map((finding) => finding.severity),
        [severity],
        line,
      );
  });

  it('leaves an address with a password to the rule of secrets, and finds an environment file without secrets', () => {
    assert.deepEqual(found('ENV DATABASE_URL=postgres://shop:s3cr3t@db.example.com/shop'), []);
    assert.equal(found('COPY .env /app/', { files: { '.env': 'PORT=80\n' } }).length, 1);
    assert.deepEqual(found('COPY .env /app/', { files: { '.env': 'DB_PASSWORD=s3cr3t\n' } }), []);
  });
});
