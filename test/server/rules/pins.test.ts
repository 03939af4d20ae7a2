import assert from 'node:assert/strict';
import { lint } from '../../../server/src/lint';
import type { PinCheck, PinState } from '../../../server/src/rules/pinCheck';
import { DEFAULT_SETTINGS } from '../../../server/src/settings';
import { parseDocument } from '../../../server/src/syntax/parseDocument';
import { IMAGE_RULES, PIN_RULES } from '../../support/imageRules';
import { onlyRules } from '../../support/onlyRules';
import { findingsOf } from '../../support/rulePicture';
import { picture } from '../../support/picture';
import { digestOf, withDigests, withLetters } from '../../support/pins';

const MARCH = Date.UTC(2026, 2, 1, 12);
const APRIL = Date.UTC(2026, 3, 2, 12);

function answer(state: PinState, how: Partial<Pick<PinCheck, 'current' | 'host'>> = {}): PinCheck {
  const current = { digest: digestOf('B'), mediaType: 'application/vnd.oci.image.index.v1+json' };
  return { current, host: 'docker.io', at: APRIL, ...how, ...state };
}

/** The source, `@A` for a digest, with what lint says of it when a registry has answered so for everything. */
function said(
  kind: 'dockerfile' | 'compose',
  text: string,
  check: PinCheck | undefined,
  { fixes = false } = {},
): string {
  const source = withDigests(text);
  const found = lint(parseDocument(kind, source), DEFAULT_SETTINGS, {
    development: false,
    checks: () => check,
  });
  const marks = found.map(({ span, severity, rule, message, fix }) => ({
    span,
    text: `${severity} ${rule.id}: ${message}${fixes ? ` [${fix?.title ?? 'no fix'}]` : ''}`,
  }));
  return withLetters(picture(source, marks)).replaceAll(/\^+/g, '^');
}

describe('rules of pins', () => {
  onlyRules(...IMAGE_RULES, ...PIN_RULES);

  it('say what a registry has answered, and what to do', () => {
    const outdated = answer({ state: 'outdated', since: MARCH });
    assert.equal(
      said('dockerfile', 'FROM node:20@A\nCOPY --from=busybox@A /a /b\n', outdated),
      [
        'FROM node:20@A',
        "     ^ information outdated-pin: 'node:20' names another image, sha256:bbbbbbbbbbbb…, since 2026-03-01 at the latest. Update the pin when you want what is new.",
        'COPY --from=busybox@A /a /b',
        "            ^ information outdated-pin: 'busybox@sha256:aaaaaaaaaaaa…' names another image, sha256:bbbbbbbbbbbb…, since 2026-03-01 at the latest. Update the pin when you want what is new.",
        '',
      ].join('\n'),
    );
  });

  const table: readonly (readonly [string, PinCheck, string])[] = [
    [
      'who said it, where that is not the registry itself',
      answer({ state: 'outdated', since: MARCH }, { host: 'mirror.example' }),
      "information outdated-pin: 'node:20' names another image, sha256:bbbbbbbbbbbb…, since 2026-03-01 at the latest, as mirror.example says. Update the pin when you want what is new. [Update the pin of 'node:20' to its current digest]",
    ],
    [
      'a digest that is gone',
      answer({ state: 'vanished', platforms: [] }),
      "error vanished-digest: docker.io no longer has the digest of 'node:20' (asked on 2026-04-02). Pin the tag again. [Update the pin of 'node:20' to its current digest]",
    ],
    [
      'images of an index that are gone',
      answer({ state: 'vanished', platforms: ['linux/amd64', 'linux/arm64'] }),
      "error vanished-digest: docker.io no longer has the images for linux/amd64, linux/arm64 of 'node:20' (asked on 2026-04-02). Pin the tag again. [Update the pin of 'node:20' to its current digest]",
    ],
    [
      'a digest that is gone with its tag',
      answer({ state: 'vanished', platforms: [] }, { current: null }),
      "error vanished-digest: docker.io no longer has the digest of 'node:20' (asked on 2026-04-02). Choose another tag and pin that. [no fix]",
    ],
    [
      'the image of one platform',
      answer({ state: 'single-platform', platform: 'linux/amd64' }),
      "warning single-platform-pin: 'node:20' is pinned to the image of linux/amd64 alone, while the tag names an index of several. Pin the index. [Update the pin of 'node:20' to its current digest]",
    ],
    [
      'an image that the index does not list',
      answer({ state: 'single-platform', platform: null }),
      "warning single-platform-pin: 'node:20' is pinned to the image of one platform alone, while the tag names an index of several. Pin the index. [Update the pin of 'node:20' to its current digest]",
    ],
    [
      'a tag that was published again',
      answer({ state: 'republished', since: APRIL, before: digestOf('A'), until: MARCH }),
      "warning republished-tag: 'node:20' was published again: sha256:aaaaaaaaaaaa… until 2026-03-01, sha256:bbbbbbbbbbbb… since 2026-04-02. Find out what changed before you take it. [Update the pin of 'node:20' to its current digest]",
    ],
  ];
  for (const [what, check, expected] of table) {
    it(`tell of ${what}`, () => {
      assert.equal(
        said('compose', 'services:\n  web:\n    image: node:20@A\n', check, { fixes: true }),
        `services:\n  web:\n    image: node:20@A\n           ^ ${expected}\n`,
      );
    });
  }

  it('speak beside the rules of unpinned images of a tag without a digest that was published again', () => {
    const check = answer({ state: 'republished', since: APRIL, before: digestOf('A'), until: MARCH });
    assert.equal(
      said('dockerfile', 'FROM node:20.1\n', check, { fixes: true })
        .split('\n')
        .filter((line) => line.includes('republished-tag')).length,
      1,
    );
  });

  for (const state of ['current', 'same-content', 'tag-gone'] as const) {
    it(`are silent where a pin is ${state}`, () => {
      assert.doesNotMatch(said('dockerfile', 'FROM node:20@A\n', answer({ state })), /\^/);
    });
  }

  it('are silent about what names no image of a registry', () => {
    const check = answer({ state: 'vanished', platforms: [] });
    assert.doesNotMatch(said('dockerfile', 'FROM $X@A\nFROM scratch\n', check), /\^/);
  });

  const platforms: Readonly<Record<string, string>> = {
    '--platform=linux/arm64 ': 'hint',
    '--platform=linux/arm64/v8 ': 'hint',
    '--platform=linux/amd64 ': 'warning',
    '--platform=$BUILDPLATFORM ': 'warning',
    '': 'warning',
  };
  for (const [flag, severity] of Object.entries(platforms)) {
    it(`weigh the image of linux/arm64 a ${severity} with '${flag}'`, () => {
      const check = answer({ state: 'single-platform', platform: 'linux/arm64' });
      assert.match(
        said('dockerfile', `FROM ${flag}node:20@A\n`, check),
        new RegExp(`\\^ ${severity} single-`),
      );
    });
  }

  it('weigh no more than a hint where their finding is about development', () => {
    const check = answer({ state: 'outdated', since: MARCH });
    assert.match(said('dockerfile', 'FROM node:20@A AS dev\nFROM scratch\n', check), /\^ hint outdated-pin/);
  });

  it('are waived like others', () => {
    const check = answer({ state: 'outdated', since: MARCH });
    const text = '# immutable-infra-ignore outdated-pin: until the audit\nFROM node:20@A\n';
    assert.doesNotMatch(said('dockerfile', text, check), /\^/);
  });
});

describe('malformed-digest', () => {
  it('leaves a variable alone whose default says in words that builds must give it', () => {
    const words = 'ARG SHA="give-the-digest"\nFROM alpine@sha256:${SHA}\n';
    assert.equal(findingsOf('malformed-digest', 'dockerfile', words).length, 0);
    const cut = 'ARG SHA=abc123\nFROM alpine@sha256:${SHA}\n';
    assert.equal(findingsOf('malformed-digest', 'dockerfile', cut).length, 1);
  });
});
