import { anonymousVolume } from './anonymous-volume';
import { dockerSocket } from './docker-socket';
import { fixedContainerName } from './fixed-container-name';
import { fixedHostPort } from './fixed-host-port';
import { hostNamespace } from './host-namespace';
import { latestTag } from './latest-tag';
import { legacyCoupling } from './legacy-coupling';
import { malformedDigest } from './malformed-digest';
import { movingTag } from './moving-tag';
import { outdatedPin } from './outdated-pin';
import { privilegedContainer } from './privileged-container';
import { republishedTag } from './republished-tag';
import type { Rule } from './rule';
import { sharedWritableVolume } from './shared-writable-volume';
import { singlePlatformPin } from './single-platform-pin';
import { sourceMount } from './source-mount';
import { stateInContainer } from './state-in-container';
import { stateInImage } from './state-in-image';
import { unpinnedImage } from './unpinned-image';
import { unsafeReplacement } from './unsafe-replacement';
import { vanishedDigest } from './vanished-digest';
import { writableRoot } from './writable-root';
import { unpinnedSyntax } from './unpinned-syntax';
import { pinnedBuildOutput } from './pinned-build-output';
import { mismatchedBaseLabel } from './mismatched-base-label';
import { reusedOutputTag } from './reused-output-tag';
import { fixedPlatform } from './fixed-platform';
import { unsetImageVariable } from './unset-image-variable';
import { ineffectiveTagVariable } from './ineffective-tag-variable';
import { overriddenPin } from './overridden-pin';
import { staleTagComment } from './stale-tag-comment';

/** All rules, in the order of the documentation. Of those with one subject the first that finds something on a text speaks. */
export const rules: readonly Rule[] = [
  malformedDigest,
  unsetImageVariable,
  ineffectiveTagVariable,
  latestTag,
  movingTag,
  unpinnedImage,
  unpinnedSyntax,
  pinnedBuildOutput,
  overriddenPin,
  staleTagComment,
  mismatchedBaseLabel,
  vanishedDigest,
  republishedTag,
  singlePlatformPin,
  outdatedPin,
  reusedOutputTag,
  dockerSocket,
  sourceMount,
  writableRoot,
  privilegedContainer,
  stateInContainer,
  anonymousVolume,
  stateInImage,
  sharedWritableVolume,
  fixedContainerName,
  fixedHostPort,
  hostNamespace,
  unsafeReplacement,
  fixedPlatform,
  legacyCoupling,
];
