import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';
import type { Files } from '../../support/workspace';

const WHOLE = 'FROM node\nCOPY . /app\n';

function said(files: Files, text = WHOLE, path = 'Dockerfile'): string[] {
  return findingsOf('unfiltered-context', 'dockerfile', text, { files, path }).map(({ message }) => message);
}

describe('unfiltered-context', () => {
  it('marks the source that takes all, once', () => {
    const text = 'FROM node AS build\nCOPY package.json .\nCOPY --chown=node . .\nFROM node\nCOPY ./ /app\n';
    assert.equal(
      rulePicture('unfiltered-context', 'dockerfile', text),
      [
        'FROM node AS build',
        'COPY package.json .',
        'COPY --chown=node . .',
        "                  ^ hint: 'COPY .' takes all that lies in the folder, '.git' and '.env' too. Name in a '.dockerignore' what the image does not need.",
        'FROM node',
        'COPY ./ /app',
        '',
      ].join('\n'),
    );
  });

  it('offers an ignore file where there is none', () => {
    const [finding] = findingsOf('unfiltered-context', 'dockerfile', WHOLE);
    assert.deepEqual(finding?.scaffolds[0]?.newFiles, [
      { path: '/w/.dockerignore', text: '.git\n.env\n.env.*\n' },
    ]);
    assert.deepEqual(said({ '.dockerignore': '.git\n.env\n.env.*\n' }), []);
  });

  it('names what an ignore file leaves in', () => {
    assert.deepEqual(said({ '.dockerignore': 'node_modules\n', '.env.example': '' }), [
      "'COPY .' takes '.git' and '.env' along. Name them in '.dockerignore'.",
    ]);
    assert.deepEqual(said({ '.dockerignore': '.git\n!.git\n' }), [
      "'COPY .' takes '.git' along. Name them in '.dockerignore'.",
    ]);
  });

  const silent: readonly (readonly [string, Files, string?, string?])[] = [
    ['all but what is named', { '.dockerignore': '# none\n*\n!src\n!package.json\n', '.env': '' }],
    ['patterns with a star', { '.dockerignore': '**/.git\n.env*\n', '.env': '' }],
    ['all that is hidden', { '.dockerignore': '.*\r\n', '.env': '' }],
    ['a folder and what is in it', { '.dockerignore': '/.git/\n' }],
    ['what is in a folder', { '.dockerignore': '.git/**\n' }],
    ['a project without `.env`', { '.dockerignore': '.git\n' }],
    ['the ignore file of the Dockerfile', { 'Dockerfile.dockerignore': '.git\n.env\n', '.dockerignore': '' }],
    ['one of another name', { 'app.Dockerfile.dockerignore': '*\n' }, WHOLE, 'app.Dockerfile'],
    ['one above', { '.dockerignore': '.git\n' }, WHOLE, 'docker/Dockerfile'],
    ['a part of the context', {}, 'FROM node\nCOPY src ./\nCOPY *.json .\n'],
    ['another stage', {}, 'FROM node AS a\nFROM node\nCOPY --from=a . .\n'],
    ['a variable', {}, 'FROM node\nARG X\nCOPY ./dist/$X /\n'],
    ['stages of development', {}, 'FROM node AS dev\nCOPY . .\nFROM node\n'],
    [
      'a build in another folder',
      {
        'compose.yaml': 'services:\n  a:\n    build: {context: app, dockerfile: ../Dockerfile}\n',
        'app/.dockerignore': '.env\n',
      },
    ],
  ];
  for (const [what, files, text, path] of silent) {
    it(`leaves ${what} alone`, () => {
      assert.deepEqual(said(files, text, path), []);
    });
  }

  it('looks at the folder that a compose file builds', () => {
    const files = {
      'compose.yaml': 'services:\n  a:\n    build: {context: app, dockerfile: ../Dockerfile}\n',
      'app/main.js': '',
      '.dockerignore': '.git\n.env\n',
    };
    assert.deepEqual(said(files), [
      "'COPY .' takes all that lies in the folder, '.env' too. Name in a '.dockerignore' what the image does not need.",
    ]);
  });
});
