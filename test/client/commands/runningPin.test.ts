import assert from 'node:assert/strict';
import { rollBackSubject } from '../../../client/src/commands/rollBackSubject';
import { runningPin } from '../../../client/src/commands/runningPin';
import type { RunningDigest } from '../../../client/src/docker/releases/identity';
import type { DeclaredService } from '../../../server/src/inspectionProtocol';
import { A, B, container, digest, release, service } from '../../support/runningParts';

const START = { line: 3, character: 2 };
const PLACE = { uri: 'file:///shop/compose.yaml', range: { start: START, end: START } };

function declared(reference: string | null, build = false): DeclaredService {
  return {
    name: 'web',
    place: PLACE,
    image: { text: reference ?? '${IMAGE}', reference, place: { ...PLACE, uri: 'file:///shop/images.yaml' } },
    build: build ? { dockerfile: null } : null,
  };
}

const unknownDigest = (reason: Extract<RunningDigest, { known: false }>['reason']): RunningDigest => ({
  known: false,
  reason,
  elsewhere: ['mirror.example/web', 'other/web'],
});

interface Case {
  readonly declares?: DeclaredService;
  readonly by?: 'labels' | 'name';
  readonly digest?: RunningDigest;
  readonly started?: string;
}

function pinOf({ declares = declared('ghcr.io/acme/web:1.4.0'), by = 'labels', ...running }: Case): string {
  const { digest: known = digest(A), started = `ghcr.io/acme/web:1.4.0` } = running;
  const runs = release([container('web-1', { digest: known, reference: started })]);
  const pin = runningPin(
    service('web', [runs], { declaration: { kind: 'declared', service: declares, by } }),
    runs,
  );
  if (!pin.ok) return pin.message;
  return [
    `${pin.uri}: ${pin.service} ${pin.tag ?? '(its tag)'}@${pin.digest.slice(7, 15)}`,
    ...pin.doubts,
  ].join(' | ');
}

describe('what is written of what runs', () => {
  const FILE = 'file:///shop/compose.yaml: web';
  const cases: readonly (readonly [string, Case, string])[] = [
    ['its digest', {}, `${FILE} (its tag)@1a2b3c4d`],
    [
      'its tag too, where the file has another',
      { declares: declared('ghcr.io/acme/web:2.0') },
      `${FILE} 1.4.0@1a2b3c4d`,
    ],
    [
      'no tag where it was started without one',
      { started: `ghcr.io/acme/web@${A}` },
      `${FILE} (its tag)@1a2b3c4d`,
    ],
    ['a reference of variables keeps its tag', { declares: declared(null) }, `${FILE} (its tag)@1a2b3c4d`],
    [
      'a file found by a name',
      { by: 'name' },
      `${FILE} (its tag)@1a2b3c4d | The file was found by the name of its project only.`,
    ],
    [
      'the digest of a manifest',
      { digest: { known: true, digest: A, manifest: A, others: [], source: 'reference' } },
      `${FILE} (its tag)@1a2b3c4d | It is the digest of one platform, not of an index: if the image has more platforms, the others are left out.`,
    ],
    [
      'of an index whose manifest is known too',
      { digest: { known: true, digest: A, manifest: B, others: [], source: 'repository' } },
      `${FILE} (its tag)@1a2b3c4d`,
    ],
    [
      'what only the engine knows',
      { digest: { known: true, digest: A, manifest: null, others: [], source: 'store' } },
      `${FILE} (its tag)@1a2b3c4d | Only the engine's own store knows this digest. Perhaps no registry has it, and then nobody can pull it.`,
    ],
    [
      'nothing where it was built here',
      { digest: unknownDigest('none') },
      'The engine knows no registry that has this image: it was built or imported there. Push it to a registry, and deploy it from there.',
    ],
    [
      'nothing where others have it',
      { digest: unknownDigest('other-repository') },
      'The engine knows this image in other repositories only: mirror.example/web, other/web. Name one of them in the file.',
    ],
    [
      'nothing of an image that is gone',
      { digest: unknownDigest('image-removed') },
      'The image has been removed from the engine, and with it what it knew of its digest.',
    ],
    [
      'nothing that is not known yet',
      { digest: unknownDigest('unanswered') },
      'The engine did not say which digest runs. Refresh the view and try again.',
    ],
    [
      'nothing beside a build',
      { declares: declared('ghcr.io/acme/web:1.4.0', true) },
      "web is built from the file: a digest there would name what the next build replaces. Push the image, and name it in a service without 'build:'.",
    ],
    [
      'nothing without an image',
      { declares: { ...declared(null), image: null } },
      'The file names no image for web.',
    ],
    [
      'nothing under another name',
      { declares: declared('docker.io/acme/web:1.4.0') },
      'The file names docker.io/acme/web, and what runs is ghcr.io/acme/web. Change the name in the file first.',
    ],
  ];
  for (const [name, given, expected] of cases) it(name, () => assert.equal(pinOf(given), expected));
});

describe('a service without a file', () => {
  const kinds = ['compose', 'stack', 'standalone'] as const;
  const messages = kinds.map((kind) => {
    const runs = release([container('web-1')]);
    const pin = runningPin(service('web', [runs], { project: { key: 'k', kind, name: 'shop' } }), runs);
    return pin.ok ? '' : pin.message;
  });

  it('is told why, by how it was deployed', () => {
    assert.deepEqual(
      messages.map((message) => message.replace(/:.*/, '')),
      [
        'Nothing says which file declares web',
        'Nothing says which file declares web',
        'No file declares web',
      ],
    );
    assert.equal(new Set(messages).size, 3);
  });

  it('is told which file that was', () => {
    const runs = release([container('web-1')]);
    const elsewhere = service('web', [runs], {
      declaration: { kind: 'unknown', path: '/srv/shop/compose.yaml' },
    });
    const orphan = service('web', [runs], { declaration: { kind: 'orphan', files: ['/a.yaml', '/b.yaml'] } });
    assert.deepEqual(
      [elsewhere, orphan].map((each) => (runningPin(each, runs) as { message: string }).message),
      [
        'web was deployed from /srv/shop/compose.yaml, which cannot be read here. Either that was on another machine, or the file has moved.',
        'No file declares web any more: /a.yaml, /b.yaml has no such service.',
      ],
    );
  });
});

describe('the subject of a roll back', () => {
  const subject = (declares: DeclaredService, ...digests: readonly RunningDigest[]) =>
    rollBackSubject(
      service(
        'web',
        digests.map((each, at) => release([container(`web-${at}`, { digest: each })])),
        { declaration: { kind: 'declared', service: declares, by: 'labels' } },
      ),
    );

  it('leaves out what runs under all its digests, and what the file has', () => {
    const own = `sha256:${'c'.repeat(64)}`;
    const runs: RunningDigest = {
      known: true,
      digest: A,
      manifest: B,
      others: [`sha256:${'d'.repeat(64)}`],
      source: 'repository',
    };
    const found = subject(declared(`ghcr.io/acme/web:2.0@${own}`), runs);
    assert.ok(found.ok);
    assert.equal(found.name, 'ghcr.io/acme/web');
    assert.deepEqual(found.tags, ['ghcr.io/acme/web:2.0', 'ghcr.io/acme/web:1.4.0']);
    assert.deepEqual(found.leftOut, [A, `sha256:${'d'.repeat(64)}`, B, own]);
  });

  it('may be either release of a rollout', () => {
    const found = subject(declared(`ghcr.io/acme/web:2.0@${B}`), digest(A), digest(B));
    assert.deepEqual(found.ok && found.leftOut, [B]);
  });

  it('is none where it is built, or not known', () => {
    const messages = [subject(declared('a', true), digest(A)), subject(declared(null), digest(A))].map(
      (each) => (each.ok ? '' : each.message),
    );
    assert.match(
      messages[0] ?? '',
      /^web is built from its file: to roll it back, check out the earlier commit/,
    );
    assert.equal(messages[1], 'The file names ${IMAGE} for web, and what that is cannot be known here.');
  });
});
