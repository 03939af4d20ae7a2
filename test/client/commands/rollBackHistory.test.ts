import assert from 'node:assert/strict';
import { historyFile, historyLimits } from '../../../client/src/commands/rollBackHistory';

const RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

describe('the history that a service can be rolled back through', () => {
  const files: readonly (readonly [what: string, image: string | null, file: string])[] = [
    ['is that of the file that holds the image', 'file:///shop/base.yml', 'file:///shop/base.yml'],
    ['is that of the service where its image is elsewhere', 'file:///shop/.env', 'file:///shop/compose.yaml'],
    ['is that of the service where it has no image', null, 'file:///shop/compose.yaml'],
  ];
  for (const [what, image, file] of files) {
    it(what, () => assert.equal(historyFile(declared('web:1', image)), file));
  }

  const limits: readonly (readonly [text: string, isCut: boolean, said: string])[] = [
    ['web:1', false, ''],
    ['web:$$1', false, ''],
    [
      'web:${TAG}',
      false,
      'web:${TAG} takes its value from a variable: the history of .env or the shell is not looked into.',
    ],
    ['web:1', true, 'Git took too long, so this is not the whole history of the file.'],
  ];
  for (const [text, isCut, said] of limits) {
    it(`says of ${text}${isCut ? ', cut,' : ''} what is not looked into`, () =>
      assert.equal(historyLimits(declared(text, 'file:///shop/compose.yaml'), isCut).join(' '), said));
  }
});

function declared(text: string, image: string | null) {
  return {
    place: { uri: 'file:///shop/compose.yaml', range: RANGE },
    image: image === null ? null : { text, reference: text, place: { uri: image, range: RANGE } },
  };
}
