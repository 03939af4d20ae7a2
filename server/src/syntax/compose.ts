import type { Node } from 'yaml';
import type { Span } from '../text/span';
import { placesOf, type Place } from './composePlaces';
import { composeSuppressions } from './composeSuppressions';
import type { ComposeFile } from './document';
import { imageUse, PLACEHOLDER, type ImageUse, type ImageUseDraft } from './imageUse';
import { interpolate, type Template } from './interpolation';
import { isMapNode, scalarText, spanOf } from './yamlNodes';
import { readYaml, type YamlTree } from './yamlTree';

/**
 * Reads a compose file; variables have the values given, and else their defaults. It never fails: of broken text it
 * understands less.
 */
export function parseCompose(text: string, variables: ReadonlyMap<string, string> = new Map()): ComposeFile {
  const uses = readYaml(text).flatMap((tree) => imagesOf(tree, text, variables));
  const images = withoutOutputs(uses).sort((a, b) => a.span.start - b.span.start);
  return { kind: 'compose', text, images, suppressions: composeSuppressions(text) };
}

function imagesOf(tree: YamlTree, text: string, variables: ReadonlyMap<string, string>): ImageUse[] {
  const sharing = new Map<Node, Place[]>();
  for (const place of placesOf(tree, text)) {
    const known = sharing.get(place.node);
    if (known) known.push(place);
    else sharing.set(place.node, [place]);
  }
  return [...sharing].flatMap(([node, [first, ...others]]) => {
    const draft = first && imageDraft(text, shared(tree, first, others), node, variables);
    return draft ? [imageUse(draft)] : [];
  });
}

/** An image that a service builds is no less built where another service runs it. */
function withoutOutputs(uses: readonly ImageUse[]): ImageUse[] {
  const outputs = new Set(uses.filter(({ ignored }) => ignored === 'build-output').map(nameOf));
  return uses.map((use) =>
    use.ignored === null && outputs.has(nameOf(use))
      ? { ...use, ignored: 'build-output', insertion: null }
      : use,
  );
}

/** One place for all that have the same scalar; the first that is judged says what it is. */
function shared(tree: YamlTree, first: Place, others: readonly Place[]): Place {
  const places = [first, ...others];
  const judged = places.find(({ ignored }) => ignored === null) ?? first;
  const through = others.length === 0 ? first.through : places.flatMap((place) => place.through);
  const isText = judged.part === null && [...tree.aliasedAs(judged.node)].some((key) => !IMAGE_KEYS.has(key));
  return {
    ...judged,
    through: [...new Map(through.map((user) => [user.start, user])).values()],
    development: places.every(({ development }) => development),
    locked: isText || places.some(({ ignored, locked }) => locked || ignored !== null),
  };
}

function imageDraft(
  text: string,
  place: Place,
  node: Node,
  variables: ReadonlyMap<string, string>,
): ImageUseDraft | null {
  const { position, development, ignored, locked, through: users } = place;
  const common = { position, development, ignored, locked, users };
  const scalar = scalarText(node, text);
  if (scalar) {
    const template = place.part ? partOf(scalar, place.part) : scalar;
    return template && { ...common, span: template.span, expanded: interpolate(template, variables) };
  }
  const span = isMapNode(node) ? bareTemplate(text, spanOf(node).start) : null;
  return span && { ...common, span, expanded: { text: null, segments: [] }, ignored: 'template' };
}

/** The part of a scalar that an expression's group matches; of a scalar that is not verbatim, the whole stands for it. */
function partOf({ text, span, verbatim }: Template, part: RegExp): Template | null {
  const match = part.exec(text);
  const found = match?.[1] ?? match?.[2];
  if (!match || found === undefined) return null;
  const start = span.start + match.index + match[0].length - found.length;
  return { text: found, span: verbatim ? { start, end: start + found.length } : span, verbatim };
}

/** `{{ image }}:1` without quotes is a map of maps to YAML, and a placeholder to everybody else. */
function bareTemplate(text: string, start: number): Span | null {
  const [written = ''] = BARE_TEMPLATE.exec(text.slice(start, start + MAX_TEMPLATE)) ?? [];
  return PLACEHOLDER.test(written) ? { start, end: start + written.length } : null;
}

/** What two references are compared by: registry, repository and tag, `latest` where there is none. */
function nameOf({ reference, resolved }: ImageUse): string | null {
  if (reference?.kind !== 'reference') return resolved;
  return `${reference.registry}/${reference.repository}:${reference.tag ?? 'latest'}@${reference.digest ?? ''}`;
}

/** The keys under which an alias of an image stands for an image, and not for some other text. */
const IMAGE_KEYS: ReadonlySet<string> = new Set(['image', 'model', 'source']);
/** Placeholders of one line, and what is written between and after them. */
const BARE_TEMPLATE =
  /^\{[{%](?:[^\r\n}%]|[}%](?!\}))*[}%]\}(?:\{\{(?:[^\r\n}]|\}(?!\}))*\}\}|[^\s{},[\]#])*/;
const MAX_TEMPLATE = 1000;
