import assert from 'node:assert/strict';
import type { Build } from '../../../../server/src/syntax/dockerfile/build';
import { parseDockerfile } from '../../../../server/src/syntax/dockerfile/dockerfile';
import { imagesPicture } from '../../../support/images';

/** Lines of the source, with what each FROM begins behind a `#>`. */
const graphs: Record<string, string[]> = {
  'the last stage uses what it starts from and takes files from': [
    'FROM node:20 AS base #> 0 base used',
    'FROM base AS build #> 1 build from 0 of 0 used',
    'FROM alpine AS unused #> 2 unused',
    'FROM alpine AS tools #> 3 tools used',
    'FROM nginx #> 4 of 1 3 used',
    'COPY --from=BUILD /a /a',
    'RUN --mount=from=tools,target=/t x',
  ],
  'a name means the last stage of it before a FROM, and the last of all to a COPY': [
    'FROM a:1 AS x #> 0 x used',
    'FROM x AS y #> 1 y from 0 of 0 used',
    'FROM a:2 AS X #> 2 x used',
    'FROM x #> 3 from 2 of 2 1 used',
    'COPY --from=x a b',
    'COPY --from=1 a b',
    'RUN --mount=from=1,target=/t x',
  ],
  'the platform may choose any of several': [
    'ARG VARIANT=build-$TARGETARCH',
    'FROM a:1 AS build-amd64 #> 0 build-amd64 used',
    'FROM a:1 AS build-arm64 #> 1 build-arm64 used',
    'FROM a:1 AS build-mips #> 2 build-mips',
    'FROM $VARIANT #> 3 of 0 1 used',
  ],
  'a stage for development, and what only such stages use': [
    'FROM node:20 AS base #> 0 base used',
    'FROM base AS tools #> 1 tools from 0 of 0 development',
    'FROM alpine AS spare #> 2 spare',
    'FROM tools AS Dev #> 3 dev from 1 of 1 development',
    'FROM dev AS shell #> 4 shell from 3 of 3',
    'FROM base #> 5 from 0 of 0 used',
  ],
  'not where the last stage is made of it, or is it': [
    'FROM node:20 AS test #> 0 test used',
    'FROM node:20 AS debug #> 1 debug development',
    'FROM node:20 AS dev #> 2 dev of 0 used',
    'COPY --from=test /a /a',
  ],
  'stages that use one another, and one that uses itself': [
    'FROM a:1 AS x #> 0 x of 1',
    'COPY --from=y a b',
    'FROM a:1 AS y #> 1 y of 0',
    'COPY --from=x a b',
    'FROM a:1 AS z #> 2 z used',
    'COPY --from=z a b',
  ],
  'a FROM without a word begins no stage': [
    'FROM a:1 #> 0 used',
    'FROM',
    'FROM b:1 #> 1 of 0 used',
    'COPY --from=0 a b',
  ],
};

describe('the stages of a Dockerfile', () => {
  for (const [name, lines] of Object.entries(graphs)) {
    it(name, () => assert.equal(graph(lines.map(source)), lines.join('\n')));
  }

  it('are used where a build ends with them, and stay for development where they are named so', () => {
    const lines = [
      'FROM a:1 AS base #> 0 base used',
      'FROM base AS dev #> 1 dev from 0 of 0 target used development',
      'FROM a:1 AS shared #> 2 shared used',
      'FROM shared AS test #> 3 test from 2 of 2 used',
      'FROM test AS release #> 4 release from 3 of 3 target used',
      'FROM base #> 5 from 0 of 0 used',
    ];
    assert.equal(
      graph(lines.map(source), [build({ target: 'DEV' }), build({ target: 'release' })]),
      lines.join('\n'),
    );
  });

  it('hold all instructions, each its own', () => {
    const { instructions, stages } = parseDockerfile('ARG A\nFROM a\nRUN x\nRUN y\nFROM b\n\nUSER z\n');
    assert.deepEqual(
      instructions.map(({ keyword }) => keyword),
      ['arg', 'from', 'run', 'run', 'from', 'user'],
    );
    assert.deepEqual(
      stages.map((stage) => [stage.from, ...stage.instructions]),
      [instructions.slice(1, 4), instructions.slice(4)],
    );
  });

  it('are replaced by a context of their name, and images by one of theirs', () => {
    const lines = [
      'FROM node AS base',
      '     ^^^^ from (context)',
      'FROM docker.io/library/node:latest AS other',
      '     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ from (context)',
      'FROM node:20',
      '     ^^^^^^^ from pin',
      'FROM base AS build',
      '     ^^^^ from (context)',
      'FROM other',
      '     ^^^^^ from (stage)',
      'FROM scratch',
      '     ^^^^^^^ from (scratch)',
      'COPY --from=BASE --link /a /a',
      '            ^^^^ copy-from (context)',
      'COPY --from=0 /a /a',
      '            ^ copy-from (stage)',
      'COPY --from=ghcr.io/o/r:1 /a /a',
      '            ^^^^^^^^^^^^^ copy-from (context)',
      'RUN --mount=from=sources,target=/s --mount=from=ghcr.io/o/r:2,target=/t x',
      '                 ^^^^^^^ mount-from (context)',
      '                                                ^^^^^^^^^^^^^ mount-from pin',
    ];
    const text = lines.filter((line) => !/^\s*\^/.test(line)).join('\n');
    const contexts = ['base', 'node:latest', 'sources', 'ghcr.io/o/r:1', 'scratch', 'Not A Name'];
    assert.equal(imagesPicture(parseDockerfile(text, [build({ contexts })])), lines.join('\n'));
  });

  it('have a FROM whose ARG all builds agree on', () => {
    const builds = [
      build({ args: { TAG: '20', OTHER: '1', KEPT: '2' } }),
      build({ args: { OTHER: '2' } }),
      build({}),
    ];
    const lines = [
      'ARG TAG',
      'ARG OTHER',
      'ARG KEPT=1',
      'FROM node:$TAG',
      '     ^^^^^^^^^ from = node:20',
      'FROM node:$OTHER',
      '     ^^^^^^^^^^^ from (variable)',
      'FROM node:$KEPT',
      '     ^^^^^^^^^^ from = node:1 pin at 3:11 see 3:10',
    ];
    const text = lines.filter((line) => !/^\s*\^/.test(line)).join('\n');
    assert.equal(imagesPicture(parseDockerfile(text, builds)), lines.join('\n'));
  });
});

function build({
  target = null,
  args = {},
  contexts = [],
}: {
  target?: string | null;
  args?: Record<string, string>;
  contexts?: string[];
}): Build {
  return {
    service: 'a',
    file: null,
    target,
    args: new Map(Object.entries(args)),
    contexts: new Set(contexts),
    labels: new Set<string>(),
    context: null,
    isOnly: false,
  };
}

function source(line: string): string {
  return line.replace(/ #>.*/, '');
}

function graph(lines: readonly string[], builds: readonly Build[] = []): string {
  const text = lines.join('\n');
  const { stages } = parseDockerfile(text, builds);
  const drawn = [...lines];
  for (const stage of stages) {
    const parts = [
      String(stage.index),
      ...(stage.name === null ? [] : [stage.name]),
      ...(stage.base === null ? [] : [`from ${stage.base}`]),
      ...(stage.uses.length === 0 ? [] : [`of ${stage.uses.join(' ')}`]),
      ...(stage.isTarget ? ['target'] : []),
      ...(stage.isUsed ? ['used'] : []),
      ...(stage.isDevelopment ? ['development'] : []),
    ];
    const line = text.slice(0, stage.from.line.span.start).split('\n').length - 1;
    drawn[line] = `${drawn[line]!} #> ${parts.join(' ')}`;
  }
  return drawn.join('\n');
}
