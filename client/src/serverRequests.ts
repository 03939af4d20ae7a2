import {
  COMPARE_RUNNING,
  COMPOSE_SERVICES,
  DECLARED_SERVICES,
  DIGESTS_PRESENT,
  EARLIER_IMAGES,
  IMAGE_EVIDENCE,
  PLAN_DIGEST,
} from '../../server/src/inspectionProtocol';
import type {
  CompareRunningParams,
  CompareRunningResult,
  ComposeServicesParams,
  ComposeServicesResult,
  DeclaredServicesParams,
  DeclaredServicesResult,
  DigestsPresentParams,
  DigestsPresentResult,
  EarlierImagesParams,
  EarlierImagesResult,
  ImageEvidenceParams,
  ImageEvidenceResult,
  PlanDigestParams,
} from '../../server/src/inspectionProtocol';
import {
  CHECK_PINS,
  DESCRIBE_IMAGE,
  PLAN_LOCK,
  PLAN_PINS,
  RESOLVE_DIGEST,
  TAG_HISTORY,
  VERIFY_LOCK,
} from '../../server/src/protocol';
import type {
  DescribeImageParams,
  DescribeImageResult,
  LockParams,
  LockPlan,
  CheckPinsParams,
  PinPlan,
  PinReport,
  PlanPinsParams,
  ResolveDigestParams,
  ResolveDigestResult,
  Scope,
  TagHistory,
  TagHistoryParams,
} from '../../server/src/protocol';

/** Our own requests to the server, each a function. They reject when the server does not answer, or was cancelled. */
export interface ServerRequests {
  readonly resolveDigest: (reference: string, asking: Asking) => Promise<ResolveDigestResult>;
  readonly describeImage: (parameters: DescribeImageParams, asking: Asking) => Promise<DescribeImageResult>;
  readonly planPins: (action: PinAction, scope: Scope, asking: Asking) => Promise<PinPlan>;
  readonly checkPins: (scope: Scope, asking: Asking) => Promise<PinReport>;
  readonly tagHistory: (reference: string) => Promise<TagHistory>;
  /** `uri`: of a compose file. */
  readonly planLock: (uri: string, asking: Asking) => Promise<LockPlan>;
  readonly verifyLock: (uri: string, asking: Asking) => Promise<PinReport>;
  readonly declaredServices: (
    projects: DeclaredServicesParams['projects'],
    asking: Waiting,
  ) => Promise<DeclaredServicesResult>;
  /** `uri`: of a compose file, open or not. */
  readonly composeServices: (uri: string, asking: Waiting) => Promise<ComposeServicesResult>;
  /** Registries are asked only when `ask` is true. */
  readonly compareRunning: (
    images: CompareRunningParams['images'],
    ask: boolean,
    asking: Asking,
  ) => Promise<CompareRunningResult>;
  readonly imageEvidence: (
    images: ImageEvidenceParams['images'],
    asking: Asking,
  ) => Promise<ImageEvidenceResult>;
  readonly digestsPresent: (references: readonly string[], asking: Waiting) => Promise<DigestsPresentResult>;
  readonly earlierImages: (parameters: EarlierImagesParams, asking: Waiting) => Promise<EarlierImagesResult>;
  readonly planDigest: (parameters: PlanDigestParams, asking: Waiting) => Promise<PinPlan>;
}

export type PinAction = PlanPinsParams['action'];

/** Somebody who waits: may give up, and is told how far it is. */
export interface Asking {
  readonly token: Cancellation;
  readonly show: (progress: Progress) => void;
}

/** The same where there is no progress to be told. */
export type Waiting = Pick<Asking, 'token'>;

/** Waits until a signal is aborted, and looks at no progress. */
export function waitingWith(signal: AbortSignal): Asking {
  return {
    token: {
      get isCancellationRequested() {
        return signal.aborted;
      },
      onCancellationRequested: (listener, thisArgs) => {
        const listen = () => void listener.call(thisArgs, undefined);
        signal.addEventListener('abort', listen, { once: true });
        return { dispose: () => signal.removeEventListener('abort', listen) };
      },
    },
    show: () => undefined,
  };
}

/** As the protocol's WorkDoneProgressBegin and …Report: `percentage` from 0 to 100, of all. */
export interface Progress {
  readonly message?: string | undefined;
  readonly percentage?: number | undefined;
}

/** The editor's CancellationToken. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: (
    listener: (event: unknown) => unknown,
    thisArgs?: unknown,
    disposables?: { dispose: () => void }[],
  ) => { dispose: () => void };
}

/** What is needed of the connection. */
export interface Connection {
  readonly send: <T>(method: string, parameters: object, token?: Cancellation) => Promise<T>;
  /** Hears the progress of the work that carries the token, until disposed. */
  readonly follow: (token: string, show: (progress: Progress) => void) => { readonly dispose: () => unknown };
}

export function serverRequests({ send, follow }: Connection): ServerRequests {
  let works = 0;
  const work = async <T>(method: string, parameters: object, { token, show }: Asking): Promise<T> => {
    const workDoneToken = `immutable-infra/${++works}`;
    const following = follow(workDoneToken, show);
    try {
      return await send<T>(method, { ...parameters, workDoneToken }, token);
    } finally {
      following.dispose();
    }
  };
  return {
    resolveDigest: (reference, { token }) =>
      send(RESOLVE_DIGEST, { reference } satisfies ResolveDigestParams, token),
    describeImage: (parameters, { token }) => send(DESCRIBE_IMAGE, parameters, token),
    planPins: (action, scope, asking) => work(PLAN_PINS, { action, scope } satisfies PlanPinsParams, asking),
    checkPins: (scope, asking) => work(CHECK_PINS, { scope } satisfies CheckPinsParams, asking),
    tagHistory: (reference) => send(TAG_HISTORY, { reference } satisfies TagHistoryParams),
    planLock: (uri, asking) => work(PLAN_LOCK, { uri } satisfies LockParams, asking),
    verifyLock: (uri, asking) => work(VERIFY_LOCK, { uri } satisfies LockParams, asking),
    declaredServices: (projects, { token }) =>
      send(DECLARED_SERVICES, { projects } satisfies DeclaredServicesParams, token),
    composeServices: (uri, { token }) =>
      send(COMPOSE_SERVICES, { uri } satisfies ComposeServicesParams, token),
    compareRunning: (images, ask, asking) =>
      work(COMPARE_RUNNING, { images, ask } satisfies CompareRunningParams, asking),
    imageEvidence: (images, asking) => work(IMAGE_EVIDENCE, { images } satisfies ImageEvidenceParams, asking),
    digestsPresent: (references, { token }) =>
      send(DIGESTS_PRESENT, { references } satisfies DigestsPresentParams, token),
    earlierImages: (parameters, { token }) => send(EARLIER_IMAGES, parameters, token),
    planDigest: (parameters, { token }) => send(PLAN_DIGEST, parameters, token),
  };
}
