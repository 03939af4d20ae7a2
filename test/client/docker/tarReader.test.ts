import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tarReader, type TarEntry } from '../../../client/src/docker/tarReader';
import { paxHeader, tarArchive, type TarPart } from '../../support/tarArchive';

const LONG = `/${'long/'.repeat(40)}name`;

describe('the first entry of an archive', () => {
  const cases: readonly (readonly [string, readonly TarPart[], string])[] = [
    ['is a file', [{ content: 'hello\n', mode: 0o4755 }], "file 4755 'hello\\n'"],
    ['is an empty file', [{}], "file 644 ''"],
    ['is a file of the first tar', [{ type: '\0', content: 'x' }], "file 644 'x'"],
    [
      'is a file of one block',
      [{ content: 'x'.repeat(512) }, { content: 'y' }],
      `file 644 '${'x'.repeat(512)}'`,
    ],
    ['is a file as large as allowed', [{ content: 'x'.repeat(2000) }], `file 644 '${'x'.repeat(2000)}'`],
    ['is a file that is too large', [{ content: 'x'.repeat(2001) }], 'too large: 2001'],
    ['is a file of 9 GB', [{ size: 9_000_000_000, binarySize: true }], 'too large: 9000000000'],
    ['is a file of 9 GB, as pax says it', [paxHeader({ size: '9000000000' }), {}], 'too large: 9000000000'],
    ['is a file whose size is in bytes', [{ content: 'x', binarySize: true }], "file 644 'x'"],
    ['is a link', [{ type: '2', target: '../busybox' }], 'link to ../busybox'],
    [
      'is a link as long as the field',
      [{ type: '2', target: 'x'.repeat(100) }],
      `link to ${'x'.repeat(100)}`,
    ],
    ['is a long link of pax', [paxHeader({ path: LONG, linkpath: LONG }), { type: '2' }], `link to ${LONG}`],
    ['is a link of pax with letters', [paxHeader({ linkpath: '/grüße' }), { type: '2' }], 'link to /grüße'],
    [
      'is a long link of GNU with a long name',
      [{ type: 'K', content: `${LONG}\0` }, { type: 'L', content: `${LONG}\0` }, { type: '2' }],
      `link to ${LONG}`,
    ],
    [
      'has its times and its owner in front of it',
      [
        paxHeader({ comment: 'all' }, 'g'),
        paxHeader({ mtime: '1.5', 'SCHILY.xattr.user.a': 'b\nc' }),
        { content: 'x' },
      ],
      "file 644 'x'",
    ],
    [
      'has broken records in front of it',
      [{ type: 'x', content: 'nonsense' }, { content: 'x' }],
      "file 644 'x'",
    ],
    ['is a folder', [{ type: '5', name: 'bin/' }, { content: 'x' }], 'other'],
    ['is a device', [{ type: '3' }], 'other'],
    ['is a hard link, whose content is elsewhere', [{ type: '1', target: 'bin/a' }], 'other'],
    ['is a sparse file of GNU', [{ type: 'S', content: 'x' }], 'other'],
    ['says that too much is in front of it', [{ type: 'x', size: 2 ** 30 }], 'broken'],
  ];
  for (const [title, parts, expected] of cases) {
    it(title, () => {
      const archive = tarArchive(...parts);
      assert.equal(text(tarReader(2000)(archive)), expected);
      const read = tarReader(2000);
      const pieces = [...archive].map((byte) => read(Uint8Array.of(byte)));
      assert.equal(text(pieces.find((piece) => piece !== null) ?? null), expected, 'byte by byte');
    });
  }

  it('is not there yet', () => {
    const archive = tarArchive({ content: 'hello' });
    assert.equal(tarReader(2000)(archive.subarray(0, 516)), null);
  });

  it('is told before its content is there, when that is too much', () => {
    const archive = tarArchive({ content: 'x'.repeat(5000) });
    assert.equal(text(tarReader(2000)(archive.subarray(0, 512))), 'too large: 5000');
  });

  it('is none', () => {
    assert.equal(tarReader(2000)(Buffer.from('<html>'.repeat(100))), 'broken');
    assert.equal(tarReader(2000)(tarArchive()), 'broken', 'an empty archive');
  });

  it('is never an exception', () => {
    const bytes = fc.uint8Array({ minLength: 512, maxLength: 1600 });
    fc.assert(fc.property(bytes, (archive) => void tarReader(100)(archive)));
  });
});

function text(entry: TarEntry | 'broken' | null): string {
  if (entry === null || entry === 'broken') return String(entry);
  switch (entry.kind) {
    case 'file':
      return `file ${entry.mode.toString(8)} '${Buffer.from(entry.content).toString().replace('\n', '\\n')}'`;
    case 'link':
      return `link to ${entry.target}`;
    case 'too-large':
      return `too large: ${entry.size}`;
    case 'other':
      return 'other';
  }
}
