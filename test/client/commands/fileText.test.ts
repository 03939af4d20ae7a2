import assert from 'node:assert/strict';
import {
  fileText,
  imageText,
  LARGEST_FILE,
  sameContent,
  unreadText,
} from '../../../client/src/commands/fileText';
import type { EngineFailure, FileAnswer } from '../../../client/src/docker/engine';
import type { ImageFile } from '../../../client/src/docker/imageSide';

describe('a side of the diff of a file', () => {
  const sides: readonly [what: string, answer: FileAnswer, shown: string][] = [
    ['text', file('token=abc\n'), 'token=abc\n'],
    ['an empty file', file(''), ''],
    ['text with a byte order mark', file('\uFEFFa'), '\uFEFFa'],
    ['text in many scripts', file('Grüße 世界 🚢'), 'Grüße 世界 🚢'],
    ['no file', { found: false }, ''],
    ['a link', { found: true, kind: 'link', target: '../run/app' }, '→ ../run/app\n'],
    [
      'a folder',
      { found: true, kind: 'other' },
      'This is no file: a folder, a device, a pipe or a socket.\n',
    ],
    [
      'too much',
      { found: true, kind: 'too-large', size: LARGEST_FILE + 1 },
      'This file has 1,048,577 bytes. Files of more than 1,048,576 bytes are not shown.\n',
    ],
    ['bytes with a NUL', file(new Uint8Array([97, 0, 98])), 'This file is binary: 3 bytes, SHA-256 …\n'],
    [
      'bytes that are no UTF-8',
      file(new Uint8Array([0xff, 0xfe, 0x41])),
      'This file is binary: 3 bytes, SHA-256 …\n',
    ],
  ];
  for (const [what, answer, shown] of sides) {
    it(`shows ${what}`, () => {
      const { text } = fileText(answer);
      assert.equal(text.replace(/[0-9a-f]{64}\./, '…'), shown);
    });
  }

  it('tells binary files of one size apart', () => {
    assert.notEqual(fileText(file(new Uint8Array([0, 1]))).text, fileText(file(new Uint8Array([0, 2]))).text);
  });

  const images: readonly [what: string, answer: ImageFile, shown: string | undefined][] = [
    ['of the image', { read: true, file: file('a') }, 'a'],
    ['that was cancelled', { read: false, reason: 'cancelled' }, undefined],
    [
      'of an image that is gone',
      { read: false, reason: 'image-gone' },
      'The engine does not have the image any more, so this file cannot be compared with it.\n',
    ],
    [
      'where no container can be made',
      { read: false, reason: 'not-created', failure: failure('authorization denied by plugin', 403) },
      "The image's file cannot be read: that takes a container, never started and removed at once, and the engine makes none. The engine says: authorization denied by plugin\n",
    ],
    [
      'of an engine that is silent',
      { read: false, reason: 'not-read', failure: failure('timed out') },
      "The image's file cannot be read. The container engine at unix:///fake takes the connection and does not reply. It may still be starting; if it stays so, restart it.\n",
    ],
  ];
  for (const [what, answer, shown] of images) {
    it(`shows a file ${what}`, () => assert.equal(imageText(answer)?.text, shown));
  }

  it('says why the file of the container cannot be read', () => {
    assert.equal(
      unreadText(failure('no such container', 404)).text,
      "The container's file cannot be read. The engine says: no such container\n",
    );
  });
});

describe('two files of the same content', () => {
  const cases: readonly [what: string, image: FileAnswer, container: FileAnswer, said: string | null][] = [
    ['other content', file('a'), file('b'), null],
    ['more content', file('a'), file('ab'), null],
    ['a link', { found: true, kind: 'link', target: 'a' }, file('a'), null],
    [
      'another mode',
      file('a', 0o100644),
      file('a', 0o100755),
      '/x has the same content as in the image; its mode is 0755 instead of 0644.',
    ],
    [
      'a set-user-ID bit',
      file('a', 0o755),
      file('a', 0o4755),
      '/x has the same content as in the image; its mode is 4755 instead of 0755.',
    ],
    [
      'nothing',
      file('a'),
      file('a'),
      '/x has the same content and mode as in the image. It was written again, or its owner or its times were changed.',
    ],
  ];
  for (const [what, image, container, said] of cases) {
    it(`differ by ${what}`, () =>
      assert.equal(sameContent('/x', fileText(image), fileText(container)), said));
  }
});

function file(content: string | Uint8Array, mode = 0o644): FileAnswer {
  return {
    found: true,
    kind: 'file',
    content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    mode,
  };
}

function failure(detail: string, status?: number): EngineFailure {
  const base = { endpoint: 'unix:///fake', detail };
  return status === undefined ? { ...base, reason: 'silent' } : { ...base, reason: 'unexpected', status };
}
