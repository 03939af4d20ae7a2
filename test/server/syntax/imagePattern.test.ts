import assert from 'node:assert/strict';
import { matchesImage } from '../../../server/src/syntax/imagePattern';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

describe('matchesImage', () => {
  const cases: Record<string, { yes: string[]; no: string[] }> = {
    traefik: {
      yes: ['traefik', 'traefik:v3', 'docker.io/library/traefik', 'library/traefik:2', `traefik@${DIGEST}`],
      no: ['acme/traefik', 'ghcr.io/library/traefik', 'traefik2', ''],
    },
    'docker.io/library/traefik': { yes: ['traefik:v3', 'index.docker.io/traefik'], no: ['acme/traefik'] },
    'acme/app': { yes: ['docker.io/acme/app:1', 'acme/app'], no: ['acme/app/x', 'ghcr.io/acme/app'] },
    'traefik:v3': { yes: ['traefik:v3', `traefik:v3@${DIGEST}`], no: ['traefik', 'traefik:v3.1'] },
    'traefik:v3*': { yes: ['traefik:v3', 'traefik:v3.1'], no: ['traefik:v2', `traefik@${DIGEST}`] },
    'traefik:latest': { yes: ['traefik', 'traefik:latest'], no: ['traefik:v3'] },
    [`traefik@${DIGEST}`]: { yes: [`traefik:v3@${DIGEST}`], no: ['traefik:v3'] },
    'ghcr.io/acme/*': {
      yes: ['ghcr.io/acme/app', 'ghcr.io/acme/team/app:1'],
      no: ['ghcr.io/acme', 'ghcr.io/acme2/app', 'acme/app'],
    },
    '*.local/*': { yes: ['registry.local/app', 'registry.local/a/b:1'], no: ['acme/x.local/y', 'app.local'] },
    'localhost:5000/*': { yes: ['localhost:5000/app:1'], no: ['localhost:5001/app'] },
    '*/app': { yes: ['acme/app', 'ghcr.io/app'], no: ['app2', 'ghcr.io/acme/app'] },
    '**/app': { yes: ['ghcr.io/acme/app', 'acme/app'], no: ['ghcr.io/acme/app2'] },
    '*': { yes: ['traefik', 'ghcr.io/acme/app:1'], no: ['Not An Image'] },
    'my-*': { yes: ['my-app:dev'], no: ['our-app', 'my-team/app'] },
  };
  for (const [pattern, { yes, no }] of Object.entries(cases)) {
    it(`${pattern} names what it means`, () => {
      assert.deepEqual(
        yes.filter((image) => !matchesImage(image, [pattern])),
        [],
      );
      assert.deepEqual(
        no.filter((image) => matchesImage(image, [pattern])),
        [],
      );
    });
  }

  it('takes any of several patterns, and none where there is none', () => {
    assert.equal(matchesImage('traefik', ['nginx', 'traefik']), true);
    assert.equal(matchesImage('traefik', []), false);
  });

  it('ends soon for a pattern that is made to take long', () => {
    assert.equal(matchesImage('a'.repeat(200), [`${'*a'.repeat(100)}*b`]), false);
  });
});
