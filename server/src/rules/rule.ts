import { basename } from 'node:path';
import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { ImageUse, RelatedPlace } from '../syntax/imageUse';
import type { Edit, Span } from '../text/span';

/** One pattern that makes a release mutable: what it is, why it matters, and how it is found. */
export interface Rule {
  /** File name, setting, diagnostic code and documentation anchor; names the bad thing. */
  readonly id: string;
  readonly tenet: Tenet;
  /** One line. */
  readonly summary: string;
  /** Markdown: why it matters in immutable infrastructure, and what to do. */
  readonly why: string;
  readonly severity: Readonly<Record<Profile, RuleSeverity>>;
  /** Rules with one subject judge one text; the first of them in the list of rules speaks, also when it is waived. */
  readonly subject?: 'image reference';
  readonly examples: readonly Example[];
  readonly dockerfile?: (file: Dockerfile, facts: Facts) => Iterable<Problem>;
  readonly compose?: (file: ComposeFile, facts: Facts) => Iterable<Problem>;
}

export type Tenet = 'A release is one image, named by digest';

export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type RuleSeverity = Severity | 'off';

/** Who uses a file, stage or service: what is only for development is judged more mildly. */
export type Profile = 'production' | 'development';

/** Shown in the documentation and run as tests: `bad` is flagged once; its fix yields `good`, which is clean. */
export interface Example {
  readonly kind: 'dockerfile' | 'compose';
  readonly bad: string;
  readonly good: string;
}

/** What a rule found. */
export interface Problem {
  /** The smallest text that shows the pattern. */
  readonly span: Span;
  /** What is wrong and what to do, in two short sentences that quote the user's own text. */
  readonly message: string;
  /** Lowers the rule's severity for this problem; it never raises it. */
  readonly atMost?: Severity;
  /** True where only development is concerned, whatever the file is. */
  readonly development?: boolean;
  readonly fix?: Fix;
  readonly related?: readonly RelatedPlace[];
}

/** A change as data: edits, or a pin that waits for a digest. */
export type Fix =
  { readonly kind: 'edits'; readonly title: string; readonly edits: readonly Edit[] } | PinFix;

/** Waits for the digest of `reference`, and then inserts `@digest`. */
export interface PinFix {
  readonly kind: 'pin';
  readonly title: string;
  readonly reference: string;
  readonly insertion: number;
  /** The absolute path of the file that `insertion` is in; null for the document itself. */
  readonly file: string | null;
}

/** What is known beside the document. A rule reads it and never waits for more. */
export interface Facts {
  /** True where the file as a whole is for development. */
  readonly development: boolean;
}

/** What is found about an image reference, with the pin that it waits for where its text has a place for one. */
export function imageProblem(image: ImageUse, message: string, atMost?: Severity): Problem {
  const { finding, development, related, position } = image;
  // What ONBUILD names concerns only builds that start from this image.
  const limit = atMost ?? (position === 'onbuild' ? 'information' : undefined);
  const fix = pinOf(image);
  return {
    span: finding,
    message,
    development,
    related,
    ...(limit && { atMost: limit }),
    ...(fix && { fix }),
  };
}

function pinOf({ insertion, elsewhere, resolved }: ImageUse): PinFix | null {
  if (resolved === null) return null;
  const title = `Pin '${resolved}' to its current digest`;
  if (insertion !== null) return { kind: 'pin', title, reference: resolved, insertion, file: null };
  if (!elsewhere) return null;
  const { file, offset } = elsewhere;
  return {
    kind: 'pin',
    title: `${title} in ${basename(file)}`,
    reference: resolved,
    insertion: offset,
    file,
  };
}

/** How a message quotes a reference: in the user's own text, with what it means where variables are in it. */
export function quoteReference(file: { readonly text: string }, { span, resolved }: ImageUse): string {
  const written = file.text.slice(span.start, span.end);
  return written === resolved || resolved === null ? `'${written}'` : `'${resolved}' (from '${written}')`;
}
