import type { Document } from '../syntax/document';
import type { ImageUse } from '../syntax/imageUse';
import { imageProblem, quoteReference, type Problem, type Rule } from './rule';

export const malformedDigest: Rule = {
  id: 'malformed-digest',
  tenet: 'A release is one image, named by digest',
  summary: 'What stands where a digest should is none, so that no engine accepts the reference.',
  why:
    'A digest is its algorithm, a colon, and lower-case hex: 64 digits for `sha256`, 128 for `sha512`. A digest that was ' +
    'cut, typed in capitals, or joined with a dash or as a tag names nothing: the build or the start fails, or takes the ' +
    'text for a tag that somebody can move.\n\n' +
    'Take the digest from the registry again: remove what stands there and pin the tag.',
  severity: { production: 'error', development: 'error' },
  subject: 'image reference',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20.11.1@sha256:abc123\n',
      good: 'FROM node:20.11.1@{digest}\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres:sha256-abc123\n',
      good: 'services:\n  db:\n    image: postgres@{digest}\n',
    },
  ],
  dockerfile: findMalformedDigests,
  compose: findMalformedDigests,
};

function* findMalformedDigests(file: Document): Iterable<Problem> {
  for (const image of file.images) {
    if (image.ignored !== null || image.reference?.kind !== 'malformed-digest') continue;
    const { digestText } = image.reference;
    if (isLeftToBuilds(file, image, digestText)) continue;
    const quoted = digestText === '' ? quoteReference(file, image) : `'${digestText}'`;
    yield imageProblem(
      image,
      `${quoted} is no digest: ${complaint(digestText)}. Take the digest from the registry again.`,
    );
  }
}

/** A variable whose default says in words that a build must give it names no digest that anybody got wrong. */
function isLeftToBuilds({ text }: Document, { span }: ImageUse, digest: string): boolean {
  const hex = digest.replace(/^sha\d+[:-]/i, '');
  return text.slice(span.start, span.end).includes('$') && !/^[0-9a-f]*$/i.test(hex);
}

function complaint(digest: string): string {
  const [, algorithm = '', separator = '', hex = ''] = /^(sha\d+)?([:-])?(.*)$/is.exec(digest) ?? [];
  if (algorithm === '') return 'it must begin with sha256:';
  if (separator !== ':') return `a colon belongs after ${algorithm}`;
  const length = HEX_LENGTHS[algorithm.toLowerCase()];
  if (length === undefined) return `${algorithm} is no algorithm that registries know`;
  if (hex.length !== length) return `${algorithm} has ${length} hex digits, here are ${hex.length}`;
  return /^[0-9a-f]*$/i.test(hex) ? 'it must be in lower case' : 'it has characters that are no hex digits';
}

const HEX_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
