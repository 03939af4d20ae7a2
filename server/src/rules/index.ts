import { anonymousVolume } from './anonymous-volume';
import { autoUpdater } from './auto-updater';
import { bakedConfiguration } from './baked-configuration';
import { bakedSecret } from './baked-secret';
import { buildOnHost } from './build-on-host';
import { devServer } from './dev-server';
import { dockerSocket } from './docker-socket';
import { fixedContainerName } from './fixed-container-name';
import { fixedHostPort } from './fixed-host-port';
import { fixedPlatform } from './fixed-platform';
import { hostNamespace } from './host-namespace';
import { ignoredLockfile } from './ignored-lockfile';
import { ineffectiveIgnore } from './ineffective-ignore';
import { ineffectiveTagVariable } from './ineffective-tag-variable';
import { inlineSecret } from './inline-secret';
import { latestTag } from './latest-tag';
import { legacyCoupling } from './legacy-coupling';
import { localSessionStore } from './local-session-store';
import { logInContainer } from './log-in-container';
import { malformedDigest } from './malformed-digest';
import { mismatchedBaseLabel } from './mismatched-base-label';
import { movingTag } from './moving-tag';
import { mutableGitSource } from './mutable-git-source';
import { mutablePullPolicy } from './mutable-pull-policy';
import { mutationAtStart } from './mutation-at-start';
import { nondeterministicBuild } from './nondeterministic-build';
import { outdatedPin } from './outdated-pin';
import { overriddenPin } from './overridden-pin';
import { pinnedBuildOutput } from './pinned-build-output';
import { privilegedContainer } from './privileged-container';
import { remoteLogin } from './remote-login';
import { republishedTag } from './republished-tag';
import { reusedOutputTag } from './reused-output-tag';
import type { Rule } from './rule';
import { sharedWritableVolume } from './shared-writable-volume';
import { singlePlatformPin } from './single-platform-pin';
import { sourceMount } from './source-mount';
import { staleTagComment } from './stale-tag-comment';
import { stateInContainer } from './state-in-container';
import { stateInImage } from './state-in-image';
import { unfilteredContext } from './unfiltered-context';
import { unpinnedImage } from './unpinned-image';
import { unpinnedLanguagePackage } from './unpinned-language-package';
import { unpinnedSyntax } from './unpinned-syntax';
import { unpinnedSystemPackage } from './unpinned-system-package';
import { unsafeReplacement } from './unsafe-replacement';
import { unsetImageVariable } from './unset-image-variable';
import { untraceableImage } from './untraceable-image';
import { unverifiedAdd } from './unverified-add';
import { unverifiedDownload } from './unverified-download';
import { upgradeInBuild } from './upgrade-in-build';
import { vanishedDigest } from './vanished-digest';
import { watchInRelease } from './watch-in-release';
import { writableAppCode } from './writable-app-code';
import { writableConfiguration } from './writable-configuration';
import { writableRoot } from './writable-root';

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
  unpinnedSystemPackage,
  ignoredLockfile,
  unpinnedLanguagePackage,
  upgradeInBuild,
  mutableGitSource,
  unverifiedDownload,
  unverifiedAdd,
  nondeterministicBuild,
  reusedOutputTag,
  unfilteredContext,
  remoteLogin,
  devServer,
  mutationAtStart,
  autoUpdater,
  dockerSocket,
  sourceMount,
  watchInRelease,
  mutablePullPolicy,
  buildOnHost,
  writableAppCode,
  writableRoot,
  privilegedContainer,
  stateInContainer,
  anonymousVolume,
  stateInImage,
  sharedWritableVolume,
  logInContainer,
  localSessionStore,
  bakedSecret,
  bakedConfiguration,
  inlineSecret,
  writableConfiguration,
  fixedContainerName,
  fixedHostPort,
  hostNamespace,
  unsafeReplacement,
  untraceableImage,
  fixedPlatform,
  legacyCoupling,
  ineffectiveIgnore,
];
