import assert from 'node:assert/strict';
import { lint, type Finding } from '../../server/src/lint';
import { readDocument } from '../../server/src/project/readDocument';
import type { Workspace } from '../../server/src/project/workspace';
import type { Facts, FileSurroundings, KnownImage, RuleOptions } from '../../server/src/rules/facts';
import { DEFAULT_RULE_OPTIONS } from '../../server/src/rules/facts';
import { DEFAULT_SETTINGS } from '../../server/src/settings';
import type { Document } from '../../server/src/syntax/document';
import { applyEdits } from '../../server/src/text/span';
import { picture } from './picture';
import { documentIn, workspaceWith, type Files } from './workspace';

/** What is known beside a text that is judged as `Dockerfile` or `compose.yaml`. */
export interface Circumstances {
  /** The files beside it, by their paths from its folder. */
  readonly files?: Files;
  /** Its own path from there; `Dockerfile` or `compose.yaml` when absent. */
  readonly path?: string;
  readonly development?: boolean;
  readonly options?: Partial<RuleOptions>;
  /** What is remembered of images, by their names without a tag. */
  readonly images?: Readonly<Record<string, KnownImage>>;
}

/** The source with what one rule says of it as `severity: message`, and a place that belongs to it as `↳ message`. */
export function rulePicture(
  rule: string,
  kind: Document['kind'],
  text: string,
  circumstances: Circumstances = {},
): string {
  const marks = findingsOf(rule, kind, text, circumstances).flatMap(
    ({ span, severity, message, related }) => [
      { span, text: `${severity}: ${message}` },
      ...related
        .filter((place) => place.file === undefined)
        .map((place) => ({ span: place.span, text: `↳ ${place.message}` })),
    ],
  );
  return picture(text, marks);
}

/** The findings of one rule. */
export function findingsOf(
  rule: string,
  kind: Document['kind'],
  text: string,
  { files = {}, path, development = false, options = {}, images = {} }: Circumstances = {},
): Finding[] {
  const own = path ?? (kind === 'dockerfile' ? 'Dockerfile' : 'compose.yaml');
  const workspace = workspaceWith({ ...files, [own]: text });
  const facts: Facts = {
    development,
    options: { ...DEFAULT_RULE_OPTIONS, ...options },
    image: ({ name }) => images[name],
    surroundings: surroundingsIn(workspace, `/w/${own}`),
  };
  const document = documentIn(workspace, own);
  assert.equal(document.kind, kind);
  return lint(document, DEFAULT_SETTINGS, facts).filter((finding) => finding.rule.id === rule);
}

/** The text after the fix of the only finding of a rule, or after the scaffold of a title. */
export function fixedBy(
  rule: string,
  kind: Document['kind'],
  text: string,
  { scaffold, ...circumstances }: Circumstances & { readonly scaffold?: string } = {},
): string {
  const [finding, ...others] = findingsOf(rule, kind, text, circumstances);
  assert.ok(finding, 'nothing was found');
  assert.equal(others.length, 0, 'more than one was found');
  if (scaffold !== undefined) {
    const chosen = finding.scaffolds.find(({ title }) => title === scaffold);
    assert.ok(chosen, `there are only: ${finding.scaffolds.map(({ title }) => title).join('; ')}`);
    return applyEdits(text, chosen.edits);
  }
  assert.equal(finding.fix?.kind, 'edits');
  return applyEdits(text, finding.fix.edits);
}

export function surroundingsIn(workspace: Workspace, path: string): FileSurroundings {
  return {
    path,
    readText: workspace.readText,
    fileNames: workspace.fileNames,
    root: workspace.rootOf(path),
    dockerfile: (at) => {
      const text = workspace.readText(at);
      const document = text === null ? null : readDocument({ kind: 'dockerfile', path: at, text }, workspace);
      return document?.kind === 'dockerfile' ? document : null;
    },
  };
}
