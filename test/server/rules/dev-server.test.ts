import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

const found = (command: string) =>
  findingsOf('dev-server', 'dockerfile', `FROM a\nCMD ${command}\n`).map(({ severity }) => severity);

describe('dev-server', () => {
  it('finds what an image starts', () => {
    const text = `FROM node:20
ENTRYPOINT ["dumb-init", "--"]
CMD sh -c "wait-for-it.sh db:5432 -- npx --yes nodemon --legacy-watch server.js"
`;
    assert.equal(
      rulePicture('dev-server', 'dockerfile', text),
      `FROM node:20
ENTRYPOINT ["dumb-init", "--"]
CMD sh -c "wait-for-it.sh db:5432 -- npx --yes nodemon --legacy-watch server.js"
                                     ^^^^^^^^^^^^^^^^^ warning: 'nodemon' restarts the program when files change. Start the program itself in a release.
`,
    );
  });

  it('joins an entry point and what is given to it', () => {
    const npm = 'FROM node:20\nENTRYPOINT ["npm"]\nCMD ["run", "dev"]\n';
    assert.equal(
      rulePicture('dev-server', 'dockerfile', npm),
      `FROM node:20
ENTRYPOINT ["npm"]
CMD ["run", "dev"]
      ^^^^^^^^^^ warning: 'npm run dev' starts a development server. Start the built program itself in a release.
`,
    );
    const shell = 'FROM node:20\nENTRYPOINT ["sh", "-c"]\nCMD ["exec flask run --debug"]\n';
    assert.equal(
      rulePicture('dev-server', 'dockerfile', shell),
      `FROM node:20
ENTRYPOINT ["sh", "-c"]
CMD ["exec flask run --debug"]
           ^^^^^^^^^^^^^^^^^ warning: 'flask run --debug' starts a development server. Start the built program itself in a release.
`,
    );
  });

  it('finds what services start', () => {
    const text = `services:
  web:
    image: a
    command: ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "80", "--reload"]
  worker:
    image: a
    entrypoint: python -u manage.py runserver
  api:
    image: a
    command: |
      java -agentlib:jdwp=transport=dt_socket -jar app.jar
`;
    assert.equal(
      rulePicture('dev-server', 'compose', text),
      `services:
  web:
    image: a
    command: ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "80", "--reload"]
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'uvicorn app:app … --reload' restarts the program when files change. Start the program itself in a release.
  worker:
    image: a
    entrypoint: python -u manage.py runserver
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'manage.py runserver' starts a development server. Start the built program itself in a release.
  api:
    image: a
    command: |
      java -agentlib:jdwp=transport=dt_socket -jar app.jar
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'java -agentlib:jdwp=transport=dt_socket' opens a debugger in the running container. Leave it out of a release.
`,
    );
  });

  it('joins an entrypoint and a command of a service', () => {
    const text = 'services:\n  a:\n    image: a\n    entrypoint: [npm]\n    command: [run, dev]\n';
    const [finding, ...others] = findingsOf('dev-server', 'compose', text);
    assert.equal(others.length, 0);
    assert.equal(text.slice(finding!.span.start, finding!.span.end), 'run, dev');
  });

  it('finds debuggers that variables open', () => {
    const text = `FROM a
ENV NODE_OPTIONS="--inspect=0.0.0.0:9229" JAVA_OPTS=-Xmx1g
`;
    assert.equal(
      rulePicture('dev-server', 'dockerfile', text),
      `FROM a
ENV NODE_OPTIONS="--inspect=0.0.0.0:9229" JAVA_OPTS=-Xmx1g
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'NODE_OPTIONS' opens a debugger in the running container. Leave it out of a release.
`,
    );
    const service =
      'services:\n  a:\n    image: a\n    environment:\n      - JAVA_TOOL_OPTIONS=-agentlib:jdwp=transport=dt_socket\n';
    assert.equal(findingsOf('dev-server', 'compose', service).length, 1);
  });

  it('reads the scripts of a package', () => {
    const text = 'FROM node:20\nWORKDIR /app\nCOPY web/ .\nCMD ["npm", "start"]\n';
    const files = {
      'web/package.json': '{\n  "scripts": {\n    "start": "cross-env A=1 next dev -p 80"\n  }\n}\n',
    };
    const [finding, ...others] = findingsOf('dev-server', 'dockerfile', text, { files });
    assert.equal(others.length, 0);
    assert.equal(
      finding?.message,
      "'package.json' runs 'next dev', which starts a development server. Start the built program itself in a release.",
    );
    assert.equal(text.slice(finding.span.start, finding.span.end), 'npm", "start');
    const [place] = finding.related;
    assert.equal(place?.file, '/w/web/package.json');
    assert.equal(
      files['web/package.json'].slice(place.span.start, place.span.end),
      '"cross-env A=1 next dev -p 80"',
    );
  });

  it('believes a script more than its name', () => {
    const text = 'FROM node:20\nWORKDIR /app\nCOPY . .\nCMD npm run dev\n';
    const files = { 'package.json': '{"scripts": {"dev": "node server.js"}}' };
    assert.equal(rulePicture('dev-server', 'dockerfile', text, { files }), text);
    const [unread] = findingsOf('dev-server', 'dockerfile', text);
    assert.equal(unread?.severity, 'warning');
  });

  it('reads the scripts that a container starts with', () => {
    const text = `FROM node:20 AS build
COPY docker/start.sh /out/
FROM node:20
COPY --from=build /out/start.sh /usr/local/bin/
ENTRYPOINT ["start.sh"]
`;
    const files = { 'docker/start.sh': '#!/bin/sh\nset -e\nexec npx nodemon app.js "$@"\n' };
    const [finding] = findingsOf('dev-server', 'dockerfile', text, { files });
    assert.equal(
      finding?.message,
      "'start.sh' runs 'nodemon', which restarts the program when files change. Start the program itself in a release.",
    );
    assert.equal(text.slice(finding.span.start, finding.span.end), 'start.sh');
    assert.deepEqual(finding.related[0]?.file, '/w/docker/start.sh');
  });

  it('reads what a service builds and mounts', () => {
    const text = 'services:\n  web:\n    build: ./web\n    command: npm run serve\n';
    const files = {
      'web/Dockerfile': 'FROM node:20\nWORKDIR /app\nCOPY . .\n',
      'web/package.json': '{"scripts": {"serve": "vue-cli-service serve"}}',
    };
    assert.equal(findingsOf('dev-server', 'compose', text, { files })[0]?.severity, 'warning');
    const mounted =
      'services:\n  web:\n    image: node\n    working_dir: /app\n    volumes: [./web:/app]\n    command: yarn serve\n';
    assert.equal(findingsOf('dev-server', 'compose', mounted, { files })[0]?.severity, 'warning');
    assert.equal(findingsOf('dev-server', 'compose', mounted)[0]?.severity, 'information');
  });

  for (const command of [
    'nodemon',
    'node --watch app.js',
    'ts-node-dev src',
    'tsx watch a.ts',
    'vite --host',
    'next dev',
    'nuxt dev',
    'webpack serve',
    'ng serve --host 0.0.0.0',
    'npm run dev',
    'yarn dev',
    'pnpm start:dev',
    'yarn run watch',
    'flask --app a run --reload',
    'gunicorn --reload app',
    'hypercorn app --reload',
    'python3 manage.py runserver 0:80',
    './manage.py runserver',
    'bundle exec rails s -e development',
    'air -c .air.toml',
    'reflex -r x',
    'CompileDaemon -build x',
    'cargo watch -x run',
    'dotnet watch run',
    './mvnw spring-boot:run',
    'gradle bootRun',
    'php artisan serve --host=0',
    'watchexec -r x',
    'ls | entr -r x',
    'node --inspect=0.0.0.0 app.js',
    'python -m debugpy --listen 1 a.py',
    'poetry run uvicorn a:a --reload',
    'python -m flask run --debug',
    'react-scripts start',
    'php -S 0.0.0.0:80',
    'exec npm run dev',
    'tini -- npm run dev',
    'cd /app && npm run dev',
    'vite preview',
    'flask run',
    'bun --hot a.ts',
    'nest start --watch',
    '/opt/keycloak/bin/kc.sh start-dev --import-realm',
    'start-dev',
    'vault server -dev',
    'docker-wait -- next dev',
    'npm run start:debug',
    'make dev',
    'concurrently "npm:dev" "npm:api"',
    'php artisan octane:start --watch',
  ]) {
    it(`finds ${command}`, () => {
      assert.equal(found(command).length, 1);
    });
  }

  for (const command of [
    'node server.js',
    'node server.js --watch',
    'npm start',
    'npm run start:prod',
    'next start',
    'vite build',
    'gunicorn app',
    'uvicorn app:app --reload-dir x',
    'rails s',
    'rails server -e production',
    'echo nodemon',
    'kc.sh start --optimized',
    'vault server -config=/vault/config',
    'serve -s dist',
    'yarn start',
    'dotnet app.dll',
    'php-fpm',
    'npm run build:dev',
    'npm run dev:build',
    'python app.py',
    'webpack',
    'nest start',
    'java -jar app.jar',
    'air --version',
    'sh ./unknown.sh',
    'gunicorn --reload=false app',
    '$CMD',
    'npm run prod # npm run dev',
  ]) {
    it(`says nothing of ${command}`, () => {
      assert.deepEqual(found(command), []);
    });
  }

  for (const [what, text] of Object.entries({
    'a stage for development': 'FROM a AS dev\nCMD nodemon\nFROM a\nCMD node a.js\n',
    'what a later command replaces': 'FROM a\nCMD nodemon\nCMD node a.js\n',
    'what is only built': 'FROM a\nRUN npm run dev\n',
    'a health check': 'FROM a\nHEALTHCHECK CMD npm run dev\n',
    children: 'FROM a\nONBUILD CMD npm run dev\n',
  })) {
    it(`says nothing of ${what}`, () => {
      assert.equal(rulePicture('dev-server', 'dockerfile', text), text);
    });
  }

  it('says nothing in development', () => {
    const text = 'services:\n  a:\n    image: a\n    command: npm run dev\n    profiles: [dev]\n';
    assert.equal(rulePicture('dev-server', 'compose', text), text);
  });
});
