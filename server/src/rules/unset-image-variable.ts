import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { ImageUse, RelatedPlace } from '../syntax/imageUse';
import { unsetVariables, writtenDigest, type UnsetVariable } from '../syntax/unsetVariable';
import { textOf } from '../text/span';
import { imageProblem, type Fix, type Problem, type Rule } from './rule';

export const unsetImageVariable: Rule = {
  id: 'unset-image-variable',
  tenet: 'A release is one image, named by digest',
  summary: 'An image is named by a variable to which nothing gives a value.',
  why:
    'The file does not say what it builds or starts: who runs it does, perhaps without knowing. Compose takes a variable ' +
    'that nobody sets for an empty text and goes on with a warning, and a build takes an `ARG` that is declared nowhere for ' +
    'one. (`env_file` is for the container: compose does not read it to fill in the file.)\n\n' +
    'Have the engine stop instead: `image: acme/web:${TAG:?}`. Or give the variable a default with a digest: ' +
    '`ARG BASE=node:20.11.1@sha256:…`.',
  severity: { production: 'information', development: 'hint' },
  subject: 'image reference',
  equivalents: ['buildkit InvalidDefaultArgInFrom', 'buildkit UndefinedArgInFrom'],
  examples: [
    {
      kind: 'dockerfile',
      bad: 'ARG BASE\nFROM ${BASE}\n',
      good: 'ARG BASE=node:20.11.1@{digest}\nFROM ${BASE}\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    image: acme/web:${TAG}\n',
      good: 'services:\n  web:\n    image: acme/web:${TAG:?}\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInComposeFile,
};

function* findInDockerfile(file: Dockerfile): Iterable<Problem> {
  const declared = new Map(
    file.statements.settings.flatMap(({ keyword, stage, name, nameSpan }) =>
      keyword === 'arg' && stage === null ? [[name, nameSpan] as const] : [],
    ),
  );
  const shared = usersOf(file);
  const told = new Set<string>();
  for (const image of file.images) {
    if (namesStages(image, file)) continue;
    const problem = problemOf(image, file.text, (name) => declared.has(name));
    const name = unsetVariables(image).find(({ isRequired }) => !isRequired)?.name ?? '';
    const users = shared.get(name) ?? [];
    const place = users.length > 1 && image.position === 'from' ? declared.get(name) : undefined;
    if (!problem || (place && told.has(name))) continue;
    told.add(name);
    // What several references wait for is said once, where it is declared.
    yield place ? { ...problem, span: place, related: users.slice(0, MAX_RELATED).map(usedHere) } : problem;
  }
}

function usedHere({ span }: ImageUse): RelatedPlace {
  return { span, message: 'Used here.' };
}

/** The references that begin stages and have an unset variable, by its name. */
function usersOf({ images }: Dockerfile): Map<string, ImageUse[]> {
  const users = new Map<string, ImageUse[]>();
  for (const image of images) {
    if (image.position !== 'from' || image.ignored !== 'variable') continue;
    for (const name of new Set(unsetVariables(image).map((each) => each.name))) {
      const known = users.get(name);
      if (known) known.push(image);
      else users.set(name, [image]);
    }
  }
  return users;
}

/** Whether a variable chooses between stages of the file, as `FROM build-${KIND}` does. */
function namesStages({ position, segments }: ImageUse, { stages }: Dockerfile): boolean {
  const at = segments.findIndex(({ origin }) => origin === 'unknown');
  const texts = segments.map(({ text }) => text.toLowerCase());
  const [before, after] = [texts.slice(0, at).join(''), texts.slice(at + 1).join('')];
  if (position !== 'from' || at < 0 || before + after === '') return false;
  const length = before.length + after.length;
  return stages.some(
    ({ name }) => name !== null && name.length > length && name.startsWith(before) && name.endsWith(after),
  );
}

function* findInComposeFile(file: ComposeFile): Iterable<Problem> {
  for (const image of file.images) {
    // What is declared in an inline Dockerfile is not known of its images here.
    const problem = problemOf(image, file.text, () => true);
    if (!problem) continue;
    const fix = image.inline ? null : requirement(image);
    yield { ...problem, ...(fix && { fix }) };
  }
}

function problemOf(image: ImageUse, text: string, isDeclared: (name: string) => boolean): Problem | null {
  if (image.ignored !== 'variable') return null;
  const written = textOf(text, image.span);
  if (REFUSES_VARIABLES.has(image.position) || image.segments.every(({ origin }) => origin === 'literal')) {
    const message = `'${written}' is taken as it stands: builds put no variable in here. Name a stage that begins with FROM of it.`;
    return { ...imageProblem(image, message), severity: 'warning' };
  }
  const variables = unsetVariables(image).filter(({ isRequired }) => !isRequired);
  const [first] = variables;
  if (!first || isDigest(image, first)) return null;
  // Who declares an ARG without a default means builds to give it, and many do.
  const isMeant = image.position === 'from' && isDeclared(first.name);
  return imageProblem(image, messageOf(image, first, isDeclared), isMeant ? 'hint' : undefined);
}

function messageOf(
  { position, inline }: ImageUse,
  { name, segment: { text } }: UnsetVariable,
  isDeclared: (name: string) => boolean,
): string {
  if (position !== 'from')
    return `Nothing here gives '${text}' a value, and compose goes on without one. Write '\${${name}:?}', or a default.`;
  if (!inline && !isDeclared(name))
    return `'${text}' is declared by no ARG before the first FROM, so it is empty. Declare it there, with a default.`;
  return `Nothing here gives '${text}' a value, so what is built on cannot be checked. Give its ARG a default with a digest.`;
}

/** A variable behind or in a digest: without it the reference is refused, and with it the image is pinned. */
function isDigest(image: ImageUse, { segment }: UnsetVariable): boolean {
  if (writtenDigest(image) !== null) return true;
  const before = image.segments.slice(0, image.segments.indexOf(segment));
  return before.some(({ text }) => text.includes('@'));
}

/** Certain where compose refuses the reference anyway when the variable is not set. */
function requirement(image: ImageUse): Fix | null {
  const [variable, ...others] = unsetVariables(image);
  if (!variable?.isWholeTag || others.length > 0 || image.related.length > 0) return null;
  const { name, segment } = variable;
  if (segment.span === null || !segment.verbatim || !BARE.test(segment.text)) return null;
  const edits = [{ span: segment.span, newText: `\${${name}:?}` }];
  return { kind: 'edits', title: `Require '${name}' to be set`, edits };
}

/** BuildKit: "variable expansion is not supported for --from". */
const REFUSES_VARIABLES: ReadonlySet<ImageUse['position']> = new Set(['copy-from', 'mount-from']);
/** More places than anybody would look at. */
const MAX_RELATED = 100;
const BARE = /^\$(?:\w+|\{\w+\})$/;
