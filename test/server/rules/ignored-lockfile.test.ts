import assert from 'node:assert/strict';
import { findingsOf, fixedBy, rulePicture, type Circumstances } from '../../support/rulePicture';

const RULE = 'ignored-lockfile';

function count(lines: readonly string[], circumstances: Circumstances = {}): number {
  return findingsOf(RULE, 'dockerfile', ['FROM a:1.2', ...lines, ''].join('\n'), circumstances).length;
}

function fixed(copy: string, run: string): string {
  const text = `FROM a:1.2\nCOPY ${copy} ./\nRUN ${run}\n`;
  return fixedBy(RULE, 'dockerfile', text).split('RUN ')[1]!.trimEnd();
}

describe(RULE, () => {
  it('marks commands that may leave the lockfile that was copied', () => {
    const source = [
      'FROM node:20.11.1 AS dev',
      'COPY package.json yarn.lock ./',
      'RUN yarn --production',
      'FROM node:20.11.1 AS deps',
      'WORKDIR /app',
      'COPY package*.json ./',
      'FROM deps',
      'RUN --mount=type=cache,target=/root/.npm \\',
      '    npm install --omit=dev && npm cache clean --force',
    ].join('\n');
    assert.equal(
      rulePicture(RULE, 'dockerfile', source),
      `FROM node:20.11.1 AS dev
COPY package.json yarn.lock ./
RUN yarn --production
    ^^^^ information: 'yarn' may take other versions than 'yarn.lock' says. Add '--frozen-lockfile', or '--immutable' since Yarn 2.
FROM node:20.11.1 AS deps
WORKDIR /app
COPY package*.json ./
FROM deps
RUN --mount=type=cache,target=/root/.npm \\
    npm install --omit=dev && npm cache clean --force
    ^^^^^^^^^^^ warning: 'npm install' may take other versions than 'package-lock.json' says. Use 'npm ci'.`,
    );
  });

  it('keeps to the lockfile after its fix', () => {
    assert.equal(fixed('package*.json', 'cd /app && npm i --production'), 'cd /app && npm ci --production');
    assert.equal(
      fixed('yarn.lock', 'yarn install --production'),
      'yarn install --frozen-lockfile --production',
    );
    assert.equal(fixed('yarn.lock', 'yarn'), 'yarn --frozen-lockfile');
    assert.equal(fixed('pnpm-lock.yaml', 'pnpm i -P'), 'pnpm i --frozen-lockfile -P');
    assert.equal(fixed('bun.lockb', 'bun install'), 'bun install --frozen-lockfile');
    assert.equal(
      fixed('Gemfile Gemfile.lock', 'bundle install -j4'),
      'BUNDLE_FROZEN=true bundle install -j4',
    );
    assert.equal(fixed('Cargo.*', 'cargo install --path .'), 'cargo install --locked --path .');
    assert.equal(
      fixed('Pipfile Pipfile.lock', 'pipenv install --system'),
      'pipenv install --deploy --system',
    );
    assert.equal(fixed('pyproject.toml uv.lock', 'uv sync --no-dev'), 'uv sync --locked --no-dev');
    assert.equal(fixed('composer.*', 'composer update --no-dev'), 'composer install --no-dev');
    assert.equal(fixed('packages.lock.json', 'dotnet restore'), 'dotnet restore --locked-mode');
  });

  it('knows a lockfile that a folder of the context brings', () => {
    const files = { 'web/package.json': '{}', 'web/package-lock.json': '{}', 'api/package.json': '{}' };
    const install = 'RUN npm install';
    assert.equal(count(['COPY web/ .', install], { files }), 1);
    assert.equal(count(['COPY ./web /app', install], { files }), 1);
    assert.equal(count(['COPY api .', install], { files }), 0);
    assert.equal(count(['COPY --from=x web .', install], { files }), 0);
    assert.equal(count(['COPY api/package*.json .', install], { files }), 0);
    const mounts =
      'RUN --mount=type=bind,source=package.json,target=package.json --mount=type=bind,src=package-lock.json,target=package-lock.json npm install';
    assert.equal(count([mounts]), 1);
  });

  it('looks whether a lockfile that may be missing is there', () => {
    const lines = ['COPY Gemfile Gemfile.lock* ./', 'RUN bundle install'];
    const withFiles = (files: Required<Circumstances>['files']) => count(lines, { files });
    assert.deepEqual([withFiles({ Gemfile: '', 'Gemfile.lock': '' }), withFiles({ Gemfile: '' })], [1, 0]);
  });

  const silent: readonly (readonly string[])[] = [
    ['COPY package*.json ./', 'RUN npm ci'],
    ['COPY package.json ./', 'RUN npm install'],
    ['COPY . .', 'RUN npm install'],
    ['COPY Gemfile Gemfile.lock* ./', 'RUN bundle install'],
    ['RUN npm install', 'COPY package-lock.json ./'],
    ['COPY package-lock.json ./', 'RUN npm install -g typescript@5.4.5'],
    ['COPY package-lock.json ./', 'RUN npm install express'],
    ['COPY package-lock.json ./', 'RUN yarn install'],
    ['COPY package-lock.json ./', 'FROM b', 'RUN npm install'],
    [
      'COPY package.json yarn.lock* package-lock.json* ./',
      'RUN if [ -f yarn.lock ]; then yarn --immutable; else npm i; fi',
    ],
    ['COPY yarn.lock ./', 'RUN yarn install --frozen-lockfile'],
    ['COPY yarn.lock ./', 'RUN yarn install $YARN_OPTIONS'],
    ['COPY yarn.lock ./', 'RUN yarn build'],
    ['COPY yarn.lock ./', 'ENV CI=true', 'RUN yarn install'],
    ['COPY pnpm-lock.yaml ./', 'RUN pnpm fetch && pnpm install --offline'],
    ['COPY pnpm-lock.yaml ./', 'RUN CI=1 pnpm install'],
    ['COPY Gemfile Gemfile.lock ./', 'ENV BUNDLE_DEPLOYMENT="1"', 'RUN bundle install'],
    ['COPY Gemfile Gemfile.lock ./', 'RUN bundle config set --local frozen true && bundle install'],
    ['RUN bundle config --global frozen 1', 'COPY Gemfile Gemfile.lock ./', 'RUN bundle install'],
    ['COPY Cargo.lock ./', 'RUN cargo build --release --locked'],
    ['COPY Cargo.lock ./', 'RUN cargo fetch'],
    ['COPY composer.json composer.lock ./', 'RUN composer install --no-dev'],
    ['COPY poetry.lock ./', 'RUN poetry install'],
    ['COPY uv.lock ./', 'RUN uv sync --frozen'],
    ['COPY Pipfile.lock ./', 'RUN pipenv sync'],
  ];
  for (const lines of silent) {
    it(`is silent about ${lines.join(' | ')}`, () => assert.equal(count(lines), 0));
  }

  it('keeps a command that is written as a list', () => {
    assert.equal(fixed('package-lock.json', '["npm", "install"]'), '["npm", "ci"]');
    assert.equal(
      fixed('yarn.lock', '["sh", "-c", "yarn install"]'),
      '["sh", "-c", "yarn install --frozen-lockfile"]',
    );
    const listed = 'FROM a:1.2\nCOPY yarn.lock ./\nRUN ["yarn", "install"]\n';
    assert.deepEqual(
      findingsOf(RULE, 'dockerfile', listed).map(({ message, fix }) => [message.slice(0, 18), fix]),
      [["'yarn install' may", null]],
    );
  });

  it('offers no edit where the lockfile is taken away', () => {
    const source = 'FROM a:1.2\nCOPY package*.json ./\nRUN rm package-lock.json && npm install\n';
    assert.deepEqual(
      findingsOf(RULE, 'dockerfile', source).map(({ fix }) => fix),
      [null],
    );
  });
});
