import type { ComposeFile } from '../syntax/document';
import { tagCommentOf } from '../syntax/tagComment';
import type { Problem, Rule } from './rule';

export const staleTagComment: Rule = {
  id: 'stale-tag-comment',
  tenet: 'A release is one image, named by digest',
  summary: 'A comment beside a digest names another version than the tag does.',
  why:
    'Nobody can read a digest, so people read what stands beside it. A comment that was left behind when the pin was ' +
    'raised makes them believe that the old version runs, and look for its flaws.\n\n' +
    'Write the version once: in the tag, `postgres:16.3@sha256:…`, or in the comment of a reference without one. The pin ' +
    'commands keep either of them right.',
  severity: { production: 'hint', development: 'hint' },
  subject: 'image reference',
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres:16.3@{pinned} # 16.2\n',
      good: 'services:\n  db:\n    image: postgres:16.3@{pinned} # 16.3\n',
    },
  ],
  compose: findStaleComments,
};

function* findStaleComments(file: ComposeFile): Iterable<Problem> {
  for (const image of file.images) {
    const { ignored, reference, development } = image;
    if (ignored !== null || reference?.kind !== 'reference' || reference.digest === null) continue;
    const comment = reference.tag === null ? null : tagCommentOf(file, image);
    if (!comment || reference.tag === null || agree(comment.tag, reference.tag)) continue;
    const span = { start: comment.tagStart, end: comment.end };
    yield {
      span,
      message: `The comment says '${comment.tag}', and the tag '${reference.tag}'. Write the one that the digest was taken from.`,
      development,
      fix: {
        kind: 'edits',
        title: `Write '${reference.tag}' in the comment`,
        edits: [{ span, newText: reference.tag }],
      },
    };
  }
}

/** Whether two words name one version, one of them perhaps less exactly; words that are no versions say nothing. */
function agree(comment: string, tag: string): boolean {
  const [a, b] = [VERSION.exec(comment), VERSION.exec(tag)];
  if (!a || !b) return true;
  const [numbers, others] = [a, b].map(([, version = '']) => version.split('.'));
  const known = (numbers ?? []).every((number, at) => number === (others?.[at] ?? number));
  const [variant = '', otherVariant = ''] = [a[2], b[2]];
  return known && (variant === otherVariant || variant === '' || otherVariant === '');
}

const VERSION = /^v?(\d+(?:\.\d+)*)((?:[-_.+][A-Za-z][\w.-]*|[a-z]+\d*)?)$/i;
