import assert from 'node:assert/strict';
import type { ContainerDetails, ImageFacts } from '../../../client/src/docker/engineFacts';
import type { RunningContainer } from '../../../client/src/docker/releases/model';
import { imageComparisonSide, runningSide } from '../../../client/src/reports/comparedSides';
import { comparisonTexts, type ComparisonSide } from '../../../client/src/reports/comparison';
import { containerOf, detailsOf, digestOf, imageOf } from '../../support/running';

describe('the comparison of two releases', () => {
  it('draws each side whole, in one order, with secrets masked', () => {
    const { left } = comparisonTexts(blue(), green());
    assert.equal(
      left,
      `shop/web 1.0

Image reference
    ghcr.io/shop/web:1.0

Digest
    ${digestOf('a')}, recorded for this repository
    of the platform: ${digestOf('b')}

Platform
    linux/arm/v7

Commit
    1a2b3c4d5e6f, told by the labels of the image
    source=https://example.com/shop/web

Entrypoint
    /bin/tini --

Command
    node server.js --greeting "hello world" --password •••

User
    app

Working directory
    /app

Environment
    API_TOKEN=•••
    DATABASE_URL=postgres://shop:•••@db/shop
    EMPTY=
    LANG=C
    MOTD=one\\ntwo

Labels
    org.example.team=shop

Exposed ports
    8080/tcp
    9090/tcp

Volumes
    /data

Health check
    CMD-SHELL "curl -f localhost"

Mounts
    /config from bind /srv/config, read-only
    /data from volume web-data
    /tmp from tmpfs

Read-only root
    yes

Image created
    2026-01-02 03:04 UTC

Layers
    3 in all, the first 2 the same on both sides
    ${digestOf('1')}
    ${digestOf('2')}
    ${digestOf('3')}

Size
    12.3 MB
`,
    );
  });

  it('shows only what differs, and that a secret does', () => {
    assert.equal(
      lineDiff(blue(), green()),
      `- shop/web 1.0
+ shop/web 2.0
Image reference
-     ghcr.io/shop/web:1.0
+     ghcr.io/shop/web:2.0
Digest
-     ${digestOf('a')}, recorded for this repository
-     of the platform: ${digestOf('b')}
+     ${digestOf('c')}, recorded for this repository
Environment
-     API_TOKEN=•••
-     DATABASE_URL=postgres://shop:•••@db/shop
-     EMPTY=
-     LANG=C
+     API_TOKEN=••• (differs)
+     DATABASE_URL=postgres://shop:•••@db/shop (differs)
+     LANG=en
Layers
-     3 in all, the first 2 the same on both sides
-     ${digestOf('3')}
+     4 in all, the first 2 the same on both sides
+     ${digestOf('4')}
+     ${digestOf('5')}`,
    );
  });

  it('counts what differs', () => {
    assert.deepEqual(comparisonTexts(blue(), green()).differences, [
      { section: 'Image reference', count: 1 },
      { section: 'Digest', count: 2 },
      { section: 'Environment', count: 4 },
      { section: 'Layers', count: 2 },
    ]);
  });

  it('of a release with itself has no difference', () => {
    const { left, right, differences } = comparisonTexts(blue(), blue());
    assert.equal(left, right);
    assert.deepEqual(differences, []);
  });

  it('says that a secret is equal by saying nothing', () => {
    const { right } = comparisonTexts(variables('PASSWORD=a'), variables('PASSWORD=a'));
    assert.match(right, /^ {4}PASSWORD=•••$/m);
  });

  it('of a secret that is on one side only says no more than that', () => {
    const { left, right } = comparisonTexts(variables(), variables('PASSWORD=a'));
    assert.match(left, /Environment\n {4}none\n/);
    assert.match(right, /Environment\n {4}PASSWORD=•••\n/);
  });

  it('says of each thing that is unknown why, and counts it as no difference', () => {
    const unknown = runningSide(
      'web',
      containerOf({
        reference: null,
        digest: { known: false, reason: 'image-removed', elsewhere: [] },
        platform: null,
        revision: { known: false, reason: 'of-the-base' },
        details: null,
      }),
      'removed',
    );
    const { left, differences } = comparisonTexts(unknown, blue());
    assert.deepEqual(differences, []);
    assert.deepEqual(
      [...new Set([...left.matchAll(/unknown: (.*)/g)].map(([, why]) => why))],
      [
        'it was started by the id of an image, or the engine does not say',
        'the image has been removed',
        'the engine does not say',
        'the labels are those of the base image',
        'the engine did not say what the container was started with',
        'the image has been removed from the engine',
      ],
    );
  });

  it('says that the engine did not answer', () => {
    const { left } = comparisonTexts(runningSide('web', containerOf({}), 'unanswered'), blue());
    assert.match(left, /Image created\n {4}unknown: the engine did not say what the image is\n/);
    assert.match(left, /Size\n {4}unknown, as above\n/);
  });

  it('of nothing set says so', () => {
    const { left } = comparisonTexts(variables(), variables());
    for (const text of [
      'Entrypoint\n    none',
      'User\n    root, as none is set',
      'Working directory\n    /, as none is set',
      'Health check\n    none',
    ])
      assert.ok(left.includes(text), text);
  });
});

describe('the comparison of images', () => {
  it('tells what the declared one has', () => {
    const declared = imageComparisonSide('declared', 'web:2', image({ layers: [digestOf('1')] }));
    const running = imageComparisonSide(
      'running',
      'web:1',
      image({ layers: [digestOf('2')], id: digestOf('8') }),
    );
    assert.deepEqual(comparisonTexts(declared, running).differences, [
      { section: 'Image reference', count: 1 },
      { section: 'Image ID', count: 1 },
      { section: 'Layers', count: 1 },
    ]);
    assert.match(comparisonTexts(declared, running).left, /1 in all, none the same on both sides/);
  });

  it('says where the declared one is not here', () => {
    const why = { unknown: 'this engine does not have it' };
    const declared = imageComparisonSide('declared', { unknown: '${TAG} has no value' }, why);
    const { left, differences } = comparisonTexts(
      declared,
      imageComparisonSide('running', 'web:1', image({})),
    );
    assert.deepEqual(differences, []);
    assert.match(left, /Image reference\n {4}unknown: \$\{TAG\} has no value\n/);
    assert.match(left, /Image ID\n {4}unknown: this engine does not have it\n/);
    assert.match(left, /Layers\n {4}unknown, as above\n/);
  });
});

function blue(): ComparisonSide {
  return runningSide('shop/web 1.0', web({}), image({}));
}

function green(): ComparisonSide {
  const details = configured([
    'LANG=en',
    'API_TOKEN=other',
    'DATABASE_URL=postgres://shop:two@db/shop',
    'MOTD=one\ntwo',
  ]);
  const container = web({
    reference: 'ghcr.io/shop/web:2.0',
    digest: { known: true, digest: digestOf('c'), manifest: digestOf('c'), others: [], source: 'repository' },
    details,
  });
  const layers = ['1', '2', '4', '5'].map(digestOf);
  return runningSide('shop/web 2.0', container, image({ layers }));
}

function web(facts: Partial<RunningContainer>): RunningContainer {
  return containerOf({
    reference: 'ghcr.io/shop/web:1.0',
    digest: { known: true, digest: digestOf('a'), manifest: digestOf('b'), others: [], source: 'repository' },
    platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
    revision: {
      known: true,
      revision: '1a2b3c4d5e6f',
      source: 'https://example.com/shop/web',
      by: 'label',
      dirty: false,
    },
    details: configured([
      'LANG=C',
      'API_TOKEN=one',
      'DATABASE_URL=postgres://shop:one@db/shop',
      'EMPTY=',
      'MOTD=one\ntwo',
    ]),
    ...facts,
  });
}

function configured(environment: readonly string[]): ContainerDetails {
  return detailsOf({
    configuration: {
      environment,
      entrypoint: ['/bin/tini', '--'],
      command: ['node', 'server.js', '--greeting', 'hello world', '--password', 'x'],
      user: 'app',
      workingDirectory: '/app',
      labels: { 'org.example.team': 'shop' },
      healthcheck: ['CMD-SHELL', 'curl -f localhost'],
      shell: [],
      volumes: ['/data'],
      exposedPorts: ['9090/tcp', '8080/tcp'],
    },
    mounts: [
      { kind: 'tmpfs', source: '', target: '/tmp', readOnly: false },
      { kind: 'volume', source: 'web-data', target: '/data', readOnly: false },
      { kind: 'bind', source: '/srv/config', target: '/config', readOnly: true },
    ],
    readOnlyRoot: true,
  });
}

function variables(...environment: readonly string[]): ComparisonSide {
  const { configuration } = detailsOf({});
  const details = detailsOf({ configuration: { ...configuration, environment } });
  return runningSide('web', containerOf({ details }), image({}));
}

function image(facts: Partial<ImageFacts>): ImageFacts {
  return imageOf({
    created: Date.UTC(2026, 0, 2, 3, 4),
    size: 12_300_000,
    layers: ['1', '2', '3'].map(digestOf),
    ...facts,
  });
}

/** Lines that are on one side only, under the heading of their section. */
function lineDiff(one: ComparisonSide, other: ComparisonSide): string {
  const { left, right } = comparisonTexts(one, other);
  const sections = (text: string) => text.split('\n\n').map((part) => part.trimEnd().split('\n'));
  const others = sections(right);
  return sections(left)
    .flatMap((lines, index) => {
      const there = others[index]!;
      const less = lines.filter((line) => !there.includes(line)).map((line) => `- ${line}`);
      const more = there.filter((line) => !lines.includes(line)).map((line) => `+ ${line}`);
      if (less.length + more.length === 0) return [];
      return [...(index === 0 ? [] : [lines[0]!]), ...less, ...more];
    })
    .join('\n');
}
