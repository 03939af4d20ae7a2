import assert from 'node:assert/strict';
import type { FreshnessAnswer, ImageEvidence } from '../../../../server/src/inspectionProtocol';
import type { KnowledgeSources } from '../../../../client/src/docker/watch/knowledgeSources';
import type { Knowledge, Observation } from '../../../../client/src/docker/releases/observation';
import { container } from '../../../support/worldOfEngines';
import {
  releasesOf,
  seenScene,
  watchScene,
  type SceneOptions,
  type WatchScene,
} from '../../../support/watchScene';

const LABELS = { 'com.docker.compose.project': 'shop', 'com.docker.compose.config-hash': 'one' };

/** What is known when it is shown last. */
function knowing(options: SceneOptions = {}) {
  let known: Knowledge | null = null;
  const scene = watchScene({
    ...options,
    model: {
      hostReleases: (observation: Observation, knowledge: Knowledge) => {
        known = knowledge;
        return releasesOf(observation, 'c0ffee');
      },
      ...options.model,
    },
  });
  scene.engine.containers.set('web', container({ labels: LABELS }));
  return { scene, known: () => known! };
}

async function asked(scene: WatchScene, milliseconds = 2_000): Promise<string> {
  await scene.clock.advance(milliseconds);
  return scene.questions.splice(0).join(', ');
}

describe('what others than engines know', () => {
  it('is asked once, and again when the workspace or the project is another', async () => {
    const { scene } = knowing();
    scene.inspector.setVisible(true);
    assert.equal(await asked(scene), 'declarations shop, recall sha256:1, commit c0ffee, hashes shop');
    scene.engine.emit({ id: 'web', action: 'start' });
    assert.equal(await asked(scene), '');
    scene.inspector.forgetWorkspace();
    assert.equal(await asked(scene), 'declarations shop, commit c0ffee, hashes shop');
    scene.engine.containers.set(
      'web',
      container({ labels: { ...LABELS, 'com.docker.compose.config-hash': 'two' } }),
    );
    scene.engine.emit({ id: 'web', action: 'start' });
    assert.equal(await asked(scene), 'hashes shop');
    scene.engine.containers.set(
      'db',
      container({ labels: { 'com.docker.compose.project': 'db' }, image: 'sha256:2' }),
    );
    scene.engine.emit({ id: 'db', action: 'start' });
    assert.equal(await asked(scene), 'declarations shop db, recall sha256:2, hashes db');
  });

  it('is asked for once, on whatever hosts a commit runs', async () => {
    const { scene } = knowing({ hosts: ['a', 'b'], chosen: ['a', 'b'] });
    scene.inspector.setVisible(true);
    assert.equal((await asked(scene)).match(/commit c0ffee/g)?.length, 1);
  });

  it('keeps nobody waiting', async () => {
    const { scene } = knowing({ knowledge: { declarations: () => new Promise(() => undefined) } });
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.match(scene.shown(), /web running ~0$/);
  });

  it('is not asked while nobody looks, and what was left off is asked for then', async () => {
    const pending: AbortSignal[] = [];
    const { scene } = knowing({
      knowledge: {
        declarations: (_, signal) => {
          pending.push(signal);
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve([])));
        },
      },
    });
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    scene.inspector.setVisible(false);
    assert.equal(pending[0]!.aborted, true);
    scene.inspector.forgetWorkspace();
    assert.equal(await asked(scene, 0), 'recall sha256:1, commit c0ffee');
    assert.equal(await asked(scene, 60_000), '');
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.equal(pending.length, 2);
  });

  it('asks registries only when they may be asked, or when somebody says so', async () => {
    const { scene } = knowing();
    scene.inspector.setVisible(true);
    assert.match(await asked(scene), /recall sha256:1/);
    await scene.inspector.checkFreshness(null, new AbortController().signal);
    assert.equal(await asked(scene), 'ask sha256:1, trace sha256:1');
    await scene.inspector.checkFreshness(
      { kind: 'container', host: 'a', id: 'web' },
      new AbortController().signal,
    );
    await scene.inspector.checkFreshness(
      { kind: 'container', host: 'a', id: 'gone' },
      new AbortController().signal,
    );
    await scene.inspector.checkFreshness({ kind: 'host', host: 'b' }, new AbortController().signal);
    assert.equal(await asked(scene), 'ask sha256:1, trace sha256:1');
    const may = knowing({ knowledge: { mayAskRegistries: () => true } });
    may.scene.inspector.setVisible(true);
    assert.match(await asked(may.scene), /ask sha256:1, trace sha256:1/);
    may.scene.engine.emit({ id: 'web', action: 'start' });
    assert.equal(await asked(may.scene), '');
  });

  it('asks a registry once for an image that runs on two hosts, and tells both', async () => {
    const answer: FreshnessAnswer = {
      key: 'sha256:1',
      status: 'tag-moved',
      newDigest: null,
      asked: 1,
      detail: null,
    };
    let questions = 0;
    const { scene, known } = knowing({
      hosts: ['a', 'b'],
      chosen: ['a', 'b'],
      knowledge: {
        compare: (images, ask) => {
          if (!ask)
            return Promise.resolve(
              images.map(({ key }) => ({ ...answer, key, status: 'unknown', asked: null })),
            );
          questions++;
          return Promise.resolve([answer]);
        },
      },
    });
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    await scene.inspector.checkFreshness(null, new AbortController().signal);
    await scene.clock.advance(2_000);
    assert.equal(questions, 1);
    assert.deepEqual(known().freshness.get('sha256:1'), answer);
    // What is only remembered says nothing against it.
    scene.inspector.refresh();
    await scene.clock.advance(2_000);
    assert.deepEqual(known().freshness.get('sha256:1'), answer);
  });

  it('says nothing of registries that were never asked', async () => {
    const compare: KnowledgeSources['compare'] = (images) =>
      Promise.resolve(
        images.map(({ key }) => ({
          key,
          status: 'unknown',
          newDigest: null,
          asked: null,
          detail: 'not of late',
        })),
      );
    const { scene, known } = knowing({ knowledge: { compare } });
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.deepEqual([...known().freshness], []);
    await scene.inspector.checkFreshness(null, new AbortController().signal);
    await scene.clock.advance(2_000);
    assert.equal(known().freshness.get('sha256:1')?.detail, 'not of late');
  });

  it('tells where images come from once somebody has registries asked, each image once on all hosts', async () => {
    const told: ImageEvidence = {
      key: 'sha256:1',
      revision: { revision: 'feed', source: null, by: 'provenance', dirty: false },
      signature: 'none',
      attestations: [],
      base: 'debian:12',
      detail: null,
    };
    const answers: ImageEvidence[] = [told, { ...told, revision: null, base: null, detail: 'silent' }];
    const questions: string[] = [];
    const { scene } = knowing({
      hosts: ['a', 'b'],
      chosen: ['a', 'b'],
      knowledge: {
        evidence: (images) => {
          questions.push(JSON.stringify(images));
          return Promise.resolve(answers.splice(0, 1));
        },
      },
      model: {
        hostReleases: (observation, knowledge) =>
          releasesOf(observation, knowledge.evidence.get('sha256:1')?.revision?.revision ?? 'c0ffee'),
      },
    });
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.deepEqual(questions, []);
    scene.questions.length = 0;
    await scene.inspector.checkFreshness(null, new AbortController().signal);
    assert.deepEqual(questions, ['[{"key":"sha256:1","reference":"app@sha256:1","platform":null}]']);
    // The commit that it names is looked up as any other.
    assert.match(await asked(scene), /commit feed$/);
    // That a registry is silent the next time says nothing against it.
    await scene.inspector.checkFreshness({ kind: 'host', host: 'a' }, new AbortController().signal);
    assert.equal(await asked(scene), 'ask sha256:1');
    assert.equal(questions.length, 2);
  });

  it('is shown as it comes', async () => {
    const { scene, known } = knowing({
      knowledge: {
        configurationHashes: () => Promise.resolve(new Map([['web', 'one']])),
        scratch: () => ['/var/cache/**'],
      },
    });
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    const { declarations, configurationHashes, sources, scratch } = known();
    assert.deepEqual(
      [[...declarations.keys()], configurationHashes.get('shop')?.get('web'), [...sources.keys()], scratch],
      [['shop'], 'one', ['c0ffee'], ['/var/cache/**']],
    );
  });

  it('is asked about nothing where nothing runs', async () => {
    const scene = await seenScene();
    scene.engine.containers.clear();
    scene.engine.emit({ id: 'web', action: 'destroy' });
    assert.equal(await asked(scene), '');
  });
});
