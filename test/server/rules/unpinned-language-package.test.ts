import assert from 'node:assert/strict';
import { findingsOf, rulePicture, type Circumstances } from '../../support/rulePicture';

const RULE = 'unpinned-language-package';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function messages(lines: string, circumstances: Circumstances = {}): string[] {
  return findingsOf(RULE, 'dockerfile', `FROM a:1.2\n${lines}\n`, circumstances).map(
    ({ message }) => message,
  );
}

describe(RULE, () => {
  it('marks each command that takes packages without an exact version', () => {
    const source = [
      'FROM python:3.12.3 AS test',
      'RUN pip install pytest',
      'FROM python:3.12.3',
      'RUN python3 -m pip install --no-cache-dir -i https://x "uvicorn[standard]>=0.2" flask==3.0.3 \\',
      '      black~=24.0 requests $MORE',
      'COPY package.json .',
      'RUN yarn',
      'RUN apt-get update && \\',
      '  npm install --loglevel error -g @angular/cli typescript@5.4.5 && gem install bundler -v "~> 2"',
    ].join('\n');
    assert.equal(
      rulePicture(RULE, 'dockerfile', source),
      `FROM python:3.12.3 AS test
RUN pip install pytest
    ^^^^^^^^^^^ hint: 'pytest' has no exact version, so each build may get another. Give an exact version.
FROM python:3.12.3
RUN python3 -m pip install --no-cache-dir -i https://x "uvicorn[standard]>=0.2" flask==3.0.3 \\
    ^^^^^^^^^^^^^^^^^^^^^^ information: 'uvicorn[standard]', 'black' and 'requests' have no exact version, so each build may get another. Give exact versions.
      black~=24.0 requests $MORE
COPY package.json .
RUN yarn
    ^^^^ information: 'yarn' chooses versions anew in each build. Copy a lockfile, and add '--frozen-lockfile', or '--immutable' since Yarn 2.
RUN apt-get update && \\
  npm install --loglevel error -g @angular/cli typescript@5.4.5 && gem install bundler -v "~> 2"
  ^^^^^^^^^^^ information: '@angular/cli' has no exact version, so each build may get another. Give an exact version.
                                                                   ^^^^^^^^^^^ information: 'bundler' has no exact version, so each build may get another. Give an exact version.`,
    );
  });

  const found: readonly string[] = [
    'pip3 install --upgrade pip setuptools',
    'pip install flask==3.*',
    'uv pip install --system flask',
    'uv tool install ruff',
    'pipx install poetry',
    '/venv/bin/pip install -q flask',
    'conda install -y -c conda-forge numpy',
    'mamba install --yes "python>=3.9"',
    'npm i -g npm@latest',
    'npm install express@^4.1',
    'npm install @babel/core',
    'npm install',
    'sudo npm -g install bower',
    'npm update',
    'yarn add react',
    'yarn global add serve',
    'pnpm add -g turbo@2',
    'bun add react',
    'gem install rails sinatra:3.0.5',
    'gem install --no-document rails --version ">= 7"',
    'cargo install --locked cargo-chef',
    'cargo install ripgrep --version ^14',
    'go get -u github.com/acme/tool',
    'go install github.com/acme/tool',
    'composer require --no-update acme/tool',
    'composer global require acme/tool:^1.0',
    'dotnet tool install --global dotnet-ef',
    'dotnet add app.csproj package Newtonsoft.Json',
    'nuget install Newtonsoft.Json',
    'choco install -y git',
    'pecl install redis xdebug-3.3.1',
    'corepack enable && corepack prepare pnpm@latest --activate',
    'pipenv install requests',
    'poetry add requests@^2',
  ];
  for (const command of found) {
    it(`finds ${command}`, () => assert.equal(messages(`RUN ${command}`).length, 1));
  }

  const silent: readonly string[] = [
    'if [ -f package-lock.json ]; then npm ci; else npm install; fi',
    'pip install flask==3.0.3 "uvicorn[standard]==0.2.0" requests===2.1 a==$VERSION',
    'pip install flask==3.0.3;python_version>"3"',
    'pip install -r requirements.txt',
    'pip install -c constraints.txt flask',
    'pip install --constraint=constraints.txt flask',
    'pip install --require-hashes -r requirements.txt',
    'pip install .',
    'pip install -e .[dev]',
    'pip install --no-index --find-links=/wheels flask',
    'pip install /wheels/*.whl ./app app.tar.gz https://x/a.whl',
    `pip install git+https://github.com/acme/tool@${COMMIT}`,
    'pip install $PACKAGES',
    'pip uninstall -y flask',
    'pip download flask',
    'conda install -y numpy=1.26.4 "python==3.11" --file packages.txt',
    'npm ci',
    'npm install -g typescript@5.4.5 @angular/cli@17.3.0 npm@$NPM_VERSION',
    'npm install ./app.tgz ../lib https://x/a.tgz',
    `npm install git+https://github.com/acme/tool.git#${COMMIT}`,
    'npm run install',
    'npm cache clean --force',
    'yarn build',
    'yarn --version',
    'yarn install --immutable',
    'yarn global add serve@14.2.1',
    'pnpm install --frozen-lockfile',
    'gem install rails:7.1.3',
    'gem install bundler -v 2.5.6 -- --use-system-libraries',
    'gem install --version=$VERSION rails',
    'gem install pkg/own.gem',
    'gem install bundler:2.0.1 --use-system-libraries true',
    'pip install tensorflow${SUFFIX} "$NAME[extra]"',
    'choco install git --require-checksums',
    'gem update --system',
    'cargo install ripgrep@14.1.0',
    'cargo +nightly install --version 14.1.0 ripgrep',
    'cargo install --git https://github.com/acme/tool',
    'go get -d -v ./...',
    'go get github.com/acme/tool@v1.2.3',
    'go install ./cmd/tool',
    'go install github.com/acme/tool@latest',
    'go mod download',
    'composer require acme/tool:1.2.3',
    'composer install',
    'dotnet tool install -g dotnet-ef --version 8.0.4',
    'dotnet add package Newtonsoft.Json -v 13.0.3',
    'dotnet restore',
    'nuget install packages.config',
    'nuget install Newtonsoft.Json -Version 13.0.3',
    'choco install -y git --version=2.45.0',
    'bundle install',
    'pecl install redis-6.0.2 xdebug-$XDEBUG_VERSION',
    'corepack prepare yarn@4.1.1 --activate',
    'PIP_CONSTRAINT=/c.txt pip install flask',
    'true\nENV PIP_CONSTRAINT=/c.txt\nRUN pip install flask',
    'bundle exec rake',
    'echo pip install flask',
  ];
  for (const command of silent) {
    it(`is silent about ${command}`, () => assert.deepEqual(messages(`RUN ${command}`), []));
  }

  it('is silent where an instruction does not run in the build', () => {
    assert.deepEqual(messages('CMD npm install -g typescript'), []);
  });

  it('reads the requirements file that was copied', () => {
    const files = {
      'requirements.txt': 'flask==3.0.3 # web\nrequests>=2\n-e .\ncelery\n./lib\nx @ https://y/x.whl\n',
      'api/pinned.txt': 'flask[async]==3.0.3 ; python_version > "3" \\\n  --hash=sha256:1\n',
    };
    const told = [
      "'requests' and 'celery' in 'requirements.txt' have no exact version. Give exact versions there.",
    ];
    assert.deepEqual(
      messages('COPY requirements.txt .\nRUN pip install -r requirements.txt', { files }),
      told,
    );
    assert.deepEqual(messages('COPY . /app\nRUN pip install -qr requirements.txt', { files }), told);
    assert.deepEqual(messages('RUN pip install -r requirements.txt', { files }), []);
    const pinned = 'COPY api/pinned.txt .\nRUN pip install -r pinned.txt';
    assert.deepEqual(messages(pinned, { files, options: { requireHashes: true } }), []);
  });

  it('speaks of a project whose lockfile is not copied', () => {
    const cases: readonly [string, string][] = [
      ['composer.json', 'composer install'],
      ['pyproject.toml', 'poetry install'],
      ['Gemfile', 'bundle install'],
      ['Cargo.toml', 'cargo build'],
      ['Pipfile', 'pipenv install'],
      ['pyproject.toml', 'uv sync'],
    ];
    for (const [manifest, command] of cases) {
      assert.equal(messages(`COPY ${manifest} .\nRUN ${command}`).length, 1, command);
      assert.deepEqual(messages(`COPY . .\nRUN ${command}`), [], command);
    }
  });

  it('asks for hashes where the setting does', () => {
    const strict = { options: { requireHashes: true } };
    const count = (command: string) => messages(`RUN ${command}`, strict).length;
    const [unchecked, checked] = [
      [
        'pip install flask==3.0.3',
        'pip install -r requirements.txt',
        'pip install .',
        'npm install -g typescript@5.4.5',
        'choco install git --version 2.45.0',
        'dotnet restore',
        'pip install -e .',
      ],
      [
        'pip install --require-hashes -r requirements.txt',
        'pip install --no-deps -e .',
        'pip install a.whl',
        'npm ci',
        'choco install git --version 2.45.0 --requirechecksums',
        'dotnet restore --locked-mode',
        'go install github.com/acme/tool@v1.2.3',
      ],
    ];
    assert.deepEqual(
      unchecked.map(count),
      unchecked.map(() => 1),
    );
    assert.deepEqual(
      checked.map(count),
      checked.map(() => 0),
    );
  });
});
