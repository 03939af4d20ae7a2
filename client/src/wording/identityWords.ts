import type { DigestSource, RunningDigest, UnknownDigest } from '../docker/releases/identity';
import type { SortedMount } from '../docker/releases/model';
import type { Revision, RevisionWitness } from '../docker/releases/revision';

/** What runs, in words. */

export function shortDigest(digest: RunningDigest): string {
  return digest.known ? shortDigits(digest.digest) : 'no digest';
}

/** `@1a2b3c4`. */
export function shortDigits(digest: string): string {
  return `@${digest.slice(digest.indexOf(':') + 1).slice(0, 7)}`;
}

/** Seven digits, as Git shortens its own; `+` where files were not committed. */
export function shortRevision(revision: Revision): string | null {
  return revision.known ? `${revision.revision.slice(0, 7)}${revision.dirty ? '+' : ''}` : null;
}

export function digestSourceText(source: DigestSource): string {
  switch (source) {
    case 'reference':
      return 'written in the reference';
    case 'repository':
      return 'recorded for this repository';
    case 'store':
      return "from the engine's image store; perhaps in no registry";
  }
}

export function unknownDigestText(reason: UnknownDigest): string {
  switch (reason) {
    case 'none':
      return 'none: the image was built or imported here, or its tag has moved on';
    case 'other-repository':
      return 'none for this repository';
    case 'image-removed':
      return 'unknown: the image has been removed';
    case 'unanswered':
      return 'unknown: the engine did not say';
  }
}

/** How far a commit can be trusted. */
export function witnessText(witness: RevisionWitness): string {
  switch (witness) {
    case 'signature':
      return 'verified: the engine checked a signature';
    case 'provenance':
      return 'attested by its builder';
    case 'annotation':
      return 'told by the annotations of the image';
    case 'label':
    case 'legacy-label':
      return 'told by the labels of the image';
    case 'variable':
      return 'told by a variable of the container';
    case 'tag':
      return 'read from the tag';
  }
}

export function unknownRevisionText(reason: Extract<Revision, { known: false }>['reason']): string {
  switch (reason) {
    case 'none':
      return 'unknown: nothing says which';
    case 'image-unknown':
      return 'unknown: the image is not known any more';
    case 'of-the-base':
      return 'unknown: the labels are those of the base image';
  }
}

export function roleText(role: SortedMount['role']): string {
  switch (role) {
    case 'state':
    case 'configuration':
    case 'scratch':
    case 'other':
      return role;
    case 'source':
      return 'source code';
    case 'socket':
      return 'socket';
  }
}
