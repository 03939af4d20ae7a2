import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

const found = (command: string) =>
  findingsOf('mutation-at-start', 'dockerfile', `FROM a\nCMD ${command}\n`).map(({ severity }) => severity);

describe('mutation-at-start', () => {
  it('finds what a container changes when it starts', () => {
    const text = `FROM node:20
CMD npm ci --omit=dev && npm run build && curl -fsSL https://a.example/x | sh && sed -i "s/a/b/" /app/index.html && node .
`;
    assert.equal(
      rulePicture('mutation-at-start', 'dockerfile', text),
      `FROM node:20
CMD npm ci --omit=dev && npm run build && curl -fsSL https://a.example/x | sh && sed -i "s/a/b/" /app/index.html && node .
    ^^^^^^ warning: 'npm ci' installs packages in the container at each start. Do it in a RUN of the Dockerfile.
                         ^^^^^^^^^^^^^ information: 'npm run build' builds the program at each start. Build it in the Dockerfile, and start the result.
                                                                           ^^ warning: 'curl' into 'sh' runs at each start what a server gives out at that time. Run it in the Dockerfile, with a checksum.
                                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'sed -i s/a/b/ /app/index.html' changes code in the container at each start. Give the value as a variable or a mounted file.
`,
    );
  });

  it('finds what services change, also with a hook', () => {
    const text = `services:
  web:
    image: a
    command: >
      bash -c "python manage.py migrate
      && gunicorn a"
    post_start:
      - command: pip install ./extra
  job:
    image: a
    command: python manage.py migrate
`;
    assert.equal(
      rulePicture('mutation-at-start', 'compose', text),
      `services:
  web:
    image: a
    command: >
      bash -c "python manage.py migrate
               ^^^^^^^^^^^^^^^^^^^^^^^^ information: 'manage.py migrate' changes the database whenever a container starts. Make it a release step that runs once, before them.
      && gunicorn a"
    post_start:
      - command: pip install ./extra
                 ^^^^^^^^^^^ warning: 'pip install' installs packages in the container at each start. Do it in a RUN of the Dockerfile.
  job:
    image: a
    command: python manage.py migrate
`,
    );
  });

  it('reads the entry point that an image copies', () => {
    const text = 'FROM a\nWORKDIR /srv/app\nCOPY . .\nENTRYPOINT ["./docker/entrypoint.sh"]\nCMD ["web"]\n';
    const script =
      '#!/usr/bin/env bash\nif [ -n "$X" ]; then\n  bundle install\nfi\nbundle exec rake db:migrate\nexec "$@"\n';
    const findings = findingsOf('mutation-at-start', 'dockerfile', text, {
      files: { 'docker/entrypoint.sh': script },
    });
    assert.deepEqual(
      findings.map(({ span, message, related }) => [
        text.slice(span.start, span.end),
        message,
        ...related.map((place) => [place.file, script.slice(place.span.start, place.span.end)]),
      ]),
      [
        [
          './docker/entrypoint.sh',
          "'entrypoint.sh' runs 'bundle install', which installs packages in the container at each start. Do it in a RUN of the Dockerfile.",
          ['/w/docker/entrypoint.sh', 'bundle install'],
          ['/w/docker/entrypoint.sh', 'bundle exec rake db:migrate'],
        ],
      ],
    );
  });

  for (const command of [
    'git pull && x',
    'git -C /app clone u',
    'npm i',
    'npm install',
    'yarn && yarn start',
    'pnpm install',
    'pip install -r r.txt',
    'python3 -m pip install x',
    'bundle install',
    'composer install',
    'apt-get install -y x',
    'apk add --no-cache x',
    'dnf -y install x',
    'wget -qO- u | bash',
    'sh -c "$(curl -fsSL u)"',
    'bash <(curl -s u)',
    'go run main.go',
    'npx -y x',
    'cargo run --release',
    'poetry install',
    'uv sync',
  ]) {
    it(`finds ${command}`, () => {
      assert.deepEqual(found(command), ['warning']);
    });
  }

  for (const command of [
    'alembic upgrade head && uvicorn a',
    'npx prisma migrate deploy && node a',
    'rails db:migrate && rails s',
    'php artisan migrate --force && php-fpm',
    'npm run migrate && npm start',
    'npm run db:migrate:prod && npm start',
    'flask db upgrade && gunicorn a',
  ]) {
    it(`tells of ${command} as a release step`, () => {
      assert.deepEqual(found(command), ['information']);
    });
  }

  for (const command of [
    'alembic upgrade head',
    'envsubst < /a.tmpl > /etc/nginx/conf.d/a.conf && nginx',
    'sed -i s/a/b/ /etc/nginx/nginx.conf && nginx',
    'npm start',
    'yarn start',
    'node app.js',
    'git log',
    'curl -f localhost',
    'curl u -o /tmp/x && x',
    'bundle exec puma',
    'poetry run x',
    'pip list',
    'composer dump-autoload',
    'apk info',
    'echo "npm install"',
    'uv run x',
    'dotnet app.dll',
    'npm run start',
    'sed -i s/a/b/ /usr/share/nginx/html/env-config.js && nginx',
    'cat x | sh',
    'go version',
    'npm run migrate:create && x',
    'npm run migrate',
  ]) {
    it(`says nothing of ${command}`, () => {
      assert.deepEqual(found(command), []);
    });
  }

  it('says less of what an entry script does under a condition', () => {
    const text = 'FROM a\nCOPY run.sh /\nCMD ["/run.sh"]\n';
    const severity = (script: string) =>
      findingsOf('mutation-at-start', 'dockerfile', text, { files: { 'run.sh': script } })[0]?.severity;
    assert.equal(severity('#!/bin/sh\ncomposer install\nphp-fpm\n'), 'warning');
    assert.equal(severity('#!/bin/sh\nif [ "$DEV" ]; then composer install; fi\nphp-fpm\n'), 'information');
    assert.equal(severity('#!/usr/bin/env python3\ncomposer install\n'), undefined);
  });

  it('leaves to the build what is built, and judges development more mildly', () => {
    const built =
      'FROM a\nRUN npm install && git clone x\nONBUILD CMD npm install\nHEALTHCHECK CMD git pull\n';
    assert.equal(rulePicture('mutation-at-start', 'dockerfile', built), built);
    const service = 'services:\n  a:\n    image: a\n    command: npm install\n';
    assert.equal(
      findingsOf('mutation-at-start', 'compose', service, { development: true })[0]?.severity,
      'information',
    );
  });

  it('lets the rule of development servers speak of one command first', () => {
    assert.deepEqual(found('mvn spring-boot:run'), []);
  });
});
