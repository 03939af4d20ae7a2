import assert from 'node:assert/strict';
import { findingsOf, fixedBy, rulePicture } from '../../support/rulePicture';

const RULE = 'upgrade-in-build';

function fixed(...lines: readonly string[]): string[] {
  return fixedBy(RULE, 'dockerfile', ['FROM a:1.2', ...lines, ''].join('\n'))
    .trimEnd()
    .split('\n')
    .slice(1);
}

describe(RULE, () => {
  it('marks upgrades of the system', () => {
    const source = [
      'FROM debian:12.5 AS test',
      'RUN yum -y update',
      'FROM debian:12.5',
      'RUN apt-get update && \\',
      '    apt-get -qq \\',
      '      dist-upgrade -y',
    ].join('\n');
    assert.equal(
      rulePicture(RULE, 'dockerfile', source),
      `FROM debian:12.5 AS test
RUN yum -y update
    ^^^^^^^^^^^^^ information: 'yum -y update' takes whatever the mirrors have on the day of the build. Leave it out, and take a newer base image for updates.
FROM debian:12.5
RUN apt-get update && \\
    apt-get -qq \\
    ^^^^^^^^^^^^^… warning: 'apt-get -qq dist-upgrade' takes whatever the mirrors have on the day of the build. Leave it out, and take a newer base image for updates.
      dist-upgrade -y`,
    );
  });

  const found: readonly string[] = [
    'apt upgrade -y',
    'apt-get -y full-upgrade',
    'apk -U upgrade',
    'apk update && apk upgrade',
    'dnf -y upgrade --refresh',
    'dnf update -y openssl',
    'microdnf update',
    'dnf up -y',
    'dnf -y dsync',
    'tdnf -y update',
    'yum update-minimal --security',
    'zypper --non-interactive up',
    'zypper dup -y',
    'zypper update httpd=2.4.46',
    'zypper patch --category security',
    'pacman -Syu --noconfirm git',
    'pacman -Suy',
    'yes | apt-get upgrade',
    'sudo apt-get upgrade',
  ];
  for (const command of found) {
    it(`finds ${command}`, () => {
      assert.equal(findingsOf(RULE, 'dockerfile', `FROM a:1.2\nRUN ${command}\n`).length, 1);
    });
  }

  const silent: readonly string[] = [
    'apt-get update',
    'apt update && apt list --upgradable',
    'apk update',
    'apk add --upgrade curl',
    'apk add -u curl',
    'apt-get install --only-upgrade curl',
    'apt-get -s upgrade',
    'apt-get upgrade --dry-run',
    'dnf check-update',
    'yum update -y openssl-1.0.2k',
    'zypper refresh',
    'pacman -Sy git',
    'pip install --upgrade pip',
    'npm update',
    'echo "run apt-get upgrade"',
    'cat <<EOF > notes\napt-get upgrade\nEOF',
  ];
  for (const command of silent) {
    it(`is silent about ${command}`, () => {
      assert.deepEqual(findingsOf(RULE, 'dockerfile', `FROM a:1.2\nRUN ${command}\n`), []);
    });
  }

  it('accepts upgrades for security where the settings do', () => {
    const allowed = { options: { allowSecurityUpgrades: true } };
    const count = (command: string) =>
      findingsOf(RULE, 'dockerfile', `FROM a:1.2\nRUN ${command}\n`, allowed).length;
    assert.deepEqual(
      [
        'yum update -y --security',
        'zypper patch -g security',
        'apt-get upgrade -o Dir::Etc::SourceList=/etc/apt/security.list',
        'dnf upgrade -y',
      ].map(count),
      [0, 0, 0, 1],
    );
  });

  it('takes the upgrade out of its list', () => {
    assert.deepEqual(fixed('RUN apt-get update && apt-get -y upgrade && rm -rf /x'), [
      'RUN apt-get update && rm -rf /x',
    ]);
    assert.deepEqual(fixed('RUN set -e; \\', '  sudo apt-get upgrade -y; \\', '  a'), [
      'RUN set -e; \\',
      '  a',
    ]);
    assert.deepEqual(fixed('RUN yum -y update \\', ' && yum clean all'), ['RUN yum clean all']);
    assert.deepEqual(fixed('RUN a', 'RUN sudo apk upgrade', 'RUN b'), ['RUN a', 'RUN b']);
  });

  it('offers no edit where the rest would mean something else', () => {
    for (const command of [
      'apk upgrade || true',
      'yes | apt-get upgrade',
      'dnf update openssl',
      'pacman -Syu git',
    ])
      assert.equal(findingsOf(RULE, 'dockerfile', `FROM a:1.2\nRUN ${command}\n`)[0]?.fix, null, command);
  });
});
