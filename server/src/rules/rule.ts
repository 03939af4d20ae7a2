import { basename } from 'node:path';
import type { ComposeFile, Dockerfile, Document } from '../syntax/document';
import { matchesImage } from '../syntax/imagePattern';
import type { ImageReference } from '../syntax/imageReference';
import { pinPlace, type ImageUse, type RelatedPlace } from '../syntax/imageUse';
import { isOfLocalRegistry } from '../syntax/knownImages';
import { isOfficialImage } from '../syntax/officialImages';
import type { Suppression } from '../syntax/suppression';
import type { Edit, Span } from '../text/span';
import type { Facts } from './facts';
import type { PinCheck } from './pinCheck';

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
  readonly subject?: Subject;
  /** The rules of other tools that ask for the same, as `hadolint DL3007`: who has waived those has waived this. */
  readonly equivalents?: readonly string[];
  readonly examples: readonly Example[];
  readonly dockerfile?: (file: Dockerfile, facts: Facts) => Iterable<Problem>;
  readonly compose?: (file: ComposeFile, facts: Facts) => Iterable<Problem>;
  /** What it finds in the ignore comments themselves, once it is known what each has waived. */
  readonly ignores?: (uses: IgnoreUses, facts: Facts) => Iterable<Problem>;
  /** True where it finds nothing before a registry has been asked about the pins of a file. */
  readonly needsRegistry?: boolean;
}

/** The ignore comments of a document, and what has become of each id in them. */
export interface IgnoreUses {
  readonly document: Document;
  readonly uses: readonly IgnoreUse[];
  /** All ids that a comment can name. */
  readonly ruleIds: readonly string[];
}

export interface IgnoreUse {
  readonly suppression: Suppression;
  /** One for each id, in their order. */
  readonly outcomes: readonly IgnoreOutcome[];
}

/** `unjudged`: its rule is off, or waits for what only a registry knows. */
export type IgnoreOutcome = 'waives' | 'idle' | 'unjudged' | 'unknown';

/** What immutable infrastructure asks for, in the order of the documentation. */
export type Tenet =
  | 'A release is one image, named by digest'
  | 'The same build gives the same image'
  | 'Nothing changes a running container'
  | 'State lives outside'
  | 'Configuration and secrets arrive at start'
  | 'Any release can replace any other, and can be traced'
  | 'Waivers are honest';

export type Subject =
  'image reference' | 'pin' | 'package' | 'download' | 'command' | 'mount' | 'value' | 'port' | 'volume';

export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type RuleSeverity = Severity | 'off';

/** Who uses a file, stage or service: what is only for development is judged more mildly. */
export type Profile = 'production' | 'development';

/** Shown in the documentation and run as tests: `bad` is flagged once; its fix yields `good`, which is clean. `{digest}` and `{commit}` are those of the fix, `{pinned}` is an earlier digest. */
export interface Example {
  readonly kind: 'dockerfile' | 'compose';
  readonly bad: string;
  readonly good: string;
  /** The files that stand beside it in the same folder, by name, where the rule reads them. */
  readonly files?: Readonly<Record<string, string>>;
  /** What a registry has answered about the reference in `bad`, where the rule reads that. */
  readonly answer?: ExampleAnswer;
}

export interface ExampleAnswer {
  readonly check: PinCheck;
  /** How the documentation says it: 'the tag names {digest} now'. */
  readonly said: string;
}

/** What a rule found. */
export interface Problem {
  /** The smallest text that shows the pattern. */
  readonly span: Span;
  /** What is wrong and what to do, in two short sentences that quote the user's own text. */
  readonly message: string;
  /** Lowers the rule's severity for this problem; it never raises it. */
  readonly atMost?: Severity;
  /** What this problem weighs whatever the profile is, such as an error where the engine itself refuses the file. */
  readonly severity?: Severity;
  /** True where only development is concerned, whatever the file is. */
  readonly development?: boolean;
  /** The image that it is about, or that of the service that it is about, after variables: a setting lets rules leave images alone. */
  readonly image?: string | null;
  /** The right change, where it is certain. */
  readonly fix?: Fix;
  /** Changes that a person completes or chooses between. */
  readonly scaffolds?: readonly Scaffold[];
  readonly related?: readonly RelatedPlace[];
}

/** A change as data: edits, or what waits for an answer. */
export type Fix = EditFix | PinFix | AskFix;

export interface EditFix {
  readonly kind: 'edits';
  readonly title: string;
  /** Edits of the document, which keep the author's quotes, indentation and comments. */
  readonly edits: readonly Edit[];
}

/** Edits that leave something to a person, and files that they need and that are not there yet. */
export interface Scaffold {
  readonly kind: 'scaffold';
  readonly title: string;
  readonly edits: readonly Edit[];
  /** By absolute path. */
  readonly newFiles?: readonly { readonly path: string; readonly text: string }[];
}

/** Waits for what a server says when somebody chooses it, and then writes `before`, the answer and `after`. */
export interface AskFix {
  readonly kind: 'ask';
  readonly title: string;
  readonly question: Question;
  readonly span: Span;
  readonly before: string;
  readonly after: string;
}

/** The SHA-256 of what stands at a URL, as 64 hex digits; or the commit that a Git reference names, as 40. */
export type Question =
  | { readonly kind: 'checksum'; readonly url: string }
  | { readonly kind: 'commit'; readonly repository: string; readonly reference: string };

/** Waits for the digest of `reference`, and then writes `@digest`. */
export interface PinFix {
  readonly kind: 'pin';
  readonly title: string;
  /** What the registry is asked for: without a digest. */
  readonly reference: string;
  /** The `@digest` that is replaced; empty where there is none, and it is inserted. */
  readonly span: Span;
  /** The absolute path of the file that `span` is in; null for the document itself. */
  readonly file: string | null;
}

/** What is found about an image reference, with the pin that it waits for where its text has a place for one. */
export function imageProblem(image: ImageUse, message: string, atMost?: Severity): Problem {
  const { finding, development, related, position, resolved } = image;
  // What ONBUILD names concerns only builds that start from this image.
  const limit = atMost ?? (position === 'onbuild' ? 'information' : undefined);
  const fix = pinOf(image);
  return {
    span: finding,
    message,
    development,
    related,
    image: resolved,
    ...(limit && { atMost: limit }),
    ...(fix && { fix }),
  };
}

/** What an image weighs at most that no registry has: a setting says so, its registry is here, or it may be a context. */
export function localLimit(image: ImageUse, { options }: Facts): Severity | undefined {
  const { reference, resolved } = image;
  if (reference?.kind !== 'reference') return undefined;
  const isSaid = matchesImage(resolved ?? '', options?.localImages ?? []);
  return isSaid || isOfLocalRegistry(reference) || mayBeContext(image, reference) ? 'hint' : undefined;
}

/** `--build-context` gives names that the file does not know; what takes files by a bare word often means one. */
function mayBeContext({ position, resolved }: ImageUse, reference: ImageReference): boolean {
  const takesFiles = position === 'copy-from' || position === 'mount-from';
  return takesFiles && /^[\w.-]+$/.test(resolved ?? '') && !isOfficialImage(reference);
}

/** A digest without a tag tells nothing of what could be newer. */
function pinOf(image: ImageUse): PinFix | null {
  const place = pinPlace(image);
  if (!place || image.reference?.kind !== 'reference') return null;
  const { name, tag, digest } = image.reference;
  if (digest !== null && tag === null) return null;
  const reference = tag === null ? name : `${name}:${tag}`;
  const title =
    digest === null
      ? `Pin '${reference}' to its current digest`
      : `Update the pin of '${reference}' to its current digest`;
  const where = place.file === null ? '' : ` in ${basename(place.file)}`;
  return { kind: 'pin', title: title + where, reference, ...place };
}

/** How a message quotes a reference: in the user's own text, with what it means where variables are in it. */
export function quoteReference(file: { readonly text: string }, { span, resolved }: ImageUse): string {
  const written = file.text.slice(span.start, span.end);
  return written === resolved || resolved === null ? `'${written}'` : `'${resolved}' (from '${written}')`;
}
