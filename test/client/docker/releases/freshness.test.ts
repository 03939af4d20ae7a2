import assert from 'node:assert/strict';
import { runningImages } from '../../../../client/src/docker/releases/freshness';
import { hostReleases } from '../../../../client/src/docker/releases/hostReleases';
import type { Observation } from '../../../../client/src/docker/releases/observation';
import type { FreshnessAnswer } from '../../../../server/src/inspectionProtocol';
import {
  composeLabels,
  container,
  digest,
  imageFacts,
  knowledge,
  listed,
  observation,
  short,
  swarmFacts,
  swarmService,
  swarmTask,
} from '../../../support/observed';

const [ONE, A, B] = [digest('1'), digest('a'), digest('b')];

describe('what a registry is asked about', () => {
  it('is the tag, with all that names what runs', () => {
    const seen = observation({
      containers: [container({ image: 'docker.io/library/node:20' })],
      images: [
        imageFacts({
          repositoryDigests: [`node@${A}`, `node@${B}`],
          platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
        }),
      ],
    });
    assert.deepEqual(asked(seen), ['node:20 a b configuration 1 linux/arm/v7']);
  });

  it('is the tag without the digest that was written, and each question once', () => {
    const containers = ['x', 'y'].map((id) => container({ id, image: `node:20@${A}` }));
    assert.deepEqual(asked(observation({ containers, images: [imageFacts()] })), [
      'node:20 a configuration 1',
    ]);
  });

  it('is latest where no tag is written', () => {
    const seen = observation({
      containers: [container({ image: 'node' })],
      listed: [listed({ repositoryDigests: [`node@${A}`] })],
    });
    assert.deepEqual(asked(seen), ['node:latest a configuration 1']);
  });

  it("has no digest of a configuration in containerd's store", () => {
    const seen = observation({ engine: { store: 'containerd' }, containers: [container()] });
    assert.deepEqual(asked(seen), ['node:20 1']);
  });

  it('is what runs on other nodes too', () => {
    const swarm = swarmFacts({ services: [swarmService()], tasks: [swarmTask({ image: `node:22@${B}` })] });
    assert.deepEqual(asked(observation({ swarm })), ['node:22 b']);
  });

  it('is an image that was removed here, by its configuration', () => {
    const seen = observation({ containers: [container()], missing: { [ONE]: 'removed' } });
    assert.deepEqual(asked(seen), ['node:20 configuration 1']);
  });
});

describe('what a registry has said', () => {
  const pulled = observation({
    containers: [container()],
    listed: [listed({ repositoryDigests: [`node@${A}`] })],
  });
  const answer: Omit<FreshnessAnswer, 'key'> = { status: 'current', newDigest: A, asked: 5, detail: null };

  it('is the answer', () => {
    assert.equal(picture(pulled, answer), 'current a 5');
    assert.equal(picture(pulled, { ...answer, status: 'tag-moved', newDigest: B }), 'tag-moved b 5');
    assert.equal(picture(pulled, { ...answer, status: 'digest-gone', newDigest: null }), 'digest-gone 5');
  });

  it('is unknown where it did not answer', () => {
    const silent = {
      status: 'unknown',
      newDigest: null,
      asked: null,
      detail: 'The registry was silent.',
    } as const;
    assert.equal(picture(pulled, silent), 'unknown unanswered The registry was silent.');
  });

  it('is unknown where nobody asked', () => {
    assert.equal(picture(pulled, null), 'unknown not-asked');
    assert.equal(
      picture(pulled, { status: 'unknown', newDigest: null, asked: null, detail: null }),
      'unknown not-asked',
    );
  });

  const unasked: readonly (readonly [string, Observation, string])[] = [
    ['what was built here', observation({ containers: [container()], images: [imageFacts()] }), 'local'],
    [
      'what has its name only here',
      observation({
        containers: [container()],
        images: [imageFacts({ repositoryDigests: [`mirror/node@${A}`] })],
      }),
      'local',
    ],
    [
      "what compose built into containerd's store",
      observation({
        engine: { store: 'containerd' },
        containers: [container({ image: 'shop-web' })],
        listed: [listed({ repositoryDigests: [`shop-web@${ONE}`], labels: composeLabels('shop', 'web') })],
      }),
      'local',
    ],
    [
      'what podman built',
      observation({
        containers: [container({ image: 'localhost/app:latest' })],
        listed: [listed({ repositoryDigests: [`localhost/app@${A}`] })],
      }),
      'local',
    ],
    [
      'what is pinned without a tag',
      observation({ containers: [container({ image: `node@${A}` })] }),
      'no-tag',
    ],
    [
      'what was started by an id',
      observation({ containers: [container({ image: ONE })] }),
      'reference-unknown',
    ],
    [
      'what the engine says nothing of',
      observation({ engine: { store: 'unknown' }, containers: [container()] }),
      'reference-unknown',
    ],
  ];
  for (const [title, seen, reason] of unasked) {
    it(`is nothing about ${title}`, () => {
      assert.equal(picture(seen, null), `unknown ${reason}`);
      assert.deepEqual(runningImages(seen), []);
    });
  }
});

function asked(seen: Observation): readonly string[] {
  return runningImages(seen).map(({ reference, digests, configuration, platform }) =>
    [
      reference,
      ...digests.map(short),
      ...(configuration === null ? [] : ['configuration', short(configuration)]),
      ...(platform === null ? [] : [platform]),
    ].join(' '),
  );
}

function picture(seen: Observation, answer: Omit<FreshnessAnswer, 'key'> | null): string {
  const answers = runningImages(seen).map(({ key }) => [key, { key, ...answer! }] as const);
  const known = knowledge({ freshness: new Map(answer === null ? [] : answers) });
  const { freshness } = hostReleases(seen, known).projects[0]!.services[0]!.answers;
  const { status, reason, newDigest, asked: time, detail } = freshness;
  return [status, reason, newDigest && short(newDigest), time, detail]
    .filter((part) => part !== null)
    .join(' ');
}
