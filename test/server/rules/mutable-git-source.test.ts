import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function found(lines: string): string[] {
  const text = `FROM alpine\n${lines}\n`;
  return findingsOf('mutable-git-source', 'dockerfile', text).map(
    ({ span, severity }) => `${severity} ${text.slice(span.start, span.end)}`,
  );
}

function asked(kind: 'dockerfile' | 'compose', text: string): string {
  const [finding] = findingsOf('mutable-git-source', kind, text);
  const fix = finding?.fix;
  if (fix?.kind !== 'ask' || fix.question.kind !== 'commit') return 'no fix';
  const { repository, reference } = fix.question;
  const changed = text.slice(0, fix.span.start) + fix.before + COMMIT + fix.after + text.slice(fix.span.end);
  assert.deepEqual(findingsOf('mutable-git-source', kind, changed), []);
  return `${repository} ${reference}: ${changed.trimEnd().split('\n').at(-1)?.trim().replace(COMMIT, '{commit}') ?? ''}`;
}

describe('mutable-git-source', () => {
  it('marks what names a branch, a tag, or nothing', () => {
    const text = [
      'FROM golang:1.25 AS build',
      'RUN git clone https://github.com/acme/a && make -C a',
      'RUN git clone -b v1.2.3 https://github.com/acme/b /src/b',
      'ADD https://github.com/acme/c.git#main /c',
      'RUN go install github.com/acme/d@latest',
      '',
    ].join('\n');
    assert.equal(
      rulePicture('mutable-git-source', 'dockerfile', text),
      [
        'FROM golang:1.25 AS build',
        'RUN git clone https://github.com/acme/a && make -C a',
        "              ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'https://github.com/acme/a' gives whatever is newest at each build. Name the commit by its hex digits.",
        'RUN git clone -b v1.2.3 https://github.com/acme/b /src/b',
        "                 ^^^^^^ information: 'v1.2.3' is a name that its owners can move. Name the commit by its hex digits.",
        'ADD https://github.com/acme/c.git#main /c',
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'https://github.com/acme/c.git#main' gives another commit after each push. Name the commit by its hex digits.",
        'RUN go install github.com/acme/d@latest',
        "               ^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'github.com/acme/d@latest' gives whatever is newest at each build. Name a version, as '@v1.2.3'.",
        '',
      ].join('\n'),
    );
  });

  it('marks what a compose file builds and includes', () => {
    const text = [
      'include:',
      '  - oci://registry.example/acme/stack:1.0',
      '  - path: https://github.com/acme/stack.git#v2.0.1',
      'services:',
      '  a:',
      '    build: https://github.com/acme/a.git',
      '  b:',
      '    build:',
      '      context: git@github.com:acme/b.git#main:web',
      '      additional_contexts:',
      '        lib: https://github.com/acme/lib.git',
      '  more:',
      '    build:',
      '      context: .',
      '      additional_contexts:',
      '        - lib=https://github.com/acme/list.git',
      '  c:',
      '    extends:',
      '      file: ./base.yaml',
      '      service: x',
      '',
    ].join('\n');
    assert.deepEqual(
      findingsOf('mutable-git-source', 'compose', text).map(
        ({ span, severity }) => `${severity} ${text.slice(span.start, span.end)}`,
      ),
      [
        'warning oci://registry.example/acme/stack:1.0',
        'information https://github.com/acme/stack.git#v2.0.1',
        'warning https://github.com/acme/a.git',
        'warning git@github.com:acme/b.git#main:web',
        'warning https://github.com/acme/lib.git',
        'warning https://github.com/acme/list.git',
      ],
    );
  });

  const cases: readonly (readonly [string, string])[] = [
    ['RUN git clone --depth 1 https://x.example/a.git', 'warning https://x.example/a.git'],
    ['RUN git clone git@github.com:acme/a.git /a', 'warning git@github.com:acme/a.git'],
    ['RUN git clone "https://$TOKEN@x.example/a.git"', 'warning "https://$TOKEN@x.example/a.git"'],
    ['RUN git clone --branch=develop https://x.example/a', 'warning develop'],
    ['ARG V=main\nRUN git clone -b $V https://x.example/a', 'warning $V'],
    ['ARG V=1.2.0\nRUN git clone -b v$V https://x.example/a', 'information v$V'],
    ['ARG V\nRUN git clone -b $V https://x.example/a', 'information $V'],
    ['RUN git clone https://x.example/a && cd a && git checkout main', 'warning main'],
    ['RUN git clone https://x.example/a && cd a && git checkout tags/1.2', 'information tags/1.2'],
    [
      'RUN git clone https://x.example/a && cd a && git checkout $(git describe --tags)',
      'warning https://x.example/a',
    ],
    [
      'RUN git init a && cd a && git fetch https://x.example/a main && git checkout FETCH_HEAD',
      'warning main',
    ],
    [
      'RUN git clone https://x.example/a && cd a && git fetch origin next && git checkout FETCH_HEAD',
      'warning next',
    ],
    ['RUN git pull', 'warning git pull'],
    ['RUN git submodule update --init --remote', 'warning git submodule update --init --remote'],
    ['RUN GO111MODULE=on go get github.com/o/n@master', 'warning github.com/o/n@master'],
    ['RUN ["go", "install", "github.com/o/n@some_tag"]', 'warning github.com/o/n@some_tag'],
    ['RUN go run golang.org/x/tools/cmd/stringer@v1 -h', 'warning golang.org/x/tools/cmd/stringer@v1'],
    [
      'RUN pip install git+https://github.com/o/r.git@main#egg=r',
      'warning git+https://github.com/o/r.git@main#egg=r',
    ],
    ['RUN pip install "r @ git+https://github.com/o/r"', 'warning "r @ git+https://github.com/o/r"'],
    [
      'RUN python3 -m pip install git+ssh://git@github.com/o/r.git',
      'warning git+ssh://git@github.com/o/r.git',
    ],
    [
      'RUN pip install https://github.com/o/r/archive/master.zip',
      'warning https://github.com/o/r/archive/master.zip',
    ],
    [
      'RUN pip install https://github.com/o/r/archive/refs/tags/v1.0.tar.gz',
      'information https://github.com/o/r/archive/refs/tags/v1.0.tar.gz',
    ],
    ['RUN npm i https://github.com/o/r/tarball/main', 'warning https://github.com/o/r/tarball/main'],
    ['RUN npm install github:o/r', 'warning github:o/r'],
    ['RUN npm i git+https://github.com/o/r.git#v1.0.0', 'information git+https://github.com/o/r.git#v1.0.0'],
    ['RUN cargo install --git https://github.com/o/r', 'warning https://github.com/o/r'],
    ['RUN cargo install --git https://github.com/o/r --branch dev', 'warning dev'],
    ['ADD git@github.com:o/r.git /r', 'warning git@github.com:o/r.git'],
    ['ADD https://github.com/o/r.git?branch=main /r', 'warning https://github.com/o/r.git?branch=main'],
  ];
  for (const [line, expected] of cases) {
    it(`finds ${line}`, () => {
      assert.deepEqual(found(line), [expected]);
    });
  }

  const silent: readonly string[] = [
    `RUN git clone https://x.example/a && cd a && git checkout ${COMMIT}`,
    `RUN git clone https://x.example/a /opt/a\nRUN git -C /opt/a reset --hard ${COMMIT}`,
    `RUN git clone https://x.example/a\nWORKDIR a\nRUN git checkout -q ${COMMIT.slice(0, 8)}`,
    `RUN git clone https://x.example/a && (cd a/b && git checkout ${COMMIT})`,
    `RUN git clone https://x.example/a && git clone https://x.example/b && cd b && git checkout ${COMMIT} && cd ../a && git checkout ${COMMIT}`,
    `RUN git clone --revision=${COMMIT} https://x.example/a`,
    `ARG REV=${COMMIT}\nRUN git clone https://x.example/a && cd a && git checkout \${REV}`,
    'ARG REV\nRUN git clone https://x.example/a && cd a && git checkout $REV',
    `RUN git init a && cd a && git remote add origin https://x.example/a && git fetch --depth 1 origin ${COMMIT} && git checkout FETCH_HEAD`,
    `RUN git init a && cd a && git fetch origin && git checkout ${COMMIT}`,
    `RUN git clone https://x.example/a && cd a && git fetch origin ${COMMIT} && git checkout FETCH_HEAD`,
    `RUN pip install https://github.com/o/r/archive/${COMMIT}.zip https://x.example/a-1.0.zip`,
    'RUN pip install https://github.com/o/r/releases/download/v1/r-1.0-py3-none-any.whl',
    'RUN git clone $URL',
    'RUN git clone /src/a && git clone file:///b',
    'RUN git config --global url.x.insteadOf y && git status',
    'RUN git submodule update --init --recursive',
    'RUN echo git clone https://x.example/a',
    'RUN go install github.com/o/n@v1.2.3 && go install ./cmd/x && go install github.com/o/n',
    `RUN go get github.com/o/n@${COMMIT} && go get github.com/o/n@v0.0.0-20240101000000-0123456789ab`,
    'RUN go install github.com/o/n@$VERSION',
    `RUN pip install git+https://github.com/o/r.git@${COMMIT}#egg=r -r requirements.txt`,
    'RUN pip install git+https://github.com/o/r.git@$REV',
    `RUN npm install git+https://github.com/o/r.git#${COMMIT} @scope/pkg@1.0.0`,
    `RUN cargo install --git https://github.com/o/r --rev ${COMMIT}`,
    `ADD https://github.com/o/r.git#${COMMIT} /r`,
    `ADD --checksum=${COMMIT} https://github.com/o/r.git#v1.0 /r`,
    `ADD https://github.com/o/r.git?tag=v1.0&checksum=${COMMIT} /r`,
    'ADD https://x.example/a.tar.gz https://github.com/o/r /a/',
    'ADD https://github.com/o/r.git#$REV /r',
    'CMD git clone https://x.example/a',
  ];
  for (const line of silent) {
    it(`leaves ${line} alone`, () => {
      assert.deepEqual(found(line), []);
    });
  }

  it('leaves local and pinned places of compose files alone', () => {
    const text = [
      'include:',
      '  - ./a.yaml',
      `  - oci://registry.example/acme/stack@sha256:${'a'.repeat(64)}`,
      'services:',
      '  a:',
      '    build: .',
      '  b:',
      '    build:',
      `      context: https://github.com/acme/b.git#${COMMIT}:web`,
      '      additional_contexts:',
      '        base: docker-image://alpine:3.20',
      '  c:',
      '    build: ${CONTEXT}',
      '  d:',
      '    build: https://github.com/acme/d.git#${REV}',
      '',
    ].join('\n');
    assert.deepEqual(findingsOf('mutable-git-source', 'compose', text), []);
  });

  const fixes: readonly (readonly ['dockerfile' | 'compose', string, string])[] = [
    [
      'dockerfile',
      'FROM a\nRUN git clone -q https://x.example/a.git || exit 1',
      'https://x.example/a.git HEAD: RUN git clone -q https://x.example/a.git && git -C a checkout {commit} || exit 1',
    ],
    [
      'dockerfile',
      'FROM a\nRUN git clone https://x.example/a b && cd b && git checkout tags/v1.2',
      'https://x.example/a v1.2: RUN git clone https://x.example/a b && cd b && git checkout {commit}',
    ],
    ['dockerfile', 'FROM a\nRUN git clone --depth 1 https://x.example/a', 'no fix'],
    ['dockerfile', 'FROM a\nRUN git clone https://x.example/a | tee log', 'no fix'],
    ['dockerfile', 'FROM a\nRUN ["git", "clone", "https://x.example/a"]', 'no fix'],
    [
      'dockerfile',
      'FROM a\nRUN go install github.com/o/n/cmd/x@main',
      'https://github.com/o/n main: RUN go install github.com/o/n/cmd/x@{commit}',
    ],
    [
      'dockerfile',
      'FROM a\nRUN pip install "git+https://github.com/o/r.git@main#egg=r"',
      'https://github.com/o/r.git main: RUN pip install "git+https://github.com/o/r.git@{commit}#egg=r"',
    ],
    [
      'dockerfile',
      'FROM a\nADD https://x.example/a.git /a',
      'https://x.example/a.git HEAD: ADD https://x.example/a.git#{commit} /a',
    ],
    [
      'compose',
      'services:\n  a:\n    build: "https://x.example/a.git#v1.0:web"\n',
      'https://x.example/a.git v1.0: build: "https://x.example/a.git#{commit}:web"',
    ],
  ];
  for (const [kind, text, expected] of fixes) {
    it(`asks for ${expected}`, () => {
      assert.equal(asked(kind, text), expected);
    });
  }
});
