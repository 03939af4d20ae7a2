import { span, type Span } from '../text/span';

/** An image reference, normalised as the distribution project's `reference` package does it. */
export interface ImageReference {
  readonly kind: 'reference';
  /** The registry's host with its port: `docker.io` where none is written. */
  readonly registry: string;
  /** The repository in the registry: `library/node` for `node`. */
  readonly repository: string;
  readonly tag: string | null;
  /** `sha256:…`, well-formed. */
  readonly digest: string | null;
  /** The name as written, without tag and digest: `node`. */
  readonly name: string;
}
