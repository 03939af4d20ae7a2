import assert from 'node:assert/strict';
import type { FailureReason } from '../../../client/src/docker/engine';
import type { Project } from '../../../client/src/docker/releases/model';
import type { HostSight } from '../../../client/src/docker/watch/inspection';
import { USUAL_CHOICES, type ViewChoices } from '../../../client/src/views/choices';
import { inspectionExplanation, releasesPicture } from '../../../client/src/views/releaseTree';
import type { TreeNode, TreePicture } from '../../../client/src/views/treeNode';
import {
  A,
  answers,
  B,
  container,
  digest,
  drawn,
  HOUR,
  host,
  inspection,
  NOW,
  outline,
  project,
  release,
  service,
  sight,
  task,
} from '../../support/runningParts';

const DRIFTED = {
  status: 'drifted',
  changes: {
    code: [{ path: '/app/server.js', kind: 'changed' }],
    data: [{ path: '/var/lib/app/a.db', kind: 'added' }],
    scratch: [{ path: '/tmp/x', kind: 'added' }],
  },
} as const;
const OUT_OF_SYNC = {
  status: 'out-of-sync',
  reasons: [{ kind: 'other-image', declared: 'web:1.5.0', running: 'web:1.4.0' }],
} as const;

describe('the tree of what runs', () => {
  it('is quiet where all is well', () => {
    const db = container('shop-db-1', {
      revision: { known: true, revision: '9f8e7d6c5b4a', source: null, by: 'label', dirty: false },
    });
    const web = [container('shop-web-1'), container('shop-web-2')];
    assertTree(
      [project([service('db', [release([db], { version: '16' })]), service('web', [release(web)])])],
      `
shop — 2 services [layers]
  ~db — 16 @1a2b3c4 · 9f8e7d6 [pass-filled]
  ~web — 2 × 1.4.0 @1a2b3c4 [pass-filled]
    ~shop-web-1 — 3 h [pass-filled]
    ~shop-web-2 — 3 h [pass-filled]`,
    );
  });

  it('says in words what is not fine, the worst in the icon', () => {
    const drifted = container('d', { answers: { drift: DRIFTED } });
    const behind = container('o', { answers: { sync: OUT_OF_SYNC, freshness: { status: 'tag-moved' } } });
    const ill = container('i', {
      answers: { health: { status: 'degraded', details: ['restarted 4 times'] } },
    });
    const risky = container('r', {
      answers: {
        risks: [
          { kind: 'engine-socket', target: '/var/run/docker.sock' },
          { kind: 'unpinned', reference: 'web:latest' },
        ],
      },
    });
    const moved = container('m', { answers: { freshness: { status: 'tag-moved' } } });
    assertTree(
      [
        project([
          service('drifted', [release([drifted])]),
          service('behind', [release([behind])]),
          service('ill', [release([ill])]),
          service('risky', [release([risky])]),
          service('moved', [release([moved])]),
        ]),
      ],
      `
shop — 5 services · 1 drifted · 1 out of sync · 1 unhealthy [layers]
  ~drifted — 1.4.0 @1a2b3c4 · drifted [warning]
  ~behind — 1.4.0 @1a2b3c4 · out of sync · tag moved [warning]
  ~ill — 1.4.0 @1a2b3c4 · restarted 4 times [error]
  ~risky — 1.4.0 @1a2b3c4 · engine socket · unpinned [pass-filled]
  ~moved — 1.4.0 @1a2b3c4 · tag moved [info]`,
    );
  });

  it('leaves the commit to the tooltip where there is more to say', () => {
    const revision = {
      known: true,
      revision: '9f8e7d6c5b4a',
      source: null,
      by: 'label',
      dirty: false,
    } as const;
    const drifted = container('1', { revision, answers: { drift: DRIFTED } });
    const tree = assertTree(
      [project([service('web', [release([drifted])])])],
      `
shop — 1 service · 1 drifted [layers]
  ~web — 1.4.0 @1a2b3c4 · drifted [warning]`,
    );
    assert.match(tree[0]!.children[0]!.tooltip(), /Commit: `9f8e7d6c5b4a`/);
  });

  it('says what a registry answered where that is no answer', () => {
    const asked = container('1', {
      answers: { freshness: { reason: 'unanswered', detail: 'It refused the credentials.' } },
    });
    const [web] = picture([host([project([service('web', [release([asked])])])])]).nodes[0]!.children;
    assert.match(drawn(web!.children), /^Freshness — unknown: It refused the credentials\. \[/m);
  });

  it('shows what is not known as not known, neither fine nor bad', () => {
    const unknown = container('u', {
      digest: { known: false, reason: 'none', elsewhere: [] },
      answers: {
        sync: { status: 'unknown', reasons: [{ kind: 'undeclared' }] },
        health: { status: 'unknown' },
        drift: { status: 'unknown', changes: null, measured: null },
      },
    });
    const tree = assertTree(
      [project([service('app', [release([unknown], { version: null })])], 'Standalone', 'standalone')],
      `
Standalone — 1 container [package]
  ~app — no digest [circle-outline]`,
    );
    assert.match(
      tree[0]!.children[0]!.tooltip(),
      /\$\(circle-outline\) \*\*Sync\*\*: unknown\\: nothing says which file/,
    );
    assert.match(
      tree[0]!.children[0]!.spoken,
      /sync unknown, freshness unknown, health unknown, drift unknown/,
    );
  });

  it('shows a rollout as one service with its releases', () => {
    const old = [container('app-1'), container('app-2')];
    const canary = container('app-3', { digest: digest(B), reference: 'ghcr.io/acme/web:2.0' });
    const app = service('app', [release(old), release([canary], { version: '2.0' })], {
      rollout: '2 × 1.4.0 · 1 × 2.0, 33 % canary',
    });
    assertTree(
      [project([app])],
      `
shop — 1 service [layers]
  app — 2 × 1.4.0 · 1 × 2.0, 33 % canary [pass-filled]
    ~2 × 1.4.0 — @1a2b3c4 [pass-filled]
      ~app-1 — 3 h [pass-filled]
      ~app-2 — 3 h [pass-filled]
    ~2.0 — @bbbbbbb [pass-filled]`,
    );
  });

  it('shows the tasks of a swarm over all nodes, its update and the way back', () => {
    const here = container('stack_web.1.abcdefghijklmnopqrstuvwxy');
    const elsewhere = [
      task({ id: 't2', slot: 2, node: 'node-2' }),
      task({ id: 't3', slot: 3, node: 'node-3', state: 'starting' }),
    ];
    const failed = task({ id: 't4', slot: 3, node: 'node-3', state: 'failed', message: 'no such image' });
    const own = task({ id: 't1', slot: 1, state: 'starting', containerId: here.id });
    const web = service('web', [release([here], { tasksElsewhere: elsewhere })], {
      answers: answers({ health: { status: 'starting', details: ['2 of 3 tasks run'] } }),
      swarm: {
        facts: {
          id: 's',
          name: 'stack_web',
          version: 7,
          image: `ghcr.io/acme/web:1.4.0@${A}`,
          labels: {},
          replicas: 3,
          mode: 'replicated',
          previousImage: `ghcr.io/acme/web:1.3.0@${B}`,
          update: { state: 'updating', started: NOW - HOUR, completed: null, message: 'update in progress' },
          created: 0,
          updated: 0,
        },
        running: 2,
        wanted: 3,
        tasks: [own, ...elsewhere, failed],
      },
    });
    const tree = assertTree(
      [project([web], 'stack', 'stack')],
      `
stack — 1 service [versions]
  ~web — 3 × 1.4.0 @1a2b3c4 · 2/3 tasks · updating · starting [info]
    ~stack_web.1 — 3 h [pass-filled]
    web.2 — on node-2 · 1 h [server]
    web.3 — on node-3 · starting · 1 h [sync]
    Update — updating · 1 h ago [sync]
    Previous specification — ghcr.io/acme/web:1.3.0 [discard]
    web.3 — on node-3 · failed · 1 h ago [error]`,
    );
    assert.deepEqual(tree[0]!.children[0]!.kinds, ['service', 'release', 'digest', 'reference', 'rollback']);
    assert.equal(new Set(ids(tree)).size, ids(tree).length);
  });

  it('shows a swarm service of which nothing runs', () => {
    const empty = service('web', [], {
      answers: answers({ health: { status: 'degraded', details: ['0 of 2 tasks run'] } }),
      swarm: {
        facts: {
          id: 's',
          name: 'web',
          version: 1,
          image: 'web:1',
          labels: {},
          replicas: 2,
          mode: 'replicated',
          previousImage: null,
          update: null,
          created: 0,
          updated: 0,
        },
        running: 0,
        wanted: 2,
        tasks: [],
      },
    });
    assertTree(
      [project([empty], 'stack', 'stack')],
      `
stack — 1 service [versions]
  web — nothing runs · 0 of 2 tasks run [error]`,
    );
  });

  it('dims what has ended, and hides it on request', () => {
    const ended = container('shop-migrate-1', {
      facts: { state: 'exited' },
      details: { started: NOW - 2 * HOUR, finished: NOW - HOUR },
      answers: { health: { status: 'stopped' } },
    });
    const projects = [
      project([service('migrate', [release([ended])]), service('web', [release([container('w')])])]),
    ];
    assertTree(
      projects,
      `
shop — 2 services [layers]
  ~migrate — 1.4.0 @1a2b3c4 · ended 1 h ago [circle-slash]
  ~web — 1.4.0 @1a2b3c4 [pass-filled]`,
    );
    const hidden = picture([host(projects)], { showStopped: false });
    assert.equal(
      outline(hidden.nodes),
      `
shop — 1 service [layers]
  ~web — 1.4.0 @1a2b3c4 [pass-filled]`.trim(),
    );
    const onlyEnded = picture([host([project([service('migrate', [release([ended])])])])], {
      showStopped: false,
    });
    assert.deepEqual([onlyEnded.nodes.length, onlyEnded.state], [0, 'stopped']);
  });

  it('names a release without a version by its digest, and says where it has none', () => {
    const nameless = container('a', { reference: null });
    const local = container('b', { digest: { known: false, reason: 'none', elsewhere: [] } });
    assertTree(
      [project([service('a', [release([nameless], { version: null })]), service('b', [release([local])])])],
      `
shop — 2 services [layers]
  ~a — @1a2b3c4 [pass-filled]
  ~b — 1.4.0 · no digest [pass-filled]`,
    );
  });

  it('shows a service with what an earlier release has left behind', () => {
    const left = container('shop-web-0', {
      digest: digest(B),
      facts: { state: 'exited' },
      details: { started: NOW - 9 * HOUR, finished: NOW - 4 * HOUR },
      answers: { health: { status: 'degraded', details: ['could not start: no such file', 'exit code 3'] } },
    });
    const web = service('web', [release([container('shop-web-1')]), release([left], { version: '1.3.0' })]);
    assertTree(
      [project([web])],
      `
shop — 1 service · 1 unhealthy [layers]
  ~web — 1.4.0 @1a2b3c4 · 1 older release stopped [pass-filled]
    ~1.4.0 — @1a2b3c4 [pass-filled]
    ~1.3.0 — @bbbbbbb · ended 4 h ago · could not start, exit code 3 [error]`,
    );
  });

  it('has ids that stay from one repaint to the next, and that no two lines share', () => {
    const tree = (given: Parameters<typeof container>[1]) =>
      picture([
        host([
          project([service('web', [release([container('1', given), container('2')])])]),
          project([service('web', [release([container('3', { answers: { drift: DRIFTED } })])])], 'other'),
        ]),
      ]).nodes;
    const before = ids(tree({}));
    assert.deepEqual(before, ids(tree({ answers: { health: { status: 'degraded' } } })));
    assert.equal(new Set(before).size, before.length);
  });
});

describe('the facts of a container', () => {
  it('are all there is to see, a line each', () => {
    const full = container('shop-web-1', {
      revision: {
        known: true,
        revision: '9f8e7d6c5b4a',
        source: 'https://github.com/acme/web',
        by: 'label',
        dirty: true,
      },
      environment: [
        { name: 'MODE', value: 'debug', imageValue: 'production' },
        { name: 'API_TOKEN', value: '•••', imageValue: null },
      ],
      mounts: [
        { kind: 'volume', source: 'data', target: '/var/lib/data', readOnly: false, role: 'state' },
        {
          kind: 'bind',
          source: '/var/run/docker.sock',
          target: '/var/run/docker.sock',
          readOnly: true,
          role: 'socket',
        },
      ],
      answers: {
        sync: OUT_OF_SYNC,
        drift: {
          ...DRIFTED,
          touches: [
            { time: NOW - 2 * HOUR, command: 'sh' },
            { time: NOW - HOUR, command: 'vi /app/server.js' },
          ],
        },
        risks: [{ kind: 'engine-socket', target: '/var/run/docker.sock' }],
      },
    });
    const [web] = picture([host([project([service('web', [release([full])])])])]).nodes[0]!.children;
    assert.equal(
      drawn(web!.children),
      `
Sync — out of sync: the file declares web:1.5.0, and web:1.4.0 runs [warning]
Freshness — unknown: no registry has been asked (Check Against Registries) [circle-outline]
Health — healthy [pass-filled]
~Changes — 1 code · 1 data · 1 scratch [diff]
  Code and configuration — 1 path [file-code]
    server.js — C · /app [diff-modified]
  Data — 1 path [database]
    a.db — A · /var/lib/app [diff-added]
  ~Scratch — 1 path [trash]
    x — A · /tmp [diff-added]
~Touched by hand — 2 ×, last 1 h ago [terminal]
  vi /app/server.js — 1 h ago [chevron-right]
  sh — 2 h ago [chevron-right]
Risk — engine socket: it can do everything on this host through /var/run/docker.sock [shield]
Image — ghcr.io/acme/web:1.4.0 · ${A} [package]
Commit 9f8e7d6+ — told by the labels of the image [git-commit]
~Environment — 2 variables not as in the image [symbol-variable]
  MODE — debug [symbol-constant]
  API_TOKEN — ••• [symbol-constant]
~Mounts — 1 state · 1 socket [plug]
  /var/lib/data — state · data [database]
  /var/run/docker.sock — socket · read-only · /var/run/docker.sock [plug]`.trim(),
    );
  });

  it('say that nothing was measured, or why not, and since when nobody was seen', () => {
    const rows = (drift: object) =>
      drawn(
        picture([
          host([project([service('web', [release([container('1', { answers: { drift } })])])])]),
        ]).nodes[0]!.children[0]!.children.filter(({ label }) => /Changes|Touched/.test(label)),
      );
    assert.equal(
      rows({ status: 'unknown', changes: null, measured: null, touchesSince: null }),
      'Changes — not measured yet [diff]\nTouched by hand — none seen [terminal]',
    );
    assert.equal(
      rows({ status: 'unknown', changes: null, measured: NOW, problem: 'the engine refuses it' }),
      'Changes — cannot be measured [diff]\nTouched by hand — none seen since 2026-11-26 12:00 UTC [terminal]',
    );
    assert.match(rows({}), /^Changes — none \[diff\]/);
  });

  it('list the first two hundred paths', () => {
    const code = Array.from({ length: 250 }, (_, number) => ({
      path: `/app/${number}`,
      kind: 'added' as const,
    }));
    const changed = container('1', {
      answers: { drift: { status: 'drifted', changes: { code, data: [], scratch: [] } } },
    });
    const [web] = picture([host([project([service('web', [release([changed])])])])]).nodes[0]!.children;
    const paths = web!.children.find(({ label }) => label === 'Changes')!.children[0]!.children;
    assert.deepEqual([paths.length, paths.at(-1)!.label], [201, '50 more']);
    assert.deepEqual(
      [paths[0]!.command, paths[0]!.target],
      ['immutableInfra.openChange', { kind: 'change', host: 'usual', id: '1', path: '/app/0' }],
    );
  });
});

describe('several engines', () => {
  const web = project([service('web', [release([container('1', { answers: { drift: DRIFTED } })])])]);
  const refused = sight(
    { kind: 'failed', failure: { reason: 'unreachable', endpoint: 'ssh://far', detail: 'refused' } },
    { id: 'context:far', name: 'far' },
  );
  const waiting = sight({ kind: 'connecting' }, { id: 'context:slow', name: 'slow' });

  it('have a line each, and fail alone', () => {
    assert.equal(
      outline(picture([host([web]), refused, waiting]).nodes),
      `
This machine — 1 container · 1 drifted [server]
  shop — 1 service · 1 drifted [layers]
    ~web — 1.4.0 @1a2b3c4 · drifted [warning]
far — does not answer [error]
  Show what is wrong [question]
  Try again [refresh]
slow — connecting… [sync]`.trim(),
    );
  });

  it('say in a few words what is wrong', () => {
    const WORDS: Readonly<Record<FailureReason, string>> = {
      absent: 'no engine found',
      denied: 'permission denied',
      unreachable: 'does not answer',
      silent: 'does not reply',
      untrusted: 'certificates not accepted',
      unexpected: 'not usable',
      'too-old': 'too old',
      misconfigured: 'settings not understood',
      unsupported: 'address not supported',
    };
    for (const [reason, words] of Object.entries(WORDS)) {
      const failure = { reason: reason as FailureReason, endpoint: 'tcp://far', detail: 'why' };
      const [, row] = picture([
        host([web]),
        sight({ kind: 'failed', failure }, { id: 'b', name: 'b' }),
      ]).nodes;
      assert.equal(row!.description, words);
      assert.equal(row!.spoken, `container engine b, ${words}`);
      assert.match(row!.tooltip(), /^\*\*b\*\*\n\n\w/);
      assert.deepEqual(
        row!.children.map(({ command, target }) => [command, target]),
        [
          ['immutableInfra.explainEngine', { kind: 'host', host: 'b' }],
          ['immutableInfra.refreshReleases', { kind: 'host', host: 'b' }],
        ],
      );
    }
  });

  it('can be listed without projects in between, or by image', () => {
    const other = host([project([service('web', [release([container('1')])])])], {
      id: 'context:b',
      name: 'b',
    });
    assert.equal(
      outline(picture([host([web]), other], { grouping: 'host' }).nodes),
      `
This machine — 1 container · 1 drifted [server]
  ~shop / web — 1.4.0 @1a2b3c4 · drifted [warning]
b — 1 container [server]
  ~shop / web — 1.4.0 @1a2b3c4 [pass-filled]`.trim(),
    );
    const byImage = picture([host([web]), other, refused], { grouping: 'image' });
    assert.equal(
      outline(byImage.nodes),
      `
ghcr.io/acme/web — 2 services [package]
  ~shop / web — This machine · 1.4.0 @1a2b3c4 · drifted [warning]
  ~shop / web — b · 1.4.0 @1a2b3c4 [pass-filled]
far — does not answer [error]
  Show what is wrong [question]
  Try again [refresh]`.trim(),
    );
    assert.equal(byImage.description, 'by image');
    assert.equal(new Set(ids(byImage.nodes)).size, ids(byImage.nodes).length);
  });

  it('have a service under each repository that it runs from', () => {
    const moved = service(
      'web',
      [
        release([container('1')]),
        release([container('2', { digest: digest(B) })], { repository: null, version: null }),
      ],
      { rollout: '1 × 1.4.0 · 1 × ?' },
    );
    assert.equal(
      outline(picture([host([project([moved])])], { grouping: 'image' }).nodes),
      `
ghcr.io/acme/web — 1 service [package]
  ~shop / web — 1.4.0 @1a2b3c4 [pass-filled]
Unknown image — 1 service [package]
  ~shop / web — @bbbbbbb [pass-filled]`.trim(),
    );
  });

  it('are explained together, or one alone', () => {
    const seen = inspection(host([web]), refused, waiting);
    assert.equal(
      inspectionExplanation(seen, null),
      'This machine: Engine 26.1.4 answers at unix:///a.sock. far: The container engine at ssh://far does not answer. Start it, or correct DOCKER_HOST or the Docker context. (refused) slow: The container engine has not answered yet.',
    );
    assert.match(inspectionExplanation(seen, 'context:far'), /^The container engine at ssh:\/\/far/);
  });

  it('say which of them are not live', () => {
    const deaf = host([web], { id: 'context:b', name: 'b' }, false);
    assert.match(picture([host([web]), deaf]).message!, /^b: The engine does not hand out its events/);
  });
});

describe('the filter of the view', () => {
  const projects = [
    project([
      service('web', [
        release([container('shop-web-1', { answers: { drift: DRIFTED } }), container('shop-web-2')]),
      ]),
      service('db', [
        release([container('shop-db-1', { digest: digest(B), reference: 'postgres:16' })], {
          version: '16',
          repository: 'postgres',
        }),
      ]),
    ]),
  ];
  const shown = (filter: string) => outline(picture([host(projects)], { filter }).nodes);

  it('keeps what meets every word: names, tags, digests, statuses', () => {
    const db = 'shop — 1 service [layers]\n  ~db — 16 @bbbbbbb [pass-filled]';
    const web = 'shop — 1 service · 1 drifted [layers]\n  ~web — 1.4.0 @1a2b3c4 · drifted [warning]';
    assert.equal(shown('POSTGRES'), db);
    assert.equal(shown('postgres:16 shop'), db);
    assert.equal(shown('@bbb'), db);
    assert.equal(shown('drifted'), web);
    assert.equal(shown('"in sync" drifted'), web);
    assert.equal(shown('web-1'), web);
  });

  it('marks where a label meets it', () => {
    const { nodes, description, message } = picture([host(projects)], { filter: 'we' });
    assert.deepEqual(nodes[0]!.children[0]!.highlights, [[0, 2]]);
    assert.deepEqual(nodes[0]!.children[0]!.children[0]!.highlights, [[5, 7]]);
    assert.deepEqual([description, message], ['This machine', "2 of 3 containers meet the filter 'we'."]);
  });

  it('has words and a way out where nothing is left', () => {
    const nothing = picture([host(projects)], { filter: 'nowhere' });
    assert.deepEqual([nothing.nodes.length, nothing.state], [0, 'filtered']);
    const several = picture([host(projects), sight({ kind: 'connecting' }, { id: 'b', name: 'b' })], {
      filter: 'nowhere',
    });
    assert.equal(several.message, "No container meets the filter 'nowhere'.");
  });

  it('does not change what the badge counts', () => {
    assert.deepEqual(picture([host(projects)], { filter: 'postgres' }).badge, {
      value: 1,
      tooltip: '1 container drifted, drift measured 2026-11-27 11:00 UTC',
    });
  });
});

describe('the picture of one engine', () => {
  it('chooses the welcome text by what is wrong', () => {
    const REASONS: readonly FailureReason[] = ['denied', 'absent', 'too-old'];
    for (const reason of REASONS) {
      const failure = { reason, endpoint: 'unix:///a.sock', detail: 'connect EACCES' };
      const { nodes, message, state } = picture([sight({ kind: 'failed', failure })]);
      assert.deepEqual([nodes.length, message, state], [0, null, reason]);
    }
    assert.equal(picture([]).state, 'connecting');
    assert.equal(picture([sight({ kind: 'connecting' })]).state, 'connecting');
    const empty = picture([host([], {}, false)]);
    assert.deepEqual([empty.state, empty.message], ['empty', null], 'a message would hide the welcome text');
  });

  it('names it beside the title, and says when there are no events to follow', () => {
    const projects = [project([service('web', [release([container('1')])])])];
    const seen = picture([host(projects, { name: 'colima' }, false)]);
    assert.equal(seen.description, 'colima');
    assert.match(seen.message ?? '', /read again every few seconds/);
  });

  it('counts what drifted or is out of sync, each container once', () => {
    const both = container('1', { answers: { drift: { ...DRIFTED, measured: NOW }, sync: OUT_OF_SYNC } });
    const behind = container('2', { answers: { sync: OUT_OF_SYNC } });
    const fine = container('3', { answers: { drift: { status: 'unknown', changes: null, measured: null } } });
    const projects = [project([service('web', [release([both, behind, fine])])])];
    assert.deepEqual(picture([host(projects)]).badge, {
      value: 2,
      tooltip:
        '1 container drifted, 2 containers out of sync, drift measured between 2026-11-27 11:00 UTC and 2026-11-27 12:00 UTC, 1 container not measured yet',
    });
    assert.equal(picture([host([project([service('web', [release([fine])])])])]).badge, null);
  });

  it('makes only the lines that somebody opens, of a thousand containers', () => {
    const looked = { times: 0 };
    const counted = (name: string) => {
      const made = container(name);
      return {
        ...made,
        get environment() {
          looked.times++;
          return made.environment;
        },
      };
    };
    const services = Array.from({ length: 100 }, (_, at) =>
      service(`s${at}`, [release(Array.from({ length: 10 }, (__, number) => counted(`s${at}-${number}`)))]),
    );
    const { nodes } = picture([host([project(services)])]);
    const [first] = nodes[0]!.children;
    assert.equal(nodes[0]!.children.length, 100);
    assert.equal(first!.children.length, 10);
    assert.equal(looked.times, 0);
    assert.ok(first!.children[0]!.children.length > 0);
    assert.equal(looked.times, 1);
  });
});

describe('the tooltip of a container', () => {
  const tooltipOf = (given: Parameters<typeof container>[1], name = 'web_1') =>
    picture([
      host([project([service('web', [release([container(name, given)])])])]),
    ]).nodes[0]!.children[0]!.tooltip();

  it('tells everything', () => {
    assert.equal(
      tooltipOf({ details: { restarts: 2, healthOutput: 'OK' } }),
      `**web\\_1**

$(pass-filled) **Sync**: in sync  
$(circle-outline) **Freshness**: unknown\\: no registry has been asked \\(Check Against Registries\\)  
$(pass-filled) **Health**: healthy  
$(pass-filled) **Drift**: unchanged\\: no changed file; measured 2026\\-11\\-27 11\\:00 UTC  
Image: \`ghcr.io/acme/web:1.4.0\`  
Digest: \`${A}\` (recorded for this repository)  
Platform: linux\\/amd64  
Commit: unknown\\: nothing says which  
State: running, up 3 h  
Restarts: 2  
Last health check: \`OK\`  
Created: 2026-11-27 09:00 UTC  
Runs on: engine 26\\.1\\.4, \`unix:///a.sock\``,
    );
  });

  it('tells every digest, and who says so, or why there is none', () => {
    const lines = (value: Parameters<typeof container>[1]) =>
      tooltipOf(value)
        .split(/ *\n/)
        .filter((line) => /^(Digest|Also|Manifest)/.test(line));
    assert.deepEqual(
      lines({ digest: { known: true, digest: A, manifest: B, others: [B], source: 'store' } }),
      [
        `Digest: \`${A}\` (from the engine's image store; perhaps in no registry)`,
        `Manifest of the platform: \`${B}\``,
        `Also: \`${B}\``,
      ],
    );
    assert.deepEqual(lines({ digest: { known: false, reason: 'other-repository', elsewhere: [`x@${A}`] } }), [
      'Digest: none for this repository',
      `Also known as: \`x@${A}\``,
    ]);
    assert.deepEqual(lines({ digest: { known: false, reason: 'image-removed', elsewhere: [] } }), [
      'Digest: unknown\\: the image has been removed',
    ]);
  });

  it('says a whole digest once', () => {
    const tip = tooltipOf({
      reference: `web:1@${A}`,
      digest: { known: true, digest: A, manifest: null, others: [], source: 'reference' },
      answers: {
        sync: {
          status: 'out-of-sync',
          reasons: [{ kind: 'other-image', declared: `web:2@${B}`, running: `web:1@${A}` }],
        },
      },
    });
    assert.match(tip, /declares web\\:2\\@bbbbbbb, and web\\:1\\@1a2b3c4 runs/);
    assert.match(tip, /Image: `web:1` /);
    assert.equal(tip.split(A).length, 2);
  });

  it('never calls an image ID a digest', () => {
    const tip = tooltipOf({ imageId: B, digest: { known: false, reason: 'none', elsewhere: [] } });
    assert.ok(!tip.includes(B.slice(7, 14)));
  });

  it('shows names that look like Markdown or like icons as they are', () => {
    assert.equal(
      tooltipOf({}, '[x](command:y) **z**').split('\n')[0],
      '**\\[x\\]\\(command\\:y\\) \\*\\*z\\*\\***',
    );
    assert.equal(tooltipOf({}, 'a $(bug) b').split('\n')[0], '**a \\\\$\\(bug\\) b**');
    assert.match(tooltipOf({ details: { healthOutput: 'echo $(date)' } }), /`echo \\\$\(date\)`/);
  });

  it('shows no sign that turns the direction of writing, and no text without an end', () => {
    assert.match(tooltipOf({ reference: 'web\u202Egnp' }), /`web�gnp`/);
    assert.ok(tooltipOf({ reference: 'x'.repeat(100_000) }).length < 3_000);
  });
});

describe('a line', () => {
  it('of a text that others wrote is short, and reads as it looks', () => {
    const long = { name: 'KEY\u202E', value: 'v'.repeat(100_000), imageValue: null };
    const [web] = picture([
      host([project([service('web\u200B', [release([container('1', { environment: [long] })])])])]),
    ]).nodes[0]!.children;
    assert.equal(web?.label, 'web�');
    const [variable] = web.children.find(({ label }) => label === 'Environment')!.children;
    assert.equal(variable?.label, 'KEY�');
    assert.equal(variable.description.length, 250);
    assert.ok(variable.spoken.length <= 1000);
    assert.ok(variable.tooltip().length < 1_200);
  });

  it('offers only what can be done with it', () => {
    const row = (given: Parameters<typeof container>[1]) => {
      const [web] = picture([host([project([service('web', [release([container('1', given)])])])])]).nodes[0]!
        .children;
      return [web!.kinds.join(' '), web!.copies.digest, web!.copies.reference];
    };
    assert.deepEqual(row({}), [
      'service release container changes digest reference',
      A,
      'ghcr.io/acme/web:1.4.0',
    ]);
    assert.deepEqual(row({ reference: null }), ['service release container changes digest', A, null]);
    assert.deepEqual(row({ reference: null, digest: { known: false, reason: 'none', elsewhere: [] } }), [
      'service release container changes',
      null,
      null,
    ]);
  });

  it('knows where it is declared and built', () => {
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
    const declared = service('web', [release([container('1'), container('2')])], {
      declaration: {
        kind: 'declared',
        by: 'labels',
        service: {
          name: 'web',
          place: { uri: 'file:///shop/compose.yaml', range },
          image: null,
          build: { dockerfile: 'file:///shop/Dockerfile' },
        },
      },
    });
    const [row] = picture([host([project([declared])])]).nodes[0]!.children;
    assert.deepEqual(row!.kinds, ['service', 'release', 'digest', 'reference', 'declared', 'built']);
    assert.match(row!.tooltip(), /Declared in: `\/shop\/compose.yaml`/);
  });

  it('of a release is read out with its digest and its commit, as far as they are known', () => {
    const commit = {
      known: true,
      revision: '9f8e7d6c5b4a',
      source: null,
      by: 'label',
      dirty: false,
    } as const;
    const two = [container('a', { revision: commit }), container('b', { revision: commit })];
    const local = { digest: { known: false, reason: 'none', elsewhere: [] } } as const;
    const web = service('web', [release(two)]);
    const app = service('app', [release([container('c', local), container('d', local)])]);
    const shop = service('shop', [release(two), release([container('e', local), container('f', local)])]);
    const rows = picture([host([project([web, app, shop])])]).nodes[0]!.children;
    const beginnings = [rows[0]!, rows[1]!, ...rows[2]!.children].map(
      ({ spoken }) => spoken.split(', in sync')[0],
    );
    assert.deepEqual(beginnings, [
      'service web, 2 running, release 1.4.0, digest 1a2b3c4, commit 9f8e7d6',
      'service app, 2 running, release 1.4.0, no digest',
      'release 1.4.0, digest 1a2b3c4, commit 9f8e7d6, of shop, 2 running',
      'release 1.4.0, no digest, of shop, 2 running',
    ]);
    const [single] = picture([host([project([service('web', [release([two[0]!])])])])]).nodes[0]!.children;
    assert.match(single!.spoken, /, digest 1a2b3c4, commit 9f8e7d6, in sync/);
  });

  it('says what it means that a tag or a digest is gone', () => {
    const freshness = (status: 'tag-gone' | 'digest-gone') => {
      const web = container('1', { answers: { freshness: { status, reason: null } } });
      const [row] = picture([host([project([service('web', [release([web])])])])]).nodes[0]!.children;
      return row!.children.find(({ label }) => label === 'Freshness')!.description;
    };
    assert.equal(freshness('tag-gone'), 'tag gone: its registry has no such tag any more');
    assert.match(freshness('digest-gone'), /^digest gone: its registry does not have what runs any more/);
  });

  it('of an engine without events is read out as not live', () => {
    const [, row] = picture([host([]), host([], { id: 'b', name: 'b' }, false)]).nodes;
    assert.equal(row!.spoken, 'container engine b, 0 containers, not live');
    assert.equal(row!.description, '0 containers · not live');
  });

  it('is read out in full', () => {
    const ill = container('shop-web-1', {
      answers: { health: { status: 'degraded', details: ['exit code 3'] }, drift: DRIFTED },
    });
    const [row] = picture([host([project([service('web', [release([ill])])])])]).nodes[0]!.children;
    assert.equal(
      row!.spoken,
      'service web, container shop-web-1, running, up 3 h, image ghcr.io/acme/web:1.4.0, digest 1a2b3c4, in sync, freshness unknown, unhealthy exit code 3, drifted',
    );
  });
});

function picture(hosts: readonly HostSight[], choices: Partial<ViewChoices> = {}): TreePicture {
  return releasesPicture(inspection(...hosts), { ...USUAL_CHOICES, ...choices }, NOW);
}

function assertTree(projects: readonly Project[], expected: string): readonly TreeNode[] {
  const { nodes } = picture([host(projects)]);
  assert.equal(outline(nodes), expected.trim());
  return nodes;
}

function ids(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.flatMap(({ id, children }) => [id, ...ids(children)]);
}
