import type { Revision } from '../docker/releases/revision';

/** How far the commit of an image can be trusted, as a sentence. */
export function commitTrust({ by, dirty }: Extract<Revision, { known: true }>): string {
  const sentence = witness(by);
  return dirty ? `${sentence} It was built with changes that were not committed.` : sentence;
}

function witness(by: Extract<Revision, { known: true }>['by']): string {
  switch (by) {
    case 'signature':
      return 'The engine has verified it by a signature.';
    case 'provenance':
      return 'A statement of its builder attests it.';
    case 'annotation':
      return 'Annotations of the image say so; whoever pushed it has written them.';
    case 'label':
    case 'legacy-label':
      return 'Labels of the image say so; whoever built it has written them.';
    case 'variable':
      return 'A variable of the container says so; whoever deployed it has written it.';
    case 'tag':
      return 'It was read from the tag, which can be moved.';
  }
}

/** Why it is not known, and what to do. */
export function noCommit(name: string, reason: Extract<Revision, { known: false }>['reason']): string {
  switch (reason) {
    case 'none':
      return `Nothing says which commit ${name} was built from. Build it with the label org.opencontainers.image.revision.`;
    case 'image-unknown':
      return `It is not known which commit ${name} was built from: the engine does not tell what its image says.`;
    case 'of-the-base':
      return `It is not known which commit ${name} was built from: the labels that say one are those of its base image.`;
  }
}
