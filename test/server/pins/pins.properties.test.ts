import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PinStyle } from '../../../server/src/pins/commentStyle';
import { planPins, type PinOptions, type PinPlan } from '../../../server/src/pins/planPins';
import { resolvePin } from '../../../server/src/features/pins';
import type { PendingPin } from '../../../server/src/features/codeActions';
import { lint } from '../../../server/src/lint';
import type { Resolution } from '../../../server/src/registry/digests';
import type { Unresolved } from '../../../server/src/registry/unresolved';
import { DEFAULT_SETTINGS } from '../../../server/src/settings';
import type { Document } from '../../../server/src/syntax/document';
import {
  isWellFormedDigest,
  parseImageReference,
  type ImageReference,
} from '../../../server/src/syntax/imageReference';
import { parseDocument } from '../../../server/src/syntax/parseDocument';
import { applyEdits, type Edit } from '../../../server/src/text/span';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { generateCompose } from '../../support/composeGenerator';
import { generateDockerfile, type Draw } from '../../support/dockerfileGenerator';
import { found, nameOf, sourcesIn } from '../../support/pins';
import { workspaceWith, type Files } from '../../support/workspace';

describe('no wrong pin, ever', () => {
  it('a plan writes only digests that the registry gave for exactly that reference, and changes nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const files = drawFiles(draw);
        const registry = drawRegistry(draw);
        const pinned = await changedBy(files, registry, { action: 'pin' });
        checkPinned(files, pinned, registry);
        // A second run, with the same registry.
        assert.deepEqual(await changedBy(pinned, registry, { action: 'pin' }), pinned);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('an update writes only digests of today, and changes nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const style = pick<PinStyle>(draw, 'tag@digest', 'digest # tag');
        const [before, today] = [drawRegistry(draw), drawRegistry(draw)];
        const pinned = await changedBy(drawFiles(draw), before, { action: 'pin', style });
        const updated = await changedBy(pinned, today, { action: 'update' });
        checkUpdated(pinned, updated, today);
        assert.deepEqual(await changedBy(updated, today, { action: 'update' }), updated);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('an unpin takes back what a pin of any style did, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const style = pick<PinStyle>(draw, 'tag@digest', 'digest # tag');
        const registry = drawRegistry(draw);
        const files = await changedBy(drawFiles(draw), registry, { action: 'unpin' });
        const pinned = await changedBy(files, registry, { action: 'pin', style });
        assert.deepEqual(await changedBy(pinned, registry, { action: 'unpin' }), files);
        assert.deepEqual(await changedBy(files, registry, { action: 'unpin' }), files);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('an editor that types meanwhile gets a pin for the text that it has, or none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => typeWhilePinning(draw)),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

// Files.

/** A file with many references, a Dockerfile of few that share text, and a compose file with an environment file. */
function drawFiles(draw: Draw): Files {
  const many: Files = draw(fc.boolean)
    ? { 'many.Dockerfile': generateDockerfile(draw).text }
    : { 'many/compose.yaml': generateCompose(draw).text };
  return { ...many, Dockerfile: drawSharing(draw), ...drawProject(draw) };
}

const NAMES = [
  'node:20',
  'node',
  'docker.io/library/node:20',
  'redis:7',
  'ghcr.io/o/r:v1',
  'localhost:5000/a/b:x',
];

function drawName(draw: Draw): string {
  return pick(draw, ...NAMES);
}

function drawSharing(draw: Draw): string {
  const newline = pick(draw, '\n', '\r\n');
  const word = () =>
    pick(draw, '$B', '${B}', '$B-x', '${B:-c:1}', 'node:$T', '${U:-$B}', '\u00a0', drawName(draw));
  return [
    `ARG B=${drawName(draw)}`,
    'ARG T=20',
    ...Array.from({ length: 4 }, () => `FROM ${word()}`),
    ...(draw(fc.boolean) ? ['ARG T', 'ARG B'] : []),
    'RUN echo no-break\u00a0space # é\ud83d\ude00',
  ].join(newline);
}

function drawProject(draw: Draw): Files {
  const image = () =>
    pick(
      draw,
      ...[
        '"${IMAGE}"',
        '${IMAGE}',
        '"${IMAGE}-x"',
        '*a',
        `"${drawName(draw)}" # kept`,
        `'${drawName(draw)}'  `,
      ],
      ...[drawName(draw), drawName(draw), `|-\n      ${drawName(draw)}`, `!!str ${drawName(draw)}`],
    );
  const services = Array.from({ length: 4 }, (_, index) => `  s${index}:\n    image: ${image()}\n`);
  const bom = pick(draw, '', '\uFEFF');
  return {
    'compose.yaml': `x-a: {image: &a ${drawName(draw)}}\nservices:\n${services.join('')}`,
    '.env': `${bom}IMAGE=${drawName(draw)} # é\r\nOTHER=${pick(draw, 'x', '$IMAGE')}\r\n`,
  };
}

function pick<Value>(draw: Draw, ...values: readonly Value[]): Value {
  return values[draw(fc.nat, { max: values.length - 1 })]!;
}

// The registry.

/** What a registry answers, by the image's name; each digest is another. */
interface Registry {
  readonly answer: (reference: ImageReference) => Promise<Resolution>;
  readonly digestOf: (text: string) => string | null;
}

let digests = 0;

/** Answers in any order, fails at random, and now and then with what is no digest. */
function drawRegistry(draw: Draw): Registry {
  const known = new Map<string, Resolution>();
  const waiting: { readonly turn: number; readonly settle: () => void }[] = [];
  const settleAll = () => {
    for (const { settle } of waiting.splice(0).sort((a, b) => a.turn - b.turn)) settle();
  };
  return {
    answer: (reference) => {
      assert.equal(reference.digest, null);
      const name = nameOf(reference);
      const answer = known.get(name) ?? drawAnswer(draw, reference);
      known.set(name, answer);
      const turn = draw(fc.nat, { max: 9 });
      if (waiting.length === 0) setImmediate(settleAll);
      return new Promise((resolve) => waiting.push({ turn, settle: () => resolve(answer) }));
    },
    digestOf: (text) => {
      const reference = parseImageReference(text);
      const answer = reference.kind === 'reference' ? known.get(nameOf(reference)) : undefined;
      return answer?.found && isWellFormedDigest(answer.digest) ? answer.digest : null;
    },
  };
}

function drawAnswer(draw: Draw, { registry }: ImageReference): Resolution {
  const digest = `sha256:${(0xf000000000000 + digests++).toString(16).padStart(64, '0')}`;
  const failure: Unresolved = { found: false, reason: 'not-found', registry };
  return pick(
    draw,
    ...[found(digest), found(digest), found(digest), found(digest), failure],
    ...[{ ...failure, reason: 'server-error', status: 500 } as const, found(digest.toUpperCase())],
  );
}

// Plans.

async function changedBy(
  files: Files,
  registry: Registry,
  options: Pick<PinOptions, 'action'> & Partial<PinOptions>,
): Promise<Files> {
  const workspace = workspaceWith(files);
  const plan = await planPins(sourcesIn(workspace, files), {
    ...{ style: 'tag@digest', signal: new AbortController().signal },
    ...{ ask: registry.answer, readText: workspace.readText, ...options },
  });
  checkTold(plan);
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, applyEdits(text, plan.edits.get(`/w/${path}`) ?? [])]),
  );
}

/** What is not done says why, and what is said to be done is. */
function checkTold({ edits, outcomes }: PinPlan): void {
  const done = outcomes.filter(({ outcome }) => outcome === 'changed').length;
  assert.equal([...edits.values()].flat().length, done);
  for (const { outcome, message } of outcomes) {
    if (outcome === 'failed' || outcome === 'skipped') assert.match(message ?? '', /^\S.*\S$/);
  }
}

function meanings(files: Files): (string | null)[] {
  return sourcesIn(workspaceWith(files), files).flatMap(({ document }) =>
    document.images.map(({ resolved }) => resolved),
  );
}

/** Without the new digests the files are what they were, and each new digest is that of the reference before it. */
function checkPinned(before: Files, after: Files, registry: Registry): void {
  for (const [path, text] of Object.entries(after)) {
    assert.equal(text.replace(/@sha256:0{50}\w{14}(?!\w)/g, ''), before[path], path);
  }
  const was = meanings(before);
  meanings(after).forEach((now, index) => {
    const expected = was[index]!;
    if (now !== expected) assert.equal(now, `${expected}@${registry.digestOf(expected)}`);
  });
}

const ANY_DIGEST = /@sha(?:256|512):[0-9a-f]{64,128}/g;

function checkUpdated(before: Files, after: Files, today: Registry): void {
  for (const [path, text] of Object.entries(after)) {
    assert.equal(text.replace(ANY_DIGEST, '@'), before[path]!.replace(ANY_DIGEST, '@'), path);
  }
  const was = taggedMeanings(before);
  taggedMeanings(after).forEach((now, index) => {
    if (now === was[index]) return;
    const [reference = '', digest] = now!.split('@');
    assert.equal(reference, was[index]?.split('@')[0]);
    assert.equal(digest, today.digestOf(reference));
  });
}

/** What references mean, with the tags of comments put back by a reading of their lines that is the test's own. */
function taggedMeanings(files: Files): (string | null)[] {
  return sourcesIn(workspaceWith(files), files).flatMap(({ document: { text, images } }) =>
    images.map(({ resolved, span }) => {
      const [, tag] = /^["']? # (\S+) *\r?(?:\n|$)/.exec(text.slice(span.end)) ?? [];
      const isTagless = /^[^@]*\/?[^:@/]+@/.test(resolved ?? '') && !/:[^/@]*@/.test(resolved ?? '');
      return tag !== undefined && isTagless ? resolved!.replace('@', `:${tag}@`) : resolved;
    }),
  );
}

// The editor.

/** Takes several fixes of a file one after the other while somebody types; each that is not for this text is dropped. */
async function typeWhilePinning(draw: Draw): Promise<void> {
  const kind = pick<Document['kind']>(draw, 'dockerfile', 'compose');
  const registry = drawRegistry(draw);
  let text = kind === 'dockerfile' ? drawSharing(draw) : drawProject(draw)['compose.yaml']!;
  let version = 1;
  /** What somebody types, and so nothing that a pin may change. */
  const change = (edits: readonly Edit[]) => {
    text = applyEdits(text, edits);
    version++;
  };
  const typing = () => {
    const at = draw(fc.nat, { max: text.length });
    const end = Math.min(at + draw(fc.nat, { max: 2 }), text.length);
    change([{ span: { start: at, end }, newText: pick(draw, '', 'x', '\n', ':', '1') }]);
  };
  for (let round = 0; round < 3; round++) {
    const document = parseDocument(kind, text);
    const findings = lint(document, DEFAULT_SETTINGS, { development: false });
    const fixes = findings.flatMap(({ fix }) => (fix?.kind === 'pin' ? [fix] : []));
    if (fixes.length === 0) return;
    const { reference, span, file } = fixes[draw(fc.nat, { max: fixes.length - 1 })]!;
    const pin: PendingPin = { uri: 'file:///x', version, reference, span, file };
    const offered = text;
    const source = TextDocument.create(pin.uri, 'x', version, text);
    const pending = resolvePin(
      { title: '', data: pin },
      {
        digests: { resolve: registry.answer },
        settings: DEFAULT_SETTINGS.pins,
        fileOf: () => null,
        targetOf: () => (version === pin.version ? { source, version } : null),
      },
      new AbortController().signal,
    );
    if (draw(fc.boolean)) typing();
    const typed = text;
    const { action, message } = await pending;
    if (!action.edit) {
      assert.ok(message);
      continue;
    }
    // An edit is only ever given for the text that the fix was offered for.
    assert.equal(typed, offered);
    const [{ newText, range } = { newText: '', range: null }] = action.edit.changes![pin.uri]!;
    assert.equal(newText, `@${registry.digestOf(reference)}`);
    const edit = { start: source.offsetAt(range!.start), end: source.offsetAt(range!.end) };
    change([{ span: edit, newText }]);
    const was = document.images.map(({ resolved }) => resolved);
    parseDocument(kind, text).images.forEach(({ resolved }, index) => {
      if (resolved !== was[index]) assert.equal(resolved, `${was[index]}@${registry.digestOf(was[index]!)}`);
    });
  }
}
