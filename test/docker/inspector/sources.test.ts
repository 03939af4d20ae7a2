import assert from 'node:assert/strict';
import { gitRepository } from '../../support/gitRepository';
import type { GitRepository } from '../../support/gitRepository';
import { removeContainers } from '../containers';
import { laboratory } from '../hooks';
import { deleteManifest, pushImage, revisionOf, SOURCE } from '../images';
import { NEVER } from './connect';
import { lookAtEngine } from './joined';
import type { Joined } from './joined';

describe('what runs against where it comes from', () => {
  let workspace: GitRepository | undefined;
  let first: string;
  let moved: string;
  let seen: Joined | undefined;

  before(async () => {
    const { engine, registries } = laboratory();
    const repository = { registry: registries.anonymous, name: 'sources/app' };
    workspace = gitRepository();
    workspace.git('remote', 'add', 'origin', SOURCE);
    first = workspace.commit('Open the shop', { 'app.txt': '1' });
    workspace.commit('Second', { 'app.txt': '2' });
    const head = workspace.commit('Third', { 'app.txt': '3' });
    const run = async (name: string, revision: string): Promise<string> => {
      const digest = await pushImage(repository, name, name, revision);
      const image = `${repository.registry}/${repository.name}:${name}`;
      await engine.docker('run', '--detach', '--network', 'none', '--name', name, image);
      return digest;
    };
    await run('behind', first);
    await run('head', head);
    await run('elsewhere', revisionOf('elsewhere'));
    const gone = await run('gone', head);
    const replaced = await run('replaced', head);
    moved = await pushImage(repository, 'replaced', 'newer', head);
    // The registry takes the tags of a manifest with it.
    await deleteManifest(repository, gone);
    await deleteManifest(repository, replaced);
    seen = await lookAtEngine(workspace.folder);
    await seen.sees('the commits', () => drawSync('behind').includes('behind'));
  });
  after(async () => {
    seen?.stop();
    await removeContainers(laboratory().engine);
    workspace?.remove();
  });

  const drawSync = (name: string): string => {
    const { status, reasons } = seen!.container(name)?.answers.sync ?? { status: 'absent', reasons: [] };
    const drawn = reasons.map((reason) =>
      reason.kind === 'behind' ? `behind ${reason.commits}` : reason.kind,
    );
    return [status, ...drawn].join(' · ');
  };

  it('counts the commits of the workspace since the one that an image was built from', async () => {
    assert.deepEqual(['behind', 'head', 'elsewhere'].map(drawSync), [
      'unknown · undeclared · behind 2',
      'unknown · undeclared',
      'unknown · undeclared · unknown-commit',
    ]);
    assert.deepEqual(seen!.container('behind')!.revision, {
      known: true,
      revision: first,
      source: SOURCE,
      by: 'label',
      dirty: false,
    });
    workspace!.commit('Fourth', { 'app.txt': '4' });
    seen!.inspector.forgetWorkspace();
    await seen!.sees('the new commit', () => drawSync('behind') === 'unknown · undeclared · behind 3');
    assert.equal(drawSync('head'), 'unknown · undeclared · behind 1');
  });

  it('says that the registry has what runs no longer, with and without a tag that still is', async () => {
    await seen!.inspector.checkFreshness(null, NEVER);
    const freshness = (name: string): string => {
      const { status, newDigest } = seen!.container(name)!.answers.freshness;
      return [status, ...(newDigest === null ? [] : [newDigest])].join(' ');
    };
    await seen!.sees('the answers', () => freshness('gone') === 'digest-gone');
    assert.equal(freshness('replaced'), `digest-gone ${moved}`);
    assert.ok(freshness('head').startsWith('current sha256:'), freshness('head'));
  });
});
