import assert from 'node:assert/strict';
import type { ImageEvidence } from '../../../server/src/inspectionProtocol';
import type { RunningContainer } from '../../../client/src/docker/releases/model';
import type { HostSight } from '../../../client/src/docker/watch/inspection';
import { collectReport, type Evidence } from '../../../client/src/reports/collectReport';
import { evidenceQuestions } from '../../../client/src/reports/evidenceQuestions';
import type { ReportedContainer } from '../../../client/src/reports/releaseReport';
import { reportMarkdown } from '../../../client/src/reports/reportMarkdown';
import { containerOf, digestOf, hostOf, NO_ANSWERS } from '../../support/running';

const NOW = Date.UTC(2026, 10, 27, 10, 30);
const EARLIER = Date.UTC(2026, 10, 27, 9, 0);

describe('the release report as JSON', () => {
  it('has these fields', () => {
    const report = collectReport(
      { hosts: [hostOf([drifted()])] },
      new Map([[digestOf('9'), evidence({})]]),
      NOW,
    );
    assert.deepEqual(JSON.parse(JSON.stringify(report)), {
      version: 1,
      created: '2026-11-27T10:30:00.000Z',
      registriesAsked: true,
      summary: {
        hosts: 1,
        hostsThatAnswered: 1,
        containers: 1,
        outOfSync: 1,
        drifted: 1,
        unhealthy: 1,
        withRisks: 1,
        unidentified: 0,
      },
      hosts: [
        {
          name: 'This machine',
          origin: 'usual place',
          answered: true,
          problem: null,
          engine: {
            endpoint: 'unix:///var/run/docker.sock',
            version: '26.1.4',
            machine: 'build-7',
            imageStore: 'containerd',
            swarm: 'none',
          },
          notRunning: 0,
          services: [
            {
              project: 'shop',
              projectKind: 'compose',
              name: 'web',
              rollout: null,
              tasksElsewhere: [],
              containers: [
                {
                  name: 'web-1',
                  id: 'c1',
                  state: 'running',
                  started: '1970-01-01T00:00:00.000Z',
                  release: '1.4.0',
                  reference: { known: true, value: 'web:1' },
                  digest: {
                    known: true,
                    value: { digest: digestOf('a'), manifest: null, source: 'repository' },
                  },
                  imageId: digestOf('9'),
                  platform: { known: true, value: 'linux/amd64' },
                  commit: {
                    known: true,
                    value: {
                      revision: '1a2b3c4',
                      source: 'https://example.com/shop',
                      witness: 'provenance',
                      trust: 'attested by its builder',
                      dirty: false,
                    },
                  },
                  built: { known: false, reason: 'the image does not say' },
                  signature: { status: 'present', reason: null },
                  attestations: { known: true, value: ['SLSA provenance', 'SPDX'] },
                  base: { known: true, value: 'node@sha256:1' },
                  sync: {
                    status: 'out-of-sync',
                    reasons: [{ kind: 'other-image', text: 'the file declares web:2, and web:1 runs' }],
                  },
                  freshness: {
                    status: 'tag-moved',
                    reason: null,
                    newDigest: digestOf('b'),
                    asked: '2026-11-27T09:00:00.000Z',
                  },
                  health: { status: 'degraded', details: ['exit code 3'] },
                  drift: {
                    status: 'drifted',
                    measured: '2026-11-27T09:00:00.000Z',
                    problem: null,
                    counts: { code: 1, data: 1, scratch: 2 },
                    paths: [
                      { path: '/app/server.js', kind: 'changed', class: 'code' },
                      { path: '/var/lib/x|y', kind: 'added', class: 'data' },
                    ],
                    touches: [{ time: '2026-11-27T09:00:00.000Z', command: 'sh -c `id`' }],
                    touchesSince: '2026-11-27T09:00:00.000Z',
                  },
                  risks: [
                    {
                      kind: 'engine-socket',
                      text: 'it can do everything on this host through /var/run/docker.sock',
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('leaves no host out that did not answer, and says why', () => {
    const { summary, hosts } = collectReport({ hosts: [failed(), connecting()] }, null, NOW);
    assert.equal(`${summary.hostsThatAnswered} of ${summary.hosts}`, '0 of 2');
    assert.deepEqual(
      hosts.map(({ name, origin, answered, problem }) => `${name}, ${origin}, ${answered}: ${problem}`),
      [
        'prod, context prod, false: The container engine at tcp://prod:2376 does not answer. Start it, or correct DOCKER_HOST or the Docker context. (connect ECONNREFUSED)',
        'DOCKER_HOST, DOCKER_HOST, false: It had not answered yet when the report was made.',
      ],
    );
  });

  it('is about what runs, and counts what does not', () => {
    const states = ['running', 'paused', 'restarting', 'exited', 'created', 'dead'];
    const host = hostOf(states.map((state) => inState(state)));
    const [reported] = collectReport({ hosts: [host] }, null, NOW).hosts;
    assert.deepEqual(
      reported!.services.flatMap(({ containers }) => containers.map(({ state }) => state)),
      ['running', 'paused', 'restarting'],
    );
    assert.equal(reported!.notRunning, 3);
  });

  it('has no section for a service of which nothing runs', () => {
    const [reported] = collectReport({ hosts: [hostOf([inState('exited')])] }, null, NOW).hosts;
    assert.deepEqual(reported!.services, []);
  });

  it('tells the tasks on other nodes', () => {
    const task = {
      id: 't1',
      serviceId: 's',
      slot: 1,
      nodeId: 'n',
      node: 'worker-2',
      image: 'web:1@sha256:0',
      state: 'running',
      desiredState: 'running',
      message: '',
      containerId: null,
      created: 0,
      changed: 0,
    };
    const host = hostOf([], { release: { tasksElsewhere: [task] } });
    assert.deepEqual(collectReport({ hosts: [host] }, null, NOW).hosts[0]!.services[0]!.tasksElsewhere, [
      { id: 't1', node: 'worker-2', image: 'web:1@sha256:0', state: 'running' },
    ]);
  });
});

describe('what is unknown in the release report', () => {
  const cases: readonly [
    what: string,
    facts: Partial<RunningContainer>,
    shown: (c: ReportedContainer) => unknown,
    expected: unknown,
  ][] = [
    [
      'the reference',
      { reference: null },
      ({ reference }) => reference,
      { known: false, reason: 'it was started by the id of an image, or the engine does not say' },
    ],
    [
      'the digest',
      { digest: { known: false, reason: 'other-repository', elsewhere: ['mirror/web@sha256:1'] } },
      ({ digest }) => digest,
      { known: false, reason: 'none for this repository; elsewhere: mirror/web@sha256:1' },
    ],
    [
      'the digest of an image that is gone',
      { digest: { known: false, reason: 'image-removed', elsewhere: [] } },
      ({ digest }) => digest,
      { known: false, reason: 'the image has been removed' },
    ],
    [
      'the platform',
      { platform: null },
      ({ platform }) => platform,
      { known: false, reason: 'the engine does not say' },
    ],
    [
      'the commit',
      { revision: { known: false, reason: 'of-the-base' } },
      ({ commit }) => commit,
      { known: false, reason: 'the labels are those of the base image' },
    ],
    ['the start', { details: null }, ({ started }) => started, null],
    [
      'drift that could not be measured',
      { answers: { ...NO_ANSWERS, drift: { ...NO_ANSWERS.drift, problem: 'refused', measured: EARLIER } } },
      ({ drift }) => [drift.status, drift.problem, drift.counts, drift.measured],
      ['unknown', 'refused', null, '2026-11-27T09:00:00.000Z'],
    ],
    [
      'freshness',
      {},
      ({ freshness }) => freshness,
      {
        status: 'unknown',
        reason: 'no registry has been asked (Check Against Registries)',
        newDigest: null,
        asked: null,
      },
    ],
    [
      'freshness, with the word of the registry',
      {
        answers: {
          ...NO_ANSWERS,
          freshness: { ...NO_ANSWERS.freshness, reason: 'unanswered', detail: 'HTTP 403' },
        },
      },
      ({ freshness }) => freshness.reason,
      'its registry did not answer: HTTP 403',
    ],
  ];
  for (const [what, facts, shown, expected] of cases) {
    it(`has a reason: ${what}`, () => assert.deepEqual(shown(reported(facts, null)), expected));
  }

  const witnesses: readonly [what: string, evidence: Evidence, expected: readonly unknown[]][] = [
    [
      'registries were not asked',
      null,
      ['unknown', 'registries were not asked', { known: false, reason: 'registries were not asked' }],
    ],
    [
      'no registry has the image',
      new Map(),
      [
        'unknown',
        'no registry is known to have the image, so none was asked',
        { known: false, reason: 'no registry is known to have the image, so none was asked' },
      ],
    ],
    [
      'the registry refused',
      asked({ signature: 'unknown', attestations: [], base: null, detail: 'HTTP 401' }),
      ['unknown', 'HTTP 401', { known: false, reason: 'HTTP 401' }],
    ],
    [
      'the registry has none',
      asked({ signature: 'none', attestations: [], base: null, detail: null }),
      ['none', null, { known: true, value: [] }],
    ],
  ];
  for (const [what, known, expected] of witnesses) {
    it(`says of signatures that ${what}`, () => {
      const { signature, attestations } = reported({}, known);
      assert.deepEqual([signature.status, signature.reason, attestations], expected);
    });
  }

  it('is answered by what registries attest where they stand above the engine', () => {
    const by = (witness: 'signature' | 'label') =>
      reported(
        { revision: { known: true, revision: 'abc', source: null, by: witness, dirty: true } },
        asked({}),
      ).commit;
    const commits = [by('signature'), by('label')].map((commit) => commit.known && commit.value.witness);
    assert.deepEqual(commits, ['signature', 'provenance']);
  });
});

describe('what registries are asked for the release report', () => {
  const cases: readonly [
    what: string,
    containers: readonly RunningContainer[],
    questions: readonly string[],
  ][] = [
    [
      'one image once',
      [containerOf({ id: 'a' }), containerOf({ id: 'b' })],
      [`web@${digestOf('a')} linux/amd64`],
    ],
    ['nothing about what does not run', [inState('exited')], []],
    [
      'nothing where the digest is unknown',
      [containerOf({ digest: { known: false, reason: 'none', elsewhere: [] } })],
      [],
    ],
    ['nothing where the reference is unknown', [containerOf({ reference: null })], []],
    [
      'nothing about what only the image store here knows',
      [
        containerOf({
          digest: { known: true, digest: digestOf('a'), manifest: null, others: [], source: 'store' },
        }),
      ],
      [],
    ],
    [
      'nothing about what was built here',
      [containerOf({ answers: { ...NO_ANSWERS, freshness: { ...NO_ANSWERS.freshness, reason: 'local' } } })],
      [],
    ],
    [
      'the name of its own registry',
      [containerOf({ reference: 'registry.internal:5000/shop/web:1@sha256:0', platform: null })],
      [`registry.internal:5000/shop/web@${digestOf('a')} null`],
    ],
  ];
  for (const [what, containers, questions] of cases) {
    it(`is ${what}`, () => {
      const asking = evidenceQuestions({ hosts: [failed(), hostOf(containers)] });
      assert.deepEqual(
        asking.map(({ reference, platform }) => `${reference} ${platform}`),
        questions,
      );
    });
  }
});

describe('the release report as Markdown', () => {
  it('has a summary first, and a section for each service', () => {
    const report = collectReport(
      { hosts: [hostOf([drifted()]), failed()] },
      new Map([[digestOf('9'), evidence({})]]),
      NOW,
    );
    assert.equal(
      reportMarkdown(report),
      `# Release report

Made 2026-11-27 10:30 UTC by Immutable Infra. Registries were asked for signatures and attestations; a signature that is present was not verified.

| Containers that run | Out of sync | Drifted | Unhealthy | With risks | Digest unknown | Hosts that answered |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 1 | 1 | 1 | 1 | 0 | 1 of 2 |

## Hosts

| Host | Chosen by | Engine | Version | Machine | Image store | Containers that run | Not running |
| --- | --- | --- | --- | --- | --- | --- | --- |
| This machine | usual place | \`unix:///var/run/docker.sock\` | 26.1.4 | build-7 | containerd | 1 | 0 |
| prod | context prod | **did not answer** | unknown | unknown | unknown | unknown | unknown |

**prod did not answer**, and nothing of it is in this report. The container engine at tcp\\://prod:2376 does not answer. Start it, or correct DOCKER_HOST or the Docker context. (connect ECONNREFUSED)

## What runs

| Host | Project | Service | Container | Release | Digest | Commit | Sync | Freshness | Health | Drift | Signature |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| This machine | shop | web | web-1 | 1.4.0 | \`aaaaaaaaaaaa\` | \`1a2b3c4\` | **out of sync** | **tag moved** | degraded | **drifted** | present |

### web (compose project shop, on This machine)

#### web-1

- Container: \`c1\`, running, since 1970-01-01 00:00 UTC
- Image reference: \`web:1\`
- Digest: \`${digestOf('a')}\` (in the engine's record of the repository)
- Platform: linux/amd64
- Commit: \`1a2b3c4\` of \`https://example.com/shop\`, attested by its builder
- Built: unknown: the image does not say
- Base image: \`node@sha256:1\`
- Signature: present
- Attestations: SLSA provenance, SPDX
- Sync: **out of sync**: the file declares web:2, and web:1 runs
- Freshness: **tag moved**: the tag names ${digestOf('b')} now; asked 2026-11-27 09:00 UTC
- Health: degraded: exit code 3
- Drift: **drifted** (1 of code and configuration, 1 of data, 2 of scratch, measured 2026-11-27 09:00 UTC; commands run inside: 1 since 2026-11-27 09:00 UTC)
- Risks: it can do everything on this host through /var/run/docker.sock

| Path | Against the image | Kind |
| --- | --- | --- |
| \`/app/server.js\` | changed | code |
| \`/var/lib/x\\|y\` | added | data |

| Commands run inside | When |
| --- | --- |
| \`\` sh -c \`id\` \`\` | 2026-11-27 09:00 UTC |
`,
    );
  });

  it('says that nothing runs', () => {
    const text = reportMarkdown(collectReport({ hosts: [hostOf([])] }, null, NOW));
    assert.match(text, /## What runs\n\nNo container runs on the hosts that answered\.\n$/);
    assert.match(text, /Registries were not asked for signatures and attestations\./);
  });

  it('tells a rollout, the digest of the platform, and tasks elsewhere', () => {
    const digest = {
      known: true,
      digest: digestOf('a'),
      manifest: digestOf('c'),
      others: [],
      source: 'store',
    } as const;
    const host = hostOf([containerOf({ digest })], {
      service: { rollout: '9 × 1.0 · 1 × 2.0, 10 % canary' },
      project: { kind: 'standalone', name: '' },
    });
    const text = reportMarkdown(collectReport({ hosts: [host] }, null, NOW));
    assert.match(
      text,
      /### web \(no project, on This machine\)\n\nMore than one release runs: 9 × 1\.0 · 1 × 2\.0, 10 % canary\./,
    );
    assert.ok(text.includes(`- Digest of the platform: \`${digestOf('c')}\``));
    assert.ok(text.includes("(from the engine's image store; perhaps in no registry)"));
  });

  it('says of no drift only that there is none, and when that was measured', () => {
    const drift = {
      ...NO_ANSWERS.drift,
      status: 'none' as const,
      measured: EARLIER,
      changes: { code: [], data: [], scratch: [] },
    };
    const text = reportMarkdown(
      collectReport({ hosts: [hostOf([containerOf({ answers: { ...NO_ANSWERS, drift } })])] }, null, NOW),
    );
    assert.match(text, /\n- Drift: none \(measured 2026-11-27 09:00 UTC; nobody was seen inside\)\n/);
  });

  it('cuts a long list of paths, and says where the rest is', () => {
    const code = Array.from({ length: 250 }, (_, index) => ({
      path: `/app/${index}`,
      kind: 'added' as const,
    }));
    const drift = {
      ...NO_ANSWERS.drift,
      status: 'drifted' as const,
      measured: EARLIER,
      changes: { code, data: [], scratch: [] },
    };
    const text = reportMarkdown(
      collectReport({ hosts: [hostOf([containerOf({ answers: { ...NO_ANSWERS, drift } })])] }, null, NOW),
    );
    assert.equal([...text.matchAll(/^\| `\/app/gm)].length, 200);
    assert.match(text, /\n50 more paths are in the report as JSON\.\n/);
  });

  const hostile: readonly [text: string, shown: string][] = [
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['[a](http://evil)', '\\[a\\](http\\://evil)'],
    ['a | b', 'a \\| b'],
    ['**bold** _it_ `code`', '\\*\\*bold\\*\\* \\_it\\_ \\`code\\`'],
    ['snake_case', 'snake_case'],
    ['line\nbreak\r\nand tab\t', 'line break  and tab '],
    [
      '&lt;b&gt; $x$ ~~y~~ me@host www.evil.example',
      '\\&lt;b\\&gt; \\$x\\$ \\~\\~y\\~\\~ me\\@host www\\.evil.example',
    ],
    ['abc\u202Egnp', 'abcU+202Egnp'],
    ['back\\slash', 'back\\\\slash'],
  ];
  for (const [text, shown] of hostile) {
    it(`makes no markup of ${JSON.stringify(text)}`, () => {
      const markdown = reportMarkdown(
        collectReport({ hosts: [hostOf([], { host: { name: text } })] }, null, NOW),
      );
      assert.equal(/^\| (.*) \| usual place/m.exec(markdown)?.[1], shown);
    });
  }
});

function reported(facts: Partial<RunningContainer>, known: Evidence): ReportedContainer {
  return collectReport({ hosts: [hostOf([containerOf(facts)])] }, known, NOW).hosts[0]!.services[0]!
    .containers[0]!;
}

function drifted(): RunningContainer {
  return containerOf({
    answers: {
      sync: {
        status: 'out-of-sync',
        reasons: [{ kind: 'other-image', declared: 'web:2', running: 'web:1' }],
      },
      freshness: {
        status: 'tag-moved',
        reason: null,
        newDigest: digestOf('b'),
        asked: EARLIER,
        detail: null,
      },
      health: { status: 'degraded', details: ['exit code 3'] },
      drift: {
        status: 'drifted',
        changes: {
          code: [{ path: '/app/server.js', kind: 'changed' }],
          data: [{ path: '/var/lib/x|y', kind: 'added' }],
          scratch: [
            { path: '/tmp/a', kind: 'added' },
            { path: '/tmp/b', kind: 'added' },
          ],
        },
        measured: EARLIER,
        problem: null,
        touches: [{ time: EARLIER, command: 'sh -c `id`' }],
        touchesSince: EARLIER,
      },
      risks: [{ kind: 'engine-socket', target: '/var/run/docker.sock' }],
    },
  });
}

function inState(state: string): RunningContainer {
  const container = containerOf({ id: state, name: state });
  return { ...container, facts: { ...container.facts, state } };
}

function evidence(facts: Partial<ImageEvidence>): ImageEvidence {
  return {
    key: digestOf('9'),
    revision: { revision: '1a2b3c4', source: 'https://example.com/shop', by: 'provenance', dirty: false },
    signature: 'present',
    attestations: ['SLSA provenance', 'SPDX'],
    base: 'node@sha256:1',
    detail: null,
    ...facts,
  };
}

function asked(facts: Partial<ImageEvidence>): Evidence {
  return new Map([[digestOf('9'), evidence(facts)]]);
}

function failed(): HostSight {
  const failure = {
    reason: 'unreachable',
    endpoint: 'tcp://prod:2376',
    detail: 'connect ECONNREFUSED',
  } as const;
  return {
    id: 'context:prod',
    name: 'prod',
    origin: { kind: 'context', name: 'prod' },
    state: { kind: 'failed', failure },
  };
}

function connecting(): HostSight {
  return {
    id: 'variable',
    name: 'DOCKER_HOST',
    origin: { kind: 'variable', name: 'DOCKER_HOST' },
    state: { kind: 'connecting' },
  };
}
