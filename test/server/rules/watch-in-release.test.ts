import assert from 'node:assert/strict';
import { fixedBy, rulePicture } from '../../support/rulePicture';

const WATCH = `services:
  web:
    image: web
    develop:
      watch:
        - action: rebuild
          path: package.json
`;

describe('watch-in-release', () => {
  it('finds what a watch may change', () => {
    assert.equal(
      rulePicture('watch-in-release', 'compose', WATCH),
      WATCH.replace(
        'watch:\n',
        "watch:\n      ^^^^^ information: 'watch' lets Compose rebuild it while the release runs. Move 'develop' to a file for development, such as compose.override.yaml.\n",
      ),
    );
  });

  it('can take it out', () => {
    assert.equal(
      fixedBy('watch-in-release', 'compose', WATCH, { scaffold: "Remove 'develop' from this file" }),
      'services:\n  web:\n    image: web\n',
    );
  });

  it('says nothing in development', () => {
    assert.equal(rulePicture('watch-in-release', 'compose', WATCH, { development: true }), WATCH);
    const profiled = WATCH.replace('image: web', 'image: web\n    profiles: [dev]');
    assert.equal(rulePicture('watch-in-release', 'compose', profiled), profiled);
  });

  for (const develop of ['develop: {}', 'develop: {watch: []}', 'develop: !reset null', 'watch: [a]']) {
    it(`says nothing of ${develop}`, () => {
      const text = `services:\n  web:\n    image: web\n    ${develop}\n`;
      assert.equal(rulePicture('watch-in-release', 'compose', text), text);
    });
  }
});
