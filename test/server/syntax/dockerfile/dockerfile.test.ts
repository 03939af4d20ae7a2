import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../server/src/syntax/dockerfile/dockerfile';
import { imagesPicture } from '../../../support/images';

/** Lines of the source, then the picture that it gives. */
const pictures: Record<string, string[]> = {
  'a reference, a stage, an index, the empty image': [
    'FROM node:20 AS build',
    '     ^^^^^^^ from pin',
    'FROM build AS test',
    '     ^^^^^ from (stage)',
    'FROM scratch',
    '     ^^^^^^^ from (scratch)',
    'COPY --from=build /a /a',
    '            ^^^^^ copy-from (stage)',
    'COPY --from=0 /a /a',
    '            ^ copy-from (stage)',
    'COPY --from=busybox:1.36 /a /a',
    '            ^^^^^^^^^^^^ copy-from pin',
  ],
  'stage names: FROM compares as written and looks back only, COPY compares without case': [
    'FROM later',
    '     ^^^^^ from pin',
    'FROM alpine:3.20 AS Later',
    '     ^^^^^^^^^^^ from pin',
    'FROM later',
    '     ^^^^^ from (stage)',
    'FROM Later',
    '     ^^^^^ from (invalid)',
    'COPY --from=LATER /a /a',
    '            ^^^^^ copy-from (stage)',
  ],
  'flags in any number and order, quoted': [
    'FROM --platform=$BUILDPLATFORM node:20',
    '                               ^^^^^^^ from pin',
    'COPY --link --from="busybox:1.36" --chown=a:b a b',
    '                    ^^^^^^^^^^^^ copy-from pin',
    'COPY --chmod=755 --from=alpine a b',
    '                        ^^^^^^ copy-from pin',
  ],
  directives: [
    '# syntax=docker/dockerfile:1 and more',
    '         ^^^^^^^^^^^^^^^^^^^ syntax pin',
    '# escape=`',
    'FROM node`',
    '     ^^^^^… from = node:20 pin',
    ':20',
  ],
  'a directive after a comment is a comment': [
    '# hello',
    '# syntax=docker/dockerfile:1',
    'FROM a:1',
    '     ^^^ from pin',
  ],
  'continuation with comments and blank lines inside': [
    'FROM \\',
    '  # a comment',
    '',
    '  node:20 \\  ',
    '  ^^^^^^^ from pin',
    '  AS build',
    'FROM build',
    '     ^^^^^ from (stage)',
  ],
  'two escapes at the end do not continue': ['RUN dir C:\\\\', 'FROM a:1', '     ^^^ from pin'],
  'heredocs hide what is in them': [
    'FROM a:1',
    '     ^^^ from pin',
    'RUN <<EOF cat <<-"B C"',
    'FROM b:1',
    'EOF',
    'FROM c:1',
    '\tB C',
    'COPY <<x /x',
    'FROM d:1',
    'x',
    'RUN ["echo", "<<EOF"]',
    'FROM e:1',
    '     ^^^ from pin',
  ],
  'a heredoc without its end takes the rest': ['RUN <<EOF', 'FROM a:1'],
  'an ARG feeds a reference': [
    'ARG BASE=node:20',
    'FROM ${BASE}',
    '     ^^^^^^^ from = node:20 pin at 1:17 see 1:10',
  ],
  'a tag put together from pieces has no place for a pin': [
    'ARG V=20',
    'FROM node:${V}-alpine',
    '     ^^^^^^^^^^^^^^^^ from = node:20-alpine see 1:7',
  ],
  'a whole tag from an ARG is pinned in the ARG': [
    'ARG V=20',
    'FROM node:$V',
    '     ^^^^^^^ from = node:20 pin at 1:9 see 1:7',
  ],
  'not where the stage takes the ARG over': [
    'ARG V=20',
    'FROM node:$V',
    '     ^^^^^^^ from = node:20 see 1:7',
    'ARG V',
    'RUN echo $V',
  ],
  'not where two repositories share it': [
    'ARG V=20',
    'FROM node:$V',
    '     ^^^^^^^ from = node:20 see 1:7',
    'FROM python:$V',
    '     ^^^^^^^^^ from = python:20 see 1:7',
  ],
  'one ARG that feeds two references is one place': [
    'ARG BASE=node:20',
    'FROM $BASE AS a',
    '     ^^^^^ from = node:20 pin at 1:17 found at 1:10 see 2:6 3:6',
    'FROM ${BASE} AS b',
    '     ^^^^^^^ from = node:20 pin at 1:17 found at 1:10 see 2:6 3:6',
  ],
  'ARG from ARG': [
    'ARG V=20',
    'ARG BASE="node:${V}"',
    'FROM $BASE',
    '     ^^^^^ from = node:20 pin at 1:9 see 2:10 1:7',
  ],
  operators: [
    'FROM ${X:-debian:12}',
    '     ^^^^^^^^^^^^^^^ from = debian:12 pin at 1:20',
    'FROM alpine${X:+:3.18}',
    '     ^^^^^^^^^^^^^^^^^ from = alpine',
    'FROM ${X:?missing}',
    '     ^^^^^^^^^^^^^ from (variable)',
    'FROM $X',
    '     ^^ from (variable)',
  ],
  'prefix, suffix and replacement': [
    'ARG T=v1.2.3-rc',
    'FROM a:${T#v}',
    '     ^^^^^^^^ from = a:1.2.3-rc',
    'FROM a:${T%%-*}',
    '     ^^^^^^^^^^ from = a:v1.2.3',
    'FROM a:${T//./_}',
    '     ^^^^^^^^^^^ from = a:v1_2_3-rc',
  ],
  'an empty prefix is a value': [
    'ARG REGISTRY=',
    'FROM ${REGISTRY}node:20',
    '     ^^^^^^^^^^^^^^^^^^ from = node:20 pin',
  ],
  'the platform selects a stage': [
    'FROM node:20 AS base-amd64',
    '     ^^^^^^^ from pin',
    'FROM node:20 AS base-arm64',
    '     ^^^^^^^ from pin',
    'FROM base-${TARGETARCH}',
    '     ^^^^^^^^^^^^^^^^^^ from (stage)',
  ],
  'the platform selects a stage through ARGs': [
    'ARG TARGETOS=plan9',
    'ARG SUFFIX=${TARGETOS}-${TARGETARCH}${TARGETVARIANT:+-$TARGETVARIANT}',
    'FROM a:1 AS x-plan9-arm-v7',
    '     ^^^ from pin',
    'FROM x-$SUFFIX',
    '     ^^^^^^^^^ from (stage) see 1:14 2:12',
    'FROM y-$SUFFIX',
    '     ^^^^^^^^^ from (variable) see 1:14 2:12',
  ],
  quotes: ['FROM "node:20"', '     ^^^^^^^^^ from = node:20 pin at 1:14'],
  'quotes that are not closed leave no text': [
    "FROM 'node:20",
    '     ^^^^^^^^ from (variable)',
    'FROM "node:20 AS x',
    '     ^^^^^^^^ from (variable)',
  ],
  'pieces in quotes and escapes make one text, and a pin goes after the last that holds the tag': [
    'FROM "no"d\\e:20',
    '     ^^^^^^^^^^ from = node:20 pin',
    "FROM node:2'0'",
    '     ^^^^^^^^^ from = node:20',
  ],
  'what BuildKit always gives a value has no default': [
    'FROM foo:${TARGETARCH:-amd64}',
    '     ^^^^^^^^^^^^^^^^^^^^^^^^ from (variable)',
    'FROM foo:${BUILDPLATFORM-x}',
    '     ^^^^^^^^^^^^^^^^^^^^^^ from (variable)',
  ],
  'an own value for it counts': [
    'ARG TARGETARCH=arm64',
    'FROM foo:${TARGETARCH:-amd64}',
    '     ^^^^^^^^^^^^^^^^^^^^^^^^ from = foo:arm64 pin at 1:21 see 1:16',
  ],
  'a character that ends texts elsewhere': ['FROM node:20\u0000x', '     ^^^^^^^^^ from (invalid)'],
  'templates, and a variable where BuildKit takes none': [
    'FROM {{ image }}',
    '     ^^^^^^^^^^^ from (template)',
    'FROM node:@VERSION@',
    '     ^^^^^^^^^^^^^^ from (template)',
    'COPY --from=$X a b',
    '            ^^ copy-from (variable)',
  ],
  'mounts: every one that binds or caches, by stage name alone': [
    'FROM node:20 AS build',
    '     ^^^^^^^ from pin',
    'RUN --mount=type=bind,from=busybox:1.36,target=/a --mount=type=cache,from=BUILD,target=/b x',
    '                           ^^^^^^^^^^^^ mount-from pin',
    '                                                                          ^^^^^ mount-from (stage)',
    'RUN --mount=from=0,target=/a --mount=FROM=alpine,Type=Cache x',
    '                 ^ mount-from pin',
    '                                          ^^^^^^ mount-from pin',
    'RUN --mount=type=tmpfs,from=a --mount=type=secret,id=x --mount=target=/a x',
    'RUN --mount="type=bind,from=a:1" --mount=type=bind,\\"from=b:1\\",target=/x y',
    '                            ^^^ mount-from pin',
    '                                                          ^^^ mount-from pin',
    'RUN --mount=from=$X x',
    '                 ^^ mount-from (variable)',
  ],
  'ONBUILD: a plain word may be a stage of the build that it waits for': [
    'FROM node:20',
    '     ^^^^^^^ from pin',
    'ONBUILD COPY --from=build /a /a',
    '                    ^^^^^ onbuild (stage)',
    'ONBUILD \\',
    '  RUN --mount=type=bind,from=busybox:1.36,target=/a \\',
    '                             ^^^^^^^^^^^^ onbuild pin',
    '  make',
    'onbuild copy --from=ghcr.io/o/r /a /a',
    '                    ^^^^^^^^^^^ onbuild pin',
    'ONBUILD COPY --from=$X a b',
    '                    ^^ onbuild (variable)',
  ],
  'half-typed lines': [
    'FROM',
    'FROM ',
    'FROM node:20 A',
    '     ^^^^^^^ from pin',
    'COPY --from=',
    'COPY --from',
  ],
  'keywords in any case, tabs, and CRLF': [
    '\tfrom\tnode:20\tas\tx\r',
    '\t    \t^^^^^^^ from pin',
    'From x\r',
    '     ^ from (stage)',
  ],
};

describe('parseDockerfile', () => {
  for (const [name, lines] of Object.entries(pictures)) {
    it(name, () => {
      const source = lines.filter((line) => !/^\s*\^+…? /.test(line)).join('\n');
      assert.equal(imagesPicture(parseDockerfile(source)), lines.join('\n').replaceAll('\r', ''));
    });
  }

  it('does not count a byte order mark or a first line for the shell as text', () => {
    const { images } = parseDockerfile('\uFEFF#!/usr/bin/env docker\n# syntax=a/b:1\nFROM c:1\n');
    assert.deepEqual(
      images.map(({ resolved }) => resolved),
      ['a/b:1', 'c:1'],
    );
  });

  it('reads arguments that double each other, and many FROMs of them, in linear time', () => {
    const doubling = Array.from({ length: 60 }, (_, index) => `ARG A${index + 1}=$A${index}$A${index}`).join(
      '\n',
    );
    const { images } = parseDockerfile(`ARG A0=x\n${doubling}\n${'FROM $A60\n'.repeat(2_000)}`);
    assert.equal(images.length, 2_000);
    assert.equal(images[0]!.resolved, null);
  });

  it('answers on operators nested without end', () => {
    assert.equal(parseDockerfile(`FROM ${'${a:-'.repeat(100_000)}`).images[0]!.resolved, null);
  });

  it('lists once what thousands of references share', () => {
    const { images } = parseDockerfile(`ARG A=node:20\n${'FROM $A\n'.repeat(5_000)}`);
    assert.equal(images.length, 5_000);
    assert.equal(images[0]!.related, images[4_999]!.related);
  });

  it('waives what an ignore comment names', () => {
    const { suppressions, text } = parseDockerfile(
      '# immutable-infra-ignore moving-tag, latest-tag: built here\nFROM \\\n  a:1\n# immutable-infra-ignore\nRUN x\n',
    );
    assert.deepEqual(
      suppressions.map(({ rules, reason, scope }) => ({
        rules,
        reason,
        scope: text.slice(scope.start, scope.end),
      })),
      [
        { rules: ['moving-tag', 'latest-tag'], reason: 'built here', scope: 'FROM \\\n  a:1' },
        { rules: [], reason: null, scope: 'RUN x' },
      ],
    );
  });

  it('waives what a stage shows, where a comment for a block is before its FROM', () => {
    const { suppressions, text } = parseDockerfile(
      'FROM a\n# immutable-infra-ignore-block x: why\n# b is b\n\nFROM b AS b\nRUN c\nRUN <<E\n# immutable-infra-ignore y\nE\n# immutable-infra-ignore z\nFROM d\nRUN e \\\n# immutable-infra-ignore-block v\n f\nRUN g\n',
    );
    assert.deepEqual(
      suppressions.map(({ rules, scope }) => [rules.join(), text.slice(scope.start, scope.end)]),
      [
        ['x', 'FROM b AS b\nRUN c\nRUN <<E\n# immutable-infra-ignore y\nE\n'],
        ['z', 'FROM d'],
        ['v', 'RUN e \\\n# immutable-infra-ignore-block v\n f'],
      ],
    );
  });
});
