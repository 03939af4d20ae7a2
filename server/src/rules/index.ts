import { autoUpdater } from './auto-updater';
import { buildOnHost } from './build-on-host';
import { devServer } from './dev-server';
import { latestTag } from './latest-tag';
import { malformedDigest } from './malformed-digest';
import { movingTag } from './moving-tag';
import { mutationAtStart } from './mutation-at-start';
import { mutablePullPolicy } from './mutable-pull-policy';
import { outdatedPin } from './outdated-pin';
import { remoteLogin } from './remote-login';
import { republishedTag } from './republished-tag';
import type { Rule } from './rule';
import { singlePlatformPin } from './single-platform-pin';
import { unpinnedImage } from './unpinned-image';
import { vanishedDigest } from './vanished-digest';
import { watchInRelease } from './watch-in-release';
import { writableAppCode } from './writable-app-code';

/** All rules. Of those with one subject the first that finds something on a text speaks. */
export const rules: readonly Rule[] = [
  malformedDigest,
  latestTag,
  movingTag,
  unpinnedImage,
  vanishedDigest,
  republishedTag,
  singlePlatformPin,
  outdatedPin,
  remoteLogin,
  devServer,
  mutationAtStart,
  autoUpdater,
  watchInRelease,
  mutablePullPolicy,
  buildOnHost,
  writableAppCode,
];
