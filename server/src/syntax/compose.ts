import type { Node } from 'yaml';
import { placesOf, type Place } from './composePlaces';
import { composeSuppressions } from './composeSuppressions';
import type { ComposeFile } from './document';
import { imageUse, PLACEHOLDER, type ImageUse, type ImageUseDraft } from './imageUse';
import { interpolate, type Template } from './interpolation';
import { isMapNode, readYaml, scalarText, spanOf, type YamlTree } from './yamlNodes';

/**
 * Reads a compose file; variables have the values given, and else their defaults. It never fails: of broken text it
 * understands less.
 */
export function parseCompose(text: string, variables: ReadonlyMap<string, string> = new Map()): ComposeFile {
  const images = readYaml(text).flatMap((tree) => imagesOf(tree, text, variables));
  images.sort((a, b) => a.span.start - b.span.start);
  return { kind: 'compose', text, images, suppressions: composeSuppressions(text) };
}

function imagesOf(tree: YamlTree, text: string, variables: ReadonlyMap<string, string>): ImageUse[] {
  const sharing = new Map<Node, Place[]>();
  for (const place of placesOf(tree, text)) {
    const known = sharing.get(place.node);
    if (known) known.push(place);
    else sharing.set(place.node, [place]);
  }
  const uses = [...sharing].flatMap(([node, places]) => {
    const draft = imageDraft(node, places, text, variables);
    return draft ? [imageUse(draft)] : [];
  });
  const outputs = new Set(uses.filter(({ ignored }) => ignored === 'build-output').map(nameOf));
  return uses.map((use) =>
    use.ignored === null && outputs.has(nameOf(use))
      ? { ...use, ignored: 'build-output', insertion: null }
      : use,
  );
}

/** One draft for all places that have the same scalar; the first that is judged says what it is. */
function imageDraft(
  node: Node,
  places: readonly Place[],
  text: string,
  variables: ReadonlyMap<string, string>,
): ImageUseDraft | null {
  const judged = places.find(({ ignored }) => ignored === null) ?? places[0];
  if (!judged) return null;
  const users = places.flatMap(({ through }) => through);
  const common = {
    position: judged.position,
    users: [...new Map(users.map((user) => [user.start, user])).values()],
    development: places.every(({ development }) => development),
    // A digest on what a service builds would break that build.
    locked: places.some(({ ignored }) => ignored !== null),
  };
  const scalar = scalarText(node, text);
  if (!scalar) return templateDraft(node, text, common);
  const template = judged.part ? partOf(scalar, judged.part) : scalar;
  if (!template) return null;
  const expanded = interpolate(template, variables);
  return { ...common, span: template.span, expanded, ignored: judged.ignored };
}

/** The part of a scalar that an expression's group matches; of a scalar that is not verbatim, the whole stands for it. */
function partOf({ text, span, verbatim }: Template, part: RegExp): Template | null {
  const match = part.exec(text);
  const found = match?.[1] ?? match?.[2];
  if (!match || found === undefined) return null;
  const start = span.start + match.index + match[0].length - found.length;
  return { text: found, span: verbatim ? { start, end: start + found.length } : span, verbatim };
}

/** `{{ image }}` without quotes is a map of maps to YAML, and a placeholder to everybody else. */
function templateDraft(
  node: Node,
  text: string,
  common: Pick<ImageUseDraft, 'position' | 'users' | 'development'>,
): ImageUseDraft | null {
  const { start } = spanOf(node);
  const line = /^[^\r\n]*/.exec(text.slice(start, start + 1000))?.[0].trimEnd() ?? '';
  if (!isMapNode(node) || !line.startsWith('{{') || !PLACEHOLDER.test(line)) return null;
  const span = { start, end: start + line.length };
  return { ...common, span, expanded: { text: null, segments: [] }, ignored: 'template' };
}

/** What two references are compared by: registry, repository and tag, `latest` where there is none. */
function nameOf({ reference, resolved }: ImageUse): string | null {
  if (reference?.kind !== 'reference') return resolved;
  return `${reference.registry}/${reference.repository}:${reference.tag ?? 'latest'}@${reference.digest ?? ''}`;
}
