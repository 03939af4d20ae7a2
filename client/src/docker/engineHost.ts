import type { AddressOrigin, EngineAddress, EngineFailure } from './engine';

/** An engine that can be chosen: DOCKER_HOST, a context of the Docker command line, or the usual places. */
export interface EngineHost {
  /** The same at every start: `variable`, `context:NAME`, `usual`. */
  readonly id: string;
  /** `DOCKER_HOST`, the context's name, `This machine`. */
  readonly name: string;
  readonly origin: AddressOrigin;
  /** To be tried in this order, or why there is none. */
  readonly addresses: readonly EngineAddress[] | EngineFailure;
  /** Whether the Docker command line would take it now. */
  readonly isCurrent: boolean;
}
