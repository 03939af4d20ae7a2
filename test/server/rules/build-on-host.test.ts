import assert from 'node:assert/strict';
import { rulePicture } from '../../support/rulePicture';

describe('build-on-host', () => {
  it('finds the services of a file that are built, as one finding', () => {
    const text = `services:
  web:
    build: ./web
    restart: always
  worker:
    build:
      context: ./worker
  db:
    image: postgres
`;
    assert.equal(
      rulePicture('build-on-host', 'compose', text),
      `services:
  web:
    build: ./web
           ^^^^^ information: 'web' and 1 more run from an image that this host builds. Push the image once, name it by digest here, and keep 'build' in a file for builds.
    restart: always
  worker:
    build:
    ^^^^^ ↳ 'worker' is built here too.
      context: ./worker
  db:
    image: postgres
`,
    );
  });

  it('says less where the image has a name under which it can be pushed', () => {
    const text = 'services:\n  web:\n    build: .\n    image: ghcr.io/acme/web:${TAG}\n';
    assert.match(rulePicture('build-on-host', 'compose', text), /\^ hint: 'web' can run from/);
    const restarted = `${text}    restart: always\n`;
    assert.match(rulePicture('build-on-host', 'compose', restarted), /\^ hint: 'web' can run from/);
  });

  it('says less where nothing tells that the service is to stay up', () => {
    const text = 'services:\n  web:\n    build: .\n';
    assert.match(rulePicture('build-on-host', 'compose', text), /\^ hint: 'web' runs from/);
    const replicated = `${text}    deploy:\n      replicas: 2\n`;
    assert.match(rulePicture('build-on-host', 'compose', replicated), /\^ information: 'web' runs from/);
  });

  it('says nothing in development', () => {
    const text = 'services:\n  web:\n    build: .\n    profiles: [dev]\n';
    assert.equal(rulePicture('build-on-host', 'compose', text), text);
    const file = 'services:\n  web:\n    build: .\n';
    assert.equal(rulePicture('build-on-host', 'compose', file, { development: true }), file);
  });

  it('says nothing of a build that is reset', () => {
    const text = 'services:\n  web:\n    build: !reset null\n    image: a\n';
    assert.equal(rulePicture('build-on-host', 'compose', text), text);
  });
});
