import assert from 'node:assert/strict';
import type { PinStyle } from '../../../server/src/pins/commentStyle';
import { planPins } from '../../../server/src/pins/planPins';
import type { PinAction } from '../../../server/src/pins/wishes';
import { parseCompose } from '../../../server/src/syntax/compose/compose';
import { digestOf, found, planIn, withDigests } from '../../support/pins';
import { variablesFrom } from '../../support/variables';
import type { Files } from '../../support/workspace';

const REGISTRY = {
  'node:20': 'A',
  'nginx:1.27': 'B',
  'redis:latest': 'C',
  'ghcr.io/o/r:v1': 'D',
  'node:22': 'E',
};
const service = (...lines: string[]) =>
  ['services:', '  a:', ...lines.map((line) => `    ${line}`), ''].join('\n');

const tagStays = ([place = '', quoted = '']: readonly string[]) =>
  `compose.yaml:${place} changed: ${quoted} keeps its tag before the digest. Only a tag in a plain or quoted scalar that is alone on its line goes into a comment.`;

interface Case {
  readonly action?: PinAction;
  readonly style?: PinStyle;
  readonly files: Files;
  /** The files that change, as they are then. */
  readonly changed: Files;
  /** What is said; by default one thing that was changed. */
  readonly outcomes?: readonly string[];
  readonly asked?: readonly string[];
}

const cases: Record<string, Case> = {
  'a pin is an insertion': {
    files: { Dockerfile: '\uFEFFFROM --platform=x "node:20" AS a\r\nCOPY --from=redis\\\r\n /a /b\r\n' },
    changed: {
      Dockerfile: '\uFEFFFROM --platform=x "node:20@A" AS a\r\nCOPY --from=redis@C\\\r\n /a /b\r\n',
    },
    outcomes: ['Dockerfile:1:20 changed', 'Dockerfile:2:13 changed'],
    asked: ['node:20', 'redis:latest'],
  },
  'an argument that feeds three stages is pinned once': {
    files: { Dockerfile: 'ARG B=node:20\nFROM $B\nFROM ${B}\nFROM $B AS c\n' },
    changed: { Dockerfile: 'ARG B=node:20@A\nFROM $B\nFROM ${B}\nFROM $B AS c\n' },
    outcomes: ['Dockerfile:2:6 changed'],
    asked: ['node:20'],
  },
  'and so is an anchor, and a line of .env': {
    files: {
      'compose.yaml':
        'services:\n  a: {image: &x nginx:1.27}\n  b: {image: *x}\n  c: {image: "${IMAGE}"}\n  d: {image: "${IMAGE}"}\n',
      '.env': "IMAGE='ghcr.io/o/r:v1' # ours\n",
    },
    changed: {
      'compose.yaml':
        'services:\n  a: {image: &x nginx:1.27@B}\n  b: {image: *x}\n  c: {image: "${IMAGE}"}\n  d: {image: "${IMAGE}"}\n',
      '.env': "IMAGE='ghcr.io/o/r:v1@D' # ours\n",
    },
    outcomes: ['compose.yaml:2:17 changed', 'compose.yaml:4:15 changed'],
    asked: ['nginx:1.27', 'ghcr.io/o/r:v1'],
  },
  'each reference is asked for once, however it is spelt': {
    files: {
      Dockerfile: 'FROM redis\nFROM redis:latest\n',
      'b.Dockerfile': 'FROM docker.io/library/redis\nFROM index.docker.io/redis\n',
    },
    changed: {
      Dockerfile: 'FROM redis@C\nFROM redis:latest@C\n',
      'b.Dockerfile': 'FROM docker.io/library/redis@C\nFROM index.docker.io/redis@C\n',
    },
    outcomes: [
      'Dockerfile:1:6 changed',
      'Dockerfile:2:6 changed',
      'b.Dockerfile:1:6 changed',
      'b.Dockerfile:2:6 changed',
    ],
    asked: ['redis:latest'],
  },
  'each reference that is not pinned says why': {
    files: {
      Dockerfile:
        'ARG V\nARG T=20\nARG S=node:20\nFROM gone:1\nFROM node:${V}\nFROM node:{{tag}}\nFROM node:20@A\nFROM node:$T AS x\nARG T\n' +
        '# immutable-infra-ignore moving-tag: nightly\nFROM node:20\nFROM $S\nFROM ${S}-alpine\nFROM no:20\\\n.1\nFROM x\nFROM scratch\nFROM A B\n',
    },
    changed: {},
    outcomes: [
      "Dockerfile:4:6 failed: docker.io does not have 'gone:1'. Check the name and the tag.",
      "Dockerfile:5:6 skipped: 'node:${V}' has a variable without a value, so it names no image here. Give it a default, or pin it where it gets its value.",
      "Dockerfile:6:6 skipped: 'node:{{tag}}' is a template, so it names no image here. Pin what fills it.",
      'Dockerfile:7:6 current',
      "Dockerfile:8:6 skipped: 'node:20' (from 'node:$T') is made of text that also means something else, or of pieces. It comes from Dockerfile:2:7: pin it there by hand.",
      "Dockerfile:11:6 skipped: 'node:20' is left as it is. An ignore comment waives it.",
      "Dockerfile:12:6 skipped: 'node:20' (from '$S') is made of text that also means something else, or of pieces. It comes from Dockerfile:3:7: pin it there by hand.",
      "Dockerfile:13:6 skipped: 'node:20-alpine' (from '${S}-alpine') is made of text that also means something else, or of pieces. It comes from Dockerfile:3:7: pin it there by hand.",
      "Dockerfile:14:6 skipped: 'no:20.1' is not written in one piece as it is read. Write it without escapes, line breaks and variables, and pin it here.",
      "Dockerfile:18:6 skipped: 'A' is no image reference. Write it as in: registry/repository:tag",
    ],
  },
  'an argument that an operator rewrites elsewhere is left to a person': {
    files: {
      Dockerfile: 'ARG B=node:20-slim\nFROM $B\nFROM ${B%-slim}\n',
      'b.Dockerfile': 'ARG B=node:20\nARG C=${B%20}22\nFROM $B\nFROM ${C}\n',
    },
    changed: { 'b.Dockerfile': 'ARG B=node:20\nARG C=${B%20}22@E\nFROM $B\nFROM ${C}\n' },
    outcomes: [
      "Dockerfile:2:6 skipped: 'node:20-slim' (from '$B') is made of text that also means something else, or of pieces. It comes from Dockerfile:1:7: pin it there by hand.",
      "Dockerfile:3:6 skipped: 'node:20' (from '${B%-slim}') is not written in one piece as it is read. Write it without escapes, line breaks and variables, and pin it here.",
      "b.Dockerfile:3:6 skipped: 'node:20' (from '$B') is made of text that also means something else, or of pieces. It comes from b.Dockerfile:1:7: pin it there by hand.",
      'b.Dockerfile:4:6 changed',
    ],
  },
  'text of another file that also means something else is shown with its place': {
    files: {
      'app/compose.yaml': 'services: {a: {image: "nginx:${TAG}"}, b: {image: app, build: .}}\n',
      'app/.env': '# versions\nTAG=1.27\n',
    },
    changed: {},
    outcomes: [
      "app/compose.yaml:1:24 skipped: 'nginx:1.27' (from 'nginx:${TAG}') is made of text that also means something else, or of pieces. It comes from app/.env:2:5: pin it there by hand.",
    ],
    asked: [],
  },
  'an anchor that is other text too is shown with that text': {
    files: { 'compose.yaml': 'services:\n  a: {image: &x nginx:1.27}\n  b: {image: *x, command: *x}\n' },
    changed: {},
    outcomes: [
      "compose.yaml:2:17 skipped: The text of 'nginx:1.27' is also used otherwise, such as at compose.yaml:3:14. Write it twice, and pin it here.",
    ],
  },
  'the tag goes into a comment where that is asked for, and a scalar is alone on its line': {
    style: 'digest # tag',
    files: {
      'compose.yaml':
        'services:\n  a:\n    image: node:20\n  b:\n    image: &i !!str "nginx:1.27"  \n  c:\n    "image": \'ghcr.io/o/r:v1\'\r\n',
    },
    changed: {
      'compose.yaml':
        'services:\n  a:\n    image: node@A # 20\n  b:\n    image: &i !!str "nginx@B" # 1.27  \n  c:\n    "image": \'ghcr.io/o/r@D\' # v1\r\n',
    },
    outcomes: ['compose.yaml:3:12 changed', 'compose.yaml:5:22 changed', 'compose.yaml:7:15 changed'],
  },
  'and stays where it is everywhere else': {
    style: 'digest # tag',
    files: {
      Dockerfile: 'FROM node:20\n',
      'compose.yaml':
        'services:\n  a:\n    image: node:20 # keep\n  b: {image: node:20}\n  c:\n    image: |-\n      node:20\n  d: {\n    image: node:20\n  }\n  e:\n    image: redis\n  f:\n    image: ${I:-node:20}\n',
    },
    changed: {
      Dockerfile: 'FROM node:20@A\n',
      'compose.yaml':
        'services:\n  a:\n    image: node:20@A # keep\n  b: {image: node:20@A}\n  c:\n    image: |-\n      node:20@A\n  d: {\n    image: node:20@A\n  }\n  e:\n    image: redis@C\n  f:\n    image: ${I:-node:20@A}\n',
    },
    outcomes: [
      'Dockerfile:1:6 changed',
      ...[
        ['3:12', "'node:20'"],
        ['4:14', "'node:20'"],
        ['7:7', "'node:20'"],
        ['9:12', "'node:20'"],
      ].map(tagStays),
      // Without a tag there is none that stays.
      'compose.yaml:12:12 changed',
      tagStays(['14:12', "'node:20' (from '${I:-node:20}')"]),
    ],
  },
  'a comment of one word would be a tag to a reference that has none': {
    files: { 'compose.yaml': 'services:\n  a:\n    image: redis # cache\n  b:\n    image: node:20 # web\n' },
    changed: {
      'compose.yaml': 'services:\n  a:\n    image: redis # cache\n  b:\n    image: node:20@A # web\n',
    },
    outcomes: [
      "compose.yaml:3:12 skipped: The comment after 'redis' would be read as its tag once it is pinned. Write its tag, such as ':latest', and pin it again.",
      'compose.yaml:5:12 changed',
    ],
    asked: ['node:20'],
  },
  'an update replaces the digest and nothing else': {
    action: 'update',
    files: {
      Dockerfile: 'ARG B=node:20@F\nFROM $B AS a\nFROM $B\nFROM redis:latest@C\nFROM node:20\n',
      'compose.yaml': service('image: "${IMAGE}"'),
      '.env': '\uFEFFIMAGE=nginx:1.27@E\r\n',
    },
    changed: {
      Dockerfile: 'ARG B=node:20@A\nFROM $B AS a\nFROM $B\nFROM redis:latest@C\nFROM node:20\n',
      '.env': '\uFEFFIMAGE=nginx:1.27@B\r\n',
    },
    outcomes: ['Dockerfile:2:6 changed', 'Dockerfile:4:6 current', 'compose.yaml:3:13 changed'],
    asked: ['node:20', 'redis:latest', 'nginx:1.27'],
  },
  'an update takes the tag from a comment of one word': {
    action: 'update',
    files: {
      'compose.yaml':
        'services:\n  a:\n    image: node@F # 20\n  b:\n    image: "nginx@F"   #1.27\n  c:\n    image: redis@F # the cache\n',
    },
    changed: {
      'compose.yaml':
        'services:\n  a:\n    image: node@A # 20\n  b:\n    image: "nginx@B"   #1.27\n  c:\n    image: redis@F # the cache\n',
    },
    outcomes: [
      'compose.yaml:3:12 changed',
      'compose.yaml:5:13 changed',
      "compose.yaml:7:12 skipped: 'redis@F' names no tag, so there is nothing to update it to. Write the tag before the digest.",
    ],
    asked: ['node:20', 'nginx:1.27'],
  },
  'what cannot be updated says why': {
    action: 'update',
    files: {
      Dockerfile: `ARG D=${digestOf('E')}\nFROM node@F\nFROM node:20@$D\nFROM gone:1@F\nFROM node:20@sha256:12\n`,
    },
    changed: {},
    outcomes: [
      "Dockerfile:2:6 skipped: 'node@F' names no tag, so there is nothing to update it to. Write the tag before the digest.",
      "Dockerfile:3:6 skipped: 'node:20@E' (from 'node:20@$D') is made of text that also means something else, or of pieces. It comes from Dockerfile:1:7: update its digest there by hand.",
      "Dockerfile:4:6 failed: docker.io does not have 'gone:1'. Check the name and the tag.",
      "Dockerfile:5:6 skipped: The digest of 'node:20@sha256:12' is not well-formed. Remove it, and pin it again.",
    ],
    asked: ['gone:1'],
  },
  'an unpin removes the digest, and puts the tag of a comment back': {
    action: 'unpin',
    files: {
      Dockerfile: 'FROM "node:20@F" AS a\nFROM redis@F\nFROM node:20\n',
      'compose.yaml':
        'services:\n  a:\n    image: node@F # 20\n  b:\n    image: "nginx@F" # 1.27  \n  c:\n    image: redis:7@F # cache\n',
    },
    changed: {
      Dockerfile: 'FROM "node:20" AS a\nFROM redis\nFROM node:20\n',
      'compose.yaml':
        'services:\n  a:\n    image: node:20\n  b:\n    image: "nginx:1.27"  \n  c:\n    image: redis:7 # cache\n',
    },
    outcomes: [
      'Dockerfile:1:6 changed',
      'Dockerfile:2:6 changed',
      'compose.yaml:3:12 changed',
      'compose.yaml:5:13 changed',
      'compose.yaml:7:12 changed',
    ],
    asked: [],
  },
};

describe('a plan of pins', () => {
  for (const [
    name,
    { files, changed, outcomes, asked, action = 'pin', style = 'tag@digest' },
  ] of Object.entries(cases)) {
    it(name, async () => {
      const planned = await planIn(files, REGISTRY, { action, style });
      assert.deepEqual(planned.changed, changed);
      if (outcomes) assert.deepEqual(planned.outcomes, outcomes);
      if (asked) assert.deepEqual(planned.asked, asked);
    });
  }

  it('writes no digest that is none, whatever the registry answers', async () => {
    const answers = [
      '',
      'sha256:12',
      digestOf('A').toUpperCase(),
      `${digestOf('A')}\n`,
      'sha1:'.padEnd(45, 'a'),
    ];
    for (const digest of answers) {
      const { changed, outcomes } = await planIn(
        { Dockerfile: 'FROM node:20\n' },
        { 'node:20': found(digest) },
      );
      assert.deepEqual(changed, {});
      assert.deepEqual(outcomes, [
        "Dockerfile:1:6 failed: registry.example answered for 'node:20' with a text that is no digest. Check that it is a container registry.",
      ]);
    }
  });

  it('changes nothing in another file that is not any more what it was', async () => {
    const files = { 'compose.yaml': service('image: "${IMAGE}"'), '.env': 'IMAGE=node:20\n' };
    for (const readText of [() => null, () => 'A=1\nIMAGE=node:20\n', () => 'IMAGE=node:21\n']) {
      const { changed, outcomes } = await planIn(files, REGISTRY, { readText });
      assert.deepEqual(changed, {});
      assert.deepEqual(outcomes, [
        'compose.yaml:3:13 failed: Nothing was changed. The file has changed meanwhile.',
      ]);
    }
  });

  it('changes nothing in a place that two readings of a file give different meanings', async () => {
    const text = 'services: {x: {image: "ghcr.io/${OWNER}/r:v1"}}';
    const sources = ['a', 'b'].map((owner) => ({
      ...{ path: `${owner}.yaml`, location: '/w/shared.yaml' },
      document: parseCompose(text, variablesFrom(new Map([['OWNER', owner]]))),
    }));
    const { edits, outcomes } = await planPins(sources, {
      ...{ action: 'pin', style: 'tag@digest', signal: new AbortController().signal, readText: () => text },
      ask: () => assert.fail('nothing to ask'),
    });
    assert.equal(edits.size, 0);
    assert.deepEqual(
      outcomes.map(({ outcome, message }) => [outcome, message]),
      [
        [
          'skipped',
          "The text of 'ghcr.io/a/r:v1' also makes 'ghcr.io/b/r:v1' in b.yaml. Write them apart, and pin them again.",
        ],
      ],
    );
  });

  it('asks nobody any more once it is cancelled', async () => {
    const { changed, outcomes, asked } = await planIn({ Dockerfile: 'FROM node:20\n' }, REGISTRY, {
      signal: AbortSignal.abort(),
    });
    assert.deepEqual({ changed, asked }, { changed: {}, asked: [] });
    assert.deepEqual(outcomes, [
      "Dockerfile:1:6 failed: Asking docker.io for 'node:20' was cancelled. Nothing was changed.",
    ]);
  });

  it('says how far it is, and of which age its answers are', async () => {
    const told: string[] = [];
    const registry = {
      'node:20': found(digestOf('A'), { at: 7, remembered: true }),
      'redis:latest': found(digestOf('B'), { at: 5, remembered: true }),
      'nginx:1.27': found(digestOf('C'), { at: 1 }),
    };
    const { plan } = await planIn(
      { Dockerfile: 'FROM node:20\nFROM redis\nFROM nginx:1.27\nFROM redis' },
      registry,
      {
        progress: (answered, of) => told.push(`${answered} of ${of}`),
      },
    );
    assert.deepEqual(told, ['1 of 3', '2 of 3', '3 of 3']);
    assert.deepEqual(plan.remembered, { count: 2, oldest: 5 });
    const edits = plan.edits.get('/w/Dockerfile')!;
    assert.deepEqual(edits[0], {
      ...{ span: { start: 12, end: 12 }, newText: `@${digestOf('A')}`, reference: 'node:20', before: '' },
    });
  });

  it('says of an update what it replaces', async () => {
    const { plan } = await planIn({ Dockerfile: 'FROM node:20@F\n' }, REGISTRY, { action: 'update' });
    assert.deepEqual(plan.edits.get('/w/Dockerfile'), [
      {
        span: { start: 12, end: 12 + digestOf('F').length + 1 },
        newText: withDigests('@A'),
        reference: 'node:20',
        before: withDigests('@F'),
      },
    ]);
  });
});
