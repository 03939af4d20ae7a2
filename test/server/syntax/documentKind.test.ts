import assert from 'node:assert/strict';
import { documentKindOf } from '../../../server/src/syntax/documentKind';

describe('documentKindOf', () => {
  const names: Record<string, string[]> = {
    dockerfile: [
      'Dockerfile',
      'dockerfile',
      'a/b/Containerfile',
      'Dockerfile.prod',
      'Dockerfile-alpine',
      'Dockerfile_web',
      'web.Dockerfile',
      'web.dockerfile',
      'x.containerfile',
      'Dockerfile.node20',
      'Dockerfile.web.prod',
    ],
    compose: [
      'compose.yaml',
      'compose.yml',
      'docker-compose.yml',
      'docker-compose.prod.yaml',
      'compose.override.yml',
      'docker-compose-dev.yml',
      'my-docker-compose.yaml',
      'dockercompose.yml',
      'docker_compose.yml',
      'compose-ci.yml',
      'metricbeat-compose.yml',
    ],
    none: [
      'Dockerfile.dockerignore',
      '.dockerignore',
      'Dockerfile.j2',
      'Dockerfile.tmpl',
      'Dockerfile.in',
      'dockerfile.go',
      'dockerfile.md',
      'compose.json',
      'composer.yaml',
      'compose.yaml.j2',
      'README.md',
      'mydockerfile',
      'values.yaml',
      'decompose.yaml',
    ],
  };
  for (const [kind, paths] of Object.entries(names)) {
    for (const path of paths) {
      it(`${path} is ${kind}`, () => assert.equal(documentKindOf(path) ?? 'none', kind));
    }
  }
});
