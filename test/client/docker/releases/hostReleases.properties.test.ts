import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { imagesToCompare } from '../../../../client/src/docker/releases/baseImages';
import { runningImages } from '../../../../client/src/docker/releases/freshness';
import { hostReleases } from '../../../../client/src/docker/releases/hostReleases';
import type { Observation } from '../../../../client/src/docker/releases/observation';
import { projectsToDeclare } from '../../../../client/src/docker/releases/projectsToDeclare';
import { shownContainers } from '../../../../client/src/docker/releases/shownContainers';
import type { ProjectDeclaration } from '../../../../server/src/inspectionProtocol';
import {
  composeLabels,
  container,
  digest,
  exec,
  imageFacts,
  knowledge,
  listed,
  mount,
  observation,
  swarmFacts,
  swarmService,
  swarmTask,
} from '../../../support/observed';

describe('the model, whatever an engine says', () => {
  it('has every container that is shown exactly once, under keys that are there once', () => {
    fc.assert(
      fc.property(OBSERVATIONS, DECLARATIONS, PATTERNS, (seen, declared, scratch) => {
        const declarations = new Map(declared.map((declaration) => [declaration.key, declaration]));
        const { projects } = hostReleases(seen, knowledge({ declarations, scratch }));
        const services = projects.flatMap((project) => project.services);
        const releases = services.flatMap((service) => service.releases);
        const ids = releases.flatMap(({ containers }) => containers.map(({ id }) => id));
        const shown = shownContainers(seen).map(({ facts }) => facts.id);
        assert.deepEqual([...ids].sort(), [...shown].sort());
        for (const keys of [projects, services, releases]) {
          assert.equal(new Set(keys.map(({ key }) => key)).size, keys.length);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is the same whatever the order in which containers are listed', () => {
    fc.assert(
      fc.property(OBSERVATIONS, (seen) => {
        const distinct = [...new Map(seen.containers.map((one) => [one.facts.id, one])).values()];
        const keys = (containers: Observation['containers']) =>
          hostReleases({ ...seen, containers }, knowledge())
            .projects.flatMap(({ services }) =>
              services.map(({ key, releases }) => `${key} ${releases.length}`),
            )
            .sort();
        assert.deepEqual(keys(distinct), keys([...distinct].reverse()));
      }),
      { numRuns: 100 },
    );
  });

  it('never says that something is in order of which it knows nothing', () => {
    fc.assert(
      fc.property(OBSERVATIONS, (seen) => {
        for (const { services } of hostReleases(seen, knowledge()).projects) {
          for (const { answers } of services) {
            assert.notEqual(answers.sync.status, 'synced');
            assert.equal(answers.freshness.status, 'unknown');
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('asks about what runs without fail, and each question once', () => {
    fc.assert(
      fc.property(OBSERVATIONS, (seen) => {
        const keys = runningImages(seen).map(({ key }) => key);
        assert.equal(new Set(keys).size, keys.length);
        const projects = projectsToDeclare(seen).map(({ running }) => running.key);
        assert.equal(new Set(projects).size, projects.length);
        for (const id of imagesToCompare(seen)) assert.ok(seen.listed.has(id));
      }),
      { numRuns: 100 },
    );
  });
});

const DIGESTS = fc.constantFrom(...'12ab'.split('').map(digest), '', 'sha256:x');
const NAMES = fc.oneof(
  fc.constantFrom(
    'app-blue',
    'app-green',
    'app',
    'web-1',
    'web_2',
    '-1',
    'blue',
    '',
    'constructor',
    '__proto__',
  ),
  fc.string(),
);
const REFERENCES = fc.oneof(
  DIGESTS,
  fc.constantFrom(
    'node',
    'node:20',
    `node:20@${digest('a')}`,
    'shop-web',
    'localhost/app:1',
    'a:b:c@d@e',
    '@',
    ':',
  ),
  fc.string(),
);
const LABELS = fc.oneof(
  fc.constant({}),
  fc.constantFrom<Readonly<Record<string, string>>>(
    composeLabels('shop', 'web', { 'config-hash': 'x', version: '2.1', oneoff: 'True' }),
    composeLabels('shop', 'web'),
    composeLabels('', ''),
    {
      'com.docker.swarm.service.name': 'shop_web',
      'com.docker.swarm.task.name': 'shop_web.1.x',
      'com.docker.swarm.task.id': 't1',
    },
    { 'com.docker.swarm.service.name': 'shop_web', 'com.docker.stack.namespace': 'shop' },
    { 'immutable-infra.temporary': 'x' },
    { 'org.opencontainers.image.revision': 'c0ffee1', 'org.opencontainers.image.base.digest': digest('a') },
  ),
  fc.dictionary(fc.string(), fc.string()),
);
const STATES = fc.oneof(
  fc.constantFrom('running', 'exited', 'paused', 'restarting', 'created', 'dead'),
  fc.string(),
);
const PATHS = fc.oneof(fc.constantFrom('/', '', '/etc', '/etc/hosts', '/data/x', '//', '/a/'), fc.string());

const CONTAINERS = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    name: NAMES,
    image: REFERENCES,
    imageId: DIGESTS,
    created: fc.double(),
    state: STATES,
    status: fc.string(),
    labels: LABELS,
    mounts: fc.array(fc.record({ source: PATHS, target: PATHS }).map(mount), { maxLength: 2 }),
    changes: fc.array(fc.record({ path: PATHS, kind: fc.constantFrom('changed', 'added', 'deleted') }), {
      maxLength: 3,
    }),
    configuration: fc.record({
      environment: fc.array(fc.string(), { maxLength: 3 }),
      healthcheck: fc.option(fc.array(fc.constantFrom('CMD', 'CMD-SHELL', 'NONE', 'x'))),
      workingDirectory: PATHS,
      volumes: fc.array(PATHS, { maxLength: 2 }),
    }),
    looked: fc.boolean(),
  })
  .map(({ looked, ...given }) => container(looked ? given : { ...given, details: null }));

const SWARMS = fc
  .record({
    replicas: fc.option(fc.integer()),
    states: fc.array(
      fc.record({
        id: fc.constantFrom('t1', 't2', 't3'),
        state: fc.constantFrom('running', 'failed', 'shutdown', 'pending'),
        desiredState: fc.constantFrom('running', 'shutdown', 'remove'),
        containerId: fc.option(fc.constantFrom('a', 'b', 'z')),
        image: REFERENCES,
        slot: fc.option(fc.integer()),
      }),
      { maxLength: 4 },
    ),
    name: fc.constantFrom('shop_web', 'web', ''),
    labels: LABELS,
  })
  .map(({ replicas, states, name, labels }) =>
    swarmFacts({ services: [swarmService({ replicas, name, labels })], tasks: states.map(swarmTask) }),
  );

const IMAGES = fc.record({
  id: DIGESTS,
  tags: fc.array(REFERENCES, { maxLength: 2 }),
  repositoryDigests: fc.array(REFERENCES, { maxLength: 2 }),
  layers: fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }),
  descriptor: fc.option(DIGESTS),
  labels: LABELS,
});

const OBSERVATIONS: fc.Arbitrary<Observation> = fc
  .record({
    containers: fc.array(CONTAINERS, { maxLength: 6 }),
    swarm: fc.option(SWARMS),
    images: fc.array(IMAGES, { maxLength: 3 }),
    looked: fc.boolean(),
    store: fc.constantFrom('classic', 'containerd', 'unknown'),
    execs: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'x'), fc.string()), { maxLength: 3 }),
  })
  .map(({ containers, swarm, images, looked, store, execs }) =>
    observation({
      containers,
      swarm,
      engine: { store },
      listed: images.map(({ layers: _, descriptor: __, ...image }) => listed(image)),
      images: looked
        ? images.map(({ labels, ...image }) => imageFacts({ ...image, configuration: { labels } }))
        : [],
      execs: execs.map(([id, command]) => exec(id, command)),
    }),
  );

const DECLARATIONS: fc.Arbitrary<readonly ProjectDeclaration[]> = fc.array(
  fc
    .record({
      key: fc.constantFrom('compose:shop', 'standalone', 'stack:shop'),
      image: fc.option(REFERENCES),
      named: fc.boolean(),
    })
    .map(({ key, image, named }): ProjectDeclaration => {
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const place = { uri: '', range };
      const web = { name: 'web', place, image: { text: 'x', reference: image, place }, build: null };
      return named
        ? { key, found: true, by: 'name', files: [], services: [web] }
        : { key, found: false, path: image };
    }),
  { maxLength: 2 },
);

const PATTERNS = fc.array(fc.oneof(fc.constantFrom('*.x', '/a/**', '['), fc.string()), { maxLength: 2 });
