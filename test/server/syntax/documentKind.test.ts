import assert from 'node:assert/strict';
import { documentKindOf, kindReader } from '../../../server/src/syntax/documentKind';

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
      'DockerfileAlpine',
      'Dockerfile2',
      'Dockerfile.go',
      'Dockerfile.php',
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
      'compose2.yml',
      'metricbeat-compose.yml',
    ],
    none: [
      'Dockerfile.dockerignore',
      '.dockerignore',
      'Dockerfile.j2',
      'Dockerfile.tmpl',
      'Dockerfile.in',
      'dockerfile.go',
      'Dockerfile_test.go',
      'Dockerfile.yml',
      'dockerfile-rules.yaml',
      'Dockerfiles',
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
  it('is what a person says of a name, and that wins', () => {
    const kindOf = kindReader({
      dockerfile: ['*.docker', 'images/**/build.txt'],
      compose: ['deploy/*.yml', '/srv/x'],
    });
    const kinds = {
      'a/web.docker': 'dockerfile',
      'a\\web.docker': 'dockerfile',
      '/r/images/a/build.txt': 'dockerfile',
      '/r/deploy/Dockerfile.yml': 'compose',
      '/srv/x': 'compose',
      '/r/srv/x': null,
      'deploy/a/b.yml': null,
      Dockerfile: 'dockerfile',
    };
    for (const [path, kind] of Object.entries(kinds)) assert.equal(kindOf(path), kind, path);
  });

  for (const [kind, paths] of Object.entries(names)) {
    for (const path of paths) {
      it(`${path} is ${kind}`, () => assert.equal(documentKindOf(path) ?? 'none', kind));
    }
  }
});
