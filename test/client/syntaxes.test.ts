import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry, type IGrammar } from 'vscode-textmate';

const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;
const LONG = `@sha512:${'0123456789abcdef'.repeat(8)}`;

describe('the grammars that are injected', () => {
  let dockerfile: IGrammar;
  let yaml: IGrammar;
  before(async () => {
    await loadWASM(readFileSync('node_modules/vscode-oniguruma/release/onig.wasm'));
    const registry = createRegistry();
    dockerfile = (await registry.loadGrammar('source.dockerfile'))!;
    yaml = (await registry.loadGrammar('source.yaml'))!;
  });

  const dockerfiles: readonly (readonly [string, string, string])[] = [
    ['a digest in FROM', `FROM node:20${DIGEST}`, `[keyword FROM] node:20[comment ${DIGEST}]`],
    [
      'a digest in FROM … AS, which keeps its keywords',
      `FROM --platform=$P node:20${DIGEST} AS build`,
      `[keyword FROM] --platform=$P node:20[comment ${DIGEST}] [keyword AS] build`,
    ],
    ['small letters', `from node${DIGEST} as a`, `[keyword from] node[comment ${DIGEST}] [keyword as] a`],
    [
      'FROM without a digest, as it was',
      'FROM node:20 AS build',
      '[keyword FROM] node:20 [keyword AS] build',
    ],
    ['a longer digest', `FROM node${LONG}`, `[keyword FROM] node[comment ${LONG}]`],
    [
      'a digest in a flag',
      `COPY --from=a${DIGEST} /x /y`,
      `[keyword COPY] --from=a[comment ${DIGEST}] /x /y`,
    ],
    [
      'a digest in a string',
      `ARG A="a${DIGEST}"`,
      `[keyword ARG] A=[string "a][string comment ${DIGEST}][string "]`,
    ],
    ['two digests', `RUN a${DIGEST} b${DIGEST}`, `[keyword RUN] a[comment ${DIGEST}] b[comment ${DIGEST}]`],
    ['no digest that is too short', 'FROM node@sha256:0123', '[keyword FROM] node@sha256:0123'],
    ['no digest that is too long', `FROM node${DIGEST}0`, `[keyword FROM] node${DIGEST}0`],
    [
      'no digest in capitals',
      `FROM node${DIGEST.toUpperCase()}`,
      `[keyword FROM] node${DIGEST.toUpperCase()}`,
    ],
    ['no digest in a comment', `# like node${DIGEST}`, `[comment # like node${DIGEST}]`],
    [
      'an ignore comment with rules and a reason',
      '# immutable-infra-ignore moving-tag, latest-tag: rebuilt: nightly',
      '[comment # ][comment keyword immutable-infra-ignore][comment  ][comment variable moving-tag, latest-tag][comment : rebuilt: nightly]',
    ],
    [
      'an ignore comment for the file',
      '  # immutable-infra-ignore-file',
      '  [comment # ][comment keyword immutable-infra-ignore-file]',
    ],
    [
      'an ignore comment for a stage',
      '# immutable-infra-ignore-block latest-tag: why',
      '[comment # ][comment keyword immutable-infra-ignore-block][comment  ][comment variable latest-tag][comment : why]',
    ],
    [
      'no ignore comment but a longer word',
      '# immutable-infra-ignored x: y',
      '[comment # immutable-infra-ignored x: y]',
    ],
    [
      'no ignore comment inside a line',
      'RUN a # immutable-infra-ignore x: y',
      '[keyword RUN] a # immutable-infra-ignore x: y',
    ],
  ];
  for (const [title, line, expected] of dockerfiles) {
    it(`Dockerfile: ${title}`, () => assert.equal(picture(dockerfile, line), expected));
  }

  const yamls: readonly (readonly [string, string, string])[] = [
    [
      'a digest in a plain scalar',
      `image: node:20${DIGEST}`,
      `image: [string node:20][string comment ${DIGEST}]`,
    ],
    [
      'a digest in quotes',
      `image: "node${DIGEST}"`,
      `image: [string "node][string comment ${DIGEST}][string "]`,
    ],
    [
      'a digest in a flow mapping',
      `{ image: node${DIGEST}, a: b }`,
      `{ image: [string node][string comment ${DIGEST}], a: [string b] }`,
    ],
    ['no digest in a comment', `# node${DIGEST}`, `[comment # node${DIGEST}]`],
    [
      'an ignore comment beside a digest',
      `image: a${DIGEST} # immutable-infra-ignore moving-tag: why`,
      `image: [string a][string comment ${DIGEST}] [comment # ][comment keyword immutable-infra-ignore][comment  ][comment variable moving-tag][comment : why]`,
    ],
    [
      'an ignore comment for the file',
      '#immutable-infra-ignore-file',
      '[comment #][comment keyword immutable-infra-ignore-file]',
    ],
    [
      'an ignore comment for a block',
      'ports: # immutable-infra-ignore-block fixed-host-port',
      'ports: [comment # ][comment keyword immutable-infra-ignore-block][comment  ][comment variable fixed-host-port]',
    ],
    [
      'no ignore comment but a remark on one',
      '# see immutable-infra-ignore',
      '[comment # see immutable-infra-ignore]',
    ],
  ];
  for (const [title, line, expected] of yamls) {
    it(`YAML: ${title}`, () => assert.equal(picture(yaml, line), expected));
  }
});

describe('the manifest', () => {
  it('injects every grammar where the grammar itself wants to be', () => {
    for (const { scopeName, path, injectTo } of contributions()) {
      const grammar = JSON.parse(readFileSync(path, 'utf8'));
      assert.equal(grammar.scopeName, scopeName);
      for (const scope of injectTo) assert.ok(String(grammar.injectionSelector).includes(scope), path);
    }
  });
});

/** A line with the first words of its scopes around its parts; parts without one stand bare. */
function picture(grammar: IGrammar, line: string): string {
  const parts: { kind: string; text: string }[] = [];
  for (const { startIndex, endIndex, scopes } of grammar.tokenizeLine(line, INITIAL).tokens) {
    const known = scopes.map((scope) => scope.split('.')[0] ?? '').filter((word) => SHOWN.has(word));
    const kind = [...new Set(known)].join(' ');
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += line.slice(startIndex, endIndex);
    else parts.push({ kind, text: line.slice(startIndex, endIndex) });
  }
  return parts.map(({ kind, text }) => (kind === '' ? text : `[${kind} ${text}]`)).join('');
}

const SHOWN = new Set(['comment', 'keyword', 'string', 'variable']);

function createRegistry(): Registry {
  const injected = contributions();
  return new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: (scopeName) => {
      const path = injected.find((grammar) => grammar.scopeName === scopeName)?.path;
      const content = path === undefined ? JSON.stringify(HOSTS[scopeName]) : readFileSync(path, 'utf8');
      return Promise.resolve(parseRawGrammar(content, 'grammar.json'));
    },
    getInjections: (scopeName) =>
      injected.filter(({ injectTo }) => injectTo.includes(scopeName)).map((grammar) => grammar.scopeName),
  });
}

interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo: readonly string[];
}

function contributions(): readonly Contribution[] {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { grammars: readonly Contribution[] };
  };
  return contributes.grammars;
}

/** Grammars of the same build as those of the editor: the greedy FROM … AS, the comment in one piece, scalars with an end. */
const HOSTS: Readonly<Record<string, object>> = {
  'source.dockerfile': {
    scopeName: 'source.dockerfile',
    patterns: [
      {
        match: '^\\s*\\b(?i:(FROM))\\b.*?\\b(?i:(AS))\\b',
        captures: { 1: { name: 'keyword.a' }, 2: { name: 'keyword.b' } },
      },
      { match: '^\\s*(?i:(ARG|COPY|FROM|RUN))\\s', captures: { 1: { name: 'keyword.a' } } },
      { begin: '"', end: '"', name: 'string.quoted' },
      { match: '^(\\s*)((#).*$\\n?)', captures: { 2: { name: 'comment.line' } } },
    ],
  },
  'source.yaml': {
    scopeName: 'source.yaml',
    patterns: [
      { begin: '(?<=\\s|^)#', end: '$', name: 'comment.line.number-sign' },
      { match: '\\w+:(?= )' },
      { begin: '"', end: '"', name: 'string.quoted' },
      { begin: '(?=[a-z])', end: '(?=\\s+#|\\s*[,}]|$)', name: 'string.unquoted' },
    ],
  },
};
