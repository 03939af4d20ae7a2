import type { Node } from 'yaml';
import { textOf, type Span } from '../../text/span';
import { buildOf, mergeServices, type MergedService } from './merge';
import { outlineCompose, type ComposeOutline, type OutlineContext } from './outline';
import { placesOf, type InlinePlace, type Place } from './places';
import { servicesOf, type Service } from './services';
import { composeServices, namesOf } from './serviceModel';
import { composeValue, type ComposeValue, type ValueContext } from './values';
import { composeSuppressions } from './composeSuppressions';
import type { ComposeFile } from '../document';
import type { ExpandedText, Template } from '../expandedText';
import { parseImageReference } from '../imageReference';
import { imageUse, type ImageUse, type ImageUseDraft } from '../imageUse';
import { readInlineDockerfile, type InlineDockerfile } from './inlineDockerfile';
import { interpolatedText, segmentsBetween, templateSpan } from './interpolatedSpan';
import { interpolate, type Variables } from './interpolation';
import { PLACEHOLDER, withoutControlLines } from '../placeholder';
import { normalisedName } from './projectName';
import { charactersOf } from '../yaml/characters';
import { isMapNode, scalarText, spanOf } from '../yaml/nodes';
import { readYaml, type YamlTree } from '../yaml/tree';

/** A compose file taken apart, before it is known what stands around it. */
export interface ComposeSource {
  readonly text: string;
  /** Its documents, which compose merges in their order. */
  readonly documents: readonly ComposeDocument[];
}

export interface ComposeDocument {
  readonly tree: YamlTree;
  readonly services: readonly Service[];
}

/** What a compose file means depends on. */
export interface ComposeContext {
  readonly variables: Variables;
  /** All services of its project, as they are when its files are merged. */
  readonly project: ReadonlyMap<string, MergedService>;
  /** What it is called where its file does not say so; absent where that is not known. */
  readonly projectName?: string | null;
}

/** Reads a compose file by itself; variables have their defaults. */
export function parseCompose(text: string, variables: Variables = () => undefined): ComposeFile {
  const source = readComposeSource(text);
  const outlines = outlinesOf(source, variables, { folder: '', file: null });
  return understandCompose(source, { variables, project: mergeServices(outlines, () => null) });
}

/** Takes a text apart. It never fails: of broken text it understands less. */
export function readComposeSource(text: string): ComposeSource {
  const documents = readYaml(withoutControlLines(text)).map((tree) => ({
    tree,
    services: servicesOf(tree, text),
  }));
  return { text, documents };
}

type OutlinePlace = Pick<OutlineContext, 'folder' | 'file'>;

export function outlinesOf(
  { text, documents }: ComposeSource,
  variables: Variables,
  { folder, file }: OutlinePlace,
): ComposeOutline[] {
  return documents.map((document) => outlineCompose({ ...document, text, variables, folder, file }));
}

/** What a file calls its project, after variables; null where it does not say, or that is not known. */
export function projectNameIn({ text, documents }: ComposeSource, variables: Variables): string | null {
  const tops = documents.map(({ tree }) => topValue({ tree, text, variables, visits: new Map() }));
  return tops.findLast((top) => top?.field('name'))?.field('name')?.text ?? null;
}

/** Where the names of a file's services stand, in its order. */
export function serviceNamesIn({ documents }: ComposeSource): ReadonlyMap<string, Span> {
  const names = documents.flatMap(({ tree, services }) => {
    const places = namesOf({ tree }, services);
    return services.flatMap(({ name }): [string, Span][] => {
      const place = places.get(name);
      return place ? [[name, place]] : [];
    });
  });
  return new Map(names);
}

/** The references of a compose file, and what they mean in its project. */
export function understandCompose({ text, documents }: ComposeSource, context: ComposeContext): ComposeFile {
  const read = documents.map((document) => readDocument(document, text, context));
  const values = documents.map(({ tree }) => ({
    tree,
    text,
    variables: context.variables,
    visits: new Map(),
  }));
  const tops = values.map(topValue);
  let services: ComposeFile['services'] | null = null;
  const top = (key: string) =>
    tops.map((map) => map?.field(key) ?? null).findLast((found) => found !== null) ?? null;
  const images = withoutOutputs(
    read.flatMap((document) => document.images),
    text,
    { ...context, projectName: top('name')?.text ?? context.projectName ?? null },
  ).sort((a, b) => a.span.start - b.span.start);
  const inlineDockerfiles = read.flatMap((document) => document.inlineDockerfiles);
  const inline = inlineDockerfiles.flatMap(({ suppressions }) => suppressions);
  return {
    kind: 'compose',
    text,
    images,
    get services() {
      return (services ??= documents.flatMap((document, index) => {
        const value = values[index];
        return value ? composeServices(value, document.services, context.project) : [];
      }));
    },
    top,
    inlineDockerfiles,
    suppressions: [...composeSuppressions(text), ...inline],
  };
}

function topValue(context: ValueContext): ComposeValue | null {
  const { root } = context.tree;
  return root ? composeValue(context, { node: root, through: null }) : null;
}

function readDocument(
  { tree, services }: ComposeDocument,
  text: string,
  context: ComposeContext,
): Pick<ComposeFile, 'images' | 'inlineDockerfiles'> {
  const { variables, project } = context;
  const { places, inline } = placesOf({ tree, text, services, project });
  const sharing = new Map<Node, Place[]>();
  for (const place of places) {
    const known = sharing.get(place.node);
    if (known) known.push(place);
    else sharing.set(place.node, [place]);
  }
  const images = [...sharing].flatMap(([node, [first, ...others]]) => {
    const draft = first && imageDraft(text, shared(tree, first, others), node, variables);
    return draft ? [imageUse(draft)] : [];
  });
  const dockerfiles = inline.flatMap((place) => readInline(place, text, context) ?? []);
  return {
    images: [...images, ...dockerfiles.flatMap((dockerfile) => dockerfile.images)],
    inlineDockerfiles: dockerfiles,
  };
}

function readInline(
  { node, services, development }: InlinePlace,
  text: string,
  { variables, project }: ComposeContext,
): InlineDockerfile | null {
  const scalar = charactersOf(node, text);
  if (!scalar) return null;
  const builds = services.flatMap((name) => {
    const service = project.get(name);
    return (service && buildOf(name, service, null)) ?? [];
  });
  return readInlineDockerfile(scalar, { variables, source: text, development }, builds);
}

/** An image that a service builds is no less built where another runs it. */
function withoutOutputs(
  uses: readonly ImageUse[],
  text: string,
  { project, projectName }: ComposeContext,
): ImageUse[] {
  const names = [...project].flatMap(([service, { image, build, hasUnknownImage }]) => {
    if (!build) return [];
    const own = image ?? (hasUnknownImage || !projectName ? [] : defaultNames(projectName, service));
    return [own, build.tags].flat();
  });
  const outputs = new Set(names.map(nameOf));
  const unknown = new Set(
    uses.flatMap(({ ignored, resolved, span }) =>
      ignored === 'build-output' && resolved === null ? textOf(text, span) : [],
    ),
  );
  return uses.map((use) => {
    const isOutput =
      (use.ignored === null && use.resolved !== null && outputs.has(nameOf(use.resolved))) ||
      (use.ignored === 'variable' && unknown.has(textOf(text, use.span)));
    return isOutput
      ? { ...use, ignored: 'build-output', insertion: null, elsewhere: null, digestPlace: null }
      : use;
  });
}

/** What compose calls an image that it builds and that has no name: with a dash, and with a line before 2021. */
function defaultNames(projectName: string, service: string): string[] {
  const project = normalisedName(projectName);
  return project === '' ? [] : [`${project}-${service}`, `${project}_${service}`];
}

/** One place for all that have the same scalar; the first that is judged says what it is. */
function shared(tree: YamlTree, first: Place, others: readonly Place[]): Place {
  const places = [first, ...others];
  const judged = places.find(({ ignored }) => ignored === null) ?? first;
  const through = others.length === 0 ? first.through : places.flatMap((place) => place.through);
  const isText = judged.part === null && [...tree.aliasedAs(judged.node)].some((key) => !IMAGE_KEYS.has(key));
  return {
    ...judged,
    through: through.length < 2 ? through : [...new Map(through.map((user) => [user.start, user])).values()],
    development: places.every(({ development }) => development),
    locked: isText || places.some(({ ignored, locked }) => locked || ignored !== null),
  };
}

function imageDraft(text: string, place: Place, node: Node, variables: Variables): ImageUseDraft | null {
  const { position, development, ignored, locked, through: users } = place;
  const common = { position, development, ignored, locked, users };
  const scalar = scalarText(node, text);
  if (scalar) {
    const expanded = interpolate(scalar, variables);
    if (!place.part) return { ...common, span: scalar.span, expanded };
    const part = partOf(scalar, expanded, place.part);
    return part && { ...common, ...part };
  }
  const span = isMapNode(node) ? bareTemplate(text, spanOf(node).start) : null;
  return span && { ...common, span, expanded: { text: null, segments: [] }, ignored: 'template' };
}

/** The part of a text that an expression's group matches; of a scalar that is not verbatim, the whole stands for it. */
function partOf(
  { span, verbatim }: Template,
  expanded: ExpandedText,
  part: RegExp,
): Pick<ImageUseDraft, 'span' | 'expanded'> | null {
  const interpolated = interpolatedText(expanded, span);
  const match = part.exec(interpolated.text);
  const found = match?.[1] ?? match?.[2];
  if (!match || found === undefined) return null;
  const end = match.index + match[0].length;
  const range = { start: end - found.length, end };
  const segments = segmentsBetween(interpolated, range);
  const isKnown = segments.every(({ origin }) => origin !== 'unknown');
  const [only, ...others] = segments;
  const own = only?.verbatim === true && others.length === 0 ? only.span : null;
  return {
    span: verbatim ? (own ?? templateSpan(interpolated, range)) : span,
    expanded: { text: isKnown ? found : null, segments },
  };
}

/** `{{ image }}:1` without quotes is a map of maps to YAML, and a placeholder to everybody else. */
function bareTemplate(text: string, start: number): Span | null {
  const [written = ''] = BARE_TEMPLATE.exec(text.slice(start, start + MAX_TEMPLATE)) ?? [];
  return PLACEHOLDER.test(written) ? { start, end: start + written.length } : null;
}

/** What two references are compared by: registry, repository and tag, `latest` where there is none. */
function nameOf(text: string): string {
  const reference = parseImageReference(text);
  if (reference.kind !== 'reference') return text;
  return `${reference.registry}/${reference.repository}:${reference.tag ?? 'latest'}@${reference.digest ?? ''}`;
}

/** The keys under which an alias of an image stands for an image, and not for some other text. */
const IMAGE_KEYS: ReadonlySet<string> = new Set(['image', 'model', 'source']);
/** Placeholders of one line, and what is written between and after them. */
const BARE_TEMPLATE =
  /^\{[{%](?:[^\r\n}%]|[}%](?!\}))*[}%]\}(?:\{\{(?:[^\r\n}]|\}(?!\}))*\}\}|[^\s{},[\]#])*/;
const MAX_TEMPLATE = 1000;
