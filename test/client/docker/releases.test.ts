import assert from 'node:assert/strict';
import type { ContainerFacts, EngineFacts } from '../../../client/src/docker/engine';
import {
  releases,
  type ImageAnswer,
  type Observation,
  type Releases,
  type RunningContainer,
} from '../../../client/src/docker/releases';

const ID = `sha256:${'1'.repeat(64)}`;
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

describe('the model of what runs', () => {
  it('is ordered by project, service and name, numbers as numbers', () => {
    const observations = [
      observed({ name: 'shop-web-10', labels: compose('shop', 'web') }),
      observed({ name: 'shop-web-2', labels: compose('shop', 'web') }),
      observed({ name: 'lone' }),
      observed({ name: 'half', labels: { 'com.docker.compose.project': 'shop' } }),
      observed({ name: 'shop-db-1', labels: compose('shop', 'db') }),
      observed({ name: 'blog-web-1', labels: compose('blog', 'web') }),
    ];
    assert.equal(
      picture(releases(ENGINE, observations)),
      'blog\n  web: blog-web-1\nshop\n  db: shop-db-1\n  web: shop-web-2, shop-web-10\nstandalone: half, lone',
    );
  });

  it('is empty when nothing runs', () => {
    assert.equal(picture(releases(ENGINE, [])), 'standalone: ');
  });
});

describe('the digest that a container runs from', () => {
  const cases: readonly (readonly [string, Partial<Case>, string])[] = [
    ['is the one recorded for its repository', { digests: [`node@${A}`] }, 'repository a'],
    [
      'is found under the long name of Docker Hub',
      { digests: [`docker.io/library/node@${A}`] },
      'repository a',
    ],
    [
      'is the written one, also when the image is gone',
      { image: `node:20@${B}`, answer: 'removed' },
      'reference b',
    ],
    [
      'is the written one among several',
      { image: `node@${B}`, digests: [`node@${A}`, `node@${B}`] },
      'reference b +a',
    ],
    [
      'is found with a port in the name',
      { image: 'host:5000/app', digests: [`host:5000/app@${A}`] },
      'repository a',
    ],
    [
      'is not that of another port',
      { image: 'host:5000/app', digests: [`host:5001/app@${A}`] },
      'other-repository host:5001/app@a',
    ],
    [
      'is not that of another repository',
      { digests: [`mirror/node@${A}`] },
      'other-repository mirror/node@a',
    ],
    [
      'is the index where the engine tells it apart',
      { digests: [`node@${A}`, `node@${B}`], descriptor: B },
      'repository b +a',
    ],
    ['is the first where it does not', { digests: [`node@${A}`, `node@${B}`] }, 'repository a +b'],
    ['is listed once', { digests: [`node@${A}`, `library/node@${A}`] }, 'repository a'],
    ['is none for an image built here', { digests: [] }, 'none'],
    ['is never the image ID of the classic store', { digests: [], store: 'classic' }, 'none'],
    [
      'is never the image ID of a store that is not known',
      { answer: 'removed', store: 'unknown' },
      'image-removed',
    ],
    [
      "is the id in containerd's store, where ids are digests",
      { answer: 'removed', store: 'containerd' },
      'store 1',
    ],
    ['is unknown when the engine does not answer', { answer: 'unanswered' }, 'unanswered'],
    [
      'is not a text that only looks like one',
      { image: 'node@sha256:short', digests: ['node@sha256:short'] },
      'other-repository node@sha256:short',
    ],
  ];
  for (const [title, given, expected] of cases) {
    it(title, () => assert.equal(digestPicture(only(given)), expected));
  }
});

describe('the reference that a container was started with', () => {
  it('is the listed one', () => assert.equal(only({}).reference, 'node:20'));

  it('comes from the container once its tag has moved', () => {
    const container = only({ image: ID, startedFrom: 'node:20', digests: [`node@${A}`] });
    assert.equal(container.reference, 'node:20');
    assert.equal(digestPicture(container), 'repository a');
  });

  it('is not known when it was an image ID, whole or shortened', () => {
    assert.equal(only({ image: ID, startedFrom: ID }).reference, null);
    assert.equal(only({ image: '111111111111', startedFrom: '111111111111' }).reference, null);
  });

  it('may look like an image ID and be none', () => {
    assert.equal(only({ image: 'cafe' }).reference, 'cafe');
  });

  it('leaves every recorded digest open when it is not known', () => {
    assert.equal(digestPicture(only({ image: ID, digests: [`a@${A}`, `b@${B}`] })), 'repository a +b');
  });
});

describe('the health of a container', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Up 8 minutes (healthy)', 'healthy'],
    ['Up 8 minutes (unhealthy)', 'unhealthy'],
    ['Up 2 seconds (health: starting)', 'starting'],
    ['Up 8 minutes', 'unknown'],
    ['Up 8 minutes (Paused)', 'unknown'],
    ['', 'unknown'],
  ];
  for (const [status, expected] of cases) {
    it(`'${status}' is ${expected}`, () => assert.equal(only({ status }).health, expected));
  }
});

interface Case {
  readonly image: string;
  readonly startedFrom: string | null;
  readonly digests: readonly string[];
  readonly descriptor: string | null;
  readonly answer: ImageAnswer;
  readonly store: EngineFacts['store'];
  readonly status: string;
}

function only({
  digests = [],
  descriptor = null,
  store = 'classic',
  ...given
}: Partial<Case>): RunningContainer {
  const image = given.answer ?? { repositoryDigests: digests, descriptor };
  const observation: Observation = {
    ...observed({ image: given.image ?? 'node:20', status: given.status ?? '' }),
    startedFrom: given.startedFrom ?? null,
    image,
  };
  return releases({ ...ENGINE, store }, [observation]).standalone[0]!;
}

function observed(facts: Partial<ContainerFacts>): Observation {
  return {
    container: {
      id: facts.name ?? 'id',
      name: 'name',
      image: 'node:20',
      imageId: ID,
      created: 0,
      state: 'running',
      status: '',
      labels: {},
      ...facts,
    },
    startedFrom: null,
    image: { repositoryDigests: [], descriptor: null },
  };
}

function compose(project: string, service: string): Record<string, string> {
  return { 'com.docker.compose.project': project, 'com.docker.compose.service': service };
}

function picture({ projects, standalone }: Releases): string {
  const names = (containers: readonly RunningContainer[]) => containers.map(({ name }) => name).join(', ');
  return [
    ...projects.flatMap((project) => [
      project.name,
      ...project.services.map((service) => `  ${service.name}: ${names(service.containers)}`),
    ]),
    `standalone: ${names(standalone)}`,
  ].join('\n');
}

/** Digests by their first digit. */
function digestPicture({ digest }: RunningContainer): string {
  const short = (text: string) => text.replace(/sha256:(.)\1{63}/, '$1');
  return digest.known
    ? [digest.source, short(digest.digest), ...digest.others.map((other) => `+${short(other)}`)].join(' ')
    : [digest.reason, ...digest.elsewhere.map(short)].join(' ');
}

const ENGINE: EngineFacts = {
  endpoint: 'unix:///a.sock',
  origin: { kind: 'usual' },
  version: null,
  store: 'classic',
};
