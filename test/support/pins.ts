import { planPins, type PinOptions, type PinPlan, type PinSource } from '../../server/src/pins/planPins';
import type { Resolution } from '../../server/src/registry/digests';
import type { Unresolved } from '../../server/src/registry/unresolved';
import type { Workspace } from '../../server/src/project/workspace';
import { documentKindOf } from '../../server/src/syntax/documentKind';
import type { ImageReference } from '../../server/src/syntax/imageReference';
import { lineStarts, placeAt } from '../../server/src/text/lines';
import { applyEdits } from '../../server/src/text/span';
import { documentIn, workspaceWith, type Files } from './workspace';

/** A digest of one letter: `@A` stands for it in the texts of tests. */
export function digestOf(letter: string): string {
  return `sha256:${letter.toLowerCase().repeat(64)}`;
}

export function withDigests(text: string): string {
  return text.replace(/@([A-F])(?!\w)/g, (_, letter: string) => `@${digestOf(letter)}`);
}

export function withLetters(text: string): string {
  return text.replace(/@sha256:([a-f])\1{63}/g, (_, letter: string) => `@${letter.toUpperCase()}`);
}

export function found(digest: string, how: { at?: number; remembered?: boolean } = {}): Resolution {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  return { found: true, digest, mediaType, host: 'registry.example', at: 0, remembered: false, ...how };
}

/** The name by which one image is asked for, however it is written. */
export function nameOf({ registry, repository, tag }: ImageReference): string {
  return `${registry}/${repository}:${tag ?? 'latest'}`;
}

export function sourcesIn(workspace: Workspace, files: Files): PinSource[] {
  return Object.keys(files)
    .filter((path) => documentKindOf(path) !== null)
    .map((path) => ({ path, location: `/w/${path}`, document: documentIn(workspace, path) }));
}

export interface Planned {
  readonly plan: PinPlan;
  /** The files that changed, as they are then. */
  readonly changed: Files;
  /** `path:line:column outcome: message`. */
  readonly outcomes: readonly string[];
  /** In their order, as they were asked. */
  readonly asked: readonly string[];
}

/** Plans pins in files below `/w`, with a registry that knows images by name, as letters or as whole answers. */
export async function planIn(
  files: Files,
  registry: Readonly<Record<string, string | Resolution>>,
  options: Partial<PinOptions> = {},
): Promise<Planned> {
  const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, withDigests(text)]));
  const workspace = workspaceWith(texts);
  const asked: string[] = [];
  const plan = await planPins(sourcesIn(workspace, texts), {
    ...{ action: 'pin', style: 'tag@digest', signal: new AbortController().signal },
    readText: workspace.readText,
    ask: (reference) => {
      const name = nameOf(reference).replace('docker.io/library/', '');
      asked.push(name);
      const answer = registry[name] ?? absent(reference);
      return Promise.resolve(typeof answer === 'string' ? found(digestOf(answer)) : answer);
    },
    ...options,
  });
  const changed = [...plan.edits].map(([location, edits]) => {
    const path = location.slice('/w/'.length);
    return [path, withLetters(applyEdits(texts[path]!, edits))];
  });
  const outcomes = plan.outcomes.map(({ source, image, outcome, message }) => {
    const { line, column } = placeAt(lineStarts(source.document.text), image.span.start);
    const said = message === null ? '' : `: ${withLetters(message)}`;
    return `${source.path}:${line}:${column} ${outcome}${said}`;
  });
  return { plan, changed: Object.fromEntries(changed) as Files, outcomes, asked };
}

function absent({ registry }: ImageReference): Unresolved {
  return { found: false, reason: 'not-found', registry };
}
