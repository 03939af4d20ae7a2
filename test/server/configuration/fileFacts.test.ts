import assert from 'node:assert/strict';
import { createConfiguredWorkspace } from '../../../server/src/configuration/configuredWorkspace';
import { fileFacts } from '../../../server/src/configuration/fileFacts';
import { workspaceWith, type Files } from '../../support/workspace';

function factsOf(path: string, files: Files) {
  const workspace = createConfiguredWorkspace(workspaceWith(files), {
    ...{ sectionOf: () => null, http: null, projectFile: 'nearest' },
  });
  return fileFacts(path, { workspace, settings: workspace.settingsOf(path) });
}

describe('the facts of a file', () => {
  it('are its surroundings, with the Dockerfiles there as their builds see them', () => {
    const { surroundings, development } = factsOf('/w/compose.yaml', {
      'compose.yaml': 'services:\n  web:\n    build:\n      context: app\n      args: { BASE: "node:20" }\n',
      'app/Dockerfile': 'ARG BASE\nFROM $BASE\n',
      'app/.dockerignore': '.git\n',
    });
    assert.ok(surroundings);
    assert.equal(surroundings.path, '/w/compose.yaml');
    assert.equal(surroundings.root, '/w');
    assert.equal(surroundings.readText('/w/app/.dockerignore'), '.git\n');
    assert.deepEqual(surroundings.fileNames('/w/app'), ['Dockerfile', '.dockerignore']);
    const dockerfile = surroundings.dockerfile('/w/app/Dockerfile');
    assert.equal(dockerfile?.images[0]?.resolved, 'node:20');
    assert.equal(surroundings.dockerfile('/w/app/Dockerfile'), dockerfile);
    assert.equal(surroundings.dockerfile('/w/Dockerfile'), null);
    assert.equal(development, false);
  });

  it('are the options and the profile of the project file', () => {
    const facts = factsOf('/w/lab/Dockerfile', {
      'immutable-infra.yaml': 'localImages: [acme/*]\nprofiles: {/lab/**: development}\n',
      'lab/Dockerfile': 'FROM node\n',
    });
    assert.deepEqual(facts.options?.localImages, ['acme/*']);
    assert.equal(facts.development, true);
  });

  it('have nothing around a text that is no file yet', () => {
    const { settingsOf } = createConfiguredWorkspace(workspaceWith({}), {
      ...{ sectionOf: () => null, http: null, projectFile: 'none' },
    });
    const facts = fileFacts('Untitled-1', { workspace: null, settings: settingsOf('/w/x') });
    assert.equal(facts.surroundings, undefined);
    assert.equal(facts.development, false);
  });
});
