import assert from 'node:assert/strict';
import type { SyncReason } from '../../../../client/src/docker/releases/answers';
import { hostReleases } from '../../../../client/src/docker/releases/hostReleases';
import type { Service } from '../../../../client/src/docker/releases/model';
import type { Knowledge } from '../../../../client/src/docker/releases/observation';
import type { SourceState } from '../../../../client/src/docker/releases/sourceState';
import type {
  DeclaredService,
  FileRange,
  ProjectDeclaration,
} from '../../../../server/src/inspectionProtocol';
import {
  composeLabels,
  container,
  digest,
  imageFacts,
  knowledge,
  listed,
  observation,
  short,
  type Given,
  type GivenObservation,
} from '../../../support/observed';

const [ONE, TWO, A, B] = [digest('1'), digest('2'), digest('a'), digest('b')];

describe('what is declared against what runs', () => {
  const pulled = [listed({ id: ONE, tags: ['node:20'], repositoryDigests: [`node@${A}`] })];
  const moved = [
    listed({ id: ONE, tags: [], repositoryDigests: [`node@${A}`] }),
    listed({ id: TWO, tags: ['node:20'], repositoryDigests: [`node@${B}`] }),
  ];
  const cases: readonly (readonly [string, Scene, string])[] = [
    ['is synced where the tag names what runs', { declared: 'node:20', listed: pulled }, 'synced'],
    ['is synced under the long name', { declared: 'docker.io/library/node:20', listed: pulled }, 'synced'],
    ['is synced by the digest that runs', { declared: `node@${A}`, listed: pulled }, 'synced'],
    ['is synced by tag and digest', { declared: `node:20@${A}`, listed: pulled }, 'synced'],
    [
      'looks at the digest and not at the tag before it',
      { declared: `node:21@${A}`, listed: pulled },
      'synced',
    ],
    [
      'is synced where another tag names the same image here',
      { declared: 'node:lts', listed: [listed({ id: ONE, tags: ['node:20', 'node:lts'] })] },
      'synced',
    ],
    [
      'is synced where the pin is another digest of the same image',
      {
        declared: `mirror/node@${B}`,
        listed: [listed({ id: ONE, repositoryDigests: [`node@${A}`, `mirror/node@${B}`] })],
      },
      'synced',
    ],
    [
      'is out of sync by another tag, pulled or not',
      { declared: 'node:22', listed: pulled },
      'out-of-sync other-image node:22 node:20',
    ],
    [
      'is out of sync by another repository',
      { declared: 'bun:20', listed: pulled },
      'out-of-sync other-image bun:20 node:20',
    ],
    [
      'is out of sync by another digest of the same tag',
      { declared: `node:20@${B}`, listed: pulled },
      'out-of-sync other-image node:20@b node:20',
    ],
    [
      'is out of sync where the tag has moved here',
      { declared: 'node:20', container: { image: ONE, details: { image: 'node:20' } }, listed: moved },
      'out-of-sync tag-moved-here node:20',
    ],
    [
      'is out of sync where the tag was meant to be latest and has moved here',
      {
        declared: 'app',
        container: { image: ONE, details: { image: 'app:latest' } },
        listed: [listed({ id: TWO, tags: ['app:latest'] })],
      },
      'out-of-sync tag-moved-here app',
    ],
    [
      'is out of sync where a pin was replaced by a tag that names another image here',
      { declared: 'node:20', container: { image: `node@${A}` }, listed: moved },
      `out-of-sync other-image node:20 node@a`,
    ],
    [
      'is synced where a pin was replaced by a tag that names the same here',
      { declared: 'node:20', container: { image: `node@${A}` }, listed: pulled },
      'synced',
    ],
    [
      'cannot be told where a pin was replaced by a tag that is not here',
      { declared: 'node:20', container: { image: `node@${A}` } },
      'unknown tag-not-here node:20',
    ],
    [
      'is synced where the engine itself still finds the image under the name',
      { declared: 'node:20', container: { image: 'node:20' } },
      'synced',
    ],
    [
      'cannot be told where the name was taken away',
      { declared: 'node:20', container: { image: ONE, details: { image: 'node:20' } } },
      'unknown tag-not-here node:20',
    ],
    [
      'cannot be told of what was started by an id',
      { declared: 'node:20', container: { image: ONE, details: { image: ONE } } },
      'unknown tag-not-here node:20',
    ],
    [
      'cannot be told where nothing says which digest runs',
      { declared: `app@${B}`, container: { image: 'app' }, images: [imageFacts()] },
      'unknown identity-unknown',
    ],
    [
      'is out of sync with a pin of another name though nothing says which digest runs',
      { declared: `app@${B}`, container: { image: 'node:20' }, images: [imageFacts()] },
      'out-of-sync other-image app@b node:20',
    ],
    ['is synced by the id of the image', { declared: ONE }, 'synced'],
    ['is out of sync by the id of another image', { declared: TWO }, 'out-of-sync other-image 2 node:20'],
    ['cannot be told where variables leave it open', { declared: null }, 'unknown variable ${TAG}'],
    [
      'is told by compose itself where variables leave it open',
      { declared: null, hashes: ['x', 'x'], listed: pulled },
      'synced',
    ],
    [
      'is the same by any digest of the containerd store',
      {
        declared: 'node:20',
        store: 'containerd',
        container: { imageId: B, manifest: { digest: B, platform: null } },
        listed: [listed({ id: A, tags: ['node:20'], repositoryDigests: [`node@${A}`, `node@${B}`] })],
      },
      'synced',
    ],
    [
      'is found among the names that podman gives',
      {
        declared: 'app',
        container: { image: 'localhost/app:latest' },
        listed: [listed({ tags: ['localhost/app:latest'] })],
      },
      'synced',
    ],
  ];
  for (const [title, scene, expected] of cases) {
    it(title, () => assert.equal(picture(service(scene)), expected));
  }
});

describe('a tag that names another image here by now', () => {
  const started = { image: ONE, details: { image: 'node:20' } };
  const moved = [listed({ id: ONE, tags: [] }), listed({ id: TWO, tags: ['node:20'] })];
  const cases: readonly (readonly [string, Scene, string])[] = [
    [
      'is out of sync without any file',
      { declaration: null, container: started, listed: moved },
      'out-of-sync tag-moved-here node:20, undeclared',
    ],
    [
      'is out of sync where the file is not here',
      {
        declaration: { key: 'compose:shop', found: false, path: '/srv/shop/compose.yaml' },
        container: started,
        listed: moved,
      },
      'out-of-sync tag-moved-here node:20, file-absent /srv/shop/compose.yaml',
    ],
    [
      'is out of sync beside what the file does not have',
      { services: ['db'], container: started, listed: moved },
      'out-of-sync orphan, tag-moved-here node:20',
    ],
    [
      'is out of sync where variables leave open what is declared',
      { declared: null, container: started, listed: moved },
      'out-of-sync tag-moved-here node:20, variable ${TAG}',
    ],
    [
      'does not matter to what was started with a digest',
      { declaration: null, container: { image: `node:20@${A}` }, listed: moved },
      'unknown undeclared',
    ],
    [
      'does not matter to what was run once',
      {
        container: { ...started, labels: composeLabels('shop', 'web', { oneoff: 'True' }) },
        listed: moved,
      },
      'unknown undeclared',
    ],
    [
      'is one that is here: where it was taken away nothing is known',
      { declaration: null, container: started, listed: [listed({ id: ONE, tags: [] })] },
      'unknown undeclared',
    ],
  ];
  for (const [title, scene, expected] of cases) {
    it(title, () => assert.equal(picture(service(scene)), expected));
  }
});

describe('a service that is built here', () => {
  const cases: readonly (readonly [string, Scene, string])[] = [
    [
      'is synced under the name that compose 2 gives',
      { build: true, container: { image: 'shop-web' }, listed: [listed({ tags: ['shop-web:latest'] })] },
      'synced',
    ],
    [
      'is synced under the name that compose 1 gave',
      { build: true, container: { image: 'shop_web' }, listed: [listed({ tags: ['shop_web:latest'] })] },
      'synced',
    ],
    [
      'is synced under the name that its file gives',
      { build: true, declared: 'node:20', listed: [listed({ tags: ['node:20'] })] },
      'synced',
    ],
    [
      'is out of sync once it was built again',
      {
        build: true,
        container: { image: ONE, details: { image: 'shop-web' } },
        listed: [listed({ id: ONE }), listed({ id: TWO, tags: ['shop-web:latest'] })],
      },
      'out-of-sync tag-moved-here shop-web',
    ],
    [
      'cannot be told once its image has lost its name',
      { build: true, container: { image: ONE, details: { image: 'shop-web' } } },
      'unknown tag-not-here shop-web',
    ],
    [
      'is out of sync where something else runs',
      { build: true, container: { image: 'node:20' }, listed: [listed({ tags: ['node:20'] })] },
      'out-of-sync other-image shop-web node:20',
    ],
  ];
  for (const [title, scene, expected] of cases) {
    it(title, () => assert.equal(picture(service(scene)), expected));
  }
});

describe('the file of a service', () => {
  it('is not known where nobody was asked', () => {
    assert.equal(picture(service({ declaration: null })), 'unknown undeclared');
  });

  it('is not here', () => {
    const declaration = { key: KEY, found: false, path: '/srv/shop/compose.yaml' } as const;
    assert.equal(picture(service({ declaration })), 'unknown file-absent /srv/shop/compose.yaml');
  });

  it('is not known to be any', () => {
    assert.equal(
      picture(service({ declaration: { key: KEY, found: false, path: null } })),
      'unknown undeclared',
    );
  });

  it('has no such service, which makes it an orphan', () => {
    assert.equal(picture(service({ services: ['db'] })), 'out-of-sync orphan');
  });

  it('found by its name only may be that of another project', () => {
    assert.equal(picture(service({ services: ['db'], by: 'name' })), 'unknown undeclared');
  });

  it('does not declare what was run once', () => {
    const labels = composeLabels('shop', 'web', { oneoff: 'True' });
    assert.equal(picture(service({ declared: 'bun:1', container: { labels } })), 'unknown undeclared');
  });

  it('says neither an image nor a build', () => {
    assert.equal(picture(service({ declared: undefined })), 'unknown undeclared');
  });

  it('is judged without what was run once beside it', () => {
    const once = container({
      id: 'once',
      name: 'once',
      labels: composeLabels('shop', 'web', { oneoff: 'True' }),
    });
    const seen = service({ declared: 'node:20', more: [once] });
    assert.equal(picture(seen), 'synced');
    assert.deepEqual(
      seen.releases.flatMap(({ containers }) => containers.map(({ name }) => name)),
      ['name', 'once'],
    );
  });
});

describe('the configuration of a container', () => {
  const cases: readonly (readonly [string, Scene, string])[] = [
    ['is what the file says', { declared: 'node:20', hashes: ['x', 'x'] }, 'synced'],
    ['is not what the file says', { declared: 'node:20', hashes: ['x', 'y'] }, 'out-of-sync configuration'],
    [
      'and the image are not what the file says',
      { declared: 'bun:1', hashes: ['x', 'y'] },
      'out-of-sync other-image bun:1 node:20',
    ],
    [
      'is not what the file says, whatever variables are',
      { declared: null, hashes: ['x', 'y'] },
      'out-of-sync configuration, variable ${TAG}',
    ],
    ['is not known where compose was not asked', { declared: 'node:20', hashes: ['x', null] }, 'synced'],
    ['is not known where compose left no mark', { declared: 'node:20', hashes: [null, 'y'] }, 'synced'],
  ];
  for (const [title, scene, expected] of cases) {
    it(title, () => assert.equal(picture(service(scene)), expected));
  }

  it('is not told by another compose than the one that made it', () => {
    const older = composeLabels('shop', 'web', { 'config-hash': 'x', version: '1.29.2' });
    const newer = composeLabels('shop', 'web', { 'config-hash': 'y', version: '2.30.1' });
    const seen = service({
      declared: 'node:20',
      hashes: ['x', 'y'],
      container: { labels: older },
      more: [container({ id: 'new', name: 'new', labels: newer, created: 5 })],
    });
    assert.equal(picture(seen), 'synced');
  });
});

describe('the commit of what runs', () => {
  const revision = 'c0ffee0'.padEnd(40, '0');
  const commit = (state: SourceState, text = revision): Scene => ({
    declared: 'node:20',
    images: [
      imageFacts({
        tags: ['node:20'],
        configuration: { labels: { 'org.opencontainers.image.revision': text } },
      }),
    ],
    sources: [[revision, state]],
  });
  const known = { known: true, ancestor: true, subject: '', author: '', date: 0 } as const;

  it('behind the workspace is a remark, and no difference', () => {
    assert.equal(picture(service(commit({ ...known, behind: 3 }))), 'synced behind 3');
    assert.equal(picture(service(commit({ ...known, behind: 0 }))), 'synced');
  });

  it('with changes that were not committed is a remark', () => {
    assert.equal(
      picture(service(commit({ ...known, behind: 1 }, `${revision}-dirty`))),
      'synced behind 1, dirty-source',
    );
  });

  it('that the workspace does not have is a remark', () => {
    assert.equal(
      picture(service(commit({ known: false, reason: 'unknown-commit' }))),
      `synced unknown-commit ${revision}`,
    );
  });

  it('of another repository is none', () => {
    assert.equal(picture(service(commit({ known: false, reason: 'no-repository' }))), 'synced');
  });
});

describe('what a swarm pins by itself', () => {
  const labels = {
    'com.docker.swarm.service.name': 'shop_web',
    'com.docker.swarm.task.name': 'shop_web.1.x',
    'com.docker.stack.namespace': 'shop',
  };
  const stack = (declared: string, image: string): string =>
    picture(
      service({
        declared,
        container: { labels, image },
        key: 'stack:shop',
        listed: [listed({ id: TWO, tags: ['node:20'] })],
      }),
    );

  it('is what the file declares, whatever the tag names on this node', () => {
    assert.equal(stack('node:20', `node:20@${A}`), 'synced');
  });

  it('is not what the file declares once that names another tag', () => {
    assert.equal(stack('node:22', `node:20@${A}`), 'out-of-sync other-image node:22 node:20@a');
  });
});

const KEY = 'compose:shop';

interface Scene {
  /** After variables; null where they leave it open; absent for none. */
  readonly declared?: string | null | undefined;
  readonly build?: boolean;
  readonly by?: 'labels' | 'name';
  /** Of the file. */
  readonly services?: readonly string[];
  readonly declaration?: ProjectDeclaration | null;
  readonly container?: Given;
  readonly more?: GivenObservation['containers'];
  readonly listed?: GivenObservation['listed'];
  readonly images?: GivenObservation['images'];
  readonly store?: 'classic' | 'containerd';
  /** Of the container, and of the file now. */
  readonly hashes?: readonly [string | null, string | null];
  readonly sources?: readonly (readonly [string, SourceState])[];
  readonly key?: string;
}

function service(scene: Scene): Service {
  const [then = null, now = null] = scene.hashes ?? [];
  const labels = composeLabels('shop', 'web', {
    version: '2.30.1',
    ...(then !== null && { 'config-hash': then }),
  });
  const seen = observation({
    engine: { store: scene.store ?? 'classic' },
    containers: [container({ labels, ...scene.container }), ...(scene.more ?? [])],
    listed: scene.listed ?? [],
    images: scene.images ?? [],
  });
  const key = scene.key ?? KEY;
  const declaration =
    scene.declaration === undefined
      ? {
          key,
          found: true as const,
          by: scene.by ?? 'labels',
          files: ['/srv/shop/compose.yaml'],
          services: (scene.services ?? ['web']).map((name) => declaredService(name, scene)),
        }
      : scene.declaration;
  const known: Partial<Knowledge> = {
    declarations: new Map(declaration ? [[key, declaration]] : []),
    configurationHashes: new Map(now === null ? [] : [[key, new Map([['web', now]])]]),
    sources: new Map(scene.sources ?? []),
  };
  return hostReleases(seen, knowledge(known)).projects[0]!.services[0]!;
}

function declaredService(name: string, { declared, build = false }: Scene): DeclaredService {
  const place: FileRange = {
    uri: 'file:///srv/shop/compose.yaml',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  };
  return {
    name,
    place,
    image: declared === undefined ? null : { text: declared ?? '${TAG}', reference: declared, place },
    build: build ? { dockerfile: null } : null,
  };
}

function picture({ answers: { sync } }: Service): string {
  return [sync.status, sync.reasons.map(reasonPicture).join(', ')].filter(Boolean).join(' ');
}

function reasonPicture({ kind, ...rest }: SyncReason): string {
  return short([kind, ...Object.values(rest as Readonly<Record<string, string | number>>)].join(' '));
}
