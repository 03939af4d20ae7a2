import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

const HASH = '0123456789abcdef'.repeat(4);

describe('unverified-add', () => {
  it('marks each URL', () => {
    const text = [
      'FROM alpine AS dev',
      'ADD https://x.example/dev.tgz /',
      'FROM alpine',
      'ARG V=1.2',
      'ADD --chown=1 http://x.example/a.tgz https://x.example/$V/b.tgz /opt/',
      'ADD ["https://x.example/c d", "/c"]',
      'ADD "https://x.example/$UNSET/d" /',
      '',
    ].join('\n');
    assert.equal(
      rulePicture('unverified-add', 'dockerfile', text),
      [
        'FROM alpine AS dev',
        'ADD https://x.example/dev.tgz /',
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'https://x.example/dev.tgz' can bring something else at each build. Say with '--checksum' what it should be.",
        'FROM alpine',
        'ARG V=1.2',
        'ADD --chown=1 http://x.example/a.tgz https://x.example/$V/b.tgz /opt/',
        "              ^^^^^^^^^^^^^^^^^^^^^^ warning: 'http://x.example/a.tgz' can bring something else at each build. Say with '--checksum' what it should be.",
        "                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'https://x.example/$V/b.tgz' can bring something else at each build. Say with '--checksum' what it should be.",
        'ADD ["https://x.example/c d", "/c"]',
        "      ^^^^^^^^^^^^^^^^^^^^^ warning: 'https://x.example/c d' can bring something else at each build. Say with '--checksum' what it should be.",
        'ADD "https://x.example/$UNSET/d" /',
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'https://x.example/$UNSET/d' can bring something else at each build. Say with '--checksum' what it should be.",
        '',
      ].join('\n'),
    );
  });

  const silent = [
    `ADD --checksum=sha256:${HASH} https://x.example/a /`,
    'ADD --checksum=$SUM https://x.example/a /',
    'ADD https://github.com/acme/tool.git#main /src',
    'ADD git@github.com:acme/tool.git /src',
    'ADD rootfs.tar.gz /',
    'COPY https://x.example/a /',
    `ADD https://raw.githubusercontent.com/o/r/${HASH.slice(0, 40)}/x /x`,
    `ADD https://x.example/a /tmp/b\nRUN echo "${HASH}  /tmp/b" | sha256sum -c`,
    'ADD https://x.example/a.tgz https://x.example/a.tgz.asc /tmp/\nRUN gpg --verify /tmp/a.tgz.asc\nRUN gpgv /tmp/a.tgz.asc /tmp/a.tgz',
  ];
  for (const lines of silent) {
    it(`leaves ${JSON.stringify(lines)} alone`, () => {
      assert.deepEqual(findingsOf('unverified-add', 'dockerfile', `FROM alpine\n${lines}\n`), []);
    });
  }

  const asked: readonly (readonly [string, string])[] = [
    ['ADD https://x.example/a /', `ADD --checksum=sha256:${HASH} https://x.example/a /`],
    [
      'add --chmod=755 \\\n  https://x.example/a /',
      `add --checksum=sha256:${HASH} --chmod=755 \\\n  https://x.example/a /`,
    ],
    ['ADD https://x.example/$V /', 'no fix'],
    ['ADD https://x.example/a b /', 'no fix'],
  ];
  for (const [line, expected] of asked) {
    it(`asks for the checksum of ${JSON.stringify(line)}`, () => {
      const text = `FROM alpine\n${line}\n`;
      const fix = findingsOf('unverified-add', 'dockerfile', text)[0]?.fix;
      if (fix?.kind !== 'ask') {
        assert.equal('no fix', expected);
        return;
      }
      assert.deepEqual(fix.question, { kind: 'checksum', url: 'https://x.example/a' });
      const changed =
        text.slice(0, fix.span.start) + fix.before + HASH + fix.after + text.slice(fix.span.end);
      assert.equal(changed, `FROM alpine\n${expected}\n`);
      assert.deepEqual(findingsOf('unverified-add', 'dockerfile', changed), []);
    });
  }
});
