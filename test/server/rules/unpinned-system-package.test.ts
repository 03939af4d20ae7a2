import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

const RULE = 'unpinned-system-package';
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe(RULE, () => {
  it('marks the first command of a stage that installs packages without a version, and its others beside', () => {
    const source = [
      'FROM debian:12.5',
      'RUN apt-get update \\',
      ' && DEBIAN_FRONTEND=noninteractive apt-get -o A::B=c -y install -t bookworm-backports --no-install-recommends \\',
      '    git=1:2.39.* \\',
      '    # the rest',
      '    curl "php8.2-*" \\',
      '    postgresql-$PG_MAJOR less',
      'RUN sudo -E apt install -qq ./own.deb wget',
      'RUN ["aptitude", "install", "-y", "vim"]',
      'RUN <<EOF',
      'dnf install -y --enablerepo extra httpd-2.4.57 httpd-tools',
      'EOF',
      'ONBUILD RUN apk add --no-cache --virtual .build gcc musl-dev~=1.2',
    ].join('\n');
    assert.equal(
      rulePicture(RULE, 'dockerfile', source),
      `FROM debian:12.5
RUN apt-get update \\
 && DEBIAN_FRONTEND=noninteractive apt-get -o A::B=c -y install -t bookworm-backports --no-install-recommends \\
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 'curl', 'php8.2-*' and 6 more are whatever versions the mirror offers on the day of the build. Give versions, or install from a dated archive.
    git=1:2.39.* \\
    # the rest
    curl "php8.2-*" \\
    postgresql-$PG_MAJOR less
RUN sudo -E apt install -qq ./own.deb wget
            ^^^^^^^^^^^ ↳ Installs 'wget'.
RUN ["aptitude", "install", "-y", "vim"]
      ^^^^^^^^^^^^^^^^^^^ ↳ Installs 'vim'.
RUN <<EOF
dnf install -y --enablerepo extra httpd-2.4.57 httpd-tools
^^^^^^^^^^^ ↳ Installs 'httpd-tools'.
EOF
ONBUILD RUN apk add --no-cache --virtual .build gcc musl-dev~=1.2
            ^^^^^^^ ↳ Installs 'gcc'.`,
    );
  });

  it('tells each stage of its own packages, and each name once', () => {
    const source =
      'FROM a:1.2 AS one\nRUN apk add git\nRUN apk add git\nFROM a:1.2\nRUN apk add b=1\nRUN apk add c\nCOPY --from=one / /\n';
    const found = findingsOf(RULE, 'dockerfile', source);
    assert.deepEqual(
      found.map(({ message, related }) => [message.split(' is')[0], related.length]),
      [
        ["'git'", 1],
        ["'c'", 0],
      ],
    );
  });

  const found: readonly string[] = [
    'apk --no-cache add --repository=https://x/edge/main -t .deps -X https://y/v3.19/main gcc',
    'apk add curl@testing',
    'microdnf -y install --nodocs shadow-utils',
    'dnf in -y shadow-utils',
    'tdnf install -y git',
    'yum -y install java-1.8.0-openjdk-devel',
    'yum module install -y nodejs',
    'zypper --non-interactive in --no-recommends git',
    'pacman -Sy --noconfirm git',
    'pacman -Syu --noconfirm base-devel',
    'sh -c "apt-get install -y curl"',
    'if true; then apt-get install -y curl; fi',
    'apt-get install -y linux-headers-$(uname -r)',
    'echo y | xargs apt-get install -y curl',
    'bash -lc \'apk add "git"\'',
  ];
  for (const command of found) {
    it(`finds ${command}`, () => {
      assert.equal(findingsOf(RULE, 'dockerfile', `FROM a:1.2\nRUN ${command}\n`).length, 1);
    });
  }

  const silent: readonly string[] = [
    'apt-get install -y curl=7.88.1-10 git="$GIT_VERSION" libc6=$(cat version)',
    'apt-get install -y ./a.deb /tmp/*.deb',
    'apt-get install -y $PACKAGES',
    'apt-get install -y $(cat packages.txt) "${PACKAGES[@]}"',
    'xargs apt-get install -y < packages.txt',
    'cat packages | xargs -n 1 apt-get install -y',
    'apt-get install -yf',
    'apt-get install --dry-run curl',
    'apt-get -s install curl',
    'apt-get purge -y curl',
    'apt-get install -y curl-',
    'apk add --no-cache curl=8.9.1-r1 "git~2.45" musl=~1.2 "less>600"',
    'apk add --virtual .deps',
    'apk add !musl /tmp/a.apk',
    'apk del gcc',
    'yum install -y httpd-2.4.6 httpd-2.4.6-97.el7.x86_64 mod-$VERSION vim-8*',
    'yum install -y https://x/epel-release-latest-8.noarch.rpm',
    'yum install -y a-1:2.3-4',
    'yum module install -y nodejs:18',
    'dnf group install -y "Development Tools"',
    'dnf install -y @development',
    'zypper install -y httpd=2.4.24 "git>=2.3" a.rpm',
    'pacman -U --noconfirm https://archive.archlinux.org/packages/g/git/git-2.pkg.tar.zst',
    'pacman -Sc --noconfirm',
    'echo "apt-get install curl"',
    'for p in a b; do apt-get install -y $p; done',
  ];
  for (const command of silent) {
    it(`is silent about ${command}`, () => {
      assert.deepEqual(findingsOf(RULE, 'dockerfile', `FROM a:1.2\nRUN ${command}\n`), []);
    });
  }

  it('is silent where a pinned base and a dated archive leave one version only', () => {
    const lines = [
      'RUN echo "deb https://snapshot.debian.org/archive/debian/20240101T000000Z bookworm main" > /etc/apt/sources.list',
      'FROM base',
      'RUN apt-get install -y curl',
    ];
    const count = (from: string) =>
      findingsOf(RULE, 'dockerfile', [`FROM ${from} AS base`, ...lines].join('\n')).length;
    assert.deepEqual([count('debian:12.5'), count(`debian:12.5@${DIGEST}`)], [1, 0]);
    const pinned = `FROM alpine:3.19@${DIGEST}\nRUN apk add -X https://dl-cdn.alpinelinux.org/alpine/v3.19/main a\n`;
    assert.deepEqual(findingsOf(RULE, 'dockerfile', pinned), []);
  });

  it('is silent in development', () => {
    const source = 'FROM a:1.2 AS dev\nRUN apk add git\nFROM a:1.2\nRUN echo\n';
    assert.deepEqual(findingsOf(RULE, 'dockerfile', source), []);
    assert.deepEqual(findingsOf(RULE, 'dockerfile', 'FROM a\nRUN apk add git\n', { development: true }), []);
  });
});
