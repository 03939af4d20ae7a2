import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeValue } from '../syntax/compose/values';
import type { ComposeFile } from '../syntax/document';
import type { Fix, Problem, Rule } from './rule';

export const pinnedBuildOutput: Rule = {
  id: 'pinned-build-output',
  tenet: 'A release is one image, named by digest',
  summary: 'A service builds an image and names it by a digest, which no engine can do.',
  why:
    'A digest is known when an image is there, so that a build cannot be told to make one: it stops with "refusing to ' +
    'create a tag with a digest reference". The same holds for `build.tags`.\n\n' +
    'Pin what the build starts from, in FROM, and name what it makes by a tag of its own for each release. Where the image ' +
    'is to be pulled and not built, remove `build` and keep the digest.',
  severity: { production: 'error', development: 'error' },
  subject: 'image reference',
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    image: acme/web:1.2@{pinned}\n',
      good: 'services:\n  web:\n    build: .\n    image: acme/web:1.2\n',
    },
  ],
  compose: findPinnedOutputs,
};

function* findPinnedOutputs({ services }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    if (!service.merged?.build) continue;
    const { development, image } = service;
    const tags = service.field('build')?.field('tags')?.items() ?? [];
    for (const name of [...outputs(service), ...tags]) {
      const digest = digestIn(name);
      if (digest === null) continue;
      yield {
        span: name.span,
        message: `'${name.written}' is what a build is to make, and none can make a digest. Name it by a tag alone.`,
        development,
        image,
        related: name.related,
        ...withoutDigest(name, digest),
      };
    }
  }
}

/** The image in the file that says it. */
function outputs(service: ComposeService): ComposeValue[] {
  const image = service.field('image');
  // What is pinned in one file and built by an override is each right by itself.
  return image && service.field('build') ? [image] : [];
}

/** From the sign before it on; null for a name without one. */
function digestIn({ kind, text, written }: ComposeValue): string | null {
  if (kind !== 'text') return null;
  const name = text ?? written;
  const at = name.search(/@sha\d+[:-]/);
  return at < 0 ? null : name.slice(at);
}

/** Certain where the whole digest is written here, behind a tag. */
function withoutDigest(
  { span, written, isVerbatim, related }: ComposeValue,
  digest: string,
): { readonly fix?: Fix } {
  if (!isVerbatim || related.length > 0 || !written.endsWith(digest)) return {};
  const edits = [{ span: { start: span.end - digest.length, end: span.end }, newText: '' }];
  return { fix: { kind: 'edits', title: 'Remove the digest', edits } };
}
