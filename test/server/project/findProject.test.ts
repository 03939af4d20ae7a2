import assert from 'node:assert/strict';
import { findProject, type ProjectTraces } from '../../../server/src/project/findProject';
import { workspaceWith, type Files } from '../../support/workspace';

const WEB = 'services:\n  web:\n    image: web:1\n';
const API = 'services:\n  api:\n    image: api:1\n';

/** What is found of a project among files below `/w`: how, by which files, and each service with its image. */
async function found(files: Files, traces: Partial<ProjectTraces>): Promise<string> {
  const all: ProjectTraces = {
    ...{
      kind: 'compose',
      name: 'shop',
      workingDirectory: null,
      files: [],
      environmentFiles: [],
      services: [],
    },
    ...traces,
  };
  const workspace = workspaceWith(files);
  const composeFiles = Object.keys(files)
    .map((path) => `/w/${path}`)
    .filter((path) => workspace.kindOf(path) === 'compose');
  const result = await findProject(all, () => Promise.resolve(composeFiles), workspace);
  if (!result.found) return result.path === null ? 'not found' : `not found, ${result.path} is not here`;
  const { files: paths, services } = result.project;
  const images = [...services].map(([name, { image, hasUnknownImage }]) =>
    [name, hasUnknownImage ? 'unknown' : (image ?? 'none')].join('='),
  );
  return `by ${result.by}: ${paths.map((path) => path.replace('/w/', '')).join(' ')}: ${images.join(' ')}`;
}

describe('the project that runs', () => {
  const labelled = { workingDirectory: '/w/shop', files: ['/w/shop/a.yaml', '/w/shop/b.yaml'] };

  it('is that of the labelled files, merged in their order', async () => {
    const files = {
      'shop/a.yaml': WEB,
      'shop/b.yaml': 'services:\n  web:\n    image: web:${V}\n',
      'shop/.env': 'V=2\n',
    };
    assert.equal(await found(files, labelled), 'by labels: shop/a.yaml shop/b.yaml: web=web:2');
    const turned = { ...labelled, files: [...labelled.files].reverse() };
    assert.equal(await found(files, turned), 'by labels: shop/b.yaml shop/a.yaml: web=web:1');
  });

  it('takes variables from the labelled environment files instead of .env', async () => {
    const files = {
      'shop/a.yaml': 'services:\n  web:\n    image: web:${V}\n',
      'shop/.env': 'V=1\n',
      'shop/prod.env': 'V=3\n',
    };
    const one = { ...labelled, files: ['/w/shop/a.yaml'] };
    assert.equal(
      await found(files, { ...one, environmentFiles: ['/w/shop/prod.env'] }),
      'by labels: shop/a.yaml: web=web:3',
    );
    assert.equal(
      await found(files, { ...one, environmentFiles: ['prod.env'] }),
      'by labels: shop/a.yaml: web=web:3',
    );
    assert.equal(
      await found(files, { ...one, environmentFiles: ['/gone.env'] }),
      'by labels: shop/a.yaml: web=unknown',
    );
  });

  it('follows extends, include and anchors, and knows labels of the first compose', async () => {
    const files = {
      'shop/a.yaml':
        'include: [more.yaml]\nservices:\n  web:\n    extends: {file: base.yaml, service: base}\n',
      'shop/base.yaml': 'services:\n  base:\n    image: &i base:1\n  other:\n    image: *i\n',
      'shop/more.yaml': 'x-image: &i api:7\nservices:\n  api:\n    image: *i\n    profiles: [ops]\n',
    };
    const typed = { workingDirectory: '/w/shop', files: ['a.yaml'] };
    assert.equal(await found(files, typed), 'by labels: shop/a.yaml: api=api:7 web=base:1');
  });

  it('is the only one of the workspace that has its name', async () => {
    const elsewhere = { workingDirectory: '/srv/x', files: ['/srv/x/compose.yaml'] };
    assert.equal(
      await found({ 'shop/compose.yaml': WEB }, elsewhere),
      'by name: shop/compose.yaml: web=web:1',
    );
    assert.equal(
      await found({ 'Shop.1/compose.yaml': WEB }, { name: 'shop1' }),
      'by name: Shop.1/compose.yaml: web=web:1',
    );
    const named = { 'a/compose.yaml': `name: shop\n${WEB}`, 'b/compose.yaml': API };
    assert.equal(await found(named, {}), 'by name: a/compose.yaml: web=web:1');
    const set = { 'a/compose.yaml': `name: other\n${WEB}`, 'a/.env': 'COMPOSE_PROJECT_NAME=shop\n' };
    assert.equal(await found(set, {}), 'by name: a/compose.yaml: web=web:1');
    const asked = { 'a/compose.yaml': 'name: ${NAME:-shop}\n' + WEB };
    assert.equal(await found(asked, {}), 'by name: a/compose.yaml: web=web:1');
  });

  it('is not any of several, unless only one declares all that runs', async () => {
    const files = { 'a/shop/compose.yaml': WEB, 'b/shop/compose.yaml': API };
    assert.equal(await found(files, {}), 'not found');
    assert.equal(await found(files, { services: ['api'] }), 'by name: b/shop/compose.yaml: api=api:1');
    assert.equal(await found(files, { services: ['api', 'web'] }), 'not found');
    const labelledElsewhere = { workingDirectory: '/srv', files: ['/srv/compose.yaml'] };
    assert.equal(await found(files, labelledElsewhere), 'not found, /srv/compose.yaml is not here');
    // One that is removed from its only file is still that file's.
    assert.equal(
      await found({ 'shop/compose.yaml': WEB }, { services: ['gone'] }),
      'by name: shop/compose.yaml: web=web:1',
    );
  });

  it('has the files that the labels name on another machine, where all of them are here', async () => {
    const files = {
      'shop/compose.yaml': WEB,
      'shop/compose.prod.yaml': 'services:\n  web:\n    image: web:9\n',
    };
    const unix = {
      workingDirectory: '/srv/shop',
      files: ['/srv/shop/compose.yaml', '/srv/shop/compose.prod.yaml'],
    };
    const both = 'by name: shop/compose.yaml shop/compose.prod.yaml: web=web:9';
    assert.equal(await found(files, unix), both);
    const windows = {
      workingDirectory: 'C:\\shop',
      files: ['C:\\shop\\compose.yaml', 'C:\\shop\\compose.prod.yaml'],
    };
    assert.equal(await found(files, windows), both);
    const deep = { 'shop/compose.yaml': WEB, 'shop/deploy/prod.yaml': API };
    const below = { workingDirectory: '/srv/shop', files: ['/srv/shop/deploy/prod.yaml'] };
    assert.equal(await found(deep, below), 'by name: shop/deploy/prod.yaml: api=api:1');
  });

  it('is no override and no included file by itself', async () => {
    const files = {
      'shop/compose.yaml': `include: [more.yaml]\n${WEB}`,
      'shop/compose.override.yaml': 'services:\n  web:\n    image: web:2\n',
      'shop/more.yaml': API,
    };
    assert.equal(
      await found(files, {}),
      'by name: shop/compose.yaml shop/compose.override.yaml: api=api:1 web=web:2',
    );
  });

  it('of a stack is the only one that declares its services, whatever it is called', async () => {
    const files = { 'a/compose.yaml': WEB, 'b/compose.yaml': API };
    assert.equal(
      await found(files, { kind: 'stack', services: ['api'] }),
      'by name: b/compose.yaml: api=api:1',
    );
    assert.equal(await found(files, { kind: 'stack', services: [] }), 'not found');
    assert.equal(await found(files, { kind: 'compose', services: ['api'] }), 'not found');
    assert.equal(
      await found({ ...files, 'c/compose.yaml': API }, { kind: 'stack', services: ['api'] }),
      'not found',
    );
  });

  it('is nowhere for what no project started', async () => {
    assert.equal(
      await found({ 'shop/compose.yaml': WEB }, { kind: 'standalone', services: ['web'] }),
      'not found',
    );
  });
});
