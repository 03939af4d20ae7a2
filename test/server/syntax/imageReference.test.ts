import assert from 'node:assert/strict';
import { parseImageReference } from '../../../server/src/syntax/imageReference';

const HEX = '0123456789abcdef'.repeat(4);

/** One line: registry | repository | tag | digest, with - for what is absent. */
function picture(text: string): string {
  const parsed = parseImageReference(text);
  if (parsed.kind === 'invalid') return 'invalid';
  const { registry, repository, tag } = parsed;
  if (parsed.kind === 'malformed-digest')
    return `malformed ${registry} ${repository} ${tag ?? '-'} ${parsed.digestText}`;
  return [registry, repository, tag ?? '-', parsed.digest ?? '-'].join(' ');
}

describe('parseImageReference', () => {
  const cases: Record<string, string> = {
    node: 'docker.io library/node - -',
    'node:20': 'docker.io library/node 20 -',
    'index.docker.io/node': 'docker.io library/node - -',
    'docker.io/library/node': 'docker.io library/node - -',
    'bitnami/redis:7': 'docker.io bitnami/redis 7 -',
    'localhost/app': 'localhost app - -',
    'localhost:5000/app:1': 'localhost:5000 app 1 -',
    'registry:5000/a/b/c:v1': 'registry:5000 a/b/c v1 -',
    'ghcr.io/o/r': 'ghcr.io o/r - -',
    'UPPER/app': 'UPPER app - -',
    '127.0.0.1:5000/app': '127.0.0.1:5000 app - -',
    '[::1]:5000/app:2': '[::1]:5000 app 2 -',
    'a_b/c__d/e-f/g.h:T_1.2-x': 'docker.io a_b/c__d/e-f/g.h T_1.2-x -',
    [`node@sha256:${HEX}`]: `docker.io library/node - sha256:${HEX}`,
    [`node:20@sha256:${HEX}`]: `docker.io library/node 20 sha256:${HEX}`,
    [`node@sha512:${HEX}${HEX}`]: `docker.io library/node - sha512:${HEX}${HEX}`,
    'node@sha256:abc': 'malformed docker.io library/node - sha256:abc',
    [`node:20@sha256:${HEX.toUpperCase()}`]: `malformed docker.io library/node 20 sha256:${HEX.toUpperCase()}`,
    [`node@sha256-${HEX}`]: `malformed docker.io library/node - sha256-${HEX}`,
    [`node@${HEX}`]: `malformed docker.io library/node - ${HEX}`,
    [`node:sha256-${HEX}`]: `malformed docker.io library/node - sha256-${HEX}`,
    [`node:sha256:${HEX}`]: `malformed docker.io library/node - sha256:${HEX}`,
    [`node@md5:${HEX}`]: `malformed docker.io library/node - md5:${HEX}`,
    'node@sha256:<digest>': 'invalid',
    'node@sha256:...': 'invalid',
    'node@sha256:xxxx': 'invalid',
    [HEX]: 'invalid',
    '': 'invalid',
    'Node:20': 'invalid',
    'node:': 'invalid',
    ':20': 'invalid',
    'node:-x': 'invalid',
    [`node:${'a'.repeat(129)}`]: 'invalid',
    [`node:${'a'.repeat(128)}`]: `docker.io library/node ${'a'.repeat(128)} -`,
    [`ghcr.io/${'a'.repeat(256)}`]: 'invalid',
    'a//b': 'invalid',
    a___b: 'invalid',
    'my_private.registry:5000/a:1': 'my_private.registry:5000 a 1 -',
    '_private.registry:5000/a:1': 'invalid',
    '-a': 'invalid',
    'https://ghcr.io/o/r': 'invalid',
    'node 20': 'invalid',
    'node\n': 'invalid',
    'ghcr.io/o/r/': 'invalid',
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(`${JSON.stringify(text.replace(HEX, '…'))} is ${expected.replaceAll(HEX, '…')}`, () => {
      assert.equal(picture(text), expected);
    });
  }
});
