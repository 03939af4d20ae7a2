import type { Dockerfile } from '../syntax/document';
import type { Setting } from '../syntax/dockerfile/statements';
import type { Stage } from '../syntax/dockerfile/stages';
import { parseImageReference, type ImageReference } from '../syntax/imageReference';
import type { Fix, Problem, Rule } from './rule';

export const mismatchedBaseLabel: Rule = {
  id: 'mismatched-base-label',
  tenet: 'A release is one image, named by digest',
  summary: 'A label says that the image is built from another base than FROM does.',
  why:
    'Scanners and bots read `org.opencontainers.image.base.name` and `org.opencontainers.image.base.digest` to tell which ' +
    'images must be built again when their base has a fix. A label that was not changed together with FROM sends them to ' +
    'the wrong image, and nobody notices.\n\n' +
    'Say in the label what FROM says, or leave the label to the program that builds: it knows the digest.',
  severity: { production: 'information', development: 'information' },
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20.11.1@{digest}\nLABEL org.opencontainers.image.base.digest="{pinned}"\n',
      good: 'FROM node:20.11.1@{digest}\nLABEL org.opencontainers.image.base.digest="{digest}"\n',
    },
  ],
  dockerfile: findMismatchedLabels,
};

function* findMismatchedLabels(file: Dockerfile): Iterable<Problem> {
  for (const setting of file.statements.settings) {
    const { keyword, stage, name, value } = setting;
    const part = LABELS.get(name);
    if (keyword !== 'label' || !part || !stage?.isExported) continue;
    const said = value?.text ?? '';
    const base = said === '' ? null : baseOf(file, stage);
    if (!value || !base) continue;
    const right = part === 'digest' ? digestFor(base, said) : nameFor(base, said);
    if (right === null) continue;
    const fix = right === '' ? null : rewritten(setting, said, right);
    yield {
      span: value.span,
      message:
        right === ''
          ? `'${said}' is what '${base.name}' was once, and FROM takes what it is now. Pin FROM to it.`
          : `'${said}' is not what FROM says, which is '${right}'. Write that, or remove the label.`,
      development: stage.isDevelopment,
      ...(fix && { fix }),
    };
  }
}

/** The image at the beginning of a stage's chain; null where the file does not say which it is. */
function baseOf({ stages, images }: Dockerfile, stage: Stage): ImageReference | null {
  let first = stage;
  for (let next: Stage | undefined = stage; next; next = next.base === null ? undefined : stages[next.base])
    first = next;
  const { span } = first.from.line;
  const image = images.find(
    (each) => each.position === 'from' && each.span.start >= span.start && each.span.end <= span.end,
  );
  return image?.ignored === null && image.reference?.kind === 'reference' ? image.reference : null;
}

/** What the label should say; empty where FROM has no digest, null where they agree. */
function digestFor({ digest }: ImageReference, said: string): string | null {
  if (digest === null) return '';
  return digest === said ? null : digest;
}

function nameFor(base: ImageReference, said: string): string | null {
  const label = parseImageReference(said);
  const right = `${base.registry}/${base.repository}${base.tag === null ? '' : `:${base.tag}`}`;
  if (label.kind !== 'reference') return right;
  const isSameName = label.registry === base.registry && label.repository === base.repository;
  const tags = [label.tag, base.tag].map((tag, index, [one, other]) => tag ?? (index === 0 ? other : one));
  return isSameName && tags[0] === tags[1] ? null : right;
}

/** Certain where the label's text is written as it is. */
function rewritten({ value }: Setting, said: string, right: string): Fix | null {
  const at = value?.written.indexOf(said) ?? -1;
  if (!value || at < 0) return null;
  const start = value.span.start + at;
  const edits = [{ span: { start, end: start + said.length }, newText: right }];
  return { kind: 'edits', title: `Write '${right}'`, edits };
}

const LABELS: ReadonlyMap<string, 'name' | 'digest'> = new Map([
  ['org.opencontainers.image.base.name', 'name'],
  ['org.opencontainers.image.base.digest', 'digest'],
]);
