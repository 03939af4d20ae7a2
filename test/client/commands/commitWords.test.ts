import assert from 'node:assert/strict';
import { commitTrust, noCommit } from '../../../client/src/commands/commitWords';
import type { RevisionWitness } from '../../../client/src/docker/releases/revision';

describe('how far the commit of an image can be trusted', () => {
  const cases: readonly (readonly [RevisionWitness, string])[] = [
    ['signature', 'The engine has verified it by a signature.'],
    ['provenance', 'A statement of its builder attests it.'],
    ['annotation', 'Annotations of the image say so; whoever pushed it has written them.'],
    ['label', 'Labels of the image say so; whoever built it has written them.'],
    ['legacy-label', 'Labels of the image say so; whoever built it has written them.'],
    ['variable', 'A variable of the container says so; whoever deployed it has written it.'],
    ['tag', 'It was read from the tag, which can be moved.'],
  ];
  for (const [by, expected] of cases) {
    it(by, () => {
      const revision = { known: true, revision: '1a2b3c4', source: null, by } as const;
      assert.equal(commitTrust({ ...revision, dirty: false }), expected);
      const dirty = `${expected} It was built with changes that were not committed.`;
      assert.equal(commitTrust({ ...revision, dirty: true }), dirty);
    });
  }

  it('why it is not known', () => {
    assert.deepEqual(
      (['none', 'image-unknown', 'of-the-base'] as const).map((reason) => noCommit('web', reason)),
      [
        'Nothing says which commit web was built from. Build it with the label org.opencontainers.image.revision.',
        'It is not known which commit web was built from: the engine does not tell what its image says.',
        'It is not known which commit web was built from: the labels that say one are those of its base image.',
      ],
    );
  });
});
