import assert from 'node:assert/strict';
import type { EngineFacts } from '../../../client/src/docker/engine';
import type { Releases, RunningContainer } from '../../../client/src/docker/releases';
import { releasesPicture, releaseTree, sightExplanation } from '../../../client/src/views/releases';
import type { TreeNode } from '../../../client/src/views/treeNode';

const A = `sha256:${'1a2b3c4d'.repeat(8)}`;
const B = `sha256:${'b'.repeat(64)}`;

describe('the view Releases', () => {
  it('shows projects, services and containers, and what stands alone after them', () => {
    const tree = releaseTree({
      engine: ENGINE,
      projects: [
        {
          name: 'shop',
          services: [
            {
              name: 'db',
              containers: [container('shop-db-1', { reference: 'postgres:16', health: 'healthy' })],
            },
            {
              name: 'web',
              containers: [
                container('shop-web-1', {
                  digest: { known: true, digest: B, others: [], source: 'repository' },
                }),
                container('shop-web-2', { state: 'restarting' }),
              ],
            },
          ],
        },
      ],
      standalone: [
        container('lone', { reference: `app:1@${A}` }),
        container('local', {
          reference: 'dk/local:1',
          digest: { known: false, reason: 'none', elsewhere: [] },
        }),
      ],
    });
    assert.equal(
      picture(tree),
      `
shop — 2 services [layers]
  db — 1 container [package]
    shop-db-1 — @1a2b3c4 · postgres:16 · running, healthy [vm-running charts.green]
  web — 2 containers, 2 digests [package]
    shop-web-1 — @bbbbbbb · node:20 · running [vm-running charts.green]
    shop-web-2 — @1a2b3c4 · node:20 · restarting [sync list.warningForeground]
Standalone — 2 containers [package]
  lone — @1a2b3c4 · app:1 · running [vm-running charts.green]
  local — no digest · dk/local:1 · running [vm-running charts.green]`.trim(),
    );
  });

  it('shows nothing where nothing runs', () => {
    assert.equal(picture(releaseTree({ engine: ENGINE, projects: [], standalone: [] })), '');
  });

  it('names what is unusual about a container', () => {
    const tree = releaseTree(
      alone(
        container('a', { health: 'unhealthy' }),
        container('b', { health: 'starting' }),
        container('c', { state: 'paused' }),
        container('d', { state: 'removing' }),
        container('e', { reference: null }),
        container('f', { digest: { known: true, digest: A, others: [B], source: 'repository' } }),
      ),
    );
    assert.equal(
      picture(tree[0]!.children),
      `
a — @1a2b3c4 · node:20 · running, unhealthy [warning list.warningForeground]
b — @1a2b3c4 · node:20 · running, starting [vm-running]
c — @1a2b3c4 · node:20 · paused [debug-pause list.deemphasizedForeground]
d — @1a2b3c4 · node:20 · removing [vm]
e — @1a2b3c4 · unknown reference · running [vm-running charts.green]
f — @1a2b3c4 (+1) · node:20 · running [vm-running charts.green]`.trim(),
    );
  });

  it('keeps the ids of its nodes from one repaint to the next', () => {
    const before = releaseTree(alone(container('a'), container('b', { state: 'paused' })));
    const after = releaseTree(alone(container('a', { health: 'healthy' }), container('b')));
    assert.deepEqual(ids(before), ids(after));
    assert.equal(new Set(ids(before)).size, ids(before).length);
  });

  it('has ids that no two projects or services share', () => {
    const service = (name: string, id: string) => ({ name, containers: [container(id)] });
    const tree = releaseTree({
      engine: ENGINE,
      projects: [
        { name: 'a', services: [service('web', '1'), service('db', '2')] },
        { name: 'b', services: [service('web', '3')] },
        { name: 'standalone', services: [service('web', '4')] },
      ],
      standalone: [container('5')],
    });
    assert.equal(new Set(ids(tree)).size, ids(tree).length);
  });
});

describe('a container of the view', () => {
  it('tells everything in its tooltip', () => {
    assert.equal(
      node(container('web_1', { reference: 'node:20', health: 'healthy' })).tooltip,
      `**web\\_1**

- Image: \`node:20\`
- Digest: \`${A}\` (recorded for this repository)
- State: running, healthy
- Created: 2026-11-22 23:17 UTC
- Engine: engine 20\\.10\\.24, \`unix:///a.sock\``,
    );
  });

  it('tells every digest, and who says so', () => {
    const lines = tooltipLines({ digest: { known: true, digest: A, others: [B], source: 'store' } });
    assert.deepEqual(lines, [
      `- Digest: \`${A}\` (from the engine's image store; perhaps in no registry)`,
      `- Also: \`${B}\``,
    ]);
  });

  it('tells why it has no digest', () => {
    assert.deepEqual(tooltipLines({ digest: { known: false, reason: 'none', elsewhere: [] } }), [
      '- Digest: none: the image was built or imported here, or its tag has moved on',
    ]);
    assert.deepEqual(tooltipLines({ digest: { known: false, reason: 'image-removed', elsewhere: [] } }), [
      '- Digest: unknown: the image has been removed',
    ]);
    assert.deepEqual(tooltipLines({ digest: { known: false, reason: 'unanswered', elsewhere: [] } }), [
      '- Digest: unknown: the engine did not say',
    ]);
    assert.deepEqual(
      tooltipLines({ digest: { known: false, reason: 'other-repository', elsewhere: [`x@${A}`] } }),
      ['- Digest: none for this repository', `- Also known as: \`x@${A}\``],
    );
  });

  it('never calls an image ID a digest', () => {
    const { tooltip, description, spoken } = node(
      container('a', { imageId: B, digest: { known: false, reason: 'none', elsewhere: [] } }),
    );
    assert.ok(![tooltip, description, spoken].some((text) => text.includes(B.slice(7, 14))));
  });

  it('shows a name that looks like Markdown as it is', () => {
    const { tooltip } = node(container('[x](command:y) **z**'));
    assert.equal(tooltip.split('\n')[0], '**\\[x\\]\\(command\\:y\\) \\*\\*z\\*\\***');
  });

  it('offers only what there is to copy', () => {
    assert.deepEqual(copyable({}), ['container digest reference', A, 'node:20']);
    assert.deepEqual(copyable({ reference: null }), ['container digest', A, null]);
    assert.deepEqual(copyable({ digest: { known: false, reason: 'none', elsewhere: [] } }), [
      'container reference',
      null,
      'node:20',
    ]);
  });

  it('is read out in full', () => {
    assert.equal(
      node(container('web', { health: 'healthy' })).spoken,
      'container web, running, healthy, image node:20, digest 1a2b3c4',
    );
  });
});

describe('the picture of an engine', () => {
  it('chooses the welcome text by what is wrong', () => {
    const failure = { reason: 'denied', endpoint: 'unix:///a.sock', detail: 'connect EACCES' } as const;
    const { nodes, message, description, state } = releasesPicture({ kind: 'failed', failure });
    assert.deepEqual([nodes.length, message, description, state], [0, null, 'unix:///a.sock', 'denied']);
    assert.match(sightExplanation({ kind: 'failed', failure }), /group 'docker'.*connect EACCES/);
  });

  it('says that nothing runs', () => {
    const picture = releasesPicture({ kind: 'running', releases: alone(), live: false });
    assert.deepEqual(
      [picture.state, picture.message],
      ['empty', null],
      'a message would hide the welcome text',
    );
  });

  it('names a context rather than its socket', () => {
    const engine = { ...ENGINE, origin: { kind: 'context', name: 'colima' } } as const;
    const releases: Releases = { ...alone(container('a')), engine };
    assert.equal(releasesPicture({ kind: 'running', releases, live: true }).description, 'colima');
  });

  it('says when there are no events to follow', () => {
    const picture = releasesPicture({ kind: 'running', releases: alone(container('a')), live: false });
    assert.match(picture.message ?? '', /read again every few seconds/);
  });

  it('is explained on request', () => {
    assert.match(sightExplanation(null), /not been looked for/);
    const releases = alone();
    assert.equal(sightExplanation({ kind: 'running', releases, live: true }), 'Engine 20.10.24 answers.');
  });
});

function container(name: string, given: Partial<RunningContainer> = {}): RunningContainer {
  return {
    id: name,
    name,
    reference: 'node:20',
    imageId: 'sha256:id',
    digest: { known: true, digest: A, others: [], source: 'repository' },
    state: 'running',
    health: 'unknown',
    created: Date.UTC(2026, 10, 22, 23, 17, 26),
    ...given,
  };
}

function alone(...standalone: readonly RunningContainer[]): Releases {
  return { engine: ENGINE, projects: [], standalone };
}

function node(running: RunningContainer): TreeNode {
  return releaseTree(alone(running))[0]!.children[0]!;
}

function tooltipLines(given: Partial<RunningContainer>): readonly string[] {
  return node(container('a', given))
    .tooltip.split('\n')
    .filter((line) => /^- (Digest|Also)/.test(line));
}

function copyable(given: Partial<RunningContainer>) {
  const { kinds, copies } = node(container('a', given));
  return [kinds.join(' '), copies.digest, copies.reference];
}

function ids(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.flatMap(({ id, children }) => [id, ...ids(children)]);
}

function picture(nodes: readonly TreeNode[], indent = ''): string {
  return nodes
    .flatMap(({ label, description, icon, children }) => [
      `${indent}${label} — ${description} [${[icon.id, icon.colour].filter(Boolean).join(' ')}]`,
      ...(children.length > 0 ? [picture(children, `${indent}  `)] : []),
    ])
    .join('\n');
}

const ENGINE: EngineFacts = {
  endpoint: 'unix:///a.sock',
  origin: { kind: 'usual' },
  version: '20.10.24',
  store: 'classic',
};
